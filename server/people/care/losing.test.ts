import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { letterTo, lettersTo } from '../../../test/letters.ts'
import { answerResets, codeOf, removeLost, tellOfChanges } from '../index.ts'

const day = 24 * 60 * 60_000
const other = 'seven herons over the weir'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

async function guarded() {
  const customer = await product.customer()
  const { secret, begun } = (await customer.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
  await customer.call('PUT', '/api/people/factors/app', { begun, code: codeOf(secret!, product.db.clock.now()) })
  return customer
}
async function halfOf(email: string, password = testPassword) {
  const visitor = product.visitor()
  const { kind } = (await visitor.call('POST', '/api/people/session', { id: email, password })).json<{ kind: string }>()
  return { ...visitor, kind }
}
const until = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/lost-factors')).json()['until']

describe('whoever has a second factor', () => {
  test('still shows it after choosing another password with a mailed link', async () => {
    const { email } = await guarded()
    await product.visitor().submit('/en/forgotten', { id: email })
    await answerResets(product.app.given)
    const visitor = product.visitor()
    const { link } = await letterTo(product, email)
    const answer = await visitor.submit(link, { password: other })
    expect(answer.headers['location']).toContain('/en/second-factor')
    expect((await visitor.get('/en/account')).headers['location']).toContain('/en/second-factor')
  })

  test('needs a yes from the new address alone, and the former one is told', async () => {
    const { email, ...customer } = await guarded()
    const next = 'guarded-moved@customer.example'
    await customer.call('POST', '/api/people/email-change', { email: next })
    expect(await lettersTo(product, email)).toEqual([])
    const { token } = await letterTo(product, next)
    const answer = await product.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })
    expect(answer.json()).toEqual({ done: true })
    await tellOfChanges(product.app.given)
    expect((await letterTo(product, email)).text).toContain('The e-mail address of your ID was changed')
  })
})

describe('second factors that are lost', () => {
  test('are removed after seven days and no sooner, and the letters say so', async () => {
    const { email } = await guarded()
    const half = await halfOf(email)
    const page = await half.submit('/en/second-factor/lost', {})
    expect([half.kind, page.status]).toEqual(['half', 200])
    expect((await letterTo(product, email)).subject).toContain('Are your second factors lost?')
    product.db.clock.advance(7 * day - 1000)
    expect([await removeLost(product.app.given), (await halfOf(email)).kind]).toEqual([0, 'half'])
    product.db.clock.advance(1000)
    expect([await removeLost(product.app.given), (await halfOf(email)).kind]).toEqual([1, 'customer'])
    await tellOfChanges(product.app.given)
    expect((await letterTo(product, email)).text).toContain('The authenticator app was removed')
  })

  test('stay where a session or the letter takes it back', async () => {
    for (const way of ['session', 'letter']) {
      const customer = await guarded()
      const half = await halfOf(customer.email)
      await half.call('POST', '/api/people/lost-factors')
      expect((await customer.get('/en/account/security')).text).toContain(
        'Somebody said that your second factors are lost',
      )
      const { link } = await letterTo(product, customer.email)
      if (way === 'session') await customer.submit('/en/account/security/keep-factors', {}, '/en/account/security')
      else expect((await product.visitor().submit(link, {})).status).toBe(303)
      expect([await until(customer), (await product.visitor().get(link)).status]).toEqual([null, 410])
      product.db.clock.advance(8 * day)
      expect([await removeLost(product.app.given), (await halfOf(customer.email)).kind]).toEqual([0, 'half'])
    }
  })

  test('are waited for from the first time: saying it again neither shortens nor lengthens', async () => {
    const customer = await guarded()
    const half = await halfOf(customer.email)
    await half.call('POST', '/api/people/lost-factors')
    const first = await until(customer)
    product.db.clock.advance(60_000)
    await half.call('POST', '/api/people/lost-factors')
    expect(await until(customer)).toBe(first)
    expect(await lettersTo(product, customer.email)).toHaveLength(1)
  })

  test('of a colleague are for an administrator, and nobody says it without the password', async () => {
    const { email } = await product.colleague('service-desk')
    const half = await halfOf(email)
    expect((await half.call('POST', '/api/people/lost-factors')).status).toBe(403)
    expect((await product.visitor().call('POST', '/api/people/lost-factors')).status).toBe(401)
  })
})
