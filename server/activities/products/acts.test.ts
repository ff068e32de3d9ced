import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMember, erasePerson } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { aSerial, catalogue } from '../../../test/serials.ts'
import { correct, listProducts, register, remove, restore, viewProduct, type Registering } from './acts.ts'
import { keepCatalogue } from './catalogue.ts'
import { tidy } from './jobs.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
  await keepCatalogue(house.app.given, catalogue)
})
afterAll(() => house.close())

const given = () => house.app.given
const actorOf = ({ person }: { person: string }) => ({ kind: 'customer', person }) as const
const entry = (serial: string, more: { site?: string; boughtOn?: string } = {}) => ({
  serial,
  boughtOn: more.boughtOn ?? null,
  details: { seller: 'Winkel Demer', note: 'under the stairs' },
  site: more.site,
})
const whole = { page: 1, size: 50 }

async function added(done: Promise<Registering>): Promise<string> {
  const answer = await done
  if (answer instanceof Refusal || typeof answer === 'string' || 'wait' in answer) throw new Error('not registered')
  const [first] = answer.registered
  if (first?.how !== 'added') throw new Error(`not registered: ${first?.how}`)
  return first.id
}

async function colleagues() {
  const [an, bea, luc] = [await house.customer(), await house.customer(), await house.customer()]
  const from = { at: house.db.clock.now(), source: 'web', version: 4 } as const
  const demer = await addMember(given(), an.person, { name: 'Ziekenhuis Demer', country: 'BE' }, 'manager', from)
  await house.db.asOwner(
    `insert into people.membership (id, person_id, organisation_id, role, joined_at, source, policy_version)
     values (gen_random_uuid(), $1, $2, 'member', $3, 'web', 4)`,
    [bea.person, demer, house.db.clock.now()],
  )
  return { an, bea, luc, demer }
}

describe('registering', () => {
  it('puts a product into one’s own list, with what is known of it sealed', async () => {
    const an = await house.customer()
    const serial = aSerial()
    const id = await added(
      register(given(), actorOf(an), null, [entry(serial, { site: 'Room 1', boughtOn: '2026-10-02' })]),
    )
    const listed = await listProducts(given(), actorOf(an), null, {}, whole)
    expect(listed).toMatchObject({
      total: 1,
      products: [
        {
          id,
          serial,
          bought_on: '2026-10-02',
          details: { seller: 'Winkel Demer', note: 'under the stairs' },
          came_by: 'registered',
          warranty: { from: '2026-10-02', until: '2029-10-01', counts: 'bought', months: 24, extra: 12 },
        },
      ],
      sites: [{ name: 'Room 1', count: 1 }],
    })
    const [row] = await house.db.asOwner('select details from products.registration where id = $1', [id])
    expect((row!['details'] as Buffer).toString('latin1')).not.toContain('Winkel')
  })

  it('answers the same about a serial number of anybody else, and says where it is if it is one’s own', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const serial = aSerial()
    const id = await added(register(given(), actorOf(an), null, [entry(serial)]))
    expect(await register(given(), actorOf(luc), null, [entry(serial)])).toEqual({
      registered: [{ serial, how: 'taken' }],
    })
    expect(await register(given(), actorOf(an), null, [entry(serial)])).toEqual({
      registered: [{ serial, how: 'yours', id, organisation: null }],
    })
  })

  it('of one serial number by two at once: one has it, the other is told that it is taken', async () => {
    const people = [await house.customer(), await house.customer(), await house.customer()]
    const serial = aSerial()
    const answers = await Promise.all(people.map(who => register(given(), actorOf(who), null, [entry(serial)])))
    const how = answers.map(
      answer => (typeof answer === 'object' && 'registered' in answer && answer.registered[0]?.how) || answer,
    )
    expect(how.toSorted()).toEqual(['added', 'taken', 'taken'])
  })

  it('makes somebody wait who asks about many that are taken, also all at once, and nobody else', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const serials = Array.from({ length: 26 }, () => aSerial())
    await register(
      given(),
      actorOf(an),
      null,
      serials.map(serial => entry(serial)),
    )
    const answers = await Promise.all(serials.map(serial => register(given(), actorOf(luc), null, [entry(serial)])))
    const told = answers.filter(answer => typeof answer === 'object' && 'registered' in answer)
    expect(told).toHaveLength(20)
    expect(answers.find(answer => typeof answer === 'object' && 'wait' in answer)).toMatchObject({
      wait: expect.any(Number) as number,
    })
    expect(await register(given(), actorOf(an), null, [entry(aSerial())])).toHaveProperty('registered')
    house.db.clock.advance(181_000)
    expect(await register(given(), actorOf(luc), null, [entry(serials[0]!)])).toHaveProperty('registered')
    expect(await register(given(), actorOf(luc), null, [entry(serials[1]!)])).toHaveProperty('wait')
  })
})

describe('a company’s products', () => {
  it('are seen and corrected by all who work there, and by nobody else', async () => {
    const { an, bea, luc, demer } = await colleagues()
    const id = await added(register(given(), actorOf(bea), demer, [entry(aSerial(), { site: 'Theatre' })]))
    expect(await viewProduct(given(), actorOf(an), id)).toMatchObject({
      product: { details: { seller: 'Winkel Demer' } },
      owner: { name: 'Ziekenhuis Demer', role: 'manager' },
      sites: [{ name: 'Theatre' }],
    })
    expect(await viewProduct(given(), actorOf(luc), id)).toBeUndefined()
    expect(await listProducts(given(), actorOf(luc), demer, {}, whole)).toBeUndefined()
    expect(await register(given(), actorOf(luc), demer, [entry(aSerial())])).toBe('unknown')
    const facts = { boughtOn: '2026-10-05', details: { note: 'moved' }, site: 'theatre ' }
    expect(await correct(given(), actorOf(luc), id, facts)).toBe('unknown')
    expect(await correct(given(), actorOf(an), id, facts)).toBe('done')
    const seen = await viewProduct(given(), actorOf(bea), id)
    expect(seen).toMatchObject({ product: { details: { note: 'moved' } }, sites: [{ name: 'Theatre', count: 1 }] })
  })

  it('are removed by managers only', async () => {
    const { an, bea, demer } = await colleagues()
    const id = await added(register(given(), actorOf(bea), demer, [entry(aSerial())]))
    expect(await remove(given(), actorOf(bea), id)).toBe('managers-only')
    expect(await remove(given(), actorOf(an), id)).toBe('done')
    expect(await restore(given(), actorOf(bea), id)).toBe('managers-only')
    expect(await restore(given(), actorOf(an), id)).toBe('done')
  })

  it('stay, readable and without a name, when who brought them leaves and is erased; a person’s own go', async () => {
    const { an, bea, demer } = await colleagues()
    const [shared, own] = [aSerial(), aSerial()]
    const id = await added(register(given(), actorOf(bea), demer, [entry(shared, { site: 'Theatre' })]))
    const gone = await added(register(given(), actorOf(bea), null, [entry(own)]))
    expect((await bea.submit(`/en/account/companies/${demer}/leave`, {})).status).toBe(303)
    expect(await viewProduct(given(), actorOf(bea), id)).toBeUndefined()
    expect(await erasePerson(given(), bea.email)).toBe(true)
    expect(await viewProduct(given(), actorOf(an), id)).toMatchObject({
      product: { serial: shared, details: { seller: 'Winkel Demer' } },
      sites: [{ name: 'Theatre' }],
    })
    const rows = await house.db.asOwner('select person_id from products.registration where id = any ($1)', [[id, gone]])
    expect(rows).toEqual([{ person_id: null }])
    const left = 'select id from people.membership where person_id = $1'
    expect(await house.db.asOwner(left, [bea.person])).toEqual([])
  })
})

describe('a product that was removed', () => {
  it('can be put back for thirty days, then it is deleted', async () => {
    const an = await house.customer()
    const id = await added(register(given(), actorOf(an), null, [entry(aSerial())]))
    expect(await remove(given(), actorOf(an), id)).toBe('done')
    expect(await remove(given(), actorOf(an), id)).toBe('ended')
    house.db.clock.advance(29 * 86_400_000)
    await tidy(given())
    expect(await restore(given(), actorOf(an), id)).toBe('done')
    expect(await remove(given(), actorOf(an), id)).toBe('done')
    house.db.clock.advance(30 * 86_400_000)
    expect(await restore(given(), actorOf(an), id)).toBe('ended')
    await tidy(given())
    expect(await viewProduct(given(), actorOf(an), id)).toBeUndefined()
  })

  it('can be registered by somebody else, and is then not put back', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const serial = aSerial()
    const id = await added(register(given(), actorOf(an), null, [entry(serial)]))
    await remove(given(), actorOf(an), id)
    await added(register(given(), actorOf(luc), null, [entry(serial)]))
    expect(await restore(given(), actorOf(an), id)).toBe('taken')
  })
})
