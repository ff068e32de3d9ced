import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { addedPasskey, asked } from '../../../test/authenticator.ts'
import { done } from '../../../test/person.ts'
import { Sealed, statement } from '../../policy/statement.ts'
import { codeOf } from '../index.ts'

const minute = 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const now = () => product.db.clock.now()
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const show = (visitor: TestVisitor, code: string) => visitor.call('POST', '/api/people/session/second-factor', { code })
const left = async (who: TestVisitor) =>
  (await who.call('GET', '/api/people/factors')).json<{ recoveryCodesLeft: number }>().recoveryCodesLeft

/** Half a session of somebody with a second factor. */
async function half(email: string): Promise<TestVisitor> {
  const visitor = product.visitor()
  const answer = await visitor.call('POST', '/api/people/session', { id: email, password: testPassword })
  expect(answer.json()['kind']).toBe('half')
  return visitor
}

/** A customer with an authenticator app, whose first code is used up. */
async function guarded() {
  const who = await product.customer()
  const page = '/en/account/factors/app'
  const { text } = await who.get(page)
  const secret = /secret=([A-Z2-7]+)/.exec(text)![1]!
  const begun = /name="begun" value="([^"]+)"/.exec(text)![1]!
  const answer = await who.submit(page, { begun, code: codeOf(secret, now()) })
  expect(answer.status).toBe(200)
  const codes = [...answer.text.matchAll(/\b[0-9a-z]{5}-[0-9a-z]{5}\b/g)].map(([code]) => code)
  product.db.clock.advance(minute)
  return { who, secret, codes, begun, answer }
}

describe('a customer with an authenticator app', () => {
  test('shows a code after the password, on the page that was led to, and arrives where they wanted', async () => {
    const { who, secret } = await guarded()
    const visitor = product.visitor()
    const signedIn = await visitor.submit('/nl/sign-in?next=%2Fnl%2Fproducts', {
      id: who.email,
      password: testPassword,
    })
    expect(signedIn.headers['location']).toBe('/nl/second-factor?next=%2Fnl%2Fproducts')
    expect((await visitor.get('/nl/second-factor')).text).toContain('Zes cijfers')
    const answer = await visitor.submit(signedIn.headers['location']!, { code: codeOf(secret, now()) })
    expect(answer.headers['location']).toBe('/nl/products?done=people.done.signed-in')
    expect(await whoIs(visitor)).toBe('customer')
  })

  test('opens no page and no call of a customer with the password alone', async () => {
    const { who } = await guarded()
    const visitor = await half(who.email)
    const doors = product.app.given.doors.filter(door => door.who === 'customer' && door.method === 'GET')
    expect(doors.length).toBeGreaterThan(30)
    for (const { path } of doors) {
      const at = path.replace(':lang', 'en').replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000')
      const { status, headers } = await visitor.get(at)
      const isLed = status === 303 && headers['location']?.startsWith('/en/second-factor?next=')
      expect([path, isLed || status === 403]).toEqual([path, true])
    }
    for (const path of ['/en/account/factors', '/en/account/factors/app', '/en/account/factors/passkeys', '/en/prove'])
      expect([path, (await visitor.get(path)).headers['location']]).toEqual([
        path,
        expect.stringMatching(/second-factor/),
      ])
    const prove = await visitor.call('POST', '/api/people/session/proof', { password: testPassword })
    expect([prove.status, await whoIs(visitor)]).toEqual([403, 'half'])
    for (const path of ['/api/people/factors', '/api/people/passkeys/new', '/api/people/factors/app'])
      expect([path, (await visitor.call('GET', path)).status]).toEqual([path, 403])
  })

  test('cannot begin with another app instead of showing a code', async () => {
    const { who } = await guarded()
    const visitor = await half(who.email)
    expect((await visitor.get('/en/second-factor')).text).not.toContain('secret=')
  })

  test('is refused a code that was used, also when the app was just added with it', async () => {
    const who = await product.customer()
    const { secret, begun } = (await who.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
    const code = codeOf(secret!, now())
    expect((await who.call('PUT', '/api/people/factors/app', { begun, code })).status).toBe(200)
    const visitor = await half(who.email)
    expect((await show(visitor, code)).status).toBe(422)
    product.db.clock.advance(minute)
    expect((await show(visitor, codeOf(secret!, now()))).status).toBe(201)
  })

  test('has a session of thirty days after it, and not the hours of a colleague', async () => {
    const { who, secret } = await guarded()
    const answer = await show(await half(who.email), codeOf(secret, now()))
    expect(answer.json()).toEqual({ kind: 'customer', lasts: 30 * 24 * 3600 })
  })

  test('may use another app: the one before is worth nothing then', async () => {
    const { who, secret } = await guarded()
    const next = (await who.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
    expect(next['secret']).not.toBe(secret)
    const code = codeOf(next['secret']!, now())
    const changed = await who.call('PUT', '/api/people/factors/app', { begun: next['begun'], code })
    expect(changed.json()).toEqual({ recoveryCodes: null })
    product.db.clock.advance(minute)
    const visitor = await half(who.email)
    expect((await show(visitor, codeOf(secret, now()))).status).toBe(422)
    expect((await show(visitor, codeOf(next['secret']!, now()))).status).toBe(201)
  })

  test('needs no code any more once the app is removed', async () => {
    const { who, secret } = await guarded()
    expect((await who.submit('/en/account/factors/app/remove', {})).status).toBe(422)
    const removed = await who.submit('/en/account/factors/app/remove', { password: testPassword })
    expect(removed.headers['location']).toBe('/en/account/factors?done=factors.done.app-removed')
    const visitor = product.visitor()
    await visitor.call('POST', '/api/people/session', { id: who.email, password: testPassword })
    expect(await whoIs(visitor)).toBe('customer')
    expect((await show(visitor, codeOf(secret, now()))).status).toBe(403)
  })

  test('keeps a key that somebody else began with to nobody', async () => {
    const [one, other] = [await product.customer(), await product.customer()]
    const { secret, begun } = (await one.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
    const answer = await other.call('PUT', '/api/people/factors/app', { begun, code: codeOf(secret!, now()) })
    expect(answer.status).toBe(422)
  })
})

describe('recovery codes', () => {
  test('come with the first factor, ten of them, shown once, to copy and to keep as text', async () => {
    const { who, codes, answer } = await guarded()
    expect(new Set(codes.slice(0, 10)).size).toBe(10)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.text).toContain('download="recovery-codes.txt"')
    expect((await who.get('/en/account/factors')).text).toContain('10 of your recovery codes were not used yet')
    expect((await who.get('/en/account/factors')).text).not.toContain(codes[0])
    await addedPasskey(who)
    expect(await left(who)).toBe(10)
  })

  test('stand in for a code, once each, however they are typed', async () => {
    const { who, codes } = await guarded()
    const visitor = await half(who.email)
    expect((await visitor.get('/en/second-factor')).text).toContain('You have 10 recovery codes left')
    const typed = ` ${codes[0]!.toUpperCase().replace('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')} `
    expect((await visitor.submit('/en/second-factor', { recovery: typed })).status).toBe(303)
    expect(await whoIs(visitor)).toBe('customer')
    expect(await left(who)).toBe(9)
    const again = await half(who.email)
    const refused = await again.submit('/en/second-factor', { recovery: codes[0]! })
    expect([refused.status, refused.text.includes('or it was used already')]).toEqual([422, true])
    expect((await show(again, codes[1]!)).status).toBe(201)
  })

  test('open one session when two show the same one at the same moment', async () => {
    const { who, codes } = await guarded()
    const halves = await Promise.all([half(who.email), half(who.email), half(who.email)])
    const statuses = (await Promise.all(halves.map(visitor => show(visitor, codes[3]!)))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, 422, 422])
  })

  test('are nobody else’s', async () => {
    const [one, other] = [await guarded(), await guarded()]
    expect((await show(await half(one.who.email), other.codes[0]!)).status).toBe(422)
  })

  test('are counted as tries like codes of an app: nobody guesses them', async () => {
    const { who, codes } = await guarded()
    const visitor = await half(who.email)
    for (let time = 0; time < 5; time += 1) expect((await show(visitor, 'aaaaa-aaaaa')).status).toBe(422)
    expect((await show(visitor, codes[0]!)).status).toBe(429)
    product.db.clock.advance(minute)
    expect((await show(visitor, codes[0]!)).status).toBe(201)
  })

  test('that are new take the place of all before', async () => {
    const { who, codes } = await guarded()
    const made = await who.call('POST', '/api/people/factors/recovery-codes')
    const { recoveryCodes } = made.json<{ recoveryCodes: string[] }>()
    expect([made.status, recoveryCodes.length]).toEqual([201, 10])
    expect((await show(await half(who.email), codes[0]!)).status).toBe(422)
    expect((await show(await half(who.email), recoveryCodes[0]!)).status).toBe(201)
  })

  test('are made for nobody without a factor', async () => {
    const who = await product.customer()
    expect((await who.call('POST', '/api/people/factors/recovery-codes')).json()['code']).toBe('factor-none')
    expect((await who.submit('/en/account/factors/recovery', {})).status).toBe(422)
  })

  test('stand in no row as they are', async () => {
    const { codes } = await guarded()
    const rows = await product.db.asOwner<{ code_hash: Buffer }>('select code_hash from people.recovery_code')
    const kept = rows.map(row => row.code_hash.toString('latin1') + row.code_hash.toString('hex')).join()
    for (const code of codes) expect(kept).not.toContain(code.replace('-', ''))
    expect(rows.every(row => row.code_hash.length === 32)).toBe(true)
  })
})

describe('a colleague whose factor stands at its former place', () => {
  /** As it was kept before factors had a table of their own. */
  async function former() {
    const who = await product.colleague('service-desk')
    const { secret } = await beginning(who)
    await product.db.asOwner('delete from people.totp where person_id = $1', [who.person])
    const kept = statement<'people.change-factors'>({
      name: 'test-former-factor',
      text: 'update people.staff set second_factor = $2, last_counter = 0 where person_id = $1',
      values: [who.person, new Sealed('people.staff.second_factor', secret)],
    })
    const { gate } = product.app.given
    const act = { act: 'people.change-factors', actor: { kind: 'stranger' }, subject: { person: who.person } } as const
    done(await gate.write(act, { kept }))
    return { who, secret: secret! }
  }
  const beginning = async (who: TestVisitor) =>
    (await who.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
  const places = async (person: string) => {
    const [row] = await product.db.asOwner<{ former: boolean; present: boolean }>(
      `select second_factor is not null as former,
              exists (select from people.totp t where t.person_id = s.person_id) as present
         from people.staff s where person_id = $1`,
      [person],
    )
    return row
  }

  test('signs in with it, and it moves with its next use; its code is used up all the same', async () => {
    const { who, secret } = await former()
    expect(await places(who.person)).toEqual({ former: true, present: false })
    const code = codeOf(secret, now())
    expect((await show(await half(who.email), code)).status).toBe(201)
    expect(await places(who.person)).toEqual({ former: false, present: true })
    expect((await show(await half(who.email), code)).status).toBe(422)
    product.db.clock.advance(minute)
    expect((await show(await half(who.email), codeOf(secret, now()))).status).toBe(201)
  })

  test('moves it once when two show a code at the same moment', async () => {
    const { who, secret } = await former()
    const halves = [await half(who.email), await half(who.email)]
    const statuses = await Promise.all(halves.map(visitor => show(visitor, codeOf(secret, now()))))
    expect(statuses.map(({ status }) => status).sort()).toEqual([201, 422])
  })

  test('is not asked to add another', async () => {
    const { who } = await former()
    expect((await (await half(who.email)).get('/console/second-factor')).text).not.toContain('secret=')
  })

  test('keeps it while it is the last, and may replace it', async () => {
    const { who, secret } = await former()
    expect((await who.call('DELETE', '/api/people/factors/app', {})).json()['code']).toBe('factor-last')
    const next = await beginning(who)
    const changed = { begun: next['begun'], code: codeOf(next['secret']!, now()) }
    expect((await who.call('PUT', '/api/people/factors/app', changed)).status).toBe(200)
    expect(await places(who.person)).toEqual({ former: false, present: true })
    product.db.clock.advance(minute)
    expect((await show(await half(who.email), codeOf(secret, now()))).status).toBe(422)
    await addedPasskey(who)
    expect((await who.call('DELETE', '/api/people/factors/app', {})).status).toBe(200)
  })
})

describe('a colleague who has a passkey and no app', () => {
  test('cannot add an app with the password alone', async () => {
    const who = await product.colleague('service-desk')
    await addedPasskey(who)
    expect((await who.call('DELETE', '/api/people/factors/app', {})).status).toBe(200)
    const visitor = await half(who.email)
    const page = await visitor.get('/console/second-factor')
    expect([page.status, page.text.includes('secret=')]).toEqual([200, false])
    expect((await asked(visitor, 'challenge?for=second-factor')).allowCredentials).toHaveLength(1)
  })
})
