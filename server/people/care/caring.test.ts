import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../base/ids.ts'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { catalogue } from '../../../test/serials.ts'
import { keepCatalogue } from '../../activities/products/index.ts'
import { letterTo, lettersTo } from '../../../test/letters.ts'
import { answerResets, expire, tellOfChanges, writeTo } from '../index.ts'

const minute = 60_000
const day = 24 * 60 * minute
const other = 'seven herons over the weir'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

let added = 0
const newAddress = () => `moved-${(added += 1)}@customer.example`
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const signIn = async (id: string, password = testPassword) => {
  const visitor = product.visitor()
  const { status } = await visitor.call('POST', '/api/people/session', { id, password })
  return { ...visitor, status }
}
const tell = () => tellOfChanges(product.app.given)
const waits = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/email-change')).json()['waits']

describe('another password', () => {
  test('asks for the present one, ends all other sessions, and is told', async () => {
    const customer = await product.customer()
    const elsewhere = await signIn(customer.email)
    const change = (password: string, chosen: string) => customer.submit('/en/account/password', { password, chosen })
    expect((await change('not the present one', other)).text).toContain('This is not your present password')
    expect((await change(testPassword, 'short')).status).toBe(422)
    expect((await change(testPassword, other)).status).toBe(303)
    expect([await whoIs(customer), await whoIs(elsewhere)]).toEqual(['customer', 'stranger'])
    expect([(await signIn(customer.email)).status, (await signIn(customer.email, other)).status]).toEqual([401, 201])
    await tell()
    expect((await letterTo(product, customer.email)).text).toContain('Your password was changed')
  })

  test('takes links to choose another one along', async () => {
    const customer = await product.customer()
    await product.visitor().submit('/en/forgotten', { id: customer.email })
    await answerResets(product.app.given)
    const { token } = await letterTo(product, customer.email)
    await customer.call('PUT', '/api/people/password', { password: testPassword, chosen: other })
    const answer = await product.visitor().call('POST', '/api/people/password/reset', { token, password: testPassword })
    expect(answer.json()).toMatchObject({ code: 'link-used' })
  })
})

describe('what goes back to a password', () => {
  const rows = async (sql: string, person: string) => (await product.db.asOwner(sql, [person])).length
  /** A site that may stay signed in without a session here, another address that waits, and a code. */
  async function lived() {
    const customer = await product.customer()
    await customer.call('PUT', '/api/people/shared-id', { several: true })
    const administrator = await product.colleague('administrator')
    const given = await administrator.call('POST', '/api/people/return-codes', {
      id: customer.email,
      checked: 'Asked.',
    })
    await customer.call('POST', '/api/people/email-change', { email: newAddress() })
    const [site, consent] = [newId(), newId()]
    const now = product.db.clock.now()
    const name = `site-${site.slice(-8)}`
    await product.db.asOwner(
      `insert into people.site (id, names, address, redirect_uris, post_logout_uris, purpose, controller, scopes, recorded_at)
       values ($1, '{"en":"Site"}', 'https://site.example', '{}', '{}', 'account', 'hes', '{}', $2)`,
      [name, now],
    )
    await product.db.asOwner(
      `insert into people.site_consent (id, person_id, site_id, purpose, scopes, recorded_at, policy_version)
       values ($1, $2, $3, 'account', '{}', $4, 4)`,
      [consent, customer.person, name, now],
    )
    await product.db.asOwner(
      `insert into people.site_grant (id, consent_id, person_id, site_id, offline, subject, sid, recorded_at)
       values ($1, $2, $3, $4, true, 'subject', 'sid', $5)`,
      [site, consent, customer.person, name, now],
    )
    const code = given.json<{ code: string }>().code
    const comesBack = async () =>
      (await product.visitor().call('POST', '/api/people/return', { id: customer.email, code })).status
    const left = async () => ({
      sites: await rows('select id from people.site_grant where person_id = $1', customer.person),
      changes: await rows('select person_id from people.address_change where person_id = $1', customer.person),
    })
    return { ...customer, left, comesBack }
  }
  async function linkTo(id: string) {
    await product.visitor().submit('/en/forgotten', { id })
    await answerResets(product.app.given)
    return (await letterTo(product, id)).token
  }

  test('ends with it: sites that stay signed in, another address that waits, and codes', async () => {
    const changed = await lived()
    expect(await changed.left()).toEqual({ sites: 1, changes: 1 })
    await changed.call('PUT', '/api/people/password', { password: testPassword, chosen: other })
    expect([await changed.left(), await changed.comesBack()]).toEqual([{ sites: 0, changes: 0 }, 401])
    const reset = await lived()
    const token = await linkTo(reset.email)
    await product.visitor().call('POST', '/api/people/password/reset', { token, password: other })
    expect([await reset.left(), await reset.comesBack()]).toEqual([{ sites: 0, changes: 0 }, 401])
  })

  test('ends with the address, and where all other sessions are ended', async () => {
    const moved = await lived()
    const email = newAddress()
    await moved.call('POST', '/api/people/email-change', { email })
    for (const to of [email, moved.email]) {
      const { token } = await letterTo(product, to)
      await product.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })
    }
    expect([await moved.left(), (await signIn(email)).status]).toEqual([{ sites: 0, changes: 0 }, 201])
    const alone = await lived()
    await alone.call('DELETE', '/api/people/security/sessions')
    expect(await alone.left()).toEqual({ sites: 0, changes: 0 })
  })

  test('is a password that nobody changes from an open browser without a fresh proof', async () => {
    const customer = await product.customer()
    product.db.clock.advance(11 * minute)
    const body = { password: testPassword, chosen: other }
    expect((await customer.call('PUT', '/api/people/password', body)).json()).toMatchObject({ code: 'proof-needed' })
    expect((await customer.get('/en/account/password')).headers['location']).toContain('/en/prove?next=')
    expect((await signIn(customer.email)).status).toBe(201)
  })

  test('is no password that names what the company sells', async () => {
    const customer = await product.customer()
    await keepCatalogue(product.app.given, catalogue)
    const { name } = catalogue[0]!
    const answer = await customer.call('PUT', '/api/people/password', {
      password: testPassword,
      chosen: `${name} ${name} 77`,
    })
    expect(answer.status).toBe(422)
  })
})

describe('another address', () => {
  test('needs a fresh proof of who is there', async () => {
    const customer = await product.customer()
    product.db.clock.advance(11 * minute)
    expect((await customer.call('POST', '/api/people/email-change', { email: newAddress() })).json()).toMatchObject({
      code: 'proof-needed',
    })
    expect((await customer.get('/en/account/email')).headers['location']).toContain('/en/prove?next=')
  })

  test('becomes the ID once both addresses said yes, and both are told', async () => {
    const customer = await product.customer()
    const email = newAddress()
    expect((await customer.submit('/en/account/email', { email })).status).toBe(303)
    const [forNew, forOld] = [await letterTo(product, email), await letterTo(product, customer.email)]
    expect((await customer.get('/en/account/email')).text).toContain(`${email} waits to become your ID`)
    const anywhere = product.visitor()
    expect((await anywhere.get(forNew.link)).status).toBe(200)
    expect((await waits(customer)) as unknown).toMatchObject({ email, missing: ['new', 'present'] })
    expect((await anywhere.submit(forNew.link, {})).text).toContain('One yes is still missing')
    expect((await signIn(email)).status).toBe(401)
    expect((await anywhere.submit(forOld.link, {})).status).toBe(303)
    expect([(await signIn(email)).status, (await signIn(customer.email)).status]).toEqual([201, 401])
    expect(await waits(customer)).toBeNull()
    expect((await customer.get('/en/account/profile')).text).toContain(email)
    await tell()
    for (const to of [email, customer.email])
      expect((await letterTo(product, to)).text).toContain('The e-mail address of your ID was changed')
    const again = await product
      .visitor()
      .call('POST', '/api/people/email-change/answer', { token: forOld.token, yes: true })
    expect(again.json()).toMatchObject({ code: 'link-unknown' })
  })

  test('that is somebody’s already says nothing of it: only the letter there differs, and has no link', async () => {
    const [customer, owner] = [await product.customer(), await product.customer()]
    const free = newAddress()
    const ask = async (email: string) => {
      const { status, text } = await customer.call('POST', '/api/people/email-change', { email })
      return [status, text]
    }
    expect(await ask(owner.email)).toEqual(await ask(free))
    const letter = await letterTo(product, owner.email)
    expect([letter.subject.startsWith('This address is your ID'), letter.token]).toEqual([true, ''])
  })

  test('that was taken by somebody else in the meantime changes nothing', async () => {
    const customer = await product.customer()
    const email = newAddress()
    await customer.call('POST', '/api/people/email-change', { email })
    const tokens = [(await letterTo(product, email)).token, (await letterTo(product, customer.email)).token]
    await product.customer({ email })
    const answers = []
    for (const token of tokens)
      answers.push(
        (await product.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })).json(),
      )
    expect(answers).toMatchObject([{ done: false }, { code: 'link-taken' }])
    expect((await signIn(customer.email)).status).toBe(201)
  })

  test('is taken back by a no from the present one, which signs everybody out', async () => {
    const customer = await product.customer()
    const email = newAddress()
    await customer.call('POST', '/api/people/email-change', { email })
    const forOld = await letterTo(product, customer.email)
    const said = await product.visitor().submit(forOld.link.replace('?', '/no?'), {}, forOld.link)
    expect([said.status, said.text.includes('Nothing was changed')]).toEqual([200, true])
    expect(await whoIs(customer)).toBe('stranger')
    const { token } = await letterTo(product, email)
    const late = await product.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })
    expect(late.json()).toMatchObject({ code: 'link-unknown' })
  })

  test('can be taken back, asked for anew with other links, and is over after a day', async () => {
    const customer = await product.customer()
    const email = newAddress()
    await customer.call('POST', '/api/people/email-change', { email })
    const first = await letterTo(product, email)
    expect((await customer.submit('/en/account/email/resend', {}, '/en/account/email')).status).toBe(303)
    const second = await letterTo(product, email)
    expect(second.token).not.toBe(first.token)
    expect((await product.visitor().get(first.link)).status).toBe(410)
    await customer.submit('/en/account/email/cancel', {}, '/en/account/email')
    expect([await waits(customer), (await product.visitor().get(second.link)).status]).toEqual([null, 410])
    await customer.call('POST', '/api/people/email-change', { email })
    const third = await letterTo(product, email)
    product.db.clock.advance(day)
    expect((await product.visitor().get(third.link)).text).toContain('This link is too old')
    await expire(product.app.given)
    expect(await product.db.asOwner('select person_id from people.address_change')).toEqual([])
  })

  test('makes a stolen link to choose another password worth nothing', async () => {
    const customer = await product.customer()
    await product.visitor().submit('/en/forgotten', { id: customer.email })
    await answerResets(product.app.given)
    const { token } = await letterTo(product, customer.email)
    const email = newAddress()
    await customer.call('POST', '/api/people/email-change', { email })
    for (const to of [email, customer.email]) {
      const letter = await letterTo(product, to)
      await product.visitor().call('POST', '/api/people/email-change/answer', { token: letter.token, yes: true })
    }
    const stolen = await product.visitor().call('POST', '/api/people/password/reset', { token, password: other })
    expect(stolen.json()).toMatchObject({ code: 'link-used' })
    expect((await signIn(email)).status).toBe(201)
  })

  test('that waited is not taken after somebody came back with a reset link', async () => {
    const customer = await product.customer()
    const email = newAddress()
    await customer.call('POST', '/api/people/email-change', { email })
    const old = await letterTo(product, customer.email)
    await product.visitor().submit('/en/forgotten', { id: customer.email })
    await answerResets(product.app.given)
    const { token } = await letterTo(product, customer.email)
    await product.visitor().call('POST', '/api/people/password/reset', { token, password: other })
    const late = await product
      .visitor()
      .call('POST', '/api/people/email-change/answer', { token: old.token, yes: true })
    expect(late.json()).toMatchObject({ code: 'link-unknown' })
  })
})

describe('an ID that is paused', () => {
  test('is signed out everywhere, opens nothing but the way on, and goes on with one press', async () => {
    const customer = await product.customer()
    const elsewhere = await signIn(customer.email)
    expect((await customer.submit('/en/account/pause', {})).status).toBe(303)
    expect([await whoIs(customer), await whoIs(elsewhere)]).toEqual(['stranger', 'stranger'])
    const back = await signIn(customer.email)
    expect(await whoIs(back)).toBe('resting')
    expect((await back.get('/en/account/profile')).headers['location']).toContain('/en/account/resting')
    expect((await back.call('GET', '/api/people/companies')).status).toBe(403)
    expect((await back.get('/en/account/resting')).text).toContain('Your ID is paused')
    expect((await back.submit('/en/account/resting', {})).headers['location']).toContain('/en/account?')
    expect(await whoIs(back)).toBe('customer')
  })

  test('is found by nobody at the desk until it goes on', async () => {
    const customer = await product.customer()
    const agent = await product.colleague('service-desk')
    const find = async () =>
      (await agent.submit('/console/people', { purpose: 'support', id: customer.email })).text.includes(
        '/console/people/',
      )
    const before = await find()
    await customer.call('POST', '/api/people/pause')
    const paused = await find()
    const back = await signIn(customer.email)
    await back.call('DELETE', '/api/people/resting')
    expect([before, paused, await find()]).toEqual([true, false, true])
  })

  test('is written to only about its safety', async () => {
    const customer = await product.customer()
    const write = () => writeTo(product.app.given, customer.person, 'products.accepted', () => ({}))
    const before = await write()
    await customer.call('POST', '/api/people/pause')
    expect([before, await write()]).toEqual(['written', 'nobody'])
    await tell()
    expect((await letterTo(product, customer.email)).text).toContain('Your ID was paused')
  })
})

describe('an ID that is closed', () => {
  test('says what goes and what stays, and can be opened again until the policy ends it', async () => {
    const customer = await product.customer()
    const page = await customer.get('/en/account/close')
    expect(page.text).toContain('Closing is not yet deleting')
    expect((await customer.submit('/en/account/close', {})).status).toBe(303)
    product.db.clock.advance(29 * day)
    const back = await signIn(customer.email)
    expect((await back.call('GET', '/api/people/resting')).json()).toMatchObject({ state: 'closed' })
    expect((await back.submit('/en/account/resting', {})).status).toBe(303)
    expect(await whoIs(back)).toBe('customer')
  })

  test('lets nobody in after that: not with the password, not with a link, not with a session from before', async () => {
    const customer = await product.customer()
    await customer.call('POST', '/api/people/close')
    product.db.clock.advance(20 * day)
    const back = await signIn(customer.email)
    await product.visitor().submit('/en/forgotten', { id: customer.email })
    await answerResets(product.app.given)
    const written = (await lettersTo(product, customer.email)).length
    product.db.clock.advance(10 * day + minute)
    expect([await whoIs(back), (await signIn(customer.email)).status]).toEqual(['stranger', 401])
    await product.visitor().submit('/en/forgotten', { id: customer.email })
    await answerResets(product.app.given)
    expect(await lettersTo(product, customer.email)).toHaveLength(written)
  })

  test('needs a fresh proof of who is there', async () => {
    const customer = await product.customer()
    product.db.clock.advance(11 * minute)
    expect((await customer.call('POST', '/api/people/close')).json()).toMatchObject({ code: 'proof-needed' })
    expect(await whoIs(customer)).toBe('customer')
  })
})
