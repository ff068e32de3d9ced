import { describe, expect, test } from 'vitest'
import { id, logged, start } from '../../../test/example-server.ts'

describe('when things go wrong inside', () => {
  const count = async (value: number) =>
    (await start()).inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: value } })

  test('a refusal names act, clause and policy version', async () => {
    const answer = await count(13)
    expect(answer.json()).toEqual({
      type: '/problems/category-not-promised',
      title: 'refused',
      status: 403,
      code: 'category-not-promised',
      act: 'things.make',
      clause: '3.2',
      policyVersion: '4',
    })
  })

  test('a problem of the slice has its own code and status', async () => {
    const answer = await count(14)
    expect(answer.json()).toMatchObject({ status: 409, code: 'window-closed', detail: 'It closed yesterday' })
  })

  test('an unexpected error gives a reference that is also in the log, and nothing of the error', async () => {
    const answer = await count(15)
    const { reference } = answer.json<{ reference: string }>()
    expect([answer.statusCode, answer.body.includes('leek')]).toEqual([500, false])
    expect(reference).toMatch(/^[A-Z2-9]{8}$/)
    expect(logged).toMatchObject([
      { message: 'unexpected', fields: { reference, route: '/api/things/:id', message: 'the secret word is leek' } },
    ])
  })

  test('a database that is down is 503 with Retry-After, on pages and calls, whoever asks', async () => {
    const answer = await count(16)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '7'])
    const app = await start({
      identify: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
    })
    const shown = await app.inject('/nl/account')
    expect([shown.statusCode, shown.headers['retry-after'], shown.body.includes('unavailable')]).toEqual([
      503,
      '10',
      true,
    ])
    expect((await app.inject('/nl/nothing')).statusCode).toBe(404)
  })

  test.each([
    ['refuses connections', 'ECONNREFUSED'],
    ['has no name any more', 'ENOTFOUND'],
    ['is on a network that is gone', 'EHOSTUNREACH'],
    ['broke off', '08006'],
    ['shuts down', '57P01'],
    ['starts', '57P03'],
    ['has no connection left', '53300'],
    ['has a full disk', '53100'],
    ['has a broken disk', '58030'],
    ['is a copy that takes no writes', '25006'],
  ])('a database that %s asks pages and calls to come back later', async (_what, code) => {
    const app = await start({ identify: () => Promise.reject(Object.assign(new Error('database'), { code })) })
    const call = await app.inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: 1 } })
    expect(call.headers['content-type']).toBe('application/problem+json')
    for (const answer of [call, await app.inject('/nl/account')])
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '10'])
  })

  test('the log says of a full disk that it is full', async () => {
    const full = Object.assign(new Error('could not extend file'), { severity: 'ERROR', code: '53100' })
    const app = await start({ identify: () => Promise.reject(full) })
    expect((await app.inject('/en/name')).statusCode).toBe(503)
    expect(logged[0]!.fields).toMatchObject({
      means: expect.stringContaining('The disk is full: make room.') as string,
    })
  })

  test('the log of a database error has no value in it', async () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "an@hesbia.example"'), {
      code: '22P02',
      severity: 'ERROR',
      detail: 'an@hesbia.example',
      routine: 'string_to_uuid',
    })
    const app = await start({ identify: () => Promise.reject(error) })
    expect((await app.inject('/en/name')).statusCode).toBe(500)
    expect(JSON.stringify(logged)).not.toContain('hesbia.example')
    expect(logged[0]!.fields).toMatchObject({ code: '22P02', routine: 'string_to_uuid' })
  })
})
