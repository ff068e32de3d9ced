import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword, type TestVisitor } from '../../../test/app.ts'
import { addedPasskey } from '../../../test/authenticator.ts'
import { factorApiRoutes } from '../index.ts'

let product: TestApp
let an: TestVisitor
let passkey: string
beforeAll(async () => {
  product = await testApp()
  an = await product.customer()
  await addedPasskey(an)
  const { passkeys } = (await an.call('GET', '/api/people/factors')).json<{ passkeys: { id: string }[] }>()
  passkey = passkeys[0]!.id
})
afterAll(() => product.close())
// So many posts at once would meet the brake on the address.
beforeEach(() => product.db.clock.advance(5000))

/** A body for each call that takes one: of the right form, and worth nothing. */
const bodies: Readonly<Record<string, Record<string, string>>> = {
  'PUT /api/people/factors/app': { begun: 'made-up', code: '000000' },
  'DELETE /api/people/factors/app': { password: 'a wrong password' },
  'POST /api/people/passkeys': { name: 'Key', passkey: '{}' },
  'PATCH /api/people/passkeys/:id': { name: 'Key' },
  'DELETE /api/people/passkeys/:id': { password: 'a wrong password' },
  'POST /api/people/session/passkey': { passkey: '{}', id: 'jo@customer.example' },
  'POST /api/people/session/proof': { password: 'a wrong password', code: '000000', passkey: '{}' },
}
const calls = Object.entries(bodies).map(([call, body]) => ({ call, body }))

async function send(call: string, body: unknown) {
  const [method, path] = call.split(' ') as ['POST', string]
  const answer = await an.call(method, path.replace(':id', passkey), body)
  return { status: answer.status, ...answer.json<{ errors?: { field: string }[] }>() }
}

test('every call about second factors that takes a body is tried below', () => {
  const taking = factorApiRoutes(product.app.given)
    .filter(({ body, who }) => body !== undefined && who !== 'half')
    .map(({ method, path }) => `${method} ${path}`)
  expect(Object.keys(bodies).sort()).toEqual(taking.sort())
})

describe.each(calls)('$call', ({ call, body }) => {
  test.each([
    ['a number', 7],
    ['nothing', null],
    ['a list', ['x']],
    ['an object', { $ne: '' }],
    ['a NUL', 'a\0b'],
    ['half a character', '\ud800'],
    ['too much', 'x'.repeat(30_000)],
  ])('names each field which holds %s', async (_what, value) => {
    for (const field of Object.keys(body)) {
      const answer = await send(call, { ...body, [field]: value })
      expect([answer.status, answer.errors?.map(error => error.field)]).toEqual([422, [field]])
    }
  })

  test.each(['role', 'person', 'kind', 'verified', 'constructor'])('knows no field %s', async field => {
    const answer = await send(call, { ...body, [field]: 'staff' })
    expect([answer.status, answer.errors?.map(error => error.field)]).toEqual([422, [field]])
  })

  test('takes no megabyte', async () => {
    const [field] = Object.keys(body)
    expect((await send(call, { ...body, [field!]: 'x'.repeat(1_000_000) })).status).toBe(413)
  })
})

test('strangers and half sessions see and change nothing of it', async () => {
  const { email } = await product.colleague('service-desk')
  const half = product.visitor()
  await half.call('POST', '/api/people/session', { id: email, password: testPassword })
  for (const route of factorApiRoutes(product.app.given).filter(({ who }) => who === 'anyone')) {
    if (/session\/passkey|challenge/.test(route.path)) continue
    const path = route.path.replace(':id', passkey)
    const body = bodies[`${route.method} ${route.path}`]
    for (const [who, status] of [
      [product.visitor(), 401],
      [half, 403],
    ] as const)
      expect([path, (await who.call(route.method, path, body)).status]).toEqual([path, status])
  }
  expect((await product.visitor().call('GET', '/api/people/passkeys/challenge?for=prove')).status).toBe(401)
  expect((await half.call('GET', '/api/people/passkeys/challenge?for=prove')).status).toBe(403)
  expect((await an.call('GET', '/api/people/passkeys/challenge?for=second-factor')).status).toBe(403)
})
