import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { addedPasskey, asked } from '../../../test/authenticator.ts'
import { castFactor, codeOf } from '../index.ts'

const minute = 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const later = () => product.db.clock.advance(11 * minute)
const prove = (who: TestVisitor, shown: Record<string, string>) => who.call('POST', '/api/people/session/proof', shown)
const begin = async (who: TestVisitor) => (await who.call('GET', '/api/people/factors/app')).status

describe('a page that changes what protects an ID', () => {
  test('opens within ten minutes of signing in; after that it asks who is there, and comes back', async () => {
    const an = await product.customer()
    expect((await an.get('/en/account/factors/app')).status).toBe(200)
    later()
    expect((await an.get('/en/account/factors')).status).toBe(200)
    const led = await an.get('/en/account/factors/app')
    const prove = `/en/prove?next=${encodeURIComponent('/en/account/factors/app')}`
    expect([led.status, led.headers['location']]).toEqual([303, prove])
    expect((await an.submit(prove, { password: 'not the password' })).status).toBe(422)
    expect((await an.get('/en/account/factors/app')).status).toBe(303)
    const back = await an.submit(prove, { password: testPassword })
    expect(back.headers['location']).toBe('/en/account/factors/app')
    expect((await an.get('/en/account/factors/app')).status).toBe(200)
  })

  test('loses nothing that was typed: the form comes back after the proof', async () => {
    const an = await product.customer()
    await addedPasskey(an)
    const page = '/en/account/factors/passkeys'
    const { passkeys } = (await an.call('GET', '/api/people/factors')).json<{ passkeys: { id: string }[] }>()
    const one = `${page}/${passkeys[0]!.id}`
    later()
    const kept = await an.submit(one, { name: 'My "old" phone' }, '/en/account/factors')
    expect(kept.status).toBe(403)
    expect(kept.text).toContain('What you typed is still here')
    expect(kept.text).toContain('name="name" value="My &quot;old&quot; phone"')
    expect(kept.text).toContain(`href="/en/prove?next=${encodeURIComponent(one)}"`)
    expect((await an.get('/en/account/factors')).text).not.toContain('old&quot;')
  })

  test('leads back to no other site, and to no call', async () => {
    const an = await product.customer()
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', '/api/people/session']) {
      const back = await an.submit(`/en/prove?next=${encodeURIComponent(next)}`, { password: testPassword })
      expect([next, back.headers['location']]).toEqual([next, '/en/account'])
    }
  })

  test('asks strangers to sign in', async () => {
    for (const path of ['/en/account/factors', '/en/account/factors/app', '/en/prove'])
      expect((await product.visitor().get(path)).headers['location']).toMatch(/^\/en\/sign-in/)
  })
})

describe('a form that customers and colleagues share', () => {
  test('shows nothing of anybody to strangers and to half a session, also where it was sent wrong', async () => {
    const an = await product.customer()
    await addedPasskey(an, 'The name of my key')
    const { passkeys } = (await an.call('GET', '/api/people/factors')).json<{ passkeys: { id: string }[] }>()
    const half = product.visitor()
    await half.call('POST', '/api/people/session', { id: an.email, password: testPassword })
    const forms = product.app.given.doors.filter(
      ({ kind, path }) => kind === 'form' && path.startsWith('/:lang/account/factors'),
    )
    expect(forms.length).toBeGreaterThan(4)
    for (const { path } of forms) {
      const at = path.replace(':lang', 'en').replace(':id', passkeys[0]!.id)
      for (const who of [product.visitor(), half])
        for (const fields of [{}, { name: '', code: 'x', begun: '', unknown: 'x' }, { csrf: 'of somebody else' }]) {
          const answer = await who.submit(at, fields, '/en/sign-up')
          expect([at, answer.status < 500]).toEqual([at, true])
          expect(answer.text).not.toMatch(/The name of my key|secret=/)
          expect(answer.status < 400 ? answer.headers['location'] : answer.text).toMatch(/sign-in|second-factor/)
        }
    }
    expect((await an.get('/en/account/factors')).text).toContain('The name of my key')
  })
})

describe('a proof', () => {
  test('gives the session another token: one that was planted or seen is worth nothing', async () => {
    const an = await product.customer()
    const before = an.cookies.get('session')!
    expect((await prove(an, { password: testPassword })).status).toBe(200)
    expect(an.cookies.get('session')).not.toBe(before)
    const attacker = product.visitor()
    attacker.cookies.set('session', before)
    expect((await attacker.call('GET', '/api/people/session')).json()['kind']).toBe('stranger')
  })

  test('does not make the session last longer', async () => {
    const an = await product.customer()
    product.db.clock.advance(29 * 24 * 60 * minute)
    expect((await prove(an, { password: testPassword })).status).toBe(200)
    product.db.clock.advance(25 * 60 * minute)
    expect((await an.call('GET', '/api/people/session')).json()['kind']).toBe('stranger')
  })

  test('is asked of programs as a problem', async () => {
    const an = await product.customer()
    later()
    const refused = await an.call('GET', '/api/people/factors/app')
    expect([refused.status, refused.json()['code']]).toEqual([403, 'proof-needed'])
    expect((await prove(an, { password: 'wrong' })).status).toBe(422)
    expect(await begin(an)).toBe(403)
    expect((await prove(an, { password: testPassword })).json()).toEqual({ lasts: 600 })
    expect(await begin(an)).toBe(200)
  })

  test('needs a code too where there is a second factor, each code once', async () => {
    const nadia = await product.colleague('service-desk')
    const code = () => codeOf(castFactor(product.db.vault, nadia.email), product.db.clock.now())
    later()
    const answer = await prove(nadia, { password: testPassword })
    expect([answer.status, answer.text.includes('"field":"code"')]).toEqual([422, true])
    expect((await prove(nadia, { password: 'wrong', code: code() })).status).toBe(422)
    const shown = code()
    expect((await prove(nadia, { password: testPassword, code: shown })).status).toBe(200)
    expect((await prove(nadia, { password: testPassword, code: shown })).status).toBe(422)
    expect((await nadia.get('/console')).status).toBe(200)
  })

  test('may be a passkey, of oneself, that knows who is there', async () => {
    const [an, luc] = [await product.customer(), await product.customer()]
    const { passkey } = await addedPasskey(an)
    const { passkey: other } = await addedPasskey(luc)
    later()
    const options = () => asked(an, 'challenge?for=prove')
    expect((await prove(an, { passkey: other.shown(await options()) })).status).toBe(422)
    expect((await prove(an, { passkey: passkey.shown(await options(), { verified: false }) })).status).toBe(422)
    expect(await begin(an)).toBe(403)
    expect((await prove(an, { passkey: passkey.shown(await options()) })).status).toBe(200)
    expect(await begin(an)).toBe(200)
  })

  test('is tried as often as a password at sign-in, and no more', async () => {
    const an = await product.customer()
    for (let time = 0; time < 5; time += 1) expect((await prove(an, { password: 'wrong' })).status).toBe(422)
    expect((await prove(an, { password: testPassword })).status).toBe(429)
  })

  test('that is wrong ten times in a row ends the session, however long somebody waits in between', async () => {
    const an = await product.customer()
    const statuses = []
    for (let time = 0; time < 10; time += 1) {
      statuses.push((await prove(an, { password: 'wrong' })).status)
      product.db.clock.advance(16 * minute)
    }
    expect(statuses).toEqual([...Array<number>(9).fill(422), 401])
    expect((await an.call('GET', '/api/people/session')).json()['kind']).toBe('stranger')
  })

  test('is nothing for strangers', async () => {
    expect((await prove(product.visitor(), { password: testPassword })).status).toBe(401)
  })
})
