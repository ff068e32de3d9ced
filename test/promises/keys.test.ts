import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepCatalogue } from '../../server/activities/products/index.ts'
import { testApp, type TestApp } from '../app.ts'
import { expire } from '../../server/people/index.ts'
import { aSerial, catalogue } from '../serials.ts'

const day = 24 * 60 * 60_000
let product: TestApp
let hugo: Awaited<ReturnType<TestApp['colleague']>>
beforeAll(async () => {
  product = await testApp()
  await keepCatalogue(product.app.given, catalogue)
  hugo = await product.colleague('administrator')
})
afterAll(() => product?.close())

interface Made {
  key: string
  secret: string
  until: string
}
const shop = {
  name: 'Web shop',
  purpose: 'register-products',
  controller: 'hes',
  acts: ['products.system-list', 'products.system-register', 'products.system-find-for-products'],
  days: 365,
}
const desk = {
  name: 'Service tool',
  purpose: 'support',
  controller: 'hes',
  acts: ['desk.system-find-for-support', 'desk.system-open-for-support', 'products.system-find-for-support'],
  days: 30,
}
async function make(wanted: object, by = hugo): Promise<Made> {
  const answer = await by.call('POST', '/api/people/keys', wanted)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.json<Made>()
}
async function by(secret: string, method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await product.app.server.inject({
    method,
    url: path,
    remoteAddress: '203.0.113.40',
    headers: { authorization: `Bearer ${secret}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { payload: JSON.stringify(body) } : {}),
  })
  const value = answer.body.startsWith('{') ? (JSON.parse(answer.body) as Record<string, unknown>) : {}
  return { status: answer.statusCode, code: value['code'], value, headers: answer.headers }
}
const proven = () => product.prove(hugo)

describe('a key', () => {
  test('is told once, kept nowhere as it is, and shown on no page afterwards', async () => {
    const { key, secret } = await make(shop)
    expect(secret).toMatch(/^abide_[\w-]{80,}$/)
    const [row] = await product.db.asOwner<{ text: string }>(
      'select k::text as text from people.api_key k where id = $1',
      [key],
    )
    expect(row!.text).not.toContain(secret.slice(6, 40))
    const list = await hugo.call('GET', '/api/people/keys')
    expect(list.json<{ keys: object[] }>().keys).toContainEqual(
      expect.objectContaining({ key, name: 'Web shop', state: 'active', usedOn: null }),
    )
    expect(list.text + (await hugo.get('/console/keys')).text).not.toContain(secret.slice(6, 40))
  })

  test('whose row somebody wrote into gives no new key that no form would have made', async () => {
    for (const change of [
      "acts = '{people.manage-keys}'",
      "acts = '{}'",
      "purpose = 'security'",
      "name = 'For Bea, who called on Monday about her invoice'",
      "made_at = expires_at - interval '5000 days'",
    ]) {
      const { key } = await make(shop)
      await product.db.asOwner(`update people.api_key set ${change} where id = $1`, [key])
      expect((await hugo.call('POST', `/api/people/keys/${key}/rotate`)).status, change).toBe(409)
    }
    const { key } = await make(shop)
    expect((await hugo.call('POST', `/api/people/keys/${key}/rotate`)).status).toBe(201)
  })

  test('is made on the page too, and shown there this once', async () => {
    const page = await hugo.get('/console/keys/new?purpose=support')
    expect(page.text).toContain('Find a customer by their ID')
    const fields = { ...desk, acts: desk.acts, days: '30' }
    const made = await hugo.submit('/console/keys/new?purpose=support', fields, '/console/keys/new?purpose=support')
    expect([made.status, made.headers['cache-control'], /abide_[\w-]{80,}/.test(made.text)]).toEqual([
      200,
      'no-store',
      true,
    ])
  })

  test('lists a customer’s products and registers one, as its system, which the customer reads', async () => {
    const an = await product.customer()
    const { secret } = await make({ ...shop, name: 'Shop of Ghent' })
    const serial = aSerial()
    const added = await by(secret, 'POST', `/api/products/system/${an.person}`, { serial, seller: 'Shop' })
    expect([added.status, added.value['serial']]).toEqual([201, serial])
    expect((await by(secret, 'POST', `/api/products/system/${an.person}`, { serial })).code).toBe('serial-taken')
    expect((await by(secret, 'GET', `/api/products/system/${an.person}`)).value['total']).toBe(1)
    const found = await by(secret, 'POST', '/api/products/system/find', { serial })
    expect(found.value['found']).toEqual([{ person: an.person, company: false }])
    const looked = await an.get('/en/privacy-centre/looked')
    expect(looked.text).toContain('by our system “Shop of Ghent”')
    const keys = (await hugo.call('GET', '/api/people/keys')).json<{ keys: { name: string; usedOn: string }[] }>().keys
    const today = product.db.clock.now().toISOString().slice(0, 10)
    expect(keys.find(({ name }) => name === 'Shop of Ghent')?.usedOn).toBe(today)
  })

  test('finds a customer and reads what its purpose was promised, masked as at the desk', async () => {
    const an = await product.customer({ name: 'An Maes' })
    const { secret } = await make(desk)
    const found = await by(secret, 'POST', '/api/desk/system/find', { id: an.email, reference: 's-2041' })
    expect(found.value['found']).toEqual([expect.objectContaining({ person: an.person, name: 'An M••••' })])
    const record = await by(secret, 'POST', '/api/desk/system/record', { person: an.person })
    expect([record.status, record.value['purpose']]).toEqual([200, 'support'])
    const { purposes } = product.app.gate.policy().compiled.loaded.policy
    const sections = record.value['sections'] as { category: string }[]
    expect(sections.map(({ category }) => category)).toEqual(purposes['support']!.uses)
    expect(JSON.stringify(sections)).not.toContain(an.email)
    const [line] = await product.db.asOwner<{ by: string; reference: string }>(
      `select f.by, e.reference from audit.evidence e join audit.form f on f.id = e.form
        where f.act = 'desk.system-find-for-support' order by e.id desc limit 1`,
    )
    expect(line).toEqual({ by: 'system', reference: 'system:Service tool · S-2041' })
  })

  test('of one purpose does nothing of another, and none of the acts that it does not name', async () => {
    const an = await product.customer()
    const support = await make(desk)
    for (const answer of [
      await by(support.secret, 'GET', `/api/products/system/${an.person}`),
      await by(support.secret, 'POST', `/api/products/system/${an.person}`, { serial: aSerial() }),
    ])
      expect([answer.status, answer.code]).toEqual([403, 'key-without-act'])
    const few = await make({ ...shop, acts: ['products.system-list'] })
    const answer = await by(few.secret, 'POST', `/api/products/system/${an.person}`, { serial: aSerial() })
    expect([answer.status, answer.code]).toEqual([403, 'key-without-act'])
    expect((await by(few.secret, 'POST', '/api/desk/system/find', { id: an.email })).status).toBe(403)
  })

  test('sees nobody for whom another controller answers: PostgreSQL shows it no row', async () => {
    const dana = await product.customer({ region: 'hus' })
    const { secret } = await make(desk)
    expect((await by(secret, 'POST', '/api/desk/system/find', { id: dana.email })).value['found']).toEqual([])
    const record = await by(secret, 'POST', '/api/desk/system/record', { person: dana.person })
    expect([record.status, record.code]).toEqual([403, 'nobody-for-this-purpose'])
  })

  test('reads no colleague', async () => {
    const { secret } = await make(desk)
    expect((await by(secret, 'POST', '/api/desk/system/find', { id: hugo.email })).value['found']).toEqual([])
    expect((await by(secret, 'POST', '/api/desk/system/record', { person: hugo.person })).status).toBe(403)
  })

  test('opens calls for keys and nothing else, not even what anybody may open', async () => {
    const { secret } = await make(desk)
    for (const path of ['/api/people/session', '/api/people/staff', '/api/people/keys', '/api/products']) {
      const answer = await by(secret, 'GET', path)
      expect([path, answer.status, answer.code]).toEqual([path, 401, 'key-refused'])
      expect(answer.headers['www-authenticate']).toContain('Bearer')
    }
    const signUp = await by(secret, 'POST', '/api/people/sign-up', {
      name: 'X',
      email: 'x@customer.example',
      password: 'a quiet river in spring',
    })
    expect(signUp.status).toBe(401)
    expect((await by(secret, 'GET', '/console/colleagues')).status).toBe(401)
  })

  test('in an address is not looked at', async () => {
    const { secret } = await make(desk)
    for (const name of ['access_token', 'key', 'api_key']) {
      const answer = await product.app.server.inject({
        method: 'GET',
        url: `/api/products/system/${hugo.person}?${name}=${secret}`,
      })
      expect(answer.statusCode).toBe(401)
    }
  })

  test('that is cut, mistyped, or made up opens nothing; what was tried is counted', async () => {
    const an = await product.customer()
    const { secret } = await make(shop)
    const path = `/api/products/system/${an.person}`
    const flipped = secret.slice(0, 20) + (secret[20] === 'A' ? 'B' : 'A') + secret.slice(21)
    for (const wrong of [secret.slice(0, -1), flipped, `abide_${'x'.repeat(90)}`, 'abide_', 'Basic', '\u00e9'])
      expect((await by(encodeURI(wrong), 'GET', path)).status).toBe(401)
    const [tries] = await product.db.asOwner<{ failures: number }>(
      'select max(failures)::integer as failures from people.attempt',
    )
    expect(tries!.failures).toBeGreaterThan(3)
    expect((await by(secret, 'GET', path)).status).toBe(200)
  })

  test('that is ended opens nothing from that moment on, and that it came along is counted', async () => {
    const an = await product.customer()
    const { key, secret } = await make({ ...shop, name: 'Old till' })
    expect((await hugo.call('DELETE', `/api/people/keys/${key}`)).json()).toEqual({ revoked: true })
    const answer = await by(secret, 'GET', `/api/products/system/${an.person}`)
    expect([answer.status, answer.code]).toEqual([401, 'key-refused'])
    const again = await hugo.call('DELETE', `/api/people/keys/${key}`)
    expect([again.status, again.json()['code']]).toEqual([409, 'key-ended'])
    expect((await hugo.get('/console/keys')).text).toContain('Refused 1 time since')
  })

  test('works for a day after another took its place, and is refused when it is played again after that', async () => {
    const an = await product.customer()
    const path = `/api/products/system/${an.person}`
    const first = await make(shop)
    const rotated = await hugo.call('POST', `/api/people/keys/${first.key}/rotate`)
    const second = rotated.json<Made>()
    expect([rotated.status, second.secret === first.secret]).toEqual([201, false])
    for (const { secret } of [first, second]) expect((await by(secret, 'GET', path)).status).toBe(200)
    expect((await hugo.call('POST', `/api/people/keys/${first.key}/rotate`)).status).toBe(409)
    product.db.clock.advance(day)
    expect((await by(first.secret, 'GET', path)).status).toBe(401)
    expect((await by(second.secret, 'GET', path)).status).toBe(200)
    product.db.clock.advance(365 * day)
    expect((await by(second.secret, 'GET', path)).status).toBe(401)
    hugo = await product.colleague('administrator')
  })

  test('is forgotten when the time that the policy keeps such things is over', async () => {
    const { key } = await make({ ...shop, days: 1 })
    product.db.clock.advance(190 * day)
    await expire(product.app.given)
    expect(await product.db.asOwner('select id from people.api_key where id = $1', [key])).toEqual([])
    hugo = await product.colleague('administrator')
  })
})

describe('whoever makes a key', () => {
  test('is an administrator with a proof of the last minutes', async () => {
    const nadia = await product.colleague('service-desk')
    const answer = await nadia.call('POST', '/api/people/keys', desk)
    expect([answer.status, answer.json()['code']]).toEqual([403, 'role-without-purpose'])
    product.db.clock.advance(11 * 60_000)
    expect((await hugo.call('POST', '/api/people/keys', desk)).json()['code']).toBe('proof-needed')
    await proven()
    expect((await hugo.call('POST', '/api/people/keys', desk)).status).toBe(201)
  })

  test('makes it for purposes and acts that keys are for, for a controller of theirs, and for two years at most', async () => {
    for (const wrong of [
      { purpose: 'product-news' },
      { purpose: 'constructor' },
      { purpose: 'account' },
      { acts: [] },
      { acts: ['products.system-list'] },
      { acts: ['desk.find-for-support'] },
      { acts: ['people.erase'] },
      { controller: 'xyz' },
      { days: 731 },
      { days: 0 },
      { name: 'Asked for by An Maes, because she forgot her password again' },
      { expiresAt: '2099-01-01' },
      { id: hugo.person },
    ]) {
      const answer = await hugo.call('POST', '/api/people/keys', { ...desk, ...wrong })
      expect([wrong, answer.status]).toEqual([wrong, 422])
    }
    const uk = await product.colleague('administrator', 'huk')
    expect((await uk.call('POST', '/api/people/keys', desk)).status).toBe(422)
    const own = await make({ ...desk, controller: 'huk' }, uk)
    const { key } = await make(desk)
    expect((await uk.call('DELETE', `/api/people/keys/${key}`)).status).toBe(409)
    expect((await uk.call('DELETE', `/api/people/keys/${own.key}`)).status).toBe(200)
  })

  test('gives no purpose by a field of a call: the key’s own counts (ASVS 5.0 15.3.3)', async () => {
    const an = await product.customer()
    const { secret } = await make(desk)
    for (const more of [{ purpose: 'answer-rights' }, { controller: 'hus' }, { act: 'desk.open-for-rights' }]) {
      const answer = await by(secret, 'POST', '/api/desk/system/find', { id: an.email, ...more })
      expect([more, answer.status]).toEqual([more, 422])
    }
  })
})

describe('the row of a key', () => {
  test.each([
    ['purpose', `purpose = 'answer-rights'`],
    ['acts', `acts = '{products.system-list,products.system-register}'`],
    ['controller', `controller = 'hus'`],
    ['expiry', `expires_at = expires_at + interval '1 year', ends_at = ends_at + interval '1 year'`],
    ['name', `name = 'Another system'`],
  ])('opens nothing once its %s was changed by whoever may write to the table', async (_what, change) => {
    const an = await product.customer()
    const { key, secret } = await make({ ...shop, acts: ['products.system-list'] })
    await product.db.asOwner(`update people.api_key set ${change} where id = $1`, [key])
    expect((await by(secret, 'GET', `/api/products/system/${an.person}`)).status).toBe(401)
  })

  test('is written by the security login alone, which can change neither purpose, acts, controller nor name', async () => {
    const { key } = await make(shop)
    for (const role of ['account', 'support', 'register-products']) {
      const client = await product.db.connectAs(product.db.roleOf(role), '*')
      await expect(client.query('select name from people.api_key')).rejects.toThrow('permission denied')
    }
    const client = await product.db.connectAs(product.db.roleOf('security'), '*')
    for (const column of ['purpose', 'acts', 'controller', 'name', 'expires_at'])
      await expect(
        client.query(`update people.api_key set ${column} = ${column} where id = $1`, [key]),
      ).rejects.toThrow('permission denied')
  })
})
