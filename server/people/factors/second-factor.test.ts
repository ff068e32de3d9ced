import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { castFactor, codeOf } from '../index.ts'

const minute = 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const codeFor = (email: string, from = 0) =>
  codeOf(castFactor(product.db.vault, email), new Date(product.db.clock.now().getTime() + from))
const whoIs = async (visitor: TestVisitor) => (await visitor.call('GET', '/api/people/session')).json()['kind']
const show = (visitor: TestVisitor, code: string) => visitor.call('POST', '/api/people/session/second-factor', { code })

/** A colleague who has shown the password and not yet the code. */
async function half(given: { email: string }): Promise<TestVisitor> {
  const visitor = product.visitor()
  await visitor.call('POST', '/api/people/session', { id: given.email, password: testPassword })
  return visitor
}

/** A colleague of whom no code was used yet, at this moment. */
async function colleague() {
  const who = await product.colleague('service-desk')
  product.db.clock.advance(minute)
  return who
}

describe('a colleague with a password alone', () => {
  test('opens nothing of the console, and no account of a customer', async () => {
    const visitor = await half(await colleague())
    expect(await whoIs(visitor)).toBe('half')
    for (const path of ['/console', '/console/acknowledge', '/en/account'])
      expect([path, (await visitor.get(path)).status === 200]).toEqual([path, false])
  })

  test('has ten minutes for the second factor', async () => {
    const visitor = await half(await colleague())
    product.db.clock.advance(10 * minute)
    expect(await whoIs(visitor)).toBe('stranger')
  })
})

describe('a code', () => {
  test('opens a session with another token than before: none can be planted', async () => {
    const who = await colleague()
    const visitor = await half(who)
    const before = visitor.cookies.get('session')!
    expect((await show(visitor, codeFor(who.email))).status).toBe(201)
    expect(visitor.cookies.get('session')).not.toBe(before)
    expect(await whoIs(visitor)).toBe('staff')
    const attacker = product.visitor()
    attacker.cookies.set('session', before)
    expect(await whoIs(attacker)).toBe('stranger')
  })

  test('may be typed with a space, and half a minute early or late', async () => {
    for (const from of [-30_000, 0, 30_000]) {
      const who = await colleague()
      const code = codeFor(who.email, from)
      expect((await show(await half(who), `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(201)
    }
  })

  test('of a minute ago or ahead is wrong', async () => {
    for (const from of [-60_000, 60_000]) {
      const who = await colleague()
      expect((await show(await half(who), codeFor(who.email, from))).status).toBe(422)
    }
  })

  test('is good once: seen over a shoulder it opens nothing', async () => {
    const who = await colleague()
    const code = codeFor(who.email)
    expect((await show(await half(who), code)).status).toBe(201)
    const answer = await show(await half(who), code)
    expect([answer.status, answer.text.includes('used already')]).toEqual([422, true])
  })

  test('is good once also for two who show it at the same moment', async () => {
    const who = await colleague()
    const code = codeFor(who.email)
    const halves = await Promise.all([half(who), half(who), half(who)])
    const answers = await Promise.all(halves.map(visitor => show(visitor, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422])
  })

  test('shown twice at once from one browser is one session', async () => {
    const who = await colleague()
    const visitor = await half(who)
    const { csrf } = (await visitor.call('GET', '/api/people/session')).json<{ csrf: string }>()
    const headers = {
      cookie: `session=${visitor.cookies.get('session')}`,
      'content-type': 'application/json',
      'x-csrf-token': csrf,
    }
    const send = () =>
      product.app.server.inject({
        method: 'POST',
        url: '/api/people/session/second-factor',
        headers,
        payload: JSON.stringify({ code: codeFor(who.email) }),
      })
    const statuses = (await Promise.all([send(), send()])).map(({ statusCode }) => statusCode)
    expect(statuses.filter(status => status === 201)).toHaveLength(1)
    expect(statuses.filter(status => status >= 500)).toEqual([])
  })

  test.each(['000000', '12345', '1234567890123', 'abcdef', '１２３４５６', ''])('is not %s', async code => {
    const who = await colleague()
    expect((await show(await half(who), code)).status).toBe(422)
  })
})

describe('wrong codes', () => {
  test('many at once are slowed down like many one after another', async () => {
    const who = await colleague()
    const visitor = await half(who)
    const answers = await Promise.all(Array.from({ length: 12 }, () => show(visitor, '000000')))
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7)
    expect((await show(visitor, codeFor(who.email))).status).toBe(429)
  })

  test('ten in a row end the half session, and the password does not make the count begin anew', async () => {
    const who = await colleague()
    const visitor = await half(who)
    for (let wrong = 1; wrong < 10; wrong += 1) {
      expect([wrong, (await show(visitor, '000000')).status]).toEqual([wrong, 422])
      product.db.clock.advance(20_000)
    }
    const tenth = await show(visitor, '000000')
    expect([tenth.status, tenth.json()['code']]).toEqual([401, 'sign-in-ended'])
    expect(await whoIs(visitor)).toBe('stranger')
    const again = await half(who)
    expect((await show(again, codeFor(who.email))).status).toBe(429)
    product.db.clock.advance(minute)
    expect((await show(again, codeFor(who.email))).status).toBe(201)
  })

  test('on the page bring back to the password, with a sentence that says why', async () => {
    const who = await colleague()
    const visitor = await half(who)
    for (let wrong = 1; wrong < 10; wrong += 1) {
      expect((await visitor.submit('/console/second-factor', { code: '000000' })).status).toBe(422)
      product.db.clock.advance(20_000)
    }
    const { status, headers } = await visitor.submit('/console/second-factor', { code: '000000' })
    expect([status, headers['location'], visitor.cookies.has('session')]).toEqual([303, '/en/sign-in?why=codes', false])
    expect((await visitor.get('/en/sign-in?why=codes')).text).toContain('Ten codes in a row were wrong')
  })
})

test('a colleague arrives at the page of the console that was wanted', async () => {
  const who = await colleague()
  const visitor = product.visitor()
  const { headers } = await visitor.get('/console/acknowledge')
  const signedIn = await visitor.submit(headers['location']!, { id: who.email, password: testPassword })
  expect(signedIn.headers['location']).toBe(`/console/second-factor?next=${encodeURIComponent('/console/acknowledge')}`)
  const answer = await visitor.submit(signedIn.headers['location']!, { code: codeFor(who.email) })
  expect(answer.headers['location']).toBe('/console/acknowledge?done=people.done.signed-in')
})

test('half a colleague who opens the console is asked for the second factor, and a whole one is not asked again', async () => {
  const who = await colleague()
  const visitor = await half(who)
  const next = `/console/second-factor?next=${encodeURIComponent('/console/acknowledge')}`
  expect((await visitor.get('/console/acknowledge')).headers['location']).toBe(next)
  expect((await who.get(next)).headers['location']).toBe('/console/acknowledge')
  expect((await product.visitor().get('/console/second-factor')).headers['location']).toBe('/en/sign-in')
  expect((await visitor.get('/en/account')).status).toBe(403)
})
