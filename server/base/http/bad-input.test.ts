import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clock, formHeaders, id, post, start, withForm } from '../../../test/example-server.ts'

describe('bad input', () => {
  const send = async (payload: Record<string, string>) => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    return app.inject({
      method: 'POST',
      url: '/en/name',
      headers: formHeaders,
      cookies: jar,
      payload: post({ csrf, ...payload }),
    })
  }

  test('a wrong field of a form gives its page again with 422, the field named and what was typed, passwords never', async () => {
    const answer = await send({ name: '  ', email: 'an@', password: 'short' })
    expect(answer.statusCode).toBe(422)
    expect(JSON.parse(/<body>(.*)<\/body>/.exec(answer.body)![1]!)).toEqual({
      typed: { name: '  ', email: 'an@' },
      faults: [
        { field: 'name', message: 'required' },
        { field: 'email', message: 'email' },
        { field: 'password', message: 'too-short' },
      ],
    })
  })

  test('a field that the rules find wrong looks the same as one that the schema finds wrong', async () => {
    const answer = await send({ name: 'Nobody' })
    expect([answer.statusCode, answer.body.includes('{"field":"name","message":"somebody"}')]).toEqual([422, true])
  })

  test('a field that the form does not have is named', async () => {
    const answer = await send({ name: 'An', admin: 'true' })
    expect([answer.statusCode, answer.body.includes('{"field":"admin","message":"unknown"}')]).toEqual([422, true])
  })

  test.each(['A\u0000n', 'x'.repeat(11)])('a text that cannot be kept is named (%#)', async name => {
    expect((await send({ name })).statusCode).toBe(422)
  })

  test('a wrong member of a call gives a problem document with every field', async () => {
    const app = await start()
    const answer = await app.inject({
      method: 'POST',
      url: `/api/things/${id}`,
      payload: { count: '1', names: ['a', 2], more: true },
    })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toEqual({
      type: '/problems/wrong-field',
      title: 'wrong-field',
      status: 422,
      code: 'wrong-field',
      errors: [
        { field: 'more', message: 'unknown' },
        { field: 'count', message: 'number' },
        { field: 'names.1', message: 'format' },
      ],
    })
  })

  test.each([
    ['too large', { payload: { count: 1, names: ['x'.repeat(70_000)] } }, 413, 'too-large'],
    ['malformed', { payload: '{"count":', headers: { 'content-type': 'application/json' } }, 400, 'malformed'],
    [
      'poisoned',
      { payload: '{"__proto__":{"x":1}}', headers: { 'content-type': 'application/json' } },
      400,
      'malformed',
    ],
    ['not an object', { payload: '[1]', headers: { 'content-type': 'application/json' } }, 422, 'wrong-body'],
    ['a form', { payload: 'count=1', headers: formHeaders }, 415, 'wrong-content-type'],
    ['of another kind', { payload: '<count/>', headers: { 'content-type': 'text/xml' } }, 415, 'wrong-content-type'],
    ['of no kind', { payload: 'count', headers: { 'content-type': 'text/plain' } }, 415, 'wrong-content-type'],
  ])('a call that is %s gets its own answer', async (_what, sent, status, code) => {
    const app = await start()
    const answer = await app.inject({ method: 'POST', url: `/api/things/${id}`, ...sent })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })

  test.each([
    ['nested', `{"what":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'format'],
    ['without text', '{"what":{"a":["\\u0000"]}}', 'characters'],
    ['half a character', '{"what":"\\ud800"}', 'characters'],
  ])('a body that is %s is refused by its field', async (_what, payload, message) => {
    const app = await start()
    const answer = await app.inject({
      method: 'PUT',
      url: '/api/anything',
      payload,
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.statusCode, answer.json<{ errors: { message: string }[] }>().errors[0]?.message]).toEqual([
      422,
      message,
    ])
  })

  test('JSON sent to a form is refused for its kind', async () => {
    const app = await start()
    expect((await app.inject({ method: 'POST', url: '/en/name', payload: { name: 'An' } })).statusCode).toBe(415)
  })

  test('an unknown address is a page in its language, and a problem document under /api', async () => {
    const app = await start()
    const shown = await app.inject('/de/nichts')
    expect([shown.statusCode, shown.headers['content-type'], shown.body.includes('<html lang="de">')]).toEqual([
      404,
      'text/html; charset=utf-8',
      true,
    ])
    const called = await app.inject('/api/nothing')
    expect([called.statusCode, called.headers['content-type']]).toEqual([404, 'application/problem+json'])
    expect((await app.inject('/en/gone')).statusCode).toBe(404)
    expect((await app.inject({ method: 'POST', url: '/api/things/7', payload: { count: 1 } })).statusCode).toBe(404)
  })

  test('an address that cannot be read is malformed', async () => {
    const app = await start()
    const answer = await app.inject('/en/%E0%A4%A')
    expect([answer.statusCode, answer.body.includes('malformed')]).toEqual([400, true])
  })

  test('a wrong method is told which ones there are, on a page by a page and on a call by a problem document', async () => {
    const app = await start()
    const put = await app.inject({ method: 'PUT', url: '/en/name' })
    expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
    expect(put.headers['content-type']).toBe('text/html; charset=utf-8')
    const get = await app.inject(`/api/things/${id}`)
    expect([get.statusCode, get.headers.allow, get.json<{ code: string }>().code]).toEqual([
      405,
      'POST, OPTIONS',
      'wrong-method',
    ])
    expect(get.headers['content-type']).toBe('application/problem+json')
  })

  test.each([
    ['POST', '/en/privacy', 'GET, HEAD, OPTIONS'],
    ['POST', '/', 'GET, HEAD, OPTIONS'],
    ['POST', '/nl/privacy', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/en/list.csv', 'GET, HEAD, OPTIONS'],
    ['HEAD', `/api/things/${id}`, 'POST, OPTIONS'],
    ['DELETE', '/api/anything', 'PUT, OPTIONS'],
  ] as const)('%s is refused at %s before its body is read', async (method, url, allow) => {
    const app = await start()
    const sent = method === 'POST' ? { payload: '{"a":', headers: { 'content-type': 'application/json' } } : {}
    const answer = await app.inject({ method: method as 'GET', url, ...sent })
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow])
  })

  test('a file for the browser can only be read', async () => {
    const assets = mkdtempSync(join(tmpdir(), 'abide-assets-'))
    writeFileSync(join(assets, 'style.css'), 'p {}')
    const app = await start({ assets })
    expect((await app.inject('/assets/style.css')).statusCode).toBe(200)
    for (const [method, status] of [
      ['POST', 405],
      ['DELETE', 405],
      ['OPTIONS', 204],
    ] as const) {
      const answer = await app.inject({ method, url: '/assets/style.css' })
      expect([answer.statusCode, answer.headers.allow]).toEqual([status, 'GET, HEAD, OPTIONS'])
    }
    rmSync(assets, { recursive: true })
  })

  test('OPTIONS tells what an address can be asked for, and lets no other site in', async () => {
    const app = await start()
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'PUT' }
    for (const [url, allow] of [
      ['/en/name', 'GET, HEAD, POST, OPTIONS'],
      ['/api/anything', 'PUT, OPTIONS'],
      ['/', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const answer = await app.inject({ method: 'OPTIONS', url, headers })
      expect([url, answer.statusCode, answer.headers.allow, answer.body]).toEqual([url, 204, allow, ''])
      expect(Object.keys(answer.headers).filter(name => name.startsWith('access-control'))).toEqual([])
    }
    expect((await app.inject({ method: 'OPTIONS', url: '/en/nothing' })).statusCode).toBe(404)
  })

  test('HEAD answers as GET does, without the body', async () => {
    const app = await start()
    for (const url of ['/en/privacy', '/en/list.csv', '/en/nothing', '/nl/account']) {
      const [get, head] = [await app.inject(url), await app.inject({ method: 'HEAD', url })]
      expect([url, head.statusCode, head.body]).toEqual([url, get.statusCode, ''])
      expect(head.headers['content-type']).toBe(get.headers['content-type'])
    }
  })

  test('too many posts of one stranger wait, with Retry-After; time lets them on', async () => {
    const app = await start({ brake: { burst: 2, every: 30 } })
    const send = () => app.inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: 1 } })
    expect([(await send()).statusCode, (await send()).statusCode]).toEqual([201, 201])
    const third = await send()
    expect([third.statusCode, third.headers['retry-after']]).toEqual([429, '30'])
    clock.advance(-60 * 60_000)
    expect((await send()).headers['retry-after']).toBe('30')
    clock.advance(60 * 60_000 + 30_000)
    expect((await send()).statusCode).toBe(201)
  })

  test('too many posts to what is anybody’s wait also with a session, later than without one', async () => {
    const app = await start({ brake: { burst: 2, every: 30 } })
    const send = () =>
      app.inject({
        method: 'POST',
        url: '/en/unsubscribe',
        headers: formHeaders,
        cookies: { session: 'an' },
        payload: post({ 'List-Unsubscribe': 'One-Click' }),
      })
    const statuses = []
    for (let time = 0; time < 9; time += 1) statuses.push((await send()).statusCode)
    expect(statuses).toEqual([...Array<number>(8).fill(200), 429])
  })
})
