import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { addedPasskey, asked, type Creation, type Forged, Passkey } from '../../../test/authenticator.ts'
import { lettersTo } from '../../../test/letters.ts'
import { expire, tellOfChanges } from '../index.ts'

const minute = 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const enter = (visitor: TestVisitor, passkey: string, id?: string) =>
  visitor.call('POST', '/api/people/session/passkey', { passkey, ...(id === undefined ? {} : { id }) })
const factors = async (visitor: TestVisitor) =>
  (await visitor.call('GET', '/api/people/factors')).json<{
    appSince: string | null
    passkeys: { id: string; name: string; usedAt: string | null }[]
    recoveryCodesLeft: number
  }>()

/** Shows a passkey to the sign-in of a browser that nobody is signed in with. */
async function signInWith(passkey: Passkey, forged: Forged = {}, id?: string) {
  const visitor = product.visitor()
  const answer = await enter(visitor, passkey.shown(await asked(visitor, 'challenge?for=sign-in'), forged), id)
  return { visitor, answer }
}

/** Half a session of somebody with a second factor. */
async function half(email: string): Promise<TestVisitor> {
  const visitor = product.visitor()
  await visitor.call('POST', '/api/people/session', { id: email, password: testPassword })
  expect(await whoIs(visitor)).toBe('half')
  return visitor
}

describe('a passkey', () => {
  test('signs a customer in without an ID or a password, and is both factors', async () => {
    const an = await product.customer()
    const { passkey, codes } = await addedPasskey(an)
    expect(codes).toHaveLength(10)
    const { visitor, answer } = await signInWith(passkey)
    expect([answer.status, answer.json()['kind']]).toEqual([201, 'customer'])
    expect((await visitor.get('/en/account')).status).toBe(200)
    expect((await factors(an)).passkeys).toMatchObject([{ name: 'My phone', usedAt: expect.any(String) as string }])
  })

  test('signs a colleague in, straight into the console', async () => {
    const nadia = await product.colleague('service-desk')
    const { passkey, codes } = await addedPasskey(nadia)
    // Whoever has a factor already has had codes, or makes some.
    expect(codes).toEqual([])
    const { visitor, answer } = await signInWith(passkey)
    expect([answer.status, answer.json()['kind']]).toEqual([201, 'staff'])
    expect((await visitor.get('/console')).status).toBe(200)
  })

  test('is told to its person by a letter, with its name', async () => {
    const an = await product.customer()
    await addedPasskey(an, 'The blue key')
    await tellOfChanges(product.app.given)
    expect((await lettersTo(product, an.email)).map(({ text }) => text).join()).toContain(
      'A passkey was added: The blue key',
    )
  })

  test('is asked for without a name of anybody: the handle is not the person, and no stranger is told of a passkey', async () => {
    const an = await product.customer()
    const options = await asked<Creation>(an, 'new')
    expect(JSON.stringify(options)).not.toContain(an.person)
    expect(options.user.id).toHaveLength(43)
    await addedPasskey(an)
    expect((await asked(product.visitor(), 'challenge?for=sign-in')).allowCredentials).toEqual([])
    expect((await asked<Creation>(an, 'new')).excludeCredentials).toHaveLength(1)
  })

  test('belongs to the address of the settings, whatever a request says that it came to', async () => {
    const an = await product.customer()
    const answer = await an.get('/api/people/passkeys/new', {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    })
    expect(answer.json<Creation>().rp.id).toBe('localhost')
  })

  test('of somebody else opens nothing where an ID was typed, and one’s own does', async () => {
    const [an, luc] = [await product.customer(), await product.customer()]
    const { passkey } = await addedPasskey(luc)
    await addedPasskey(an)
    expect((await signInWith(passkey, {}, an.email)).answer.status).toBe(401)
    expect((await signInWith(passkey, {}, luc.email.toUpperCase())).answer.status).toBe(201)
  })

  test('that nobody has added opens nothing', async () => {
    const { answer, visitor } = await signInWith(new Passkey())
    expect([answer.status, answer.json()['code'], await whoIs(visitor)]).toEqual([401, 'passkey-wrong', 'stranger'])
  })

  test('that does not count is taken each time', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an, 'Synced', new Passkey(false))
    for (let time = 0; time < 2; time += 1) expect((await signInWith(passkey)).answer.status).toBe(201)
  })
})

describe('an answer of a passkey', () => {
  const wrong: [string, Forged][] = [
    ['from another origin', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['without knowing who was there', { verified: false }],
    ['to a challenge that nobody gave', { challenge: Buffer.alloc(80).toString('base64url') }],
    ['with the handle of somebody else', { userHandle: Buffer.alloc(32).toString('base64url') }],
  ]
  test.each(wrong)('%s is refused', async (_, forged) => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    expect((await signInWith(passkey, forged)).answer.status).toBe(401)
    expect((await signInWith(passkey)).answer.status).toBe(201)
  })

  test('is taken once, also when it is sent twice at the same moment', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an, 'Synced', new Passkey(false))
    const visitor = product.visitor()
    const answer = passkey.shown(await asked(visitor, 'challenge?for=sign-in'))
    const cookies = new Map(visitor.cookies)
    const again = () => {
      const other = product.visitor()
      for (const [name, value] of cookies) other.cookies.set(name, value)
      return enter(other, answer)
    }
    const statuses = (await Promise.all([again(), again(), again()])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, 401, 401])
    expect((await again()).status).toBe(401)
  })

  test('leaves no challenge in any row, only that one was answered, and not for long', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    const visitor = product.visitor()
    const options = await asked(visitor, 'challenge?for=sign-in')
    expect((await enter(visitor, passkey.shown(options))).status).toBe(201)
    const kept = await product.db.asOwner<{ challenge_hash: Buffer }>(
      'select challenge_hash from people.used_challenge',
    )
    expect(kept.length).toBeGreaterThan(0)
    const bytes = Buffer.concat(kept.map(row => row.challenge_hash)).toString('latin1')
    expect(bytes).not.toContain(Buffer.from(options.challenge, 'base64url').toString('latin1').slice(0, 16))
    product.db.clock.advance(5 * minute)
    await expire(product.app.given)
    expect(await product.db.asOwner('select challenge_hash from people.used_challenge')).toEqual([])
  })

  test('to the challenge of another browser is refused', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    const [one, other] = [product.visitor(), product.visitor()]
    await asked(other, 'challenge?for=sign-in')
    expect((await enter(other, passkey.shown(await asked(one, 'challenge?for=sign-in')))).status).toBe(401)
  })

  test('after more than five minutes is refused', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    const visitor = product.visitor()
    const options = await asked(visitor, 'challenge?for=sign-in')
    product.db.clock.advance(5 * minute)
    expect((await enter(visitor, passkey.shown(options))).status).toBe(401)
  })

  test('whose counter goes back or stands still is refused: somebody has copied the key', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    expect((await signInWith(passkey, { counter: 7 })).answer.status).toBe(201)
    expect((await signInWith(passkey, { counter: 7 })).answer.status).toBe(401)
    expect((await signInWith(passkey, { counter: 3 })).answer.status).toBe(401)
    expect((await signInWith(passkey, { counter: 0 })).answer.status).toBe(401)
    expect((await signInWith(passkey, { counter: 8 })).answer.status).toBe(201)
  })

  test.each(['', '{', 'null', '[]', '{"id":1,"response":{}}', '{"id":"x","response":null}', '"x"'])(
    'is not %s',
    async text => {
      const visitor = product.visitor()
      await asked(visitor, 'challenge?for=sign-in')
      const answer = await enter(visitor, text)
      expect([401, 422]).toContain(answer.status)
    },
  )
})

describe('a passkey as the second factor', () => {
  test('is enough beside the password, also without knowing who was there', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    const visitor = await half(an.email)
    const options = await asked(visitor, 'challenge?for=second-factor')
    expect(options.allowCredentials).toMatchObject([{ id: passkey.id }])
    const shown = passkey.shown(options, { verified: false })
    const answer = await visitor.call('POST', '/api/people/session/second-factor', { passkey: shown })
    expect([answer.status, await whoIs(visitor)]).toEqual([201, 'customer'])
  })

  test('of another person is none', async () => {
    const [an, luc] = [await product.customer(), await product.customer()]
    await addedPasskey(an)
    const { passkey } = await addedPasskey(luc)
    const visitor = await half(an.email)
    const shown = passkey.shown(await asked(visitor, 'challenge?for=second-factor'))
    const answer = await visitor.call('POST', '/api/people/session/second-factor', { passkey: shown })
    expect([answer.status, await whoIs(visitor)]).toEqual([422, 'half'])
  })

  test('shown to a challenge for it does not sign anybody in by itself', async () => {
    const an = await product.customer()
    const { passkey } = await addedPasskey(an)
    const visitor = await half(an.email)
    const shown = passkey.shown(await asked(visitor, 'challenge?for=second-factor'))
    expect((await enter(visitor, shown)).status).toBe(401)
  })
})

describe('a new passkey', () => {
  const add = (who: TestVisitor, name: string, passkey: string) =>
    who.call('POST', '/api/people/passkeys', { name, passkey })

  test.each<[string, Forged]>([
    ['from another origin', { origin: 'https://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['that does not know who is there', { verified: false }],
    ['for a challenge that nobody gave', { challenge: Buffer.alloc(80).toString('base64url') }],
  ])('%s is refused', async (_, forged) => {
    const an = await product.customer()
    const made = new Passkey().made(await asked<Creation>(an, 'new'), forged)
    expect((await add(an, 'Key', made)).status).toBe(422)
    expect((await factors(an)).passkeys).toEqual([])
  })

  test('is added once, and to nobody else', async () => {
    const [an, luc] = [await product.customer(), await product.customer()]
    const key = new Passkey()
    const made = key.made(await asked<Creation>(an, 'new'))
    expect((await add(luc, 'Key', made)).status).toBe(422)
    expect((await add(an, 'Key', made)).status).toBe(201)
    expect((await add(an, 'Key', made)).status).toBe(422)
    expect((await add(luc, 'Key', key.made(await asked<Creation>(luc, 'new')))).status).toBe(422)
  })

  test('needs a name that can be read', async () => {
    const an = await product.customer()
    const made = new Passkey().made(await asked<Creation>(an, 'new'))
    const answer = await add(an, '\u202Eyek', made)
    expect([answer.status, answer.text.includes('"field":"name"')]).toEqual([422, true])
  })
})

describe('looking after passkeys', () => {
  test('they are renamed and removed by whoever they belong to, and by nobody else', async () => {
    const [an, luc] = [await product.customer(), await product.customer()]
    const { passkey } = await addedPasskey(an)
    await addedPasskey(an, 'Another')
    const { id } = (await factors(an)).passkeys.find(({ name }) => name === 'My phone')!
    expect((await luc.call('PATCH', `/api/people/passkeys/${id}`, { name: 'Mine' })).status).toBe(404)
    expect((await luc.call('DELETE', `/api/people/passkeys/${id}`, {})).status).toBe(404)
    expect((await luc.get(`/en/account/factors/passkeys/${id}`)).status).toBe(404)
    expect((await an.call('PATCH', `/api/people/passkeys/${id}`, { name: 'Old phone' })).status).toBe(200)
    expect((await an.get('/en/account/factors')).text).toContain('Old phone')
    expect((await an.call('DELETE', `/api/people/passkeys/${id}`, {})).status).toBe(200)
    expect((await signInWith(passkey)).answer.status).toBe(401)
  })

  test('the last factor of a colleague stays, also where two are removed at the same moment', async () => {
    const nadia = await product.colleague('service-desk')
    expect((await nadia.call('DELETE', '/api/people/factors/app', {})).json()['code']).toBe('factor-last')
    await addedPasskey(nadia)
    const { passkeys } = await factors(nadia)
    const answers = await Promise.all([
      nadia.call('DELETE', '/api/people/factors/app', {}),
      nadia.call('DELETE', `/api/people/passkeys/${passkeys[0]!.id}`, {}),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const after = await factors(nadia)
    expect((after.appSince ? 1 : 0) + after.passkeys.length).toBe(1)
  })

  test('the last factor of a customer goes with a password that is long enough alone', async () => {
    const an = await product.customer()
    await addedPasskey(an)
    const { id } = (await factors(an)).passkeys[0]!
    const remove = (password?: string) =>
      an.submit(
        `/en/account/factors/passkeys/${id}/remove`,
        password ? { password } : {},
        `/en/account/factors/passkeys/${id}`,
      )
    expect((await remove()).status).toBe(422)
    expect((await remove('not the password')).status).toBe(422)
    expect((await remove(testPassword)).headers['location']).toContain('factors.done.passkey-removed')
    expect(await factors(an)).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 })
    const again = product.visitor()
    const answer = await again.call('POST', '/api/people/session', { id: an.email, password: testPassword })
    expect(answer.json()['kind']).toBe('customer')
  })

  test('a password that is too short alone keeps the last factor', async () => {
    const an = await product.customer({ password: 'geel fietspad' })
    const visitor = product.visitor()
    await visitor.call('POST', '/api/people/session', { id: an.email, password: 'geel fietspad' })
    await addedPasskey(visitor)
    const { id } = (await factors(visitor)).passkeys[0]!
    const answer = await visitor.call('DELETE', `/api/people/passkeys/${id}`, { password: 'geel fietspad' })
    expect([answer.status, answer.text.includes('fewer than 15')]).toEqual([422, true])
  })
})
