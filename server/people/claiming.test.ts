import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type TestApp } from '../../test/app.ts'
import { lettersTo, letterTo } from '../../test/letters.ts'
import { newId } from '../base/ids.ts'
import { Sealed, statement } from '../policy/statement.ts'
import { noteKnown } from './index.ts'

const password = 'nine slow herons by the weir'
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

let added = 0

/** Somebody whom a colleague noted on the phone, with a phone number. */
async function known(given: { email?: string; source?: 'phone' | 'seminar' | 'import' } = {}) {
  const { app, db } = product
  const email = given.email ?? `known-${(added += 1)}@customer.example`
  const from = { at: db.clock.now(), source: given.source ?? 'phone', version: 4 } as const
  const noted = await noteKnown(app.given, {
    name: 'E. Kaya',
    email,
    language: 'nl',
    region: 'hes',
    relation: 'business-contact',
    ...from,
  })
  await app.gate.write(
    { act: 'profile.import', actor: { kind: 'system' }, subject: { person: noted.person } },
    {
      contact: statement<'profile.import'>({
        name: 'test-known-contact',
        text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
               values ($1, $2, 'phone', $3, $4, 'phone', 4)`,
        values: [newId(), noted.person, new Sealed('profile.contact.value', { number: '+32 0 000 01 28' }), from.at],
        fields: ['profile.contact.value'],
      }),
    },
  )
  return { ...noted, email }
}

const signUp = (email: string) => product.visitor().submit('/en/sign-up', { name: 'Elif Kaya', email, password })
const people = async (email: string) => {
  const hash = product.db.vault.hash('people.account.identifier_hash', email)
  return product.db.asOwner<{ person: string; confirmed: boolean }>(
    'select person_id as person, confirmed_at is not null as confirmed from people.account where identifier_hash = $1',
    [hash],
  )
}

describe('somebody whom we know and who has no ID', () => {
  it('is the same person once they prove the address, and finds everything that we had', async () => {
    const { person, email } = await known()
    await signUp(email.toUpperCase())
    const browser = product.visitor()
    const { link } = await letterTo(product, email.toUpperCase())
    const answer = await browser.submit(link, { password })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/en/account?done=people.done.claimed'])
    expect(await people(email)).toEqual([{ person, confirmed: true }])
    const text = (await browser.get('/en/account/profile')).text
    expect(text).toContain('Elif Kaya')
    expect(text).toContain('E. Kaya')
    expect((await browser.call('GET', '/api/profile')).text).toContain('+32 0 000 01 28')
    const signedIn = await product.visitor().call('POST', '/api/people/session', { id: email, password })
    expect(signedIn.status).toBe(201)
    // The letter's link went with the sign-up that it belonged to.
    expect((await product.visitor().get(link)).status).toBe(410)
    const [line] = await product.db.asOwner(`select act from audit.line where subject = $1 and act = 'people.claim'`, [
      product.app.given.vault.recall(person)!.pseudonym,
    ])
    expect(line).toEqual({ act: 'people.claim' })
  })

  it('is not given away before: sign-up, letter and page are those of an address that nobody knows', async () => {
    const { email } = await known()
    const nobody = `nobody-${(added += 1)}@customer.example`
    const strip = (text: string, address: string) =>
      text.replaceAll(address, 'ADDRESS').replaceAll(/(name="csrf" value=|token=|\/mail\/)"?[\w.-]+"?/g, '')
    const [one, other] = [await signUp(email), await signUp(nobody)]
    expect(one.status).toBe(200)
    expect(strip(one.text, email)).toBe(strip(other.text, nobody))
    const [first, second] = [await letterTo(product, email), await letterTo(product, nobody)]
    expect([first.subject, strip(first.text, email)]).toEqual([second.subject, strip(second.text, nobody)])
    const [page, otherPage] = [await product.visitor().get(first.link), await product.visitor().get(second.link)]
    expect(strip(page.text, first.token)).toBe(strip(otherPage.text, second.token))
  })

  it('gives nothing to somebody who cannot prove the address', async () => {
    const { person, email } = await known()
    await signUp(email)
    const guess = await product.visitor().call('POST', '/api/people/session', { id: email, password })
    expect(guess.status).toBe(401)
    const { link, token } = await letterTo(product, email)
    // Who has the letter and not the password, and who has the password and not the letter.
    expect((await product.visitor().submit(link, { password: 'what a stranger types' })).status).toBe(422)
    const forged = await product
      .visitor()
      .call('POST', '/api/people/confirm', { token: `${token.slice(1)}A`, password })
    expect(forged.status).toBe(410)
    const all = await people(email)
    expect(all).toContainEqual({ person, confirmed: false })
    expect(all.every(one => !one.confirmed)).toBe(true)
  })

  it('cannot be signed in as with an empty or any other password', async () => {
    const { email } = await known()
    for (const tried of ['null', 'undefined', testPassword])
      expect((await product.visitor().call('POST', '/api/people/session', { id: email, password: tried })).status).toBe(
        401,
      )
  })

  it('is proven once: of two who sign up with the address one becomes them, and the other is told to sign in', async () => {
    const { person, email } = await known()
    await signUp(email)
    await signUp(email)
    const [second, first] = await lettersTo(product, email)
    expect((await product.visitor().submit(first!.link, { password })).status).toBe(303)
    const late = await product.visitor().submit(second!.link, { password })
    expect([late.status, late.text.includes('Your ID is ready')]).toEqual([409, true])
    expect((await people(email)).filter(one => one.confirmed)).toEqual([{ person, confirmed: true }])
  })

  it('is not noted twice, and whoever has an ID is not noted beside it', async () => {
    const first = await known()
    const again = await noteKnown(product.app.given, {
      name: 'Somebody',
      email: ` ${first.email.toUpperCase()}`,
      language: 'en',
      region: 'hes',
      relation: 'consumer',
      at: product.db.clock.now(),
      source: 'seminar',
      version: 4,
    })
    expect(again).toEqual({ person: first.person, isNew: false })
    const customer = await product.customer()
    expect(await known({ email: customer.email })).toMatchObject({ person: customer.person, isNew: false })
  })

  it('is whoever has the ID now to which theirs was joined', async () => {
    const [former, kept] = [await product.customer(), await product.customer()]
    await product.db.asOwner(
      "insert into people.joined (former_id, person_id, joined_at, by) values ($1, $2, $3, 'customer')",
      [former.person, kept.person, product.db.clock.now()],
    )
    expect(await known({ email: former.email })).toMatchObject({ person: kept.person, isNew: false })
  })

  it('is not forgotten as if they had signed up and never confirmed', async () => {
    const { person, email } = await known()
    const { forgetUnconfirmed } = await import('./index.ts')
    product.db.clock.advance(3 * 24 * 60 * 60_000)
    await forgetUnconfirmed(product.app.given)
    expect(await people(email)).toEqual([{ person, confirmed: false }])
  })
})

describe('an ID that several people use', () => {
  it('is greeted without a name, signs in as before, and can be one person’s again', async () => {
    const email = `service-${(added += 1)}@customer.example`
    const team = await product.customer({ email, name: 'Jo Peeters' })
    const name = async () => (await team.call('GET', '/api/people/session')).json<{ name: string }>().name
    expect(await name()).toBe('Jo Peeters')
    const page = await team.get('/en/account/shared-id')
    expect(page.text).toContain('The list cannot tell you apart')
    const said = await team.submit('/en/account/shared-id', { users: 'several' })
    expect(said.status).toBe(303)
    expect(await name()).toBe('Shared ID')
    const account = (await team.get('/en/account')).text
    expect(account).not.toContain('Jo Peeters')
    expect(account).toContain('Hello to all of you')
    expect((await team.get('/en/privacy-centre/looked')).text).toContain('Several people use this ID')
    const other = await product.visitor().call('POST', '/api/people/session', { id: email, password: testPassword })
    expect(other.status).toBe(201)
    expect((await team.call('PUT', '/api/people/shared-id', { several: false })).json()).toEqual({ several: false })
    expect(await name()).toBe('Jo Peeters')
  })

  it('asks again where nobody chose', async () => {
    const team = await product.customer()
    const answer = await team.submit('/en/account/shared-id', {})
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#field-users"')
  })
})
