import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp, testPassword } from '../../test/app.ts'
import { lifetimes } from './people.ts'

let product: TestApp
let administrator: Awaited<ReturnType<TestApp['colleague']>>
beforeAll(async () => {
  product = await testApp()
  administrator = await product.colleague('administrator')
})
afterAll(() => product.close())

const nobody = '0193a5a0-0000-7000-8000-000000000001'
const site = {
  id: 'winkel',
  'name-en': 'Shop',
  address: 'https://shop.example/',
  redirects: 'https://shop.example/back',
  purpose: 'support',
  kind: 'confidential',
}

/** What happens more than ten minutes after the sign-in. */
const late = () => product.db.clock.advance(lifetimes.proof)
const proofNeeded = [403, 'proof-needed']

describe('an administrator who showed longer than ten minutes ago who they are', () => {
  test.each([
    ['POST', `/api/people/return-codes/${nobody}/${nobody}`, undefined],
    ['POST', '/api/people/return-codes', { id: 'an@customer.example', checked: 'Showed a badge.' }],
    ['POST', '/api/console/sites', site],
    ['PUT', '/api/console/sites/workshop', { ...site, id: undefined, kind: undefined }],
    ['POST', '/api/console/sites/workshop/secret', undefined],
    ['PUT', '/api/console/sites/workshop/state', { on: false }],
  ])('%s %s asks once more', async (method, path, body) => {
    late()
    const answer = await administrator.call(method as 'POST', path, body)
    expect([answer.status, answer.json()['code']]).toEqual(proofNeeded)
  })

  test.each([
    ['/console/return-codes', `/console/return-codes/${nobody}/${nobody}`, {}],
    ['/console/return-codes', '/console/return-codes/give', { id: 'an@customer.example', checked: 'Showed a badge.' }],
    ['/console/sites/new', '/console/sites/new', site],
    ['/console/sites/new', '/console/sites/workshop/secret', {}],
    ['/console/sites/new', '/console/sites/workshop/switch', { to: 'off' }],
  ])('the form on %s that goes to %s asks once more', async (page, path, fields) => {
    late()
    const answer = await administrator.submit(path, fields, page)
    expect([403, 303]).toContain(answer.status)
    expect(answer.headers['location'] ?? answer.text).toContain('/en/prove?next=')
    expect(await product.db.asOwner('select id from people.site')).toEqual([])
  })
})

test('that several people use an ID is said after a proof', async () => {
  const team = await product.customer()
  late()
  const call = await team.call('PUT', '/api/people/shared-id', { several: true })
  expect([call.status, call.json()['code']]).toEqual(proofNeeded)
  const form = await team.submit('/en/account/shared-id', { users: 'several' })
  expect([form.status, form.text.includes('/en/prove?next=')]).toEqual([403, true])
  await team.call('POST', '/api/people/session/proof', { password: testPassword })
  expect((await team.call('GET', '/api/people/shared-id')).json()).toEqual({ several: false })
  expect((await team.call('PUT', '/api/people/shared-id', { several: true })).status).toBe(200)
  expect((await team.call('GET', '/api/people/shared-id')).json()).toEqual({ several: true })
})
