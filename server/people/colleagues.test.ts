import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../test/app.ts'
import { letterTo } from '../../test/letters.ts'
import { codeOf, forgetUnconfirmed, inviteColleague, invitedAt } from './index.ts'

const minute = 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const show = (visitor: TestVisitor, code: string) => visitor.call('POST', '/api/people/session/second-factor', { code })

describe('a colleague who is invited', () => {
  let invited = 0
  async function invitation(given: { name?: string; email?: string } = {}) {
    const email = given.email ?? `invited-${(invited += 1)}@colleague.example`
    const url = await inviteColleague(product.app.given, {
      name: given.name ?? 'Nadia Claes',
      email,
      role: 'service-desk',
      controller: 'hes',
      language: 'en',
    })
    return { email, link: new URL(url).pathname + new URL(url).search, token: new URL(url).searchParams.get('token')! }
  }
  const password = 'geel fietspad'

  test('chooses a password, adds a second factor, reads the policy, and is in the console', async () => {
    const { email, link } = await invitation()
    expect((await letterTo(product, email)).link).toBe(link)
    const visitor = product.visitor()
    const page = await visitor.get(link)
    expect([page.status, page.headers['referrer-policy']]).toEqual([200, 'no-referrer'])
    expect(page.text).toContain(`Your ID is ${email}`)
    const chosen = await visitor.submit(link, { password })
    expect([chosen.status, chosen.headers['location']]).toEqual([303, '/console/second-factor'])
    const enrolment = await visitor.get('/console/second-factor')
    const secret = /secret=([A-Z2-7]+)/.exec(enrolment.text)![1]!
    expect(enrolment.text).toContain('data:image/svg+xml')
    expect((await visitor.submit('/console/second-factor', { code: '000000' })).status).toBe(422)
    const code = codeOf(secret, product.db.clock.now())
    const enrolled = await visitor.submit('/console/second-factor', { code })
    // With the first factor come recovery codes, which are shown this once, and a way on.
    expect([enrolled.status, enrolled.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(/<code[^>]*>([^<]+)</.exec(enrolled.text)?.[1]?.split('\n')).toHaveLength(10)
    expect(enrolled.text).toContain('href="/console"')
    expect(await whoIs(visitor)).toBe('staff')
    const said = await visitor.submit('/console/acknowledge', { version: '4' })
    expect(said.headers['location']).toBe('/console?done=people.done.acknowledged')

    const later = product.visitor()
    await later.call('POST', '/api/people/session', { id: email, password })
    expect((await later.get('/console/second-factor')).text).not.toContain('secret=')
    product.db.clock.advance(minute)
    expect((await show(later, codeOf(secret, product.db.clock.now()))).status).toBe(201)
  })

  test('does not sign in before, and is not forgotten while the link works', async () => {
    const { email, link } = await invitation()
    const visitor = product.visitor()
    await visitor.call('POST', '/api/people/session', { id: email, password: testPassword })
    expect(visitor.cookies.has('session')).toBe(false)
    product.db.clock.advance(2 * 24 * 60 * minute)
    await forgetUnconfirmed(product.app.given)
    expect((await product.visitor().get(link)).status).toBe(200)
    product.db.clock.advance(24 * 60 * minute)
    const page = await product.visitor().get(link)
    expect([page.status, page.text.includes('Ask whoever invited you')]).toEqual([410, true])
  })

  test('needs eight characters that are not easily guessed', async () => {
    const { link } = await invitation()
    for (const weak of ['short', 'Summer2026!', 'nadia claes', 'aaaaaaaaaa']) {
      const answer = await product.visitor().submit(link, { password: weak })
      expect([weak, answer.status]).toEqual([weak, 422])
      expect(answer.text).toContain('Choose your password')
    }
  })

  test('uses the link once, also with two browsers at the same moment', async () => {
    const { link } = await invitation()
    const others = ['groen zwembad', 'blauw plafond', 'rood tapijt 9']
    const answers = await Promise.all(others.map(one => product.visitor().submit(link, { password: one })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 303])
    const page = await product.visitor().get(link)
    expect([page.status, page.text.includes('You have a password already')]).toEqual([200, true])
  })

  test('has one link that works: a second invitation takes the place of the first, which says so', async () => {
    const first = await invitation()
    const { given } = product.app
    expect(await invitedAt(given, 'nobody@colleague.example')).toBeUndefined()
    expect(await invitedAt(given, first.email)).toEqual(product.db.clock.now())
    product.db.clock.advance(minute)
    const second = await invitation({ email: first.email.toUpperCase() })
    expect(await invitedAt(given, first.email)).toEqual(product.db.clock.now())
    const page = await product.visitor().get(first.link)
    expect([page.status, page.text.includes('There is a newer invitation')]).toEqual([410, true])
    expect((await product.visitor().get(first.link.replace('/en/', '/nl/'))).text).toContain('nieuwere uitnodiging')
    const late = await product.visitor().submit(first.link, { password }, second.link)
    expect([late.status, late.text.includes('There is a newer invitation')]).toEqual([410, true])
    const call = (token: string) => product.visitor().call('POST', '/api/people/choose-password', { token, password })
    const refused = await call(first.token)
    expect([refused.status, refused.json()['code']]).toEqual([410, 'link-replaced'])
    expect((await call(second.token)).status).toBe(201)
    expect(await invitedAt(given, first.email)).toBeUndefined()
    expect((await call(first.token)).json()['code']).toBe('link-replaced')
  })

  test('keeps a link when somebody else is invited, also by the same name at the same moment', async () => {
    const [one, other] = [await invitation(), await invitation()]
    for (const { link } of [one, other]) expect((await product.visitor().get(link)).status).toBe(200)
  })

  test('has one link that works, whichever of two invitations at once is the later', async () => {
    const email = 'twice-at-once@colleague.example'
    const both = await Promise.all([invitation({ email }), invitation({ email })])
    const pages = await Promise.all(both.map(({ link }) => product.visitor().get(link)))
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 410])
  })

  test('cannot take an ID that a customer has confirmed meanwhile', async () => {
    const { email, link } = await invitation()
    await product.customer({ email })
    const answer = await product.visitor().submit(link, { password })
    expect([answer.status, answer.text.includes('belongs to another account')]).toEqual([409, true])
  })

  test('enrols one second factor when two half sessions try at once', async () => {
    const { email, token } = await invitation()
    await product.visitor().call('POST', '/api/people/choose-password', { token, password })
    const enrol = async () => {
      const visitor = product.visitor()
      await visitor.call('POST', '/api/people/session', { id: email, password })
      const { text } = await visitor.get('/console/second-factor')
      return { visitor, code: codeOf(/secret=([A-Z2-7]+)/.exec(text)![1]!, product.db.clock.now()) }
    }
    const both = [await enrol(), await enrol()]
    const answers = await Promise.all(both.map(({ visitor, code }) => show(visitor, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
  })

  test.each(['An\nBcc: b@y.example', 'An \u202Egnp', ''])('cannot be called “%s”', async name => {
    await expect(invitation({ name })).rejects.toThrow('name')
  })

  test('does not use a customer’s link, nor a customer a colleague’s', async () => {
    const { token } = await invitation()
    const wrong = await product.visitor().call('POST', '/api/people/confirm', { token, password })
    expect([wrong.status, wrong.json()['code']]).toEqual([410, 'link-unknown'])
    const email = 'customer-link@customer.example'
    await product.visitor().call('POST', '/api/people/sign-up', { name: 'Jo', email, password: testPassword })
    const other = await letterTo(product, email)
    const choose = { token: other.token, password }
    const answer = await product.visitor().call('POST', '/api/people/choose-password', choose)
    expect([answer.status, answer.json()['code']]).toEqual([410, 'link-unknown'])
  })
})
