import { Type } from 'typebox'
import { afterEach, describe, expect, test } from 'vitest'
import { movableClock } from '../clock.ts'
import {
  createServer,
  fault,
  invalid,
  problem,
  redirect,
  refused,
  reply,
  RouteFaults,
  routesFor,
  Unavailable,
  type Face,
  type Route,
  type ServerOptions,
} from './index.ts'

type Visitor =
  { kind: 'stranger' } | { kind: 'customer'; session: string; name: string } | { kind: 'staff'; session: string }
const { api, file, form, page } = routesFor<Visitor>()

const face: Face<Visitor, object> = {
  document: (shown, request) =>
    `<html lang="${request.language}"><title>${shown.title}</title><body>${String(shown.body)}</body></html>`,
  faultPage: shown => ({
    title: shown.code,
    body: `${shown.code} ${shown.reference ?? ''} ${JSON.stringify(shown.errors ?? [])}`,
  }),
  sayFault: shown => ({ title: shown.code }),
  sayField: shown => shown.code,
}

const askName = page({
  path: '/:lang/name',
  act: 'public',
  who: 'anyone',
  render: request => ({ title: 'Name', body: `csrf=${request.csrf};` }),
})
const takeName = form({
  path: '/:lang/name',
  act: 'public',
  who: 'anyone',
  body: Type.Object({
    name: Type.String({ maxLength: 10 }),
    email: Type.Optional(Type.String({ format: 'email' })),
    password: Type.Optional(Type.String({ format: 'password', minLength: 8 })),
  }),
  again: request => ({ title: 'Name', body: JSON.stringify({ typed: request.typed, faults: request.faults }) }),
  handle: request =>
    request.body.name === 'Nobody'
      ? invalid({ field: 'name', message: 'somebody' })
      : redirect(`/${request.language}/name`, { done: 'names.done.saved' }),
})
const call = api({
  method: 'POST',
  path: '/api/things/:id',
  act: 'things.make',
  who: 'anyone',
  params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  body: Type.Object({ count: Type.Integer({ minimum: 1 }), names: Type.Optional(Type.Array(Type.String())) }),
  response: Type.Object({ count: Type.Integer() }),
  problems: { 'window-closed': 409 },
  handle: ({ body }) => {
    if (body.count === 13)
      return refused({ code: 'category-not-promised', act: 'things.make', clause: '3.2', version: 4 })
    if (body.count === 14) return problem('window-closed', 'It closed yesterday')
    if (body.count === 15) throw new Error('the secret word is leek')
    if (body.count === 16) throw new Unavailable('no database', 7)
    return reply({ count: body.count, secret: 'never leaves' } as { count: number }, { status: 201 })
  },
})
const account = page({
  path: '/:lang/account',
  act: 'profile.view',
  who: 'customer',
  render: ({ visitor }) => ({ title: 'Account', body: visitor.name }),
})
const privacy = page({
  path: '/:lang/privacy',
  act: 'public',
  who: 'anyone',
  render: () => ({ title: 'Privacy', body: 'policy' }),
})
const list = file({
  path: '/:lang/list.csv',
  act: 'public',
  who: 'anyone',
  type: 'text/csv; charset=utf-8',
  answer: () => ({ content: 'a,b\n', download: 'Liste à moi.csv' }),
})
const gone = page({ path: '/:lang/gone', act: 'public', who: 'anyone', render: () => fault('not-found') })

const clock = movableClock('2026-11-23T09:00:00Z')
const logged: { fields: Readonly<Record<string, unknown>>; message: string }[] = []
const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  logged.length = 0
  await Promise.all(open.splice(0).map(app => app.close()))
})

async function start(changes: Partial<ServerOptions<Visitor, object>> = {}) {
  const app = await createServer<Visitor, object>({
    routes: [askName, takeName, call, account, privacy, list, gone],
    identify: async credentials => {
      const session = credentials.cookie('session')
      if (session === 'staff') return { kind: 'staff', session }
      return session === undefined ? { kind: 'stranger' } : { kind: 'customer', session, name: 'An Maes' }
    },
    stranger: { kind: 'stranger' },
    words: () => ({}),
    face,
    entrance: (_who, language) => `/${language}/sign-in`,
    clock,
    secret: 'a secret of more than thirty-two characters',
    publicUrl: 'http://localhost:8080',
    log: { info: () => {}, error: (fields, message) => logged.push({ fields, message }) },
    ...changes,
  })
  open.push(app)
  return app
}

const id = '0193a5a0-0000-7000-8000-000000000001'
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }
async function withForm(app: Awaited<ReturnType<typeof start>>, cookies: Record<string, string> = {}) {
  const shown = await app.inject({ url: '/en/name', cookies })
  const jar = { ...cookies, ...Object.fromEntries(shown.cookies.map(({ name, value }) => [name, value])) }
  return { shown, jar, csrf: /csrf=([^;]+);/.exec(shown.body)?.[1] ?? '' }
}
const post = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

describe('routes', () => {
  test('a route without an act, or without a response schema, keeps the server from starting', async () => {
    const bad = [
      { ...askName, act: '' },
      { ...call, response: undefined as unknown as Route['response'] },
    ]
    await expect(start({ routes: bad })).rejects.toThrow(RouteFaults)
    await expect(start({ routes: bad })).rejects.toThrow(/names no act[\s\S]*no response schema/)
  })

  test('a route that names an act which nobody declares keeps the server from starting', async () => {
    await expect(start({ acts: new Set(['profile.view']) })).rejects.toThrow(/things\.make/)
  })

  test('a page has the path words of each language, and the English word leads there', async () => {
    const app = await start()
    expect((await app.inject('/nl/privacybeleid')).statusCode).toBe(200)
    const moved = await app.inject('/nl/privacy?x=1')
    expect([moved.statusCode, moved.headers.location]).toEqual([308, '/nl/privacybeleid?x=1'])
  })

  test('the root leads to the language of the browser and says what it depends on', async () => {
    const app = await start()
    const answer = await app.inject({ url: '/', headers: { 'accept-language': 'es, de-AT;q=0.8, en;q=0.5' } })
    expect([answer.statusCode, answer.headers.location, answer.headers.vary]).toEqual([302, '/de', 'Accept-Language'])
  })

  test('only the members of the response schema leave', async () => {
    const app = await start()
    const answer = await app.inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: 2 } })
    expect([answer.statusCode, answer.json()]).toEqual([201, { count: 2 }])
  })

  test('a download has its name in UTF-8 and in plain letters', async () => {
    const app = await start()
    const answer = await app.inject('/fr/list.csv')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="Liste_moi.csv"; filename*=UTF-8''Liste%20%C3%A0%20moi.csv`,
    )
  })
})

describe('who', () => {
  test('a stranger who opens a customer page is led to sign in, and back afterwards', async () => {
    const app = await start()
    const answer = await app.inject('/nl/account?tab=2')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/nl/sign-in?next=%2Fnl%2Faccount%3Ftab%3D2'])
  })

  test('somebody else who is signed in gets 403', async () => {
    const app = await start()
    const answer = await app.inject({ url: '/nl/account', cookies: { session: 'staff' } })
    expect([answer.statusCode, answer.body.includes('not-for-you')]).toEqual([403, true])
  })

  test('a page for a visitor is kept nowhere; a page for everybody sets no cookie', async () => {
    const app = await start()
    const own = await app.inject({ url: '/nl/account', cookies: { session: 's1' } })
    expect([own.statusCode, own.headers['cache-control'], own.body.includes('An Maes')]).toEqual([
      200,
      'no-store',
      true,
    ])
    const everybody = await app.inject('/nl/privacybeleid')
    expect([everybody.headers['cache-control'], everybody.headers['set-cookie']]).toEqual(['no-cache', undefined])
  })
})

describe('form tokens', () => {
  test('the page of an anonymous form sets one httpOnly cookie, __Host- on https', async () => {
    const plain = await withForm(await start())
    expect(plain.shown.headers['set-cookie']).toMatch(/^form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const secure = await withForm(await start({ publicUrl: 'https://my.hesbia.example' }))
    expect(secure.shown.headers['set-cookie']).toMatch(
      /^__Host-form=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('a form with its token is handled', async () => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    const answer = await app.inject({
      method: 'POST',
      url: '/en/name',
      headers: formHeaders,
      cookies: jar,
      payload: post({ csrf, name: 'An' }),
    })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/en/name?done=names.done.saved'])
  })

  test.each(['', 'x', 'abc.def', `${'a'.repeat(16)}.${'b'.repeat(43)}`])(
    'a forged token %j is refused',
    async forged => {
      const app = await start()
      const { jar } = await withForm(app)
      const answer = await app.inject({
        method: 'POST',
        url: '/en/name',
        headers: formHeaders,
        cookies: jar,
        payload: post({ csrf: forged, name: 'An' }),
      })
      expect([answer.statusCode, answer.body.includes('forged')]).toEqual([403, true])
    },
  )

  test('a token of one session does not work in another, nor without one', async () => {
    const app = await start()
    const { csrf } = await withForm(app, { session: 's1' })
    const statuses = await Promise.all(
      [{ session: 's1' }, { session: 's2' }, {}].map(
        async cookies =>
          (
            await app.inject({
              method: 'POST',
              url: '/en/name',
              headers: formHeaders,
              cookies,
              payload: post({ csrf, name: 'An' }),
            })
          ).statusCode,
      ),
    )
    expect(statuses).toEqual([303, 403, 403])
  })

  test('a post from another site is refused even with a token', async () => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    const send = async (headers: Record<string, string>) =>
      (
        await app.inject({
          method: 'POST',
          url: '/en/name',
          headers: { ...formHeaders, ...headers },
          cookies: jar,
          payload: post({ csrf, name: 'An' }),
        })
      ).statusCode
    expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await send({ origin: 'https://elsewhere.example' })).toBe(403)
    expect(await send({ origin: 'http://localhost:8080' })).toBe(303)
  })

  test('what was typed stays when our own page was open too long, but not what another site sent', async () => {
    const app = await start()
    const headers = { ...formHeaders, 'sec-fetch-site': 'same-origin' }
    const own = await app.inject({
      method: 'POST',
      url: '/en/name',
      headers,
      payload: post({ csrf: 'old', name: 'An', password: 'a secret' }),
    })
    expect(own.statusCode).toBe(403)
    expect(own.body).toContain('"typed":{"name":"An"}')
    const other = await app.inject({
      method: 'POST',
      url: '/en/name',
      headers: formHeaders,
      payload: post({ name: 'An' }),
    })
    expect(other.body).not.toContain('typed')
  })

  test('a call with a session cookie needs the token in a header', async () => {
    const app = await start()
    const { csrf } = await withForm(app, { session: 's1' })
    const send = async (headers: Record<string, string>) =>
      (
        await app.inject({
          method: 'POST',
          url: `/api/things/${id}`,
          cookies: { session: 's1' },
          headers,
          payload: { count: 1 },
        })
      ).statusCode
    expect([await send({}), await send({ 'x-csrf-token': csrf })]).toEqual([403, 201])
  })
})

describe('bad input', () => {
  const send = async (payload: Record<string, string>) => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    return app.inject({
      method: 'POST',
      url: '/en/name',
      headers: formHeaders,
      cookies: jar,
      payload: post({ csrf, ...payload }),
    })
  }

  test('a wrong field of a form gives its page again with 422, the field named and what was typed, passwords never', async () => {
    const answer = await send({ name: '  ', email: 'an@', password: 'short' })
    expect(answer.statusCode).toBe(422)
    expect(JSON.parse(/<body>(.*)<\/body>/.exec(answer.body)![1]!)).toEqual({
      typed: { name: '  ', email: 'an@' },
      faults: [
        { field: 'name', message: 'required' },
        { field: 'email', message: 'email' },
        { field: 'password', message: 'too-short' },
      ],
    })
  })

  test('a field that the rules find wrong looks the same as one that the schema finds wrong', async () => {
    const answer = await send({ name: 'Nobody' })
    expect([answer.statusCode, answer.body.includes('{"field":"name","message":"somebody"}')]).toEqual([422, true])
  })

  test('a field that the form does not have is named', async () => {
    const answer = await send({ name: 'An', admin: 'true' })
    expect([answer.statusCode, answer.body.includes('{"field":"admin","message":"unknown"}')]).toEqual([422, true])
  })

  test.each(['A\u0000n', 'x'.repeat(11)])('a text that cannot be kept is named (%#)', async name => {
    expect((await send({ name })).statusCode).toBe(422)
  })

  test('a wrong member of a call gives a problem document with every field', async () => {
    const app = await start()
    const answer = await app.inject({
      method: 'POST',
      url: `/api/things/${id}`,
      payload: { count: '1', names: ['a', 2], more: true },
    })
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toEqual({
      type: '/problems/wrong-field',
      title: 'wrong-field',
      status: 422,
      code: 'wrong-field',
      errors: [
        { field: 'more', message: 'unknown' },
        { field: 'count', message: 'number' },
        { field: 'names.1', message: 'format' },
      ],
    })
  })

  test.each([
    ['too large', { payload: { count: 1, names: ['x'.repeat(70_000)] } }, 413, 'too-large'],
    ['malformed', { payload: '{"count":', headers: { 'content-type': 'application/json' } }, 400, 'malformed'],
    [
      'poisoned',
      { payload: '{"__proto__":{"x":1}}', headers: { 'content-type': 'application/json' } },
      400,
      'malformed',
    ],
    ['not an object', { payload: '[1]', headers: { 'content-type': 'application/json' } }, 422, 'wrong-field'],
    ['a form', { payload: 'count=1', headers: formHeaders }, 415, 'wrong-content-type'],
    ['of another kind', { payload: '<count/>', headers: { 'content-type': 'text/xml' } }, 415, 'wrong-content-type'],
    ['of no kind', { payload: 'count', headers: { 'content-type': 'text/plain' } }, 415, 'wrong-content-type'],
  ])('a call that is %s gets its own answer', async (_what, sent, status, code) => {
    const app = await start()
    const answer = await app.inject({ method: 'POST', url: `/api/things/${id}`, ...sent })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })

  test('JSON sent to a form is refused for its kind', async () => {
    const app = await start()
    expect((await app.inject({ method: 'POST', url: '/en/name', payload: { name: 'An' } })).statusCode).toBe(415)
  })

  test('an unknown address is a page in its language, and a problem document under /api', async () => {
    const app = await start()
    const shown = await app.inject('/de/nichts')
    expect([shown.statusCode, shown.headers['content-type'], shown.body.includes('<html lang="de">')]).toEqual([
      404,
      'text/html; charset=utf-8',
      true,
    ])
    const called = await app.inject('/api/nothing')
    expect([called.statusCode, called.headers['content-type']]).toEqual([404, 'application/problem+json'])
    expect((await app.inject('/en/gone')).statusCode).toBe(404)
    expect((await app.inject({ method: 'POST', url: '/api/things/7', payload: { count: 1 } })).statusCode).toBe(404)
  })

  test('an address that cannot be read is malformed', async () => {
    const app = await start()
    const answer = await app.inject('/en/%E0%A4%A')
    expect([answer.statusCode, answer.body.includes('malformed')]).toEqual([400, true])
  })

  test('a wrong method is told which ones there are', async () => {
    const app = await start()
    const put = await app.inject({ method: 'PUT', url: '/en/name' })
    expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
    const get = await app.inject(`/api/things/${id}`)
    expect([get.statusCode, get.headers.allow, get.json<{ code: string }>().code]).toEqual([
      405,
      'POST',
      'wrong-method',
    ])
  })

  test('too many posts of one stranger wait, with Retry-After; time lets them on', async () => {
    const app = await start({ brake: { burst: 2, every: 30 } })
    const send = () => app.inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: 1 } })
    expect([(await send()).statusCode, (await send()).statusCode]).toEqual([201, 201])
    const third = await send()
    expect([third.statusCode, third.headers['retry-after']]).toEqual([429, '30'])
    clock.advance(30_000)
    expect((await send()).statusCode).toBe(201)
  })
})

describe('when things go wrong inside', () => {
  const count = async (value: number) =>
    (await start()).inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: value } })

  test('a refusal names act, clause and policy version', async () => {
    const answer = await count(13)
    expect(answer.json()).toEqual({
      type: '/problems/category-not-promised',
      title: 'refused',
      status: 403,
      code: 'category-not-promised',
      act: 'things.make',
      clause: '3.2',
      policyVersion: '4',
    })
  })

  test('a problem of the slice has its own code and status', async () => {
    const answer = await count(14)
    expect(answer.json()).toMatchObject({ status: 409, code: 'window-closed', detail: 'It closed yesterday' })
  })

  test('an unexpected error gives a reference that is also in the log, and nothing of the error', async () => {
    const answer = await count(15)
    const { reference } = answer.json<{ reference: string }>()
    expect([answer.statusCode, answer.body.includes('leek')]).toEqual([500, false])
    expect(reference).toMatch(/^[A-Z2-9]{8}$/)
    expect(logged).toMatchObject([
      { message: 'unexpected', fields: { reference, route: '/api/things/:id', message: 'the secret word is leek' } },
    ])
  })

  test('a database that is down is 503 with Retry-After, on pages and calls, whoever asks', async () => {
    const answer = await count(16)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '7'])
    const app = await start({
      identify: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
    })
    const shown = await app.inject('/nl/account')
    expect([shown.statusCode, shown.headers['retry-after'], shown.body.includes('unavailable')]).toEqual([
      503,
      '10',
      true,
    ])
    expect((await app.inject('/nl/nothing')).statusCode).toBe(404)
  })

  test('the log of a database error has no value in it', async () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "an@hesbia.example"'), {
      code: '22P02',
      severity: 'ERROR',
      detail: 'an@hesbia.example',
      routine: 'string_to_uuid',
    })
    const app = await start({ identify: () => Promise.reject(error) })
    expect((await app.inject('/en/name')).statusCode).toBe(500)
    expect(JSON.stringify(logged)).not.toContain('hesbia.example')
    expect(logged[0]!.fields).toMatchObject({ code: '22P02', routine: 'string_to_uuid' })
  })
})

describe('headers', () => {
  test('every answer forbids what a page of ours never needs', async () => {
    const app = await start()
    for (const url of ['/en/privacy', '/en/nothing', '/api/nothing', '/']) {
      const { headers } = await app.inject(url)
      expect(headers['content-security-policy']).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'",
      )
      expect([
        headers['x-content-type-options'],
        headers['referrer-policy'],
        headers['strict-transport-security'],
      ]).toEqual(['nosniff', 'same-origin', undefined])
      expect(headers['permissions-policy']).toContain('geolocation=()')
    }
    const secure = await start({ publicUrl: 'https://my.hesbia.example' })
    expect((await secure.inject('/en/privacy')).headers['strict-transport-security']).toBe('max-age=63072000')
  })

  test('a large page is sent compressed to who can read that', async () => {
    const long = page({
      path: '/:lang/long',
      act: 'public',
      who: 'anyone',
      render: () => ({ title: 'Long', body: 'word '.repeat(1000) }),
    })
    const app = await start({ routes: [long] })
    const answer = await app.inject({ url: '/en/long', headers: { 'accept-encoding': 'gzip, br' } })
    expect(answer.headers['content-encoding']).toBe('br')
    expect(answer.rawPayload.length).toBeLessThan(500)
  })

  test('a redirect never leads to another site', () => {
    for (const to of [
      '//elsewhere.example',
      'https://elsewhere.example',
      '/\\elsewhere.example',
      'javascript:alert(1)',
      '/a b',
      '',
    ]) {
      expect(() => redirect(to)).toThrow(/stays on this site/)
    }
  })
})
