import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../../test/app.ts'
import { aSerial, catalogue } from '../../../../test/serials.ts'
import { keepCatalogue } from '../../../activities/products/catalogue.ts'
import { sayConsent } from '../../../consent/index.ts'
import { movingStatements } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { endJoined, join, joinedTo, part } from './acts.ts'
import { strictest } from './rules.ts'

type Customer = TestVisitor & { person: string; email: string }

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  await keepCatalogue(house.app.given, catalogue)
})
afterAll(() => house.close())

const self = ({ person }: { person: string }) => ({ kind: 'customer', person }) as const
const day = 24 * 60 * 60_000

/** Somebody with a phone, a product with what is known of it, and a name. */
async function furnished(name: string, number: string): Promise<Customer & { serial: string }> {
  const who = await house.customer({ name })
  await who.call('POST', '/api/profile/contacts', { kind: 'phone', number, country: 'BE', use: 'work' })
  const serial = aSerial()
  const made = await who.call('POST', '/api/products', { products: [{ serial }] })
  const { id } = made.json<{ results: { id: string }[] }>().results[0]!
  await who.call('PUT', `/api/products/${id}`, { seller: `Seller of ${name}` })
  return { ...who, serial }
}

async function productsOf(who: TestVisitor) {
  const { products } = (await who.call('GET', '/api/products')).json<{ products: { serial: string; id: string }[] }>()
  const sellers = await Promise.all(
    products.map(async ({ id }) =>
      (await who.call('GET', `/api/products/${id}`)).json<{ product: { seller: string | null } }>(),
    ),
  )
  return products.map(({ serial }, at) => [serial, sellers[at]!.product.seller]).sort()
}

const phonesOf = async (who: TestVisitor) =>
  (await who.call('GET', '/api/profile')).json<{ phones: { value: { number: string } }[] }>().phones

const given = () => house.app.given
const rowsAbout = (person: string) =>
  house.db.asOwner<{ count: number }>(
    `select (select count(id) from profile.contact where person_id = $1)::integer
          + (select count(id) from products.registration where person_id = $1)::integer as count`,
    [person],
  )

describe('two IDs of one person', () => {
  it('become one, with all that was owned under either, and the other opens nothing', async () => {
    const kept = await furnished('An Maes', '0470 12 34 56')
    const former = await furnished('An Maes-Peeters', '0470 65 43 21')
    const both = [...(await productsOf(kept)), ...(await productsOf(former))].sort()
    const done = await join(given(), kept.person, former.person, 'en')
    expect(done).toMatchObject({ moved: expect.any(Number) as number })
    expect(await productsOf(kept)).toEqual(both)
    expect(await phonesOf(kept)).toHaveLength(2)
    expect(await rowsAbout(former.person)).toEqual([{ count: 0 }])
    // Open sessions ended, and no new one opens.
    expect((await former.call('GET', '/api/people/session')).json()).toEqual({ kind: 'stranger' })
    const again = await house
      .visitor()
      .call('POST', '/api/people/session', { id: former.email, password: testPassword })
    expect(again.json()).toMatchObject({ code: 'sign-in-wrong' })
    // The name of the one that is kept stays the current one; the other is history.
    const names = await house.db.asOwner<{ current: number; all: number }>(
      `select count(id) filter (where replaced_at is null)::integer as current, count(id)::integer as all
         from people.name where person_id = $1`,
      [kept.person],
    )
    expect(names).toEqual([{ current: 1, all: 2 }])
  })

  it('become two again as they were, with what was changed meanwhile', async () => {
    const kept = await furnished('Luc Vermiljoen', '0471 12 34 56')
    const former = await furnished('Luc V.', '0471 65 43 21')
    await join(given(), kept.person, former.person, 'en')
    const moved = (await kept.call('GET', '/api/products')).json<{ products: { serial: string; id: string }[] }>()
    const product = moved.products.find(({ serial }) => serial === former.serial)!
    await kept.call('PUT', `/api/products/${product.id}`, { seller: 'Corrected in between' })
    const added = aSerial()
    await kept.call('POST', '/api/products', { products: [{ serial: added }] })
    expect(await part(given(), kept.person, former.person)).toMatchObject({ moved: expect.any(Number) as number })
    expect(await productsOf(kept)).toEqual(
      [
        [kept.serial, 'Seller of Luc Vermiljoen'],
        [added, null],
      ].sort(),
    )
    await former.submit('/en/sign-in', { id: former.email, password: testPassword })
    expect(await productsOf(former)).toEqual([[former.serial, 'Corrected in between']])
    expect(await phonesOf(former)).toHaveLength(1)
    expect((await former.get('/en/account')).text).toContain('Luc V.')
    // Nothing is left to part.
    expect(await part(given(), kept.person, former.person)).toBe('unknown')
  })

  it('can be parted for thirty days; then the former is erased, and what moved stays', async () => {
    const kept = await furnished('Giulia Ferri', '0472 12 34 56')
    const former = await furnished('G. Ferri', '0472 65 43 21')
    await join(given(), kept.person, former.person, 'en')
    house.db.clock.advance(29 * day)
    await endJoined(given())
    expect(await joinedTo(given(), kept.person)).toMatchObject([{ former: former.person, by: 'customer' }])
    house.db.clock.advance(2 * day)
    expect(await part(given(), kept.person, former.person)).toBe('unknown')
    expect(await endJoined(given())).toBeGreaterThan(0)
    expect(await house.db.asOwner('select from people.person where id = $1', [former.person])).toHaveLength(0)
    await kept.submit('/en/sign-in', { id: kept.email, password: testPassword })
    expect(await productsOf(kept)).toHaveLength(2)
  })

  it('are erased together', async () => {
    const kept = await furnished('Tom Declercq', '0473 12 34 56')
    const former = await furnished('Tom D.', '0473 65 43 21')
    await join(given(), kept.person, former.person, 'en')
    await house.db.asOwner('delete from people.person where id = $1', [kept.person])
    expect(await house.db.asOwner('select from people.person where id = $1', [former.person])).toHaveLength(0)
  })

  it('count the stricter of two answers: a yes under both, an objection under one', async () => {
    const kept = await furnished('Sara Claes', '0474 12 34 56')
    const former = await furnished('S. Claes', '0474 65 43 21')
    const say = (who: Customer, purpose: string, said: 'agree' | 'object') =>
      sayConsent(given(), self(who), { purpose, said, language: 'en' })
    await say(kept, 'product-news', 'agree')
    await say(kept, 'research', 'agree')
    await say(former, 'research', 'agree')
    await say(former, 'measure-visits', 'object')
    await join(given(), kept.person, former.person, 'en')
    const { consents } = (await kept.call('GET', '/api/consents')).json<{
      consents: { purpose: string; on: boolean }[]
    }>()
    const on = Object.fromEntries(consents.map(one => [one.purpose, one.on]))
    expect(on).toMatchObject({ 'product-news': false, research: true, 'measure-visits': true })
    expect(strictest([{ purpose: 'a', kind: 'agree', on: true }], [{ purpose: 'a', kind: 'agree', on: true }])).toEqual(
      [],
    )
  })

  it('stand in the history of the one that is kept in the same moment: nothing is joined or parted untold', async () => {
    const [a, b] = [await house.customer(), await house.customer()]
    const lines = () =>
      house.db.asOwner<{ kind: string; waits: boolean }>(
        `select kind, tell_at is not null as waits from people.security_event
          where person_id = $1 and kind like 'merge%' order by kind desc`,
        [a.person],
      )
    const { vault } = house.db
    const self = await house.db.connectAs(house.db.login('self'), '*')
    const joinedSilently = `select rights.join_ids($1, $2, $3, $4, '[]', '[]', $5, 4, 'customer', null)`
    const pair = [b.person, vault.personToken(b.person), a.person, vault.personToken(a.person)]
    await expect(self.query(joinedSilently, [...pair, house.db.clock.now()])).rejects.toMatchObject({ code: '23502' })
    await join(given(), a.person, b.person, 'en')
    expect(await lines()).toEqual([{ kind: 'merged', waits: true }])
    await part(given(), a.person, b.person)
    expect(await lines()).toEqual([
      { kind: 'merged', waits: true },
      { kind: 'merge-undone', waits: true },
    ])
  })

  it('are never a chain, nor one with itself, and twice at once is once', async () => {
    const [a, b, c] = [await house.customer(), await house.customer(), await house.customer()]
    expect(await join(given(), a.person, a.person, 'en')).toBe('same')
    const twice = await Promise.all([join(given(), a.person, b.person, 'en'), join(given(), a.person, b.person, 'en')])
    expect(twice.filter(one => one === 'joined')).toHaveLength(1)
    expect(await join(given(), c.person, b.person, 'en')).toBe('joined')
    expect(await join(given(), c.person, a.person, 'en')).toBe('joined')
  })
})

it('moves nothing that lets anybody in, whatever is declared', () => {
  const { compiled } = given().gate.policy()
  const categories = Object.keys(compiled.loaded.policy.categories)
  const moving = Object.values(movingStatements(compiled, categories, 'somebody')).map(one => one.holding)
  const keys = moving.filter(({ purpose, columns }) => {
    const held = Object.values(columns).map(column => (typeof column === 'string' ? column : column.category))
    return purpose === 'security' || held.includes('credentials') || held.includes('security')
  })
  expect(keys.map(({ table }) => table)).toEqual([])
  expect(moving.map(({ table }) => table)).toContain('profile.contact')
})

describe('nobody joins', () => {
  const call = `select rights.join_ids($1, $2, $3, $4, '[]'::jsonb, '[]'::jsonb, $5, 4, 'customer', '{}')`

  it('IDs without what proves both, whichever login asks', async () => {
    const [a, b] = [await house.customer(), await house.customer()]
    const { vault } = house.db
    const at = house.db.clock.now()
    for (const role of [house.db.login('self'), house.db.roleOf('answer-rights')]) {
      const login = await house.db.connectAs(role, '*')
      for (const [one, other] of [
        ['', vault.personToken(b.person)],
        [vault.personToken(a.person), ''],
        [vault.personToken(b.person), vault.personToken(a.person)],
      ])
        await expect(login.query(call, [a.person, one, b.person, other, at])).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('as another purpose, whatever it shows; and no table is reached that names nobody', async () => {
    const [a, b] = [await house.customer(), await house.customer()]
    const { vault } = house.db
    const pair = [a.person, vault.personToken(a.person), b.person, vault.personToken(b.person), house.db.clock.now()]
    for (const purpose of ['account', 'security', 'product-news', 'support']) {
      const login = await house.db.connectAs(house.db.roleOf(purpose), 'hes')
      await expect(login.query(call, pair)).rejects.toMatchObject({ code: '42501' })
    }
    const self = await house.db.connectAs(house.db.login('self'), '*')
    for (const row of [
      { target: 'people.person', person: 'id' },
      { target: 'policy.slot', person: 'role' },
      { target: 'people.joined', person: 'person_id' },
      { target: 'people.account; drop table people.name', person: 'person_id' },
    ])
      await expect(
        self.query(`select rights.join_ids($1, $2, $3, $4, $6::jsonb, '[]'::jsonb, $5, 4, 'customer', '{}')`, [
          ...pair,
          JSON.stringify([{ ...row, id: a.person, sealed: {}, history: null }]),
        ]),
      ).rejects.toMatchObject({ code: expect.stringMatching(/42501|42602|42P01|42704/) as string })
  })

  it('somebody who is erased', async () => {
    const [a, b] = [await house.customer(), await house.customer()]
    await house.db.asOwner('delete from people.person where id = $1', [b.person])
    house.db.vault.forget(b.person)
    expect(await join(given(), a.person, b.person, 'en')).toBeInstanceOf(Refusal)
  })
})
