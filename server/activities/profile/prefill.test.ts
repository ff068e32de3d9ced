import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { publishNext } from '../../../test/next-version.ts'
import { prefill } from './index.ts'

let product: TestApp
let an: Awaited<ReturnType<TestApp['customer']>>
beforeAll(async () => {
  product = await testApp()
  an = await product.customer({ name: 'An Maes' })
  await an.call('POST', '/api/profile/contacts', {
    kind: 'address',
    street: 'Demerstraat 1',
    postcode: '3500',
    city: 'Hasselt',
    country: 'BE',
  })
  await an.call('POST', '/api/profile/contacts', { kind: 'phone', number: '202-555-0123', country: 'US' })
})
afterAll(() => product?.close())

const everything = ['name', 'language', 'email', 'phone', 'address', 'company'] as const
const self = () => ({ kind: 'customer', person: an.person }) as const

describe('what an ID knows already', () => {
  test('is given for a purpose that was promised it', async () => {
    const known = await prefill(product.app.given, 'products.prefill', self(), everything)
    expect(known).toMatchObject({
      name: 'An Maes',
      language: 'en',
      email: an.email,
      address: { city: 'Hasselt', country: 'BE' },
    })
    expect(known.phone?.number).toBeTruthy()
    expect(known.company).toBeUndefined()
  })

  test('is no more than what was asked for', async () => {
    expect(await prefill(product.app.given, 'products.prefill', self(), ['language'])).toEqual({ language: 'en' })
    expect(await prefill(product.app.given, 'products.prefill', self(), [])).toEqual({})
  })

  test('is not given as a name where several people use the ID', async () => {
    await product.db.asOwner(
      `insert into people.shared_id (person_id, several, recorded_at, source, policy_version) values ($1, true, $2, 'web', 4)`,
      [an.person, product.db.clock.now()],
    )
    const known = await prefill(product.app.given, 'products.prefill', self(), ['name', 'language'])
    expect(known).toEqual({ language: 'en' })
    await product.db.asOwner('delete from people.shared_id where person_id = $1', [an.person])
  })

  test('is of nobody else, whoever is asked about', async () => {
    const luc = await product.customer({ name: 'Luc Peeters' })
    const known = await prefill(
      product.app.given,
      'products.prefill',
      { kind: 'customer', person: luc.person },
      everything,
    )
    expect([known.name, known.email, known.address]).toEqual(['Luc Peeters', luc.email, undefined])
  })

  test('is filled in where a company is created, and the page says where it came from', async () => {
    const page = await an.get('/en/account/companies/new')
    expect(page.text).toContain('are filled in from your ID')
    expect(page.text).toContain('value="An Maes"')
    expect(page.text).toMatch(/<option value="BE" selected/)
  })

  test('is noted: whoever it is about sees that it was read, and for what', async () => {
    const [line] = await product.db.asOwner<{ fields: string }>(
      `select fields::text as fields from audit.form where act = 'people.prefill' limit 1`,
    )
    expect(line!.fields).toContain('profile.contact.value')
  })

  test('is not given any more once the purpose was promised less', async () => {
    const { recipients } = product.app.gate.policy().compiled.loaded.policy
    const ofIt = Object.keys(recipients).filter(id => recipients[id]!.for.includes('register-products'))
    await publishNext(product.db, policy => {
      policy.setIn(['purposes', 'register-products', 'uses'], ['identity', 'organisation', 'products'])
      policy.setIn(['collected', 'register', 'asks'], ['identity', 'organisation', 'products'])
      for (const id of ofIt) policy.deleteIn(['recipients', id])
    })
    await product.app.given.state.refresh()
    expect(await prefill(product.app.given, 'products.prefill', self(), everything)).toEqual({})
    expect(await prefill(product.app.given, 'people.prefill', self(), ['address'])).toMatchObject({
      address: { city: 'Hasselt' },
    })
    expect(await prefill(product.app.given, 'people.prefill', self(), ['company'])).toEqual({})
  })
})
