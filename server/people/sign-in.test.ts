import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../test/app.ts'
import { erasePerson, expire } from './index.ts'

const minute = 60_000
const hour = 60 * minute
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const signIn = (id: string, password: string, visitor = product.visitor()) =>
  visitor.call('POST', '/api/people/session', { id, password })
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const sessions = (person: string) =>
  product.db.asOwner<{ kind: string }>('select kind from people.session where person_id = $1', [person])

/** Which acts the gate was asked for while something was done. */
async function actsOf(work: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = []
  const { gate } = product.app
  const spies = (['read', 'write'] as const).map(name => {
    const real = gate[name]
    return vi.spyOn(gate, name).mockImplementation(((request: { act: string }, statements: never) => {
      calls.push(`${name} ${request.act}`)
      return real(request as never, statements)
    }) as never)
  })
  await work()
  for (const spy of spies) spy.mockRestore()
  return calls
}

describe('an unknown ID', () => {
  test('gets the answer of a wrong password, word for word, on the page and in the API', async () => {
    const { email } = await product.customer()
    const page = async (id: string) => {
      const { status, text } = await product.visitor().submit('/en/sign-in', { id, password: 'a wrong password' })
      return [status, text.replaceAll(id, 'ID').replaceAll(/name="csrf" value="[^"]+"/g, '')]
    }
    expect(await page('nobody@customer.example')).toEqual(await page(email))
    const call = async (id: string) => {
      const { status, text } = await signIn(id, 'a wrong password')
      return [status, text]
    }
    expect(await call('nobody@customer.example')).toEqual(await call(email))
  })

  test('asks the gate for the same as a wrong password, and leaves no line of evidence either', async () => {
    const { email } = await product.customer()
    const lines = () => product.db.asOwner('select count(*) from audit.evidence')
    const before = await lines()
    const unknown = await actsOf(() => signIn('nobody-else@customer.example', 'a wrong password'))
    const wrong = await actsOf(() => signIn(email, 'a wrong password'))
    expect(unknown).toEqual(wrong)
    expect(wrong).toEqual([
      'write people.count-attempt',
      'read people.check-credentials',
      // What somebody's history says of it; on nobody, for an ID that nobody has.
      'write people.count-attempt',
    ])
    expect(await lines()).toEqual(before)
  })

  test('is slowed down like a known one', async () => {
    const { email } = await product.customer()
    for (const id of [email, 'never-there@customer.example']) {
      const answers = []
      for (let time = 0; time < 7; time += 1) answers.push(await signIn(id, 'a wrong password'))
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429])
      expect(answers[5]?.headers['retry-after']).toBe('1')
    }
  })
})

describe('tries', () => {
  test('many at once count like many one after another, and the right password waits too', async () => {
    const { email } = await product.customer()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(email, 'a wrong password')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
    expect((await signIn(email, testPassword)).status).toBe(429)
    product.db.clock.advance(1000)
    expect((await signIn(email, testPassword)).status).toBe(201)
    expect((await signIn(email, 'a wrong password')).status).toBe(401)
  })

  test('that have to wait say the same of the right password as of a wrong one', async () => {
    const { email } = await product.customer()
    for (let time = 0; time < 5; time += 1) await signIn(email, 'a wrong password')
    const [right, wrong] = [await signIn(email, testPassword), await signIn(email, 'a wrong password')]
    expect(right.status).toBe(429)
    expect([right.status, right.text, right.headers['retry-after']]).toEqual([
      wrong.status,
      wrong.text,
      wrong.headers['retry-after'],
    ])
  })

  test('with other capitals or wide letters count as the same ID', async () => {
    const { email } = await product.customer()
    const wide = email.replace('person', 'ｐｅｒｓｏｎ')
    for (const id of [email, email.toUpperCase(), ` ${email} `, wide, email]) await signIn(id, 'a wrong password')
    expect((await signIn(email, testPassword)).status).toBe(429)
  })

  test('are forgotten after a day when they were few, and only after thirty when they were many', async () => {
    const count = async () => Number((await product.db.asOwner('select count(*) from people.attempt'))[0]?.['count'])
    await expireAll()
    for (let time = 0; time < 3; time += 1) await signIn('few@customer.example', 'a wrong password')
    for (let time = 0; time < 5; time += 1) await signIn('many@customer.example', 'a wrong password')
    expect(await count()).toBe(2)
    product.db.clock.advance(25 * hour)
    await expire(product.app.given)
    expect(await count()).toBe(1)
    await expireAll()
    expect(await count()).toBe(0)
  })

  async function expireAll() {
    product.db.clock.advance(31 * 24 * hour)
    await expire(product.app.given)
  }

  test('show nobody whose they were, not even beside the accounts', async () => {
    const { email } = await product.customer()
    await signIn(email, 'a wrong password')
    expect(await product.db.asOwner('select from people.attempt join people.account using (identifier_hash)')).toEqual(
      [],
    )
  })
})

describe('a password', () => {
  test('works however its accents were typed, and with its spaces', async () => {
    const password = '  éèà très long mot de passe  '
    const { email } = await product.customer({ password })
    expect((await signIn(email, password.normalize('NFD'))).status).toBe(201)
    expect((await signIn(email, password.trim())).status).toBe(401)
  })
  test('of a megabyte is too much, and costs no hashing', async () => {
    const { email } = await product.customer()
    const long = 'x'.repeat(1_000_000)
    const acts = await actsOf(async () => {
      expect((await signIn(email, long)).status).toBe(413)
      expect((await product.visitor().submit('/en/sign-in', { id: email, password: long })).status).toBe(413)
    })
    expect(acts).toEqual([])
  })
})

describe('a session', () => {
  test('is checked with each request in one round trip', async () => {
    const customer = await product.customer()
    await customer.get('/en/sign-up')
    const run = vi.spyOn(product.app.given.connections, 'run')
    const answer = await customer.get('/en/sign-up')
    expect([answer.status, run.mock.calls.length]).toEqual([303, 1])
    run.mockRestore()
  })

  test('without a cookie, the database is not asked at all', async () => {
    const visitor = product.visitor()
    const run = vi.spyOn(product.app.given.connections, 'run')
    await visitor.get('/en/sign-up')
    expect(run.mock.calls.length).toBe(0)
    run.mockRestore()
  })

  test('that a stranger makes up, or plants in somebody’s browser, is nobody’s', async () => {
    const { email } = await product.customer()
    const visitor = product.visitor()
    visitor.cookies.set('session', 'planted-by-somebody-else')
    expect(await whoIs(visitor)).toBe('stranger')
    await signIn(email, testPassword, visitor)
    expect(visitor.cookies.get('session')).not.toBe('planted-by-somebody-else')
    expect(await whoIs(visitor)).toBe('customer')
    const attacker = product.visitor()
    attacker.cookies.set('session', 'planted-by-somebody-else')
    expect(await whoIs(attacker)).toBe('stranger')
  })

  test('is kept as a hash: what stands in the database opens nothing', async () => {
    const { person, cookies } = await product.customer()
    const [row] = await product.db.asOwner<{ token_hash: Buffer }>(
      'select token_hash from people.session where person_id = $1',
      [person],
    )
    for (const stolen of ['hex', 'base64', 'base64url'] as const) {
      const visitor = product.visitor()
      visitor.cookies.set('session', row!.token_hash.toString(stolen))
      expect(await whoIs(visitor)).toBe('stranger')
    }
    expect(cookies.get('session')).toHaveLength(86)
  })

  test('of a customer ends after thirty days, even when used every day', async () => {
    const customer = await product.customer()
    for (let days = 1; days < 30; days += 1) {
      product.db.clock.advance(24 * hour)
      await customer.get('/en/sign-up')
    }
    expect(await whoIs(customer)).toBe('customer')
    product.db.clock.advance(24 * hour)
    expect(await whoIs(customer)).toBe('stranger')
    await expire(product.app.given)
    expect(await sessions(customer.person)).toEqual([])
  })

  test('of a colleague ends after an hour without a request', async () => {
    const colleague = await product.colleague('service-desk')
    for (let times = 0; times < 3; times += 1) {
      product.db.clock.advance(50 * minute)
      expect(await whoIs(colleague)).toBe('staff')
    }
    product.db.clock.advance(61 * minute)
    expect(await whoIs(colleague)).toBe('stranger')
  })

  test('of a colleague ends after twelve hours, even when used all the time', async () => {
    const colleague = await product.colleague('service-desk')
    for (let times = 0; times < 23; times += 1) {
      product.db.clock.advance(30 * minute)
      await colleague.get('/en/sign-up')
    }
    expect(await whoIs(colleague)).toBe('staff')
    product.db.clock.advance(30 * minute)
    expect(await whoIs(colleague)).toBe('stranger')
  })

  test('of a colleague who is suspended ends at once, and no other begins, not even as a customer', async () => {
    const colleague = await product.colleague('service-desk')
    await product.db.asOwner('update people.staff set suspended_at = $2 where person_id = $1', [
      colleague.person,
      product.db.clock.now(),
    ])
    expect(await whoIs(colleague)).toBe('stranger')
    expect((await colleague.get('/console')).status).toBe(303)
    expect((await signIn(colleague.email, testPassword)).status).toBe(401)
  })

  test('of a person who is erased is nobody’s', async () => {
    const customer = await product.customer()
    await erasePerson(product.app.given, customer.email)
    expect(await whoIs(customer)).toBe('stranger')
    expect((await signIn(customer.email, testPassword)).status).toBe(401)
  })

  test('that is opened in the place of another ends that one', async () => {
    const customer = await product.customer()
    const token = customer.cookies.get('session')!
    const { csrf } = (await customer.call('GET', '/api/people/session')).json<{ csrf: string }>()
    const again = await product.app.server.inject({
      method: 'POST',
      url: '/api/people/session',
      headers: { cookie: `session=${token}`, 'content-type': 'application/json', 'x-csrf-token': csrf },
      payload: JSON.stringify({ id: customer.email, password: testPassword }),
    })
    expect(again.statusCode).toBe(201)
    expect(await whoIs(customer)).toBe('stranger')
    expect(await sessions(customer.person)).toHaveLength(1)
  })
})

describe('signing out', () => {
  test('ends the session on the server: the cookie that somebody copied opens nothing', async () => {
    const customer = await product.customer()
    const copy = product.visitor()
    copy.cookies.set('session', customer.cookies.get('session')!)
    const answer = await customer.submit('/en/sign-out', {}, '/en/privacy')
    expect([answer.status, answer.headers['location']]).toEqual([303, '/en?done=people.done.signed-out'])
    expect([customer.cookies.has('session'), await whoIs(copy)]).toEqual([false, 'stranger'])
    expect(await sessions(customer.person)).toEqual([])
  })

  test('over the API ends it too, and doing so twice is no fault', async () => {
    const customer = await product.customer()
    expect((await customer.call('DELETE', '/api/people/session')).json()).toEqual({ signedOut: true })
    expect((await customer.call('DELETE', '/api/people/session')).json()).toEqual({ signedOut: true })
    expect(await sessions(customer.person)).toEqual([])
  })

  test('cannot be done by a link, nor from another site, nor without the form’s token', async () => {
    const customer = await product.customer()
    expect((await customer.get('/en/sign-out')).status).toBe(405)
    const cookie = `session=${customer.cookies.get('session')}`
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie }
    for (const headers of [{ ...form, origin: 'https://evil.example' }, form]) {
      const answer = await product.app.server.inject({
        method: 'POST',
        url: '/en/sign-out',
        headers,
        payload: 'csrf=x',
      })
      expect(answer.statusCode).toBe(403)
    }
    const call = await product.app.server.inject({ method: 'DELETE', url: '/api/people/session', headers: { cookie } })
    expect(call.statusCode).toBe(403)
    expect(await whoIs(customer)).toBe('customer')
  })
})

describe('the page that was wanted', () => {
  test('is where somebody arrives after signing in', async () => {
    const { email } = await product.customer()
    const visitor = product.visitor()
    const wanted = await visitor.get('/en/account?tab=who')
    expect(wanted.headers['location']).toBe(`/en/sign-in?next=${encodeURIComponent('/en/account?tab=who')}`)
    const page = await visitor.get(wanted.headers['location']!)
    expect(page.text).toContain('action="/en/sign-in?next=%2Fen%2Faccount%3Ftab%3Dwho"')
    const answer = await visitor.submit(wanted.headers['location']!, { id: email, password: testPassword })
    expect(answer.headers['location']).toBe('/en/account?tab=who&done=people.done.signed-in')
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\tevil.example',
    '\\\\evil.example',
    '/api/people/session',
    '/console',
    // What no browser sends unencoded, and no header can carry.
    '/en/€',
    '/\u200b',
    '',
  ])('is never “%s” for a customer', async next => {
    const { email } = await product.customer()
    const path = `/en/sign-in?next=${encodeURIComponent(next)}`
    const answer = await product.visitor().submit(path, { id: email, password: testPassword })
    expect(answer.headers['location']).toBe('/en/account?done=people.done.signed-in')
  })

  test('to sign in or up is the account, for somebody who is signed in', async () => {
    const customer = await product.customer()
    for (const path of ['/en/sign-in', '/en/sign-up']) {
      const { status, headers } = await customer.get(path)
      expect([status, headers['location']]).toEqual([303, '/en/account'])
    }
    const colleague = await product.colleague('service-desk')
    expect((await colleague.get('/nl/sign-in')).headers['location']).toBe('/console')
  })
})

describe('the cookie of a session', () => {
  async function cookieAt(publicUrl: string): Promise<string> {
    const other = await testApp({ publicUrl })
    try {
      const { email } = await other.customer()
      const answer = await other.app.server.inject({
        method: 'POST',
        url: '/api/people/session',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ id: email, password: testPassword }),
      })
      return String(answer.headers['set-cookie'])
    } finally {
      await other.close()
    }
  }

  test('is httpOnly, Lax and of this host alone', async () => {
    expect(await cookieAt('http://localhost:8080')).toMatch(
      /^session=[\w-]{86}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })
  test('is also Secure on https, under a name that only this host can set', async () => {
    expect(await cookieAt('https://my.company.example')).toMatch(
      /^__Host-session=[\w-]{86}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })
})
