import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { mostLines } from './profile.ts'

let product: TestApp
let who: Awaited<ReturnType<TestApp['customer']>>
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())
beforeEach(async () => (who = await product.customer({ name: 'An Maes' })))

interface Answered {
  account: { id: string }
  name: { id: string; value: string; earlier: { value: string }[] }
  language: { value: string; earlier: { value: string }[] }
  phones: { id: string; phone: { number: string }; earlier: { phone: { number: string } }[] }[]
  addresses: { id: string; address: Record<string, string> }[]
}
const phone = { kind: 'phone', number: '202-555-0123', country: 'US' }
const address = { kind: 'address', street: 'Demerstraat 1', postcode: '3500', city: 'Hasselt', country: 'BE' }
const contacts = '/api/profile/contacts'
const profile = async (one = who) => (await one.call('GET', '/api/profile')).json<Answered>()
const add = async (body: object = phone, one = who) =>
  (await one.call('POST', contacts, body)).json<{ line: string }>().line

describe('GET /api/profile', () => {
  test('answers each item with where it came from', async () => {
    const line = await add()
    const origin = { since: product.db.clock.now().toISOString(), source: 'web', policyVersion: 4 }
    expect(await profile()).toEqual({
      account: { id: who.email, ...origin },
      name: { id: expect.any(String), value: 'An Maes', ...origin, earlier: [] },
      language: { id: expect.any(String), value: 'en', ...origin, earlier: [] },
      phones: [{ id: line, phone: { number: '+12025550123', country: 'US' }, ...origin, earlier: [] }],
      emails: [],
      addresses: [],
      research: { agreed: false },
      removed: [],
      organisations: [],
      withheld: [],
    })
  })

  test('is for customers who are signed in', async () => {
    expect((await product.visitor().call('GET', '/api/profile')).status).toBe(401)
    expect((await (await product.colleague('service-desk')).call('GET', '/api/profile')).status).toBe(403)
  })
})

describe('a contact', () => {
  test('is added, corrected and removed, with what it was before', async () => {
    const line = await add()
    const corrected = await who.call('PUT', `${contacts}/${line}`, { ...phone, number: '+1 202 555 0155' })
    expect(corrected.status).toBe(200)
    const next = corrected.json<{ line: string }>().line
    expect((await profile()).phones).toMatchObject([
      { id: next, phone: { number: '+12025550155' }, earlier: [{ id: line, phone: { number: '+12025550123' } }] },
    ])
    expect((await who.call('DELETE', `${contacts}/${next}`)).json()).toEqual({ removed: true })
    expect((await profile()).phones).toEqual([])
    await add({ ...address, postcode: 'B-3500' })
    const { kind, ...written } = address
    expect((await profile()).addresses).toMatchObject([{ address: written }])
    expect(kind).toBe('address')
  })

  test.each([
    [{}, ['kind']],
    [{ kind: 'fax', number: '1' }, ['kind']],
    [{ kind: 'phone' }, ['number']],
    [{ kind: 'phone', number: 2025550123, country: 'US' }, ['number']],
    [{ ...phone, number: '<script>alert(1)</script>' }, ['number']],
    [{ ...phone, country: 'XX' }, ['country']],
    [{ ...phone, street: 'Demerstraat 1' }, ['street']],
    [{ ...phone, person_id: randomUUID() }, ['person_id']],
    [{ kind: 'address' }, ['city', 'country', 'street']],
    [{ ...address, postcode: '35' }, ['postcode']],
    [{ ...address, street: 'x'.repeat(201) }, ['street']],
    [{ ...address, city: 'Has\nselt' }, ['city']],
    [{ ...address, city: 'Has\0selt' }, ['city']],
    [{ ...address, number: '1' }, ['number']],
  ])('that is wrong is refused with the fields named: %j', async (body, fields) => {
    const answer = await who.call('POST', contacts, body)
    expect(answer.status).toBe(422)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const { errors } = answer.json<{ errors: { field: string; message: string }[] }>()
    expect(errors.map(({ field }) => field).sort()).toEqual(fields)
    expect(errors.every(({ message }) => message.length > 10)).toBe(true)
  })

  test('corrected twice at once: one is saved, the other is told what is there now', async () => {
    const line = await add()
    const answers = await Promise.all(
      ['202-555-0155', '202-555-0166'].map(number => who.call('PUT', `${contacts}/${line}`, { ...phone, number })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const told = answers.find(({ status }) => status === 409)!.json<{ code: string; detail: string }>()
    expect(told.code).toBe('line-replaced')
    expect(told.detail).toMatch(/There now: \+1 202 555 01(55|66)/)
    const gone = await profile()
    await who.call('DELETE', `${contacts}/${gone.phones[0]!.id}`)
    const late = await who.call('DELETE', `${contacts}/${gone.phones[0]!.id}`)
    expect([late.status, late.json()['code']]).toEqual([409, 'line-replaced'])
  })

  test('of somebody else does not exist', async () => {
    const other = await product.customer()
    const theirs = await add(phone, other)
    for (const line of [theirs, randomUUID()]) {
      for (const answer of [
        await who.call('PUT', `${contacts}/${line}`, phone),
        await who.call('DELETE', `${contacts}/${line}`),
      ]) {
        expect([answer.status, answer.json()['code']]).toEqual([404, 'line-unknown'])
      }
    }
    expect((await who.call('DELETE', `${contacts}/1`)).status).toBe(404)
    expect((await profile(other)).phones).toHaveLength(1)
  })

  test('is one of twenty at most', async () => {
    for (let at = 0; at < mostLines; at += 1) await add({ ...address, street: `Demerstraat ${at}` })
    const answer = await who.call('POST', contacts, { ...address, street: 'Demerstraat 99' })
    expect([answer.status, answer.json()['code']]).toEqual([409, 'line-limit'])
    expect(answer.json()['detail']).toContain('There are 20 addresses already')
  })

  test('is not changed without the token of our own pages', async () => {
    const { cookies } = who
    const answer = await product.app.server.inject({
      method: 'POST',
      url: contacts,
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      payload: phone,
    })
    expect([answer.statusCode, answer.json()['code']]).toEqual([403, 'forged'])
  })
})

describe('name and language', () => {
  test('are corrected and keep what they were', async () => {
    const { name } = await profile()
    expect((await who.call('PUT', '/api/profile/name', { line: name.id, name: 'Ann Maes' })).json()).toEqual({
      saved: true,
    })
    await who.call('PUT', '/api/profile/language', { language: 'fr' })
    const after = await profile()
    expect(after.name).toMatchObject({ value: 'Ann Maes', earlier: [{ value: 'An Maes' }] })
    expect(after.language).toMatchObject({ value: 'fr', earlier: [{ value: 'en' }] })
    const late = await who.call('PUT', '/api/profile/name', { line: name.id, name: 'Anna' })
    expect([late.status, late.json()['code']]).toEqual([409, 'line-replaced'])
    const unknown = await who.call('PUT', '/api/profile/name', { line: randomUUID(), name: 'Anna' })
    expect([unknown.status, unknown.json()['code']]).toEqual([404, 'line-unknown'])
  })

  test.each([
    ['name', { name: 'An' }, 'line'],
    ['name', { line: 'x', name: 'An' }, 'line'],
    ['name', { line: randomUUID(), name: '…' }, 'name'],
    ['name', { line: randomUUID(), name: 'x'.repeat(101) }, 'name'],
    ['language', { language: 'tlh' }, 'language'],
    ['language', {}, 'language'],
    ['language', { language: ['en'] }, 'language'],
  ])('that are wrong are refused: %s %j', async (path, body, field) => {
    const answer = await who.call('PUT', `/api/profile/${path}`, body)
    expect(answer.status).toBe(422)
    expect(answer.json<{ errors: { field: string }[] }>().errors.map(error => error.field)).toEqual([field])
  })
})
