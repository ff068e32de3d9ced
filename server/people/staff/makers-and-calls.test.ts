import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'

let product: TestApp
let hugo: Awaited<ReturnType<TestApp['colleague']>>
beforeAll(async () => {
  product = await testApp()
  hugo = await product.colleague('administrator')
})
afterAll(() => product?.close())

const list = async (by: TestVisitor, search: string) =>
  (await by.call('GET', `/api/people/staff?search=${encodeURIComponent(search)}`)).json<{
    colleagues: { name: string }[]
  }>().colleagues
const role = (person: string, body: object) => hugo.call('PUT', `/api/people/staff/${person}/role`, body)
const access = (person: string, may: boolean) => hugo.call('PUT', `/api/people/staff/${person}/access`, { may })
const code = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code

describe('keys of a colleague whose access ends', () => {
  test('go on, and the answer and the page name them; whose they were is shown until that person is erased', async () => {
    const maker = await product.colleague('administrator')
    const made = await maker.call('POST', '/api/people/keys', {
      name: 'Depot scanner',
      purpose: 'support',
      controller: 'hes',
      acts: ['desk.system-find-for-support'],
      days: 30,
    })
    const { key, secret } = made.json<{ key: string; secret: string }>()
    const shown = async () =>
      (await hugo.call('GET', '/api/people/keys'))
        .json<{ keys: { key: string; madeBy: { person: string; name: string } | null }[] }>()
        .keys.find(one => one.key === key)?.madeBy
    const { name } = (await list(hugo, maker.email))[0]!
    expect(await shown()).toEqual({ person: maker.person, name })
    const row = new RegExp(`Depot scanner[^]*?${name}`)
    expect((await hugo.get('/console/keys')).text).toMatch(row)

    const keys = [{ key, name: 'Depot scanner' }]
    expect((await role(maker.person, { role: 'sales', controller: 'hes' })).json()).toEqual({ changed: true, keys })
    expect((await access(maker.person, false)).json()).toEqual({ changed: true, keys })
    const page = (await hugo.get(`/console/colleagues/${maker.person}`)).text
    expect([page.includes('Depot scanner'), page.includes('href="/console/keys"')]).toEqual([true, true])
    const used = await product.app.server.inject({
      method: 'POST',
      url: '/api/desk/system/find',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ id: 'nobody@customer.example' }),
    })
    expect(used.statusCode).toBe(200)

    await product.db.asOwner('delete from people.person where id = $1', [maker.person])
    expect(await shown()).toBeNull()
    await hugo.call('DELETE', `/api/people/keys/${key}`)
  })

  test('that have ended are not named', async () => {
    const maker = await product.colleague('administrator')
    const wanted = { purpose: 'support', controller: 'hes', acts: ['desk.system-find-for-support'], days: 30 }
    const made = await maker.call('POST', '/api/people/keys', { name: 'Old scanner', ...wanted })
    await maker.call('DELETE', `/api/people/keys/${made.json<{ key: string }>().key}`)
    expect((await access(maker.person, false)).json()).toEqual({ changed: true, keys: [] })
  })
})

describe('over JSON as on the pages', () => {
  test('a colleague says to have read the version in force, and no other; their language is theirs to change', async () => {
    const nadia = await product.colleague('service-desk', 'hes', { acknowledged: null })
    const say = (version: number) => nadia.call('PUT', '/api/people/acknowledgement', { version })
    expect((await say(3)).status).toBe(409)
    expect((await say(4)).json()).toEqual({ acknowledged: 4 })
    const [kept] = await product.db.asOwner('select acknowledged_version from people.staff where person_id = $1', [
      nadia.person,
    ])
    expect(kept).toEqual({ acknowledged_version: 4 })
    const speak = (language: string, by: TestVisitor = nadia) => by.call('PUT', '/api/people/language', { language })
    expect([(await speak('xx')).status, (await speak('fr')).json()]).toEqual([422, { saved: true }])
    expect((await nadia.get('/console')).text).toContain('lang="fr"')
    const customer = await product.customer()
    const refusals = [
      await speak('fr', customer),
      await customer.call('PUT', '/api/people/acknowledgement', { version: 4 }),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([403, 403])
  })

  test('what a key can be made for is told to whoever may make one, after a fresh proof', async () => {
    const choices = (by: TestVisitor) => by.call('GET', '/api/people/keys/choices')
    const told = (await choices(hugo)).json<{
      purposes: { purpose: string; acts: string[] }[]
      controllers: string[]
    }>()
    expect(told.purposes.find(one => one.purpose === 'support')?.acts).toContain('desk.system-find-for-support')
    expect(told.controllers).toContain('hus')
    const sophie = await product.colleague('administrator', 'hus')
    expect((await choices(sophie)).json()['controllers']).toEqual(['hus'])
    const nadia = await product.colleague('service-desk')
    expect(code(await choices(nadia))).toBe('role-without-purpose')
    expect((await nadia.get('/console/keys/new')).status).toBe(403)
    product.db.clock.advance(11 * 60_000)
    expect(code(await choices(sophie))).toBe('proof-needed')
    await product.prove(hugo)
  })
})
