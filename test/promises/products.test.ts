import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { addMember } from '../../server/people/index.ts'
import { erasePerson } from '../../server/people/index.ts'
import { addRegistrations } from '../../server/activities/products/store.ts'
import { newId } from '../../server/base/ids.ts'
import { testApp, type TestApp } from '../app.ts'
import { attempt, refused } from '../attempt.ts'
import { loginsOf } from '../catalogue.ts'
import { policyFile } from '../promised.ts'
import { aSerial } from '../serials.ts'

let house: TestApp
/** Two of one company, and somebody of none. */
let an: { person: string; email: string },
  bea: { person: string; email: string },
  luc: { person: string; email: string }
let demer: string
/** An’s own product, the company’s, Luc’s. */
const serials = { own: aSerial(), company: aSerial(), other: aSerial() }

const put = async (person: string, organisation: string | null, serial: string) => {
  const from = { at: house.db.clock.now(), source: 'web', version: 4 }
  const row = { id: newId(), serial, boughtOn: '2026-10-02', details: { seller: 'Winkel Demer' }, site: null }
  const statement = addRegistrations({ person, organisation }, [row], 'registered', from)
  await house.app.gate.write(
    { act: 'products.register', actor: { kind: 'customer', person }, subject: { person } },
    { statement },
  )
}

beforeAll(async () => {
  house = await testApp()
  ;[an, bea, luc] = [await house.customer(), await house.customer(), await house.customer()]
  const from = { at: house.db.clock.now(), source: 'web', version: 4 } as const
  demer = await addMember(house.app.given, an.person, { name: 'Demer', country: 'BE' }, 'owner', from)
  await house.db.asOwner(
    `insert into people.membership (id, person_id, organisation_id, role, joined_at, source, policy_version)
     values (gen_random_uuid(), $1, $2, 'member', $3, 'web', 4)`,
    [bea.person, demer, house.db.clock.now()],
  )
  await put(an.person, null, serials.own)
  await put(bea.person, demer, serials.company)
  await put(luc.person, null, serials.other)
})
afterAll(() => house.close())

/** What somebody has who found the password of the customers’ login, and the token of one customer. */
async function asSelf(person: string): Promise<pg.Client> {
  const client = await house.db.connectAs(house.db.login('self'))
  await client.query("select set_config('abide.person', $1, false)", [house.db.vault.personToken(person)])
  return client
}

const seen = async (client: pg.Client): Promise<string[]> =>
  (await client.query('select serial_number from products.registration order by 1')).rows.map(row =>
    String(row.serial_number),
  )

describe('what customers own', () => {
  it('is read by the login of no purpose to which the policy does not promise it', async () => {
    const promised = Object.keys(policyFile.purposes).filter(id => policyFile.purposes[id]!.uses.includes('products'))
    expect(promised).not.toContain('product-news')
    expect(promised).not.toContain('measure-visits')
    for (const { role, purpose } of await loginsOf(house.db)) {
      if (promised.includes(purpose ?? '') || role === house.db.login('self')) continue
      const client = await house.db.connectAs(role, 'hes')
      for (const table of ['registration', 'site', 'proof', 'transfer', 'offer', 'list', 'guess'])
        expect(await attempt(client, `select person_id from products.${table}`), `${purpose} in ${table}`).toBe(refused)
      await client.end()
    }
  })

  it('is changed by no login but those that register it', async () => {
    for (const { role, purpose } of await loginsOf(house.db)) {
      if (purpose === 'register-products' || role === house.db.login('self')) continue
      const client = await house.db.connectAs(role, 'hes')
      expect(
        await attempt(client, "update products.registration set serial_number = 'mine'"),
        `${purpose} ${role}`,
      ).toBe(refused)
      expect(await attempt(client, 'delete from products.registration'), `${purpose} ${role}`).toBe(refused)
      await client.end()
    }
  })

  it('is seen by themselves and by those who work there now, and by no stranger, customer or other company', async () => {
    const [asAn, asBea, asLuc] = [await asSelf(an.person), await asSelf(bea.person), await asSelf(luc.person)]
    expect(await seen(asAn)).toEqual([serials.own, serials.company].toSorted())
    expect(await seen(asBea)).toEqual([serials.company])
    expect(await seen(asLuc)).toEqual([serials.other])
    expect(await seen(await house.db.connectAs(house.db.login('self')))).toEqual([])
    expect(
      await attempt(asLuc, "update products.registration set bought_on = '2020-01-01' where serial_number = $1", [
        serials.own,
      ]),
    ).toBe('allowed: 0')
    const mine = `insert into products.registration (id, person_id, organisation_id, serial_number, came_by, recorded_at, source, policy_version)
                  values (gen_random_uuid(), $1, $2, 'XX', 'registered', $3, 'web', 4)`
    expect(await attempt(asLuc, mine, [luc.person, demer, house.db.clock.now()])).toBe(refused)
    expect(await attempt(asLuc, mine, [an.person, null, house.db.clock.now()])).toBe(refused)
  })

  it('is one owner’s at a time: the database itself has no second row', async () => {
    const asLuc = await asSelf(luc.person)
    const mine = `insert into products.registration (id, person_id, serial_number, came_by, recorded_at, source, policy_version)
                  values (gen_random_uuid(), $1, $2, 'registered', $3, 'web', 4)`
    expect(await attempt(asLuc, mine, [luc.person, serials.own, house.db.clock.now()])).toBe('23505')
  })

  it('says nothing of the seller to who steals the database, and nothing of who brought it once that is erased', async () => {
    const rows = await house.db.asOwner('select * from products.registration')
    expect(rows).toHaveLength(3)
    expect(rows.map(row => Buffer.from(row['details'] as Buffer).toString('latin1')).join()).not.toContain('Winkel')
    await erasePerson(house.app.given, bea.email)
    const [left] = await house.db.asOwner(
      'select person_id, organisation_id from products.registration where serial_number = $1',
      [serials.company],
    )
    expect(left).toEqual({ person_id: null, organisation_id: demer })
  })
})
