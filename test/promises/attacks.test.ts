/**
 * Attacks on IDs, each by its name and its number in OWASP ASVS 5.0 (a section, where no requirement names it). Those on the
 * sign-in of other sites are in oidc-attacks.test.ts and oidc-ends.test.ts: replayed code, mixed-up client, alg:none.
 */
import { createHook } from 'node:async_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerResets } from '../../server/people/index.ts'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../app.ts'
import { letterTo, lettersTo } from '../letters.ts'
import { statementsOf } from '../statements.ts'

let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product?.close())

const ours = 'http://localhost:8080'
const form = { 'content-type': 'application/x-www-form-urlencoded', origin: ours }
const wrong = 'an otter asleep on the stones'
const signIn = (id: string, password: string, visitor = product.visitor()) =>
  visitor.call('POST', '/api/people/session', { id, password })
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const cookieOf = ({ cookies }: TestVisitor) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

/** How many passwords were hashed meanwhile: work of a native library off the main thread, which Node knows without a name. */
async function hashedIn(work: () => Promise<unknown>): Promise<number> {
  let hashed = 0
  const hook = createHook({
    init(_id, type) {
      if (type === 'undefined') hashed += 1
    },
  }).enable()
  await work()
  hook.disable()
  return hashed
}

describe('enumeration (V6.3.8): whether an ID is known is not told', () => {
  const pages = {
    'signing in': ['/en/sign-in', { password: wrong }],
    'a forgotten password': ['/en/forgotten', {}],
  } as const

  it.each(Object.entries(pages))('by text or status of %s', async (_what, [at, fields]) => {
    const { email } = await product.customer()
    const answer = async (id: string) => {
      const { status, text } = await product.visitor().submit(at, { id, ...fields })
      return [status, text.replaceAll(id, 'ID').replaceAll(/name="csrf" value="[^"]+"/g, '')]
    }
    expect(await answer('nobody@customer.example')).toEqual(await answer(email))
  })

  it('by text or status of signing up', async () => {
    const { email } = await product.customer()
    const answer = async (address: string) => {
      const given = { name: 'Jo', email: address, password: 'seven herons over the weir' }
      const { status, text } = await product.visitor().call('POST', '/api/people/sign-up', given)
      return [status, text]
    }
    expect(await answer('nobody-yet@customer.example')).toEqual(await answer(email))
  })

  it('by time: the same statements, and a password is hashed for an ID that nobody has too', async () => {
    const { email } = await product.customer()
    const known = await statementsOf(product, () => signIn(email, wrong))
    expect(await statementsOf(product, () => signIn('no-one@customer.example', wrong))).toEqual(known)
    // The clock of a busy machine says nothing: the hashing itself is counted.
    const [forKnown, forUnknown] = [
      await hashedIn(() => signIn(email, wrong)),
      await hashedIn(() => signIn('no-one-2@customer.example', wrong)),
    ]
    expect([forKnown, forUnknown]).toEqual([1, 1])
  })
})

describe('stuffing (V6.3.1): passwords that were stolen elsewhere', () => {
  it('are tried on one ID from many places no faster than from one, and then the right one waits too', async () => {
    const { email } = await product.customer()
    const answers = []
    for (let time = 0; time < 8; time += 1) answers.push((await signIn(email, `${wrong} ${time}`)).status)
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect((await signIn(email, testPassword)).status).toBe(429)
  })

  it('are not tried from one place on one ID after the other', async () => {
    const { email } = await product.customer()
    const from = (id: string, password: string) =>
      product.app.server.inject({
        method: 'POST',
        url: '/api/people/session',
        remoteAddress: '203.0.113.77',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ id, password }),
      })
    let tried = 0
    while (tried < 300 && (await from(`stolen-${tried}@customer.example`, wrong)).statusCode === 401) tried += 1
    expect(tried).toBeLessThan(300)
    expect((await from(email, testPassword)).statusCode).toBe(429)
  })
})

describe('fixation (V7.2.4): a session that somebody planted', () => {
  it('is not the one that a sign-in opens, and showing the password once more opens another again', async () => {
    const { email } = await product.customer()
    const visitor = product.visitor()
    visitor.cookies.set('session', 'planted')
    await visitor.submit('/en/sign-in', { id: email, password: testPassword })
    const first = visitor.cookies.get('session')!
    expect(first).not.toBe('planted')
    await visitor.submit('/en/prove', { password: testPassword })
    expect(visitor.cookies.get('session')).not.toBe(first)
    for (const token of ['planted', first]) {
      const thief = product.visitor()
      thief.cookies.set('session', token)
      expect(await whoIs(thief)).toBe('stranger')
    }
    expect(await whoIs(visitor)).toBe('customer')
  })
})

describe('CSRF (V3.5.1): a page of others that sends a form or a call of ours', () => {
  it('changes nothing without the token, with somebody else’s, or from another origin', async () => {
    const [victim, thief] = [await product.customer(), await product.customer()]
    const tokenOf = async (one: TestVisitor) =>
      /name="csrf" value="([^"]+)"/.exec((await one.get('/en/privacy')).text)![1]!
    const send = (csrf: string, origin = ours) =>
      product.app.server.inject({
        method: 'POST',
        url: '/en/sign-out',
        headers: { ...form, origin, cookie: cookieOf(victim) },
        payload: new URLSearchParams({ csrf }).toString(),
      })
    const own = await tokenOf(victim)
    for (const answer of [await send(''), await send(await tokenOf(thief)), await send(own, 'https://evil.example')])
      expect(answer.statusCode).toBe(403)
    const call = await product.app.server.inject({
      method: 'DELETE',
      url: '/api/people/session',
      headers: { cookie: cookieOf(victim), origin: ours },
    })
    expect(call.statusCode).toBe(403)
    expect(await whoIs(victim)).toBe('customer')
    expect((await send(own)).statusCode).toBe(303)
  })
})

describe('open redirect (V3.7.2): a link to our sign-in that ends elsewhere', () => {
  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'javascript:alert(1)',
    '/%5Cevil.example\r\nx:y',
  ])('%j leads nowhere but here', async next => {
    const { email } = await product.customer()
    const at = `/en/sign-in?${new URLSearchParams({ next })}`
    const { status, headers } = await product.visitor().submit(at, { id: email, password: testPassword })
    const to = new URL(headers['location'] ?? '/', ours)
    expect([303, 422]).toContain(status)
    expect([to.origin, headers['x']]).toEqual([ours, undefined])
  })
})

describe('tampered cookie (V7.2.1): a session that somebody changed', () => {
  it('is nobody’s, whichever character is another, and none is one that was cut or doubled', async () => {
    const customer = await product.customer()
    const token = customer.cookies.get('session')!
    const changed = [...token].map((sign, at) => token.slice(0, at) + (sign === 'A' ? 'B' : 'A') + token.slice(at + 1))
    for (const other of [...changed, token.slice(0, -1), token + token, token.toUpperCase(), '']) {
      if (other === token) continue
      const thief = product.visitor()
      thief.cookies.set('session', other)
      expect(await whoIs(thief), other).toBe('stranger')
    }
    expect(await whoIs(customer)).toBe('customer')
  })
})

describe('mass assignment (V15.3.3): a field that nobody asked for', () => {
  it.each(['role', 'verified', 'confirmed_at', 'relation', 'person_id'])('(%s) is not taken', async field => {
    const email = `mass-${field.replace('_', '-')}@customer.example`
    const given = { name: 'Jo', email, password: 'seven herons over the weir', [field]: 'administrator' }
    expect((await product.visitor().call('POST', '/api/people/sign-up', given)).status).toBe(422)
    expect((await product.visitor().submit('/en/sign-up', given)).status).toBe(422)
    expect(await lettersTo(product, email)).toEqual([])
    const { email: id } = await product.customer()
    const visitor = product.visitor()
    const opened = { id, password: testPassword, [field]: 'administrator' }
    expect((await visitor.call('POST', '/api/people/session', opened)).status).toBe(422)
    expect(await whoIs(visitor)).toBe('stranger')
  })
})

describe('a reset link built from a forged Host header (V4.1.3)', () => {
  it('leads to our own address', async () => {
    const { email } = await product.customer()
    const forged = await product.app.server.inject({
      method: 'POST',
      url: '/api/people/password/forgotten',
      headers: {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'gopher',
        forwarded: 'host=evil.example',
        'content-type': 'application/json',
      },
      payload: JSON.stringify({ id: email }),
    })
    expect(forged.statusCode).toBeLessThan(300)
    await answerResets(product.app.given)
    const { text } = await letterTo(product, email)
    expect(text).toContain(`${ours}/en/reset?token=`)
    expect(text).not.toContain('evil')
  })
})

describe('a 1 MB password (V15.2.2)', () => {
  it('is refused before anything is hashed, wherever a password is typed', async () => {
    const password = 'x'.repeat(1_000_000)
    const customer = await product.customer()
    const calls = [
      ['POST', '/api/people/session', { id: customer.email, password }],
      ['POST', '/api/people/sign-up', { name: 'Jo', email: 'long@customer.example', password }],
      ['POST', '/api/people/password/reset', { token: 'x', password }],
    ] as const
    for (const [method, path, body] of calls)
      expect((await product.visitor().call(method, path, body)).status, path).toBe(413)
    expect((await product.visitor().submit('/en/sign-in', { id: customer.email, password })).status).toBe(413)
    expect((await customer.submit('/en/prove', { password })).status).toBe(413)
  })
})

describe('unicode look-alikes (V2.2)', () => {
  it('of somebody’s ID are other IDs, and open nothing of theirs', async () => {
    const { email } = await product.customer()
    const alike = [email.replace('p', 'р'), email.replace('e', 'е'), email.replace('o', 'ο'), `${email}\u200b`]
    for (const id of alike) {
      expect(id).not.toBe(email)
      const { status } = await signIn(id, testPassword)
      expect([401, 422], id).toContain(status)
      await product.visitor().submit('/en/forgotten', { id })
    }
    await answerResets(product.app.given)
    expect(await lettersTo(product, email)).toEqual([])
  })

  it('that are the same letters in another width are the same ID: nobody gets a second one', async () => {
    const { email } = await product.customer()
    const wide = email.replace('person', 'ｐｅｒｓｏｎ')
    expect(wide).not.toBe(email)
    expect((await signIn(wide, testPassword)).status).toBe(201)
  })
})
