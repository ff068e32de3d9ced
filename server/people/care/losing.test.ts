import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { addedPasskey } from '../../../test/authenticator.ts'
import { letterTo, lettersTo } from '../../../test/letters.ts'
import { statementsOf } from '../../../test/statements.ts'
import { answerResets, codeOf, removeLost, tellOfChanges } from '../index.ts'

const minute = 60_000
const day = 24 * 60 * minute
const other = 'seven herons over the weir'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

/** A customer with an authenticator app that was added just now. */
async function guarded() {
  const customer = await product.customer()
  const { secret, begun } = (await customer.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
  await customer.call('PUT', '/api/people/factors/app', { begun, code: codeOf(secret!, product.db.clock.now()) })
  return { ...customer, secret: secret! }
}
async function halfOf(email: string, password = testPassword) {
  const visitor = product.visitor()
  const { kind } = (await visitor.call('POST', '/api/people/session', { id: email, password })).json<{ kind: string }>()
  return { ...visitor, kind }
}
/** Shows password and code once more. */
const prove = (customer: TestVisitor & { secret: string }) =>
  customer.call('POST', '/api/people/session/proof', {
    password: testPassword,
    code: codeOf(customer.secret, product.db.clock.now()),
  })
/** Chooses another password with a mailed link. @returns half a session */
async function resetOf(email: string) {
  await product.visitor().submit('/en/forgotten', { id: email })
  await answerResets(product.app.given)
  const visitor = product.visitor()
  const { token } = await letterTo(product, email)
  await visitor.call('POST', '/api/people/password/reset', { token, password: other })
  return visitor
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

  test('needs eight characters for another password, by a link and where they are signed in, and nobody else does', async () => {
    const [{ email, ...customer }, plain] = [await guarded(), await product.customer()]
    const short = 'otter-weir'
    const change = (who: TestVisitor) =>
      who.call('PUT', '/api/people/password', { password: testPassword, chosen: short })
    expect([(await change(customer)).status, (await change(plain)).status]).toEqual([200, 422])
    const statuses = []
    for (const id of [email, plain.email]) {
      await product.visitor().submit('/en/forgotten', { id })
      await answerResets(product.app.given)
      const { token, link } = await letterTo(product, id)
      const page = (await product.visitor().get(link)).text
      const body = { token, password: 'heron-lake' }
      const { status } = await product.visitor().call('POST', '/api/people/password/reset', body)
      statuses.push([status, page.includes('At least 8 characters'), page.includes('At least 15 characters')])
    }
    expect(statuses).toEqual([
      [201, true, false],
      [422, false, true],
    ])
  })

  test('needs a yes from both addresses while the factor was added lately, by whoever found an open browser', async () => {
    const { email, ...customer } = await guarded()
    await customer.call('POST', '/api/people/email-change', { email: 'too-new@customer.example' })
    expect((await letterTo(product, email)).subject).toContain('Is this you?')
    product.db.clock.advance(7 * day - minute)
    await prove(customer)
    await customer.call('POST', '/api/people/email-change', { email: 'too-new-still@customer.example' })
    expect(await lettersTo(product, email)).toHaveLength(2)
  })

  test('needs a yes from the new address alone once the factor is a week old, and the former one is told', async () => {
    const { email, ...customer } = await guarded()
    const next = 'guarded-moved@customer.example'
    product.db.clock.advance(7 * day)
    await prove(customer)
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

  test('stay where a factor is shown, changed or added, or another password is chosen, whoever said that they are lost', async () => {
    const ways = {
      second: async ({ email, secret }: { email: string; secret: string }) => {
        const half = await halfOf(email)
        await half.call('POST', '/api/people/session/second-factor', { code: codeOf(secret, product.db.clock.now()) })
      },
      prove,
      passkey: (customer: TestVisitor) => addedPasskey(customer),
      codes: (customer: TestVisitor) => customer.call('POST', '/api/people/factors/recovery-codes'),
      password: (customer: TestVisitor) =>
        customer.call('PUT', '/api/people/password', { password: testPassword, chosen: other }),
      reset: ({ email }: { email: string }) => resetOf(email),
    }
    for (const [name, way] of Object.entries(ways)) {
      const customer = await guarded()
      product.db.clock.advance(minute)
      await (await halfOf(customer.email)).call('POST', '/api/people/lost-factors')
      expect([name, await until(customer)]).toEqual([name, expect.any(String)])
      await way(customer)
      const left = await product.db.asOwner('select person_id from people.factor_loss where person_id = $1', [
        customer.person,
      ])
      expect([name, left]).toEqual([name, []])
    }
  })

  test('and are removed leave those alone that came later', async () => {
    const customer = await guarded()
    await (await halfOf(customer.email)).call('POST', '/api/people/lost-factors')
    const later = new Date(product.db.clock.now().getTime() + minute)
    await product.db.asOwner('update people.totp set recorded_at = $2 where person_id = $1', [customer.person, later])
    product.db.clock.advance(7 * day)
    await removeLost(product.app.given)
    expect((await halfOf(customer.email)).kind).toBe('half')
  })

  test('cannot be said for a week after a reset, so that a mailbox alone takes nothing over', async () => {
    const { email } = await guarded()
    const half = await resetOf(email)
    expect((await half.call('POST', '/api/people/lost-factors')).json()).toMatchObject({ code: 'lost-after-reset' })
    expect((await half.submit('/en/second-factor/lost', {})).text).toContain('less than seven days ago')
    product.db.clock.advance(7 * day)
    const later = await halfOf(email, other)
    expect((await later.call('POST', '/api/people/lost-factors')).status).toBe(200)
  })

  test('of an ID that no letter reaches need a code by post first', async () => {
    const visitor = product.visitor()
    const { id } = (
      await visitor.call('POST', '/api/people/sign-up/without-email', { name: 'Jo', password: testPassword })
    ).json<{ id: string }>()
    const { secret, begun } = (await visitor.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
    await visitor.call('PUT', '/api/people/factors/app', { begun, code: codeOf(secret!, product.db.clock.now()) })
    const half = await halfOf(id)
    expect((await half.call('POST', '/api/people/lost-factors')).json()).toMatchObject({ code: 'lost-by-post' })
    expect((await half.submit('/en/second-factor/lost', {})).text).toContain('/en/forgotten/post')
    expect(await until(visitor)).toBeNull()
  })

  test('cannot be said for a week after a code by post either', async () => {
    const visitor = product.visitor()
    const signUp = { name: 'Jo', password: testPassword }
    const { id } = (await visitor.call('POST', '/api/people/sign-up/without-email', signUp)).json<{ id: string }>()
    await visitor.call('POST', '/api/profile/contacts', {
      kind: 'address',
      street: 'Kerkstraat 7',
      postcode: '3500',
      city: 'Hasselt',
      country: 'BE',
    })
    const { secret, begun } = (await visitor.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
    await visitor.call('PUT', '/api/people/factors/app', { begun, code: codeOf(secret!, product.db.clock.now()) })
    const administrator = await product.colleague('administrator')
    await product.visitor().call('POST', '/api/people/password/forgotten/post', { id })
    await answerResets(product.app.given)
    const { letters } = (await administrator.call('GET', '/api/people/return-codes')).json<{
      letters: { letter: string; person: string }[]
    }>()
    const { letter, person } = letters.at(-1)!
    const printed = await administrator.call('POST', `/api/people/return-codes/${letter}/${person}`)
    const { code } = printed.json<{ code: string }>()
    const { token } = (await product.visitor().call('POST', '/api/people/return', { id, code })).json<{
      token: string
    }>()
    const half = product.visitor()
    await half.call('POST', '/api/people/password/reset', { token, password: other })
    expect((await half.call('POST', '/api/people/lost-factors')).json()).toMatchObject({ code: 'lost-after-reset' })
  })

  test('are noted in one transaction with the wait: where the note cannot stand, nothing counts down', async () => {
    const customer = await guarded()
    const half = await halfOf(customer.email)
    const calls = await statementsOf(product, () => half.call('POST', '/api/people/lost-factors'))
    expect(calls.filter(call => call.includes('people.say-factors-lost'))).toEqual([
      'write people.lose-factors person people.say-factors-lost people.add-security-event',
    ])
  })

  test('of a colleague are for an administrator, and nobody says it without the password', async () => {
    const { email } = await product.colleague('service-desk')
    const half = await halfOf(email)
    expect((await half.call('POST', '/api/people/lost-factors')).status).toBe(403)
    expect((await product.visitor().call('POST', '/api/people/lost-factors')).status).toBe(401)
  })
})
