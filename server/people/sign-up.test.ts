import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testApp, type TestApp, testPassword } from '../../test/app.ts'
import { lettersTo, letterTo } from '../../test/letters.ts'
import { catalogue } from '../../test/serials.ts'
import { keepCatalogue } from '../activities/products/index.ts'
import { forgetUnconfirmed } from './index.ts'

const password = 'nine slow herons by the weir'
const day = 24 * 60 * 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

let added = 0
const newAddress = () => `somebody-${(added += 1)}@customer.example`
const signUp = (email: string, given: { name?: string; password?: string } = {}) =>
  product.visitor().submit('/en/sign-up', { name: 'Jo Peeters', password, ...given, email })

/** Everything that an answer shows, but for what is another one each time. */
const shown = (text: string, email: string) =>
  text.replaceAll(email, 'ADDRESS').replaceAll(/name="csrf" value="[^"]+"/g, '')

async function signedUp(email = newAddress()) {
  await signUp(email)
  return { email, ...(await letterTo(product, email)) }
}

describe('somebody who signs up', () => {
  test('confirms with the mailed link and the password, and is signed in', async () => {
    const { link } = await signedUp()
    const browser = product.visitor()
    const page = await browser.get(link)
    expect([page.status, page.headers['referrer-policy'], page.headers['cache-control']]).toEqual([
      200,
      'no-referrer',
      'no-store',
    ])
    const answer = await browser.submit(link, { password })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/en/account?done=people.done.confirmed'])
    expect((await browser.call('GET', '/api/people/session')).json()).toMatchObject({
      kind: 'customer',
      name: 'Jo Peeters',
      language: 'en',
    })
  })

  test('has no ID before that', async () => {
    const { email } = await signedUp()
    const answer = await product.visitor().call('POST', '/api/people/session', { id: email, password })
    expect([answer.status, answer.json()['code']]).toEqual([401, 'sign-in-wrong'])
    expect(answer.json()['title']).toBe('ID or password is not right')
  })

  test('changes nothing by opening the link: mail scanners open links too', async () => {
    const { link } = await signedUp()
    for (let time = 0; time < 3; time += 1) await product.visitor().get(link)
    expect((await product.visitor().submit(link, { password })).status).toBe(303)
  })

  test('with somebody else’s address gets nothing when that somebody clicks: the password is missing', async () => {
    const { link } = await signedUp()
    const answer = await product.visitor().submit(link, { password: 'what the victim would type' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('This is not the password')
  })

  test('finds every wrong field named, what was typed kept, and no password shown again', async () => {
    const answer = await signUp('no address', { name: '<b>Jo</b>', password: 'short' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="&lt;b>Jo&lt;/b>"')
    expect(answer.text).not.toContain('value="short"')
    expect(answer.text).toContain('href="#field-email"')
  })

  test.each([
    ['two addresses', 'a@x.example,b@y.example'],
    ['a header', 'a@x.example\r\nBcc: b@y.example'],
    ['a quoted name that no letter reaches', '"a b"@x.example'],
    ['a letter that only looks Latin', 'аn@customer.example'],
  ])('cannot do so with %s as an address', async (_what, email) => {
    const before = await product.db.asOwner('select count(*) from people.letter')
    expect((await signUp(email)).status).toBe(422)
    expect((await product.visitor().call('POST', '/api/people/sign-up', { name: 'Jo', email, password })).status).toBe(
      422,
    )
    expect(await product.db.asOwner('select count(*) from people.letter')).toEqual(before)
  })

  test.each([
    ['a line break and a header', 'An\nBcc: b@y.example'],
    ['a character that turns lines around', 'An \u202Egnp.exe'],
    ['nothing to read', '…'],
  ])('cannot be called %s', async (_what, name) => {
    const answer = await product.visitor().call('POST', '/api/people/sign-up', { name, email: newAddress(), password })
    expect([answer.status, answer.json<{ errors: { field: string }[] }>().errors[0]?.field]).toEqual([422, 'name'])
  })

  test('writes nothing of their own into the letter to an address that may be another’s', async () => {
    const email = newAddress()
    await signUp(email, { name: 'You have won! https://elsewhere.example' })
    const { text, subject } = await letterTo(product, email)
    expect(text + subject).not.toContain('won')
    // The link that confirms, and the one to what is sent to this address: both ours.
    expect(text.match(/https?:\S+/g)?.map(one => new URL(one).pathname.split('/')[2])).toEqual(['confirm', 'mail'])
  })

  test('is called by a script’s name without any page running it', async () => {
    const email = newAddress()
    const name = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>'
    await signUp(email, { name })
    const { link } = await letterTo(product, email)
    const browser = product.visitor()
    await browser.submit(link, { password })
    for (const page of ['/en/account', '/en/privacy', '/en/nowhere', '/en/sign-up']) {
      const { text } = await browser.get(page)
      expect([page, text.includes('<script>alert'), text.includes('<img src=x')]).toEqual([page, false, false])
    }
    expect((await browser.get('/en/nowhere')).text).toContain('&lt;script>alert(1)&lt;/script>')
  })

  test('cannot choose the names of what the company sells as a password, and can choose one of 64 characters', async () => {
    await keepCatalogue(product.app.given, catalogue)
    const { name } = catalogue[0]!
    const signUp = (chosen: string) =>
      product.visitor().call('POST', '/api/people/sign-up', { name: 'Jo', email: newAddress(), password: chosen })
    const sold = await signUp(`${name} ${name} 77`)
    expect([sold.status, sold.text.includes('among the first things')]).toEqual([422, true])
    expect(
      (await signUp('seven herons stand in the shallow water by the old weir at dusk.'.padEnd(64, '!'))).status,
    ).toBe(202)
  })

  test('under a forged Host gets a link to the product, not to the forger', async () => {
    const email = newAddress()
    await product.app.server.inject({
      method: 'POST',
      url: '/api/people/sign-up',
      remoteAddress: '198.19.0.1',
      headers: {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
        'content-type': 'application/json',
      },
      payload: JSON.stringify({ name: 'Jo', email, password }),
    })
    const { text } = await letterTo(product, email)
    expect(text).toContain('http://localhost:8080/en/confirm?token=')
    expect(text).not.toContain('evil')
  })

  test.each(['role', 'relation', 'confirmed_at', 'verified', 'region', 'person_id', '__proto__'])(
    'cannot set %s along the way',
    async field => {
      const email = newAddress()
      const body = `{"name":"Jo","email":"${email}","password":"${password}","${field}":"staff"}`
      const headers = { 'content-type': 'application/json' }
      const call = await product.app.server.inject({
        method: 'POST',
        url: '/api/people/sign-up',
        remoteAddress: '198.19.0.2',
        headers,
        payload: body,
      })
      const form = await product.visitor().submit('/en/sign-up', { name: 'Jo', email, password, [field]: 'staff' })
      // JSON with __proto__ is not even read.
      expect([call.statusCode, form.status]).toEqual(field === '__proto__' ? [400, 422] : [422, 422])
      expect(await lettersTo(product, email)).toEqual([])
    },
  )

  test('with a megabyte of password is told that it is too much', async () => {
    const long = 'x'.repeat(1_000_000)
    const { status } = await product.visitor().call('POST', '/api/people/sign-up', {
      name: 'Jo',
      email: newAddress(),
      password: long,
    })
    expect([status, (await signUp(newAddress(), { password: long })).status]).toEqual([413, 413])
  })
})

describe('an address that has an ID already', () => {
  test('gets the same answer, after the same work; only the letter differs', async () => {
    const taken = await product.customer()
    const free = newAddress()
    const [reads, writes] = [vi.spyOn(product.app.gate, 'read'), vi.spyOn(product.app.gate, 'write')]
    const work = async (email: string) => {
      reads.mockClear()
      writes.mockClear()
      const visitor = product.visitor()
      const page = await visitor.submit('/en/sign-up', { name: 'Jo', password, email })
      const call = await visitor.call('POST', '/api/people/sign-up', { name: 'Jo', password, email })
      const acts = [...reads.mock.calls, ...writes.mock.calls].map(([request]) => request.act)
      const statements = writes.mock.calls.map(([, given]) => Object.keys(given))
      return { page: [page.status, shown(page.text, email)], call: [call.status, call.text], acts, statements }
    }
    expect(await work(taken.email)).toEqual(await work(free))
    vi.restoreAllMocks()
    expect((await letterTo(product, taken.email)).subject).toContain('already')
    expect((await letterTo(product, taken.email)).link).toBe('/en/sign-in')
    expect((await letterTo(product, free)).subject).toContain('Confirm')
  })

  test('keeps its account untouched, and the password that was typed opens nothing', async () => {
    const taken = await product.customer()
    const account = () =>
      product.db.asOwner('select a::text from people.account a where person_id = $1', [taken.person])
    const before = await account()
    await signUp(taken.email.toUpperCase())
    expect(await account()).toEqual(before)
    const visitor = product.visitor()
    expect((await visitor.call('POST', '/api/people/session', { id: taken.email, password })).status).toBe(401)
    expect(
      (await visitor.call('POST', '/api/people/session', { id: taken.email, password: testPassword })).status,
    ).toBe(201)
  })

  test('gets no flood of letters, whether it has an ID or not', async () => {
    const taken = await product.customer()
    const free = newAddress()
    for (const email of [taken.email, free]) {
      const before = (await lettersTo(product, email)).length
      const answers = await Promise.all(Array.from({ length: 12 }, () => signUp(email)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
      const late = answers.find(({ status }) => status === 422)
      expect(late?.text).toContain('Many letters to this address were asked for')
      expect((await lettersTo(product, email)).length - before).toBe(5)
    }
  })
})

describe('a link', () => {
  test('that is used by two at once is used once', async () => {
    const { link } = await signedUp()
    const answers = await Promise.all([1, 2, 3].map(() => product.visitor().submit(link, { password })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 303])
    expect(answers.find(({ status }) => status === 200)?.text).toContain('Your ID is ready')
  })

  test('is not needed twice: whoever opens it again may sign in', async () => {
    const { link } = await signedUp()
    await product.visitor().submit(link, { password })
    const page = await product.visitor().get(link)
    expect([page.status, page.text.includes('href="/en/sign-in"')]).toEqual([200, true])
  })

  test('for an ID that two people confirm at once gives it to one of them', async () => {
    const email = newAddress()
    const one = await signedUp(email)
    const other = await signedUp(email.toUpperCase())
    const answers = await Promise.all([one, other].map(({ link }) => product.visitor().submit(link, { password })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    const rows = await product.db.asOwner<{ count: string }>(
      'select count(*) from people.account where identifier_hash = (select identifier_hash from people.account a join people.link l using (person_id) where l.used_at is not null order by l.used_at desc limit 1) and confirmed_at is not null',
    )
    expect(rows[0]?.count).toBe('1')
  })

  test.each([
    ['that nobody sent', '/en/confirm?token=made-up', 410],
    ['without its secret', '/en/confirm', 410],
    ['with a secret far too long', `/en/confirm?token=${'x'.repeat(300)}`, 422],
  ])('%s says what to do', async (_what, link, status) => {
    const page = await product.visitor().get(link)
    expect(page.status).toBe(status)
    if (status === 410) expect(page.text).toContain('Copy the whole link from the letter')
  })

  test('that is a day old says that a new letter can come, and then the sign-up is forgotten', async () => {
    const { link, email } = await signedUp()
    product.db.clock.advance(day)
    const page = await product.visitor().get(link)
    expect([page.status, page.text.includes('Start again')]).toEqual([410, true])
    expect((await product.visitor().submit(link, { password }, '/en/sign-up')).status).toBe(410)
    product.db.clock.advance(15 * 60_000)
    expect(await forgetUnconfirmed(product.app.given)).toBeGreaterThan(0)
    expect(await lettersTo(product, email)).toEqual([])
    expect(await forgetUnconfirmed(product.app.given)).toBe(0)
    const [left] = await product.db.asOwner<{ count: string }>(
      'select count(*) from people.account where confirmed_at is null',
    )
    expect(left?.count).toBe('0')
    expect(
      (await product.db.asOwner('select from people.account where confirmed_at is not null')).length,
    ).toBeGreaterThan(0)
  })

  test('does not tell its password to whoever tries many', async () => {
    const { token } = await signedUp()
    const guess = () =>
      product.visitor().call('POST', '/api/people/confirm', { token, password: 'a guess that is wrong' })
    const answers = await Promise.all(Array.from({ length: 10 }, guess))
    expect(answers.map(({ status }) => status).sort()).toEqual([422, 422, 422, 422, 422, 429, 429, 429, 429, 429])
  })
})
