import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword } from '../../test/app.ts'
import { apiRoutes, factorApiRoutes } from './index.ts'

let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

/** A right body for each call that takes one. */
const bodies: Readonly<Record<string, Record<string, string>>> = {
  'POST /api/people/sign-up': { name: 'Jo', email: 'jo@customer.example', password: testPassword },
  'POST /api/people/confirm': { token: 'made-up', password: testPassword },
  'POST /api/people/choose-password': { token: 'made-up', password: testPassword },
  'POST /api/people/session': { id: 'jo@customer.example', password: testPassword },
  'POST /api/people/session/second-factor': { code: '000000' },
}
const calls = Object.entries(bodies).map(([call, body]) => ({ call, body }))

/** Sends a body as it stands, as a colleague who still needs the second factor: everybody may call that, or only they. */
let address = 0
async function send(call: string, payload: string, type: string | undefined = 'application/json') {
  const [method, url] = call.split(' ') as ['POST', string]
  const headers = { ...(type === '' ? {} : { 'content-type': type }), ...(await half()) }
  const answer = await product.app.server.inject({
    method,
    url,
    headers,
    payload,
    remoteAddress: `198.19.1.${(address += 1) & 255}`,
  })
  return {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    problem: answer.json<{
      status: number
      code: string
      title: string
      errors?: { field: string; message: string }[]
    }>(),
  }
}

let headersOfHalf: Record<string, string> | undefined
async function half() {
  if (headersOfHalf) return headersOfHalf
  const { email } = await product.colleague('service-desk')
  const visitor = product.visitor()
  await visitor.call('POST', '/api/people/session', { id: email, password: testPassword })
  const { csrf } = (await visitor.call('GET', '/api/people/session')).json<{ csrf: string }>()
  return (headersOfHalf = { cookie: `session=${visitor.cookies.get('session')}`, 'x-csrf-token': csrf })
}

const isProblem = ({ status, type, problem }: Awaited<ReturnType<typeof send>>) =>
  problem.status === status && type === 'application/problem+json' && problem.title !== '' && status

test('every call that takes a body is tried below', () => {
  const { given } = product.app
  // The other calls about second factors are for whoever is signed in: factors/api.test.ts tries them.
  const half = factorApiRoutes(given).filter(({ who }) => who === 'half')
  const taking = [...apiRoutes(given), ...half]
    // Those of colleagues who are signed in are tried by staff/makers-and-calls.test.ts, and by hostile-fields.test.ts as all are.
    .filter(({ body, who }) => body !== undefined && who !== 'staff')
    .map(({ method, path }) => `${method} ${path}`)
  expect(Object.keys(bodies).sort()).toEqual(taking.sort())
})

describe.each(calls)('$call answers with a problem document', ({ call, body }) => {
  const fields = Object.keys(body)

  test.each(['{"', '{"a":}', 'nonsense', "{'a': 1}"])('400 to JSON that is none: %s', async payload => {
    expect(isProblem(await send(call, payload))).toBe(400)
  })
  test.each(['[]', '"text"', '7', 'true', '[{}]'])(
    '422 that names no field to JSON that has none: %s',
    async payload => {
      const answer = await send(call, payload)
      expect(isProblem(answer)).toBe(422)
      expect([answer.problem.code, answer.problem.errors]).toEqual(['wrong-body', undefined])
    },
  )
  test.each(['[]', 'null', '"text"', '7', '{}'])('422 to JSON that is no such object: %s', async payload => {
    const answer = await send(call, payload)
    expect(isProblem(answer)).toBe(422)
  })
  test.each([
    ['a number', 7],
    ['nothing', null],
    ['a list', ['x']],
    ['an object', { $ne: '' }],
    ['yes', true],
    ['an empty text', ''],
    ['a NUL', 'a\0b'],
    ['half a character', '\ud800'],
  ])('422 that names each field which holds %s', async (_what, value) => {
    for (const field of fields) {
      const answer = await send(call, JSON.stringify({ ...body, [field]: value }))
      expect(isProblem(answer)).toBe(422)
      expect(answer.problem.errors?.map(error => error.field)).toEqual([field])
    }
  })
  test('422 that names each field which is missing', async () => {
    for (const field of fields) {
      const answer = await send(call, JSON.stringify({ ...body, [field]: undefined }))
      expect(isProblem(answer)).toBe(422)
      expect(answer.problem.errors?.map(error => error.field)).toEqual([field])
    }
  })
  test.each(['role', 'relation', 'kind', 'person', 'constructor'])('422 to the unknown field %s', async field => {
    const answer = await send(call, JSON.stringify({ ...body, [field]: 'staff' }))
    expect(isProblem(answer)).toBe(422)
    expect(answer.problem.errors?.map(error => error.field)).toEqual([field])
  })
  test('422 to a field that is too long, 413 to a body that is', async () => {
    for (const field of fields)
      expect(isProblem(await send(call, JSON.stringify({ ...body, [field]: 'x'.repeat(2000) })))).toBe(422)
    expect(isProblem(await send(call, JSON.stringify({ ...body, [fields[0]!]: 'x'.repeat(1_000_000) })))).toBe(413)
  })
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml'])(
    '415 to %s',
    async type => expect(isProblem(await send(call, JSON.stringify(body), type))).toBe(415),
  )
})

describe('who am I', () => {
  test('is answered with what a program needs, and never with an ID or a secret', async () => {
    const customer = await product.customer({ name: 'An Maes', language: 'nl' })
    const answer = (await customer.call('GET', '/api/people/session')).json()
    expect(answer).toEqual({ kind: 'customer', name: 'An Maes', language: 'nl', csrf: expect.any(String) })
    expect((await product.visitor().call('GET', '/api/people/session')).json()).toEqual({ kind: 'stranger' })
  })

  test('is kept by no cache between us and the browser', async () => {
    const customer = await product.customer()
    expect((await customer.get('/api/people/session')).headers['cache-control']).toBe('no-store')
  })
})

test('a call that changes something with a session asks for the token that belongs to it', async () => {
  const customer = await product.customer()
  const other = await product.customer()
  const { csrf } = (await other.call('GET', '/api/people/session')).json<{ csrf: string }>()
  for (const token of ['', 'x', csrf]) {
    const answer = await product.app.server.inject({
      method: 'DELETE',
      url: '/api/people/session',
      headers: { cookie: `session=${customer.cookies.get('session')}`, ...(token ? { 'x-csrf-token': token } : {}) },
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'forged'])
  }
})
