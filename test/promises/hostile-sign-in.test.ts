import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../app.ts'

let product: TestApp
/** As somebody who has these logins' passwords, and of the secret nothing. */
let security: pg.Client
let account: pg.Client
beforeAll(async () => {
  product = await testApp()
  security = await product.db.connectAs(product.db.roleOf('security'), '*')
  account = await product.db.connectAs(product.db.roleOf('account'), '*')
})
afterAll(() => product.close())

const hashOf = (token: string) => createHash('sha256').update(token).digest()
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const sessionOf = (visitor: TestVisitor) => hashOf(visitor.cookies.get('session')!)

/** Somebody whose browser shows a session that was written into the database by hand. */
function withCookie(token: string): TestVisitor {
  const visitor = product.visitor()
  visitor.cookies.set('session', token)
  return visitor
}

const addSession = (token: string, person: string, kind = 'customer') =>
  security.query(
    `insert into people.session (token_hash, person_id, kind, device, created_at, seen_at, proven_at, expires_at)
     values ($1, $2, $3, '\\x00', $4, $4, $4, $5)`,
    [hashOf(token), person, kind, product.db.clock.now(), new Date(product.db.clock.now().getTime() + 3_600_000)],
  )

describe('a session that somebody writes who has the password of the login for security', () => {
  it('opens nothing, whoever it is said to be of, and whichever of its words they chose', async () => {
    const victim = await product.customer()
    const colleague = await product.colleague('service-desk')
    await addSession('a token of my own', victim.person)
    await addSession('another of my own', colleague.person, 'staff')
    expect(await whoIs(withCookie('a token of my own'))).toBe('stranger')
    expect(await whoIs(withCookie('another of my own'))).toBe('stranger')
    await security.query('update people.session set token_hash = $2 where token_hash = $1', [
      sessionOf(colleague),
      hashOf('a third'),
    ])
    expect(await whoIs(withCookie('a third'))).toBe('stranger')
  })

  it('is no way from one’s own to somebody else’s', async () => {
    const [mine, victim] = [await product.customer(), await product.customer()]
    await security.query('delete from people.session where token_hash = $1', [sessionOf(mine)])
    await addSession(mine.cookies.get('session')!, victim.person)
    expect(await whoIs(mine)).toBe('stranger')
  })

  it('saves no second factor, and outlives no end', async () => {
    const { email } = await product.colleague('service-desk')
    const half = product.visitor()
    await half.submit('/en/sign-in', { id: email, password: testPassword })
    expect(await whoIs(half)).toBe('half')
    const raise = `update people.session set kind = 'staff' where token_hash = $1`
    await security.query(raise, [sessionOf(half)])
    expect(await whoIs(half)).toBe('stranger')
    const customer = await product.customer()
    const later = `update people.session set expires_at = expires_at + interval '1 year' where token_hash = $1`
    await security.query(later, [sessionOf(customer)])
    expect(await whoIs(customer)).toBe('stranger')
  })
})

describe('a mailed link that somebody writes who has the password of the login for accounts', () => {
  it('gives nobody another password', async () => {
    const victim = await product.customer()
    await account.query('update people.account set confirmed_at = null where person_id = $1', [victim.person])
    await account.query(
      `insert into people.link (token_hash, person_id, kind, created_at, expires_at) values ($1, $2, 'staff', $3, $4)`,
      [
        hashOf('a link of my own'),
        victim.person,
        product.db.clock.now(),
        new Date(product.db.clock.now().getTime() + 3_600_000),
      ],
    )
    const page = '/en/choose-password?token=a+link+of+my+own'
    expect((await product.visitor().get(page)).status).toBe(410)
    const chosen = { token: 'a link of my own', password: 'a password of my own' }
    expect((await product.visitor().call('POST', '/api/people/choose-password', chosen)).status).toBe(410)
  })
})

describe('a colleague whom somebody appoints who has the password of a login', () => {
  it.each(['account', 'security'])('that of %s: is none', async purpose => {
    const { person, email } = await product.customer()
    await (purpose === 'account' ? account : security).query(
      `insert into people.staff (person_id, role, controller, recorded_at, source, policy_version)
       values ($1, 'service-desk', 'hes', $2, 'web', 4)`,
      [person, product.db.clock.now()],
    )
    const visitor = product.visitor()
    await visitor.submit('/en/sign-in', { id: email, password: testPassword })
    expect(await whoIs(visitor)).toBe('stranger')
    expect((await visitor.get('/console/second-factor')).status).toBe(303)
  })
})
