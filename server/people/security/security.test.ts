import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { lettersTo } from '../../../test/letters.ts'
import { statementsOf } from '../../../test/statements.ts'
import { Refusal } from '../../policy/refusal.ts'
import { expire, tellOfChanges } from '../index.ts'

const minute = 60_000
const day = 24 * 60 * minute
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const newerFirefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']

interface Line {
  kind: string
  browser: string
  system: string
  country: string | null
  address: string
}
interface Security {
  sessions: (Line & { session: string; here: boolean })[]
  events: Line[]
  total: number
}
const security = async (visitor: TestVisitor, query = '') =>
  (await visitor.call('GET', `/api/people/security${query}`)).json<Security>()
const kindsOf = async (visitor: TestVisitor) => (await security(visitor)).events.map(({ kind }) => kind)

/** Signs in from somewhere. @returns the answer's cookie */
async function signInFrom(id: string, agent: string, address: string, password = testPassword): Promise<TestVisitor> {
  const answer = await product.app.server.inject({
    method: 'POST',
    url: '/api/people/session',
    headers: { 'user-agent': agent, origin: 'http://localhost:8080', 'content-type': 'application/json' },
    remoteAddress: address,
    payload: JSON.stringify({ id, password }),
  })
  const visitor = product.visitor()
  for (const { name, value } of answer.cookies) visitor.cookies.set(name, value)
  return visitor
}

describe('open sessions', () => {
  test('say in words with what and from where, and which one this is', async () => {
    const customer = await product.customer()
    await signInFrom(customer.email, safari, '2001:67c:4::7')
    const { sessions } = await security(customer)
    expect(sessions).toMatchObject([
      { here: true, country: null },
      { here: false, browser: 'Safari', system: 'iOS', country: 'DE' },
    ])
    const page = (await customer.get('/en/account/security')).text
    expect(page).toContain('Safari on iOS')
    expect(page).toContain('Germany')
    expect(page).toContain('nro.net')
  })

  test('show nothing with which a session could be opened or found', async () => {
    const customer = await product.customer()
    const [row] = await product.db.asOwner<{ token_hash: Buffer }>(
      'select token_hash from people.session where person_id = $1',
      [customer.person],
    )
    const text = JSON.stringify(await security(customer)) + (await customer.get('/en/account/security')).text
    for (const form of ['hex', 'base64url'] as const) expect(text).not.toContain(row!.token_hash.toString(form))
    expect(text).not.toContain(customer.cookies.get('session'))
  })

  test('end one by one, and those of somebody else not at all', async () => {
    const [customer, stranger] = [await product.customer(), await product.customer()]
    const phone = await signInFrom(customer.email, safari, '192.0.2.7')
    const mark = (await security(customer)).sessions.find(({ here }) => !here)!.session
    expect((await stranger.call('DELETE', `/api/people/security/sessions/${mark}`)).status).toBe(404)
    expect(await whoIs(phone)).toBe('customer')
    const ended = await customer.submit(`/en/account/security/sessions/${mark}`, {}, '/en/account/security')
    expect([ended.status, await whoIs(phone), await whoIs(customer)]).toEqual([303, 'stranger', 'customer'])
  })

  test('all end but this one', async () => {
    const customer = await product.customer()
    const others = [
      await signInFrom(customer.email, safari, '192.0.2.7'),
      await signInFrom(customer.email, firefox, '192.0.2.8'),
    ]
    const ended = await customer.submit('/en/account/security/end-others', {}, '/en/account/security')
    expect(ended.status).toBe(303)
    expect([await whoIs(others[0]!), await whoIs(others[1]!), await whoIs(customer)]).toEqual([
      'stranger',
      'stranger',
      'customer',
    ])
    expect(await kindsOf(customer)).toContain('sessions-ended')
  })
})

describe('the history of an ID', () => {
  test('has tries that failed, from where, and those on an ID that nobody has are on nobody', async () => {
    const customer = await product.customer()
    const lines = async () =>
      Number((await product.db.asOwner('select count(*) from people.security_event'))[0]!['count'])
    await signInFrom(customer.email, firefox, '203.0.113.9', 'a wrong password')
    const [newest] = (await security(customer)).events
    expect(newest).toMatchObject({ kind: 'failed-sign-in', browser: 'Firefox', address: '203.0.113.9', country: null })
    const before = await lines()
    await signInFrom('nobody-at-all@customer.example', firefox, '203.0.113.9', 'a wrong password')
    expect(await lines()).toBe(before)
  })

  test('takes the same statements, in the same transactions, for an ID that nobody has', async () => {
    const { email } = await product.customer()
    const tried = (id: string) =>
      statementsOf(product, () => signInFrom(id, firefox, '203.0.113.10', 'a wrong password'))
    const known = await tried(email)
    const unknown = await tried('nobody-of-all@customer.example')
    expect(unknown).toEqual(known)
    expect(known.at(-1)).toBe('write people.count-attempt none people.note-wrong-try people.add-event-of-id')
  })

  test('is in pages, and can be read by kind', async () => {
    const customer = await product.customer()
    for (let time = 0; time < 21; time += 1) {
      // No sign-in: it is not counted here. Ten in a row would end the session.
      if (time < 9) await customer.call('PUT', '/api/people/password', { password: 'wrong', chosen: 'wrong' })
      product.db.clock.advance(16 * minute)
      await signInFrom(customer.email, firefox, '192.0.2.20', 'a wrong password')
    }
    const first = await security(customer, '?kind=failed-sign-in')
    const second = await security(customer, '?kind=failed-sign-in&page=2')
    expect([first.total, first.events.length, second.events.length]).toEqual([21, 20, 1])
    expect(new Set(first.events.map(({ kind }) => kind))).toEqual(new Set(['failed-sign-in']))
    const page = await customer.get('/en/account/security?kind=failed-sign-in&page=2')
    expect(page.text).toContain('aria-current="page"')
  })

  test('is seen by whoever it belongs to, and by nobody else', async () => {
    const [customer, other] = [await product.customer(), await product.customer()]
    await signInFrom(customer.email, firefox, '203.0.113.99', 'a wrong password')
    expect(JSON.stringify(await security(other))).not.toContain('203.0.113.99')
    expect((await product.visitor().call('GET', '/api/people/security')).status).toBe(401)
  })

  test('goes after the time that the policy says', async () => {
    const customer = await product.customer()
    const count = async () =>
      Number(
        (
          await product.db.asOwner('select count(*) from people.security_event where person_id = $1', [customer.person])
        )[0]!['count'],
      )
    expect(await count()).toBe(1)
    product.db.clock.advance(190 * day)
    await expire(product.app.given)
    expect(await count()).toBe(0)
  })
})

describe('a colleague', () => {
  test('sees their own history and sessions, ends them, and changes their password', async () => {
    const colleague = await product.colleague('service-desk')
    expect((await colleague.get('/console')).text).toContain('href="/en/account/security"')
    const page = await colleague.get('/en/account/security')
    expect([page.status, page.text.includes('/en/account/password'), page.text.includes('/en/account/close')]).toEqual([
      200,
      true,
      false,
    ])
    expect(await kindsOf(colleague)).toContain('signed-in')
    const { sessions } = await security(colleague)
    expect(sessions.map(({ here }) => here)).toEqual([true])
    expect((await colleague.call('DELETE', '/api/people/security/sessions')).status).toBe(200)
    const chosen = 'zeven reigers'
    const changed = await colleague.submit('/en/account/password', { password: testPassword, chosen })
    expect([changed.status, await whoIs(colleague)]).toEqual([303, 'staff'])
    expect((await colleague.call('DELETE', `/api/people/security/sessions/${sessions[0]!.session}`)).status).toBe(200)
    expect(await whoIs(colleague)).toBe('stranger')
  })

  test('shows none of it to whoever has only the password, nor to a stranger', async () => {
    const { email } = await product.colleague('service-desk')
    const half = product.visitor()
    await half.call('POST', '/api/people/session', { id: email, password: testPassword })
    expect((await half.call('GET', '/api/people/security')).status).toBe(403)
    expect((await half.call('DELETE', '/api/people/security/sessions')).status).toBe(403)
    expect(
      (await half.call('PUT', '/api/people/password', { password: testPassword, chosen: 'zeven reigers' })).status,
    ).toBe(403)
    expect((await product.visitor().call('GET', '/api/people/security')).status).toBe(401)
    expect((await half.get('/en/account/security')).headers['location']).toContain('/console/second-factor')
  })
})

describe('a change of which no letter may be written now', () => {
  test('waits, and is told once one may be', async () => {
    const { given } = product.app
    const customer = await product.customer()
    await customer.call('PUT', '/api/people/password', { password: testPassword, chosen: 'eleven slow otters at noon' })
    const { gate } = given
    const read: typeof gate.read = async (request, statements) =>
      request.act === 'people.write-letter'
        ? new Refusal('category-not-promised', request.act, 1)
        : gate.read(request, statements)
    await tellOfChanges({ ...given, gate: { ...gate, read } })
    const told = async () =>
      (await lettersTo(product, customer.email)).filter(({ subject }) => subject.startsWith('Something changed')).length
    await tellOfChanges(given)
    expect(await told()).toBe(0)
    product.db.clock.advance(60 * minute)
    await tellOfChanges(given)
    expect(await told()).toBe(1)
  })
})

describe('a browser that the history does not have', () => {
  const toldOf = async (email: string) => {
    await tellOfChanges(product.app.given)
    return (await lettersTo(product, email)).filter(({ text }) => text.includes('had not seen before')).length
  }

  test('is told by a letter, the first sign-in ever is not, and a newer version is the same browser', async () => {
    const customer = await product.customer()
    expect(await toldOf(customer.email)).toBe(0)
    await signInFrom(customer.email, firefox, '192.0.2.1')
    expect(await toldOf(customer.email)).toBe(1)
    await signInFrom(customer.email, newerFirefox, '198.51.100.1')
    expect(await toldOf(customer.email)).toBe(1)
  })

  test('is another one in another country', async () => {
    const customer = await product.customer()
    await signInFrom(customer.email, firefox, '2001:67c:4::1')
    await signInFrom(customer.email, firefox, '2001:67c:8::1')
    expect(await toldOf(customer.email)).toBe(2)
    await signInFrom(customer.email, firefox, '2001:67c:4::2')
    expect(await toldOf(customer.email)).toBe(2)
  })
})
