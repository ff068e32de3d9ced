import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { lettersTo } from '../../../test/letters.ts'
import { codeOf, tellOfChanges } from '../index.ts'
import { resetFactorsOf } from './renewing.ts'

const chosen = 'seven herons over the weir'
const hour = 60 * 60_000
let product: TestApp
let hugo: Awaited<ReturnType<TestApp['colleague']>>
beforeAll(async () => {
  product = await testApp()
  hugo = await product.colleague('administrator')
})
afterAll(() => product?.close())

const reset = (person: string, by: TestVisitor = hugo) => by.call('DELETE', `/api/people/staff/${person}/factors`)
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const signIn = async (id: string, password: string) =>
  (await product.visitor().call('POST', '/api/people/session', { id, password })).status
const codeIn = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code
const linkTo = async (email: string) =>
  (await lettersTo(product, email)).find(({ text }) => text.includes('choose-password'))!

/** Chooses a password with a link and adds an authenticator app. */
async function beginAnew(link: string): Promise<TestVisitor> {
  const visitor = product.visitor()
  expect((await visitor.submit(link, { password: chosen })).headers['location']).toBe('/console/second-factor')
  const secret = /secret=([A-Z2-7]+)/.exec((await visitor.get('/console/second-factor')).text)![1]!
  await visitor.submit('/console/second-factor', { code: codeOf(secret, product.db.clock.now()) })
  return visitor
}

describe('a colleague who lost every second factor', () => {
  test('begins anew by an administrator: signed out, old password and factors gone, in again with a link and a new factor', async () => {
    const nadia = await product.colleague('service-desk')
    expect((await reset(nadia.person)).json()).toEqual({ changed: true })
    expect([await whoIs(nadia), await signIn(nadia.email, testPassword)]).toEqual(['stranger', 401])
    for (const table of ['totp', 'passkey', 'recovery_code', 'session'])
      expect(
        await product.db.asOwner(`select person_id from people.${table} where person_id = $1`, [nadia.person]),
      ).toEqual([])
    await tellOfChanges(product.app.given)
    const letters = await lettersTo(product, nadia.email)
    expect(letters.some(({ text }) => text.includes('every second factor were removed, so that'))).toBe(true)
    const { link } = await linkTo(nadia.email)
    const back = await beginAnew(link)
    expect(await whoIs(back)).toBe('staff')
    expect((await back.get('/en/account/security')).text).toContain(
      'Your password and every second factor were removed',
    )
    expect((await product.visitor().get(link)).text).toContain('already')
  })

  test('is given another link, which takes the place of the first; each works for 72 hours', async () => {
    const nadia = await product.colleague('service-desk')
    await reset(nadia.person)
    const first = await linkTo(nadia.email)
    await hugo.submit(`/console/colleagues/${nadia.person}/factors`, {}, `/console/colleagues/${nadia.person}`)
    const second = await linkTo(nadia.email)
    expect(second.link).not.toBe(first.link)
    const choose = async (token: string) =>
      (await product.visitor().call('POST', '/api/people/choose-password', { token, password: chosen })).status
    expect(await choose(first.token)).toBe(409)
    product.db.clock.advance(72 * hour)
    expect(await choose(second.token)).toBe(410)
    expect(await signIn(nadia.email, chosen)).toBe(401)
    hugo = await product.colleague('administrator')
  })

  test('whose access is ended comes in by no link from before, then or once it is given back; what waited for another address is gone', async () => {
    const nadia = await product.colleague('service-desk')
    await nadia.call('POST', '/api/people/email-change', { email: 'nadia-next@colleague.example' })
    await reset(nadia.person)
    const pending = 'select from people.address_change where person_id = $1'
    expect(await product.db.asOwner(pending, [nadia.person])).toEqual([])
    const { token } = await linkTo(nadia.email)
    const choose = async () =>
      (await product.visitor().call('POST', '/api/people/choose-password', { token, password: chosen })).status
    const access = (may: boolean) => hugo.call('PUT', `/api/people/staff/${nadia.person}/access`, { may })
    expect((await access(false)).status).toBe(200)
    expect(await choose()).toBe(409)
    expect((await access(true)).status).toBe(200)
    expect(await choose()).toBe(409)
  })

  test('is nobody’s own to reset, nor by another role, another company’s administrator, or without a fresh proof', async () => {
    const nadia = await product.colleague('service-desk')
    expect(codeIn(await reset(hugo.person))).toBe('colleague-yourself')
    expect((await reset(hugo.person, nadia)).status).toBe(403)
    const sophie = await product.colleague('administrator', 'hus')
    expect(codeIn(await reset(nadia.person, sophie))).toBe('colleague-elsewhere')
    const dana = await product.colleague('service-desk', 'hus')
    expect(codeIn(await reset(dana.person))).toBe('colleague-elsewhere')
    product.db.clock.advance(11 * 60_000)
    expect(codeIn(await reset(nadia.person))).toBe('proof-needed')
    expect([await whoIs(nadia), await whoIs(dana)]).toEqual(['staff', 'staff'])
    await product.prove(hugo)
  })

  test('whose access was ended, or who has not come, has nothing to reset', async () => {
    const nadia = await product.colleague('service-desk')
    await hugo.call('PUT', `/api/people/staff/${nadia.person}/access`, { may: false })
    expect(codeIn(await reset(nadia.person))).toBe('colleague-no-access')
    expect(await resetFactorsOf(product.app.given, nadia.email)).toBe('no-access')
    const customer = await product.customer()
    expect(codeIn(await reset(customer.person))).toBe('colleague-unknown')
    expect(await resetFactorsOf(product.app.given, customer.email)).toBe('unknown')
  })

  test('and is the only administrator begins anew by a command', async () => {
    const only = await product.colleague('administrator', 'huk')
    const url = new URL(await resetFactorsOf(product.app.given, only.email.toUpperCase()))
    expect([await whoIs(only), await signIn(only.email, testPassword)]).toEqual(['stranger', 401])
    expect((await linkTo(only.email)).link).toBe(url.pathname + url.search)
    expect(await whoIs(await beginAnew(url.pathname + url.search))).toBe('staff')
  })
})
