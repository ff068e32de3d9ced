import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../../test/app.ts'
import { letterTo } from '../../../../test/letters.ts'
import { aSerial, catalogue } from '../../../../test/serials.ts'
import { keepCatalogue } from '../../../activities/products/catalogue.ts'
import { sayConsent } from '../../../consent/index.ts'
import { answerResets } from '../../../people/index.ts'
import { movingStatements } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { endJoined, join, joinedTo } from './acts.ts'
import { part } from './parting.ts'
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
    // Said of both: what remains is decided choice by choice.
    const asked = [{ purpose: 'a', kind: 'agree' as const, on: true }]
    expect(strictest(asked, asked)).toEqual([{ purpose: 'a', said: 'withdraw', partly: true }])
  })

  it('agree after that to the topics and channels that both had chosen, and once they are two to those before', async () => {
    const [kept, former] = [await house.customer(), await house.customer()]
    const choose = (who: Customer, ...choices: string[]) =>
      who.call('PUT', '/api/consents/product-news', { said: 'agree', version: 4, choices })
    const chosen = async () =>
      (await kept.call('GET', '/api/consents'))
        .json<{ consents: { purpose: string; choices: { choice: string; on: boolean }[] }[] }>()
        .consents.find(({ purpose }) => purpose === 'product-news')!
        .choices.flatMap(({ choice, on }) => (on ? [choice] : []))
    await choose(kept, 'offers/email', 'events/post')
    await choose(former, 'offers/email', 'offers/post')
    await join(given(), kept.person, former.person, 'en')
    expect(await chosen()).toEqual(['offers/email'])
    await part(given(), kept.person, former.person)
    expect(await chosen()).toEqual(['offers/email', 'events/post'])
  })

  it('say again what joining took, once they are two: the yes and the objection as they were before', async () => {
    const [kept, former] = [await house.customer(), await house.customer()]
    const say = (who: Customer, purpose: string, said: 'agree' | 'withdraw' | 'object' | 'allow') =>
      sayConsent(given(), self(who), { purpose, said, language: 'nl' })
    const on = async () => {
      const { consents } = (await kept.call('GET', '/api/consents')).json<{
        consents: { purpose: string; on: boolean }[]
      }>()
      return Object.fromEntries(consents.map(one => [one.purpose, one.on]))
    }
    await say(kept, 'product-news', 'agree')
    await say(kept, 'research', 'agree')
    await say(former, 'measure-visits', 'object')
    await join(given(), kept.person, former.person, 'en')
    expect(await on()).toMatchObject({ 'product-news': false, research: false, 'measure-visits': true })
    // Said since: it stays as it was said.
    await say(kept, 'research', 'agree')
    await say(kept, 'research', 'withdraw')
    expect(await part(given(), kept.person, former.person)).toMatchObject({ anew: [] })
    expect(await on()).toMatchObject({ 'product-news': true, research: false, 'measure-visits': false })
    const lines = await house.db.asOwner<{ said: string; same: boolean }>(
      `select e.said, exists (select from consent.event y where y.person_id = e.person_id and y.purpose = e.purpose
                                 and y.place <> 'parted' and y.said = e.said and y.wording = e.wording
                                 and y.language = e.language) as same
         from consent.event e where e.person_id = $1 and e.place = 'parted' order by e.said`,
      [kept.person],
    )
    expect(lines).toEqual([
      { said: 'agree', same: true },
      { said: 'allow', same: false },
    ])
  })

  it('say nothing again that another joined ID asks for, nor a yes to words that have changed or were not kept', async () => {
    const [kept, one, two] = [await house.customer(), await house.customer(), await house.customer()]
    const agreed = async () =>
      (await kept.call('GET', '/api/consents'))
        .json<{ consents: { purpose: string; on: boolean }[] }>()
        .consents.find(({ purpose }) => purpose === 'product-news')!.on
    await sayConsent(given(), self(kept), { purpose: 'product-news', said: 'agree', language: 'en' })
    await join(given(), kept.person, one.person, 'en')
    await join(given(), kept.person, two.person, 'en')
    expect(await part(given(), kept.person, one.person)).toMatchObject({ anew: [] })
    expect(await agreed()).toBe(false)
    await sayConsent(given(), self(kept), { purpose: 'product-news', said: 'agree', language: 'en' })
    await part(given(), kept.person, two.person)
    await join(given(), kept.person, one.person, 'en')
    await house.db.asOwner(
      "update consent.event set wording = repeat('0', 64) where person_id = $1 and said = 'agree' and purpose = 'product-news'",
      [kept.person],
    )
    expect(await part(given(), kept.person, one.person)).toMatchObject({ anew: ['product-news'] })
    expect(await agreed()).toBe(false)
  })

  it('leave nothing of the former on its way: no address, link, code, lost factor or site', async () => {
    const [kept, former] = [await house.customer(), await house.customer()]
    const before = house.db.clock.now()
    await former.call('POST', '/api/people/email-change', { email: `other-${former.email}` })
    const { token } = await letterTo(house, `other-${former.email}`)
    await house.visitor().submit('/en/forgotten', { id: former.email })
    await answerResets(given())
    const reset = await letterTo(house, former.email)
    const later = new Date(before.getTime() + day)
    await house.db.asOwner(
      `insert into people.return_code (id, person_id, way, code_hash, asked_at, expires_at)
       values (gen_random_uuid(), $1, 'post', '\\x00', $2, $3)`,
      [former.person, before, later],
    )
    await house.db.asOwner(
      "insert into people.factor_loss (person_id, token_hash, asked_at, ends_at) values ($1, '\\x00', $2, $3)",
      [former.person, before, later],
    )
    await join(given(), kept.person, former.person, 'en')
    const left = await house.db.asOwner<{ count: number }>(
      `select (select count(*) from people.address_change where person_id = $1)::integer
            + (select count(*) from people.link where person_id = $1 and used_at is null)::integer
            + (select count(*) from people.return_code where person_id = $1)::integer
            + (select count(*) from people.factor_loss where person_id = $1)::integer
            + (select count(*) from people.site_grant where person_id = $1)::integer as count`,
      [former.person],
    )
    expect(left).toEqual([{ count: 0 }])
    const visitor = house.visitor()
    const chosen = { token: reset.token, password: 'seven herons over the weir' }
    expect((await visitor.call('POST', '/api/people/password/reset', chosen)).status).toBeGreaterThanOrEqual(400)
    expect(
      (await visitor.call('POST', '/api/people/email-change/answer', { token, yes: true })).status,
    ).toBeGreaterThanOrEqual(400)
  })

  it('change no address with a link that was on its way as they were joined', async () => {
    const [kept, former] = [await house.customer(), await house.customer()]
    await former.call('POST', '/api/people/email-change', { email: `late-${former.email}` })
    const { token } = await letterTo(house, `late-${former.email}`)
    await house.db.asOwner(
      "insert into people.joined (former_id, person_id, joined_at, by) values ($1, $2, $3, 'staff')",
      [former.person, kept.person, house.db.clock.now()],
    )
    const answer = await house.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })
    expect(answer.json()).toMatchObject({ code: 'link-unknown' })
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
    const joinedSilently = `select rights.join_ids($1, $2, $3, $4, '[]', '[]', $5, 4, 'customer', null, null)`
    const pair = [b.person, vault.personToken(b.person), a.person, vault.personToken(a.person)]
    await expect(self.query(joinedSilently, [...pair, house.db.clock.now()])).rejects.toMatchObject({ code: '23502' })
    await join(given(), a.person, b.person, 'en')
    expect(await lines()).toEqual([{ kind: 'merged', waits: true }])
    const other = house.db.asOwner<{ kind: string }>(
      "select kind from people.security_event where person_id = $1 and kind like 'merge%' and tell_at is not null",
      [b.person],
    )
    expect(await other).toEqual([{ kind: 'merged-into' }])
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
  const call = `select rights.join_ids($1, $2, $3, $4, '[]'::jsonb, '[]'::jsonb, $5, 4, 'customer', '{}', '{}')`

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
        self.query(`select rights.join_ids($1, $2, $3, $4, $6::jsonb, '[]'::jsonb, $5, 4, 'customer', '{}', '{}')`, [
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
