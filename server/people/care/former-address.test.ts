import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { letterTo, lettersTo } from '../../../test/letters.ts'
import { answerResets, expire, tellOfChanges } from '../index.ts'

const day = 24 * 60 * 60_000
const other = 'seven herons over the weir'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

let added = 0
const newAddress = () => `next-${(added += 1)}@customer.example`
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const signIn = async (id: string, password = testPassword) => {
  const visitor = product.visitor()
  const { status } = await visitor.call('POST', '/api/people/session', { id, password })
  return { ...visitor, status }
}
const tell = () => tellOfChanges(product.app.given)
const answer = (token: string) =>
  product.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })
const undo = (token: string) => product.visitor().call('POST', '/api/people/email-change/undo', { token })

/** Asks for another address. @returns the tokens of both letters */
async function asked(who: TestVisitor & { email: string }, next = newAddress()) {
  await who.call('POST', '/api/people/email-change', { email: next })
  return { next, tokens: [(await letterTo(product, next)).token, (await letterTo(product, who.email)).token] }
}
/** The same, and both say yes. @returns the new address */
async function moved(who: TestVisitor & { email: string }) {
  const { next, tokens } = await asked(who)
  for (const token of tokens) await answer(token)
  return next
}

/** The same where a second factor of long ago stood for the former address, so that it is told and not asked. */
async function movedAlone(who: TestVisitor & { email: string; person: string }) {
  const { next, tokens } = await asked(who)
  await product.db.asOwner('update people.address_change set old_hash = null where person_id = $1', [who.person])
  await answer(tokens[0]!)
  return next
}

describe('another address', () => {
  test('ends every session but the one that asked, half ones too', async () => {
    const customer = await product.customer()
    const elsewhere = await signIn(customer.email)
    await product.db.asOwner(
      `insert into people.session (token_hash, person_id, kind, device, created_at, seen_at, proven_at, expires_at)
       select sha256('half'), person_id, 'half', device, created_at, seen_at, proven_at, expires_at
         from people.session where person_id = $1 limit 1`,
      [customer.person],
    )
    await moved(customer)
    expect([await whoIs(customer), await whoIs(elsewhere)]).toEqual(['customer', 'stranger'])
    const left = await product.db.asOwner('select kind from people.session where person_id = $1', [customer.person])
    expect(left).toEqual([{ kind: 'customer' }])
  })

  test.each(['pause', 'close'])('that was asked for is dropped by a %s', async how => {
    const customer = await product.customer()
    const { next, tokens } = await asked(customer)
    await customer.call('POST', `/api/people/${how}`)
    for (const token of tokens) expect((await answer(token)).json()).toMatchObject({ code: 'link-unknown' })
    expect((await signIn(next)).status).toBe(401)
  })

  test.each(['paused_at', 'closed_at', 'joined'])('is taken by no ID that is %s', async how => {
    const [customer, kept] = [await product.customer(), await product.customer()]
    const { next, tokens } = await asked(customer)
    await answer(tokens[0]!)
    const now = product.db.clock.now()
    if (how === 'joined')
      await product.db.asOwner(
        "insert into people.joined (former_id, person_id, joined_at, by) values ($1, $2, $3, 'customer')",
        [customer.person, kept.person, now],
      )
    else await product.db.asOwner(`update people.account set ${how} = $2 where person_id = $1`, [customer.person, now])
    expect((await answer(tokens[1]!)).json()).toMatchObject({ code: 'link-unknown' })
    expect((await signIn(next)).status).toBe(401)
  })

  test('is asked for by colleagues too, with the same yes from both, and signs them in', async () => {
    const colleague = await product.colleague('service-desk')
    expect((await colleague.get('/en/account/security')).text).toContain('/en/account/email')
    expect((await colleague.get('/en/account/email')).text).toContain(colleague.email)
    const { next, tokens } = await asked(colleague)
    const waits = (await colleague.call('GET', '/api/people/email-change')).json()['waits']
    expect(waits).toMatchObject({ email: next, missing: ['new', 'present'] })
    for (const token of tokens) await answer(token)
    expect([await whoIs(colleague), (await signIn(colleague.email)).status]).toEqual(['staff', 401])
    expect((await product.visitor().call('POST', '/api/people/email-change', { email: next })).status).toBe(401)
    expect(await whoIs(await signIn(next))).toBe('half')
  })
})

describe('the letter to the former address', () => {
  test('has no such link where its reader said yes: a mailbox that others read too would be a way back in', async () => {
    const customer = await product.customer()
    await moved(customer)
    await tell()
    expect((await lettersTo(product, customer.email)).filter(one => one.link.includes('email-back'))).toEqual([])
    expect(
      await product.db.asOwner('select from people.address_return where person_id = $1', [customer.person]),
    ).toEqual([])
  })

  test('puts it back for seven days, once, and ends every session and link', async () => {
    const customer = await product.customer()
    const next = await movedAlone(customer)
    await tell()
    const { link, token, text } = await letterTo(product, customer.email)
    expect([link.startsWith('/en/email-back?'), text.includes('choose another password')]).toEqual([true, false])
    await product.visitor().submit('/en/forgotten', { id: next })
    await answerResets(product.app.given)
    const stolen = (await letterTo(product, next)).token
    product.db.clock.advance(7 * day - 1)
    const thief = await signIn(next)
    expect((await product.visitor().get(link)).status).toBe(200)
    expect(await whoIs(thief)).toBe('customer')
    expect((await product.visitor().submit(link, {})).text).toContain('Your address is back')
    expect([await whoIs(thief), await whoIs(customer)]).toEqual(['stranger', 'stranger'])
    expect([(await signIn(next)).status, (await signIn(customer.email)).status]).toEqual([401, 201])
    const reset = await product.visitor().call('POST', '/api/people/password/reset', { token: stolen, password: other })
    expect(reset.status).toBeGreaterThanOrEqual(409)
    expect((await undo(token)).json()).toMatchObject({ status: 410, code: 'link-unknown' })
    await tell()
    const told = await letterTo(product, next)
    expect([told.text.includes('was changed'), told.text.includes('email-back')]).toEqual([true, false])
  })

  test('opens nothing after seven days, and is forgotten then', async () => {
    const customer = await product.customer()
    await movedAlone(customer)
    await tell()
    const { token } = await letterTo(product, customer.email)
    product.db.clock.advance(7 * day)
    expect((await undo(token)).json()).toMatchObject({ code: 'link-unknown' })
    await expire(product.app.given)
    expect(await product.db.asOwner('select person_id from people.address_return')).toEqual([])
  })

  test('wins over those to addresses that came after it, and none of them over it', async () => {
    const customer = await product.customer()
    const second = await movedAlone(customer)
    await tell()
    product.db.clock.advance(1000)
    await movedAlone({ ...customer, email: second })
    await tell()
    const [first, later] = [await letterTo(product, customer.email), await letterTo(product, second)]
    expect((await undo(first.token)).json()).toEqual({ done: true })
    expect((await undo(later.token)).json()).toMatchObject({ code: 'link-unknown' })
    expect((await signIn(customer.email)).status).toBe(201)
  })

  test('says so where the address is another ID by now', async () => {
    const customer = await product.customer()
    await movedAlone(customer)
    await tell()
    const { token } = await letterTo(product, customer.email)
    await product.customer({ email: customer.email })
    expect((await undo(token)).json()).toMatchObject({ status: 409, code: 'link-taken' })
  })

  test('also puts it back for an ID that whoever changed it has closed, and not for one that was joined', async () => {
    const [closed, joined, kept] = [await product.customer(), await product.customer(), await product.customer()]
    for (const one of [closed, joined]) await movedAlone(one)
    await tell()
    await closed.call('POST', '/api/people/close')
    await product.db.asOwner(
      "insert into people.joined (former_id, person_id, joined_at, by) values ($1, $2, $3, 'customer')",
      [joined.person, kept.person, product.db.clock.now()],
    )
    const codes = []
    for (const { email } of [closed, joined]) codes.push((await undo((await letterTo(product, email)).token)).status)
    expect(codes).toEqual([200, 410])
    expect(await whoIs(await signIn(closed.email))).toBe('resting')
  })
})

test('a letter goes to the address that the ID had when the change was made, whatever it is when it is written', async () => {
  const customer = await product.customer()
  await customer.call('PUT', '/api/people/password', { password: testPassword, chosen: other })
  const next = await movedAlone(customer)
  await tell()
  const says = async (to: string) =>
    (await lettersTo(product, to)).filter(({ text }) => text.includes('Your password was changed')).length
  expect([await says(customer.email), await says(next)]).toEqual([1, 0])
})
