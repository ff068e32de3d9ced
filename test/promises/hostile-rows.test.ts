import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { attempt, attemptAll, refused } from '../attempt.ts'
import { loginsOf, type Table, tablesOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { policyFile } from '../promised.ts'
import { fillEveryTable, onYes } from '../rows.ts'

let db: TestDatabase
let tables: Table[]
/** Somebody for each way to be hidden, each with a row in every table. */
const people: Record<'open' | 'saidNo' | 'restricted' | 'elsewhere', string> = {
  open: '',
  saidNo: '',
  restricted: '',
  elsewhere: '',
}

/** Says the same thing for every purpose, as the person would: through the event that changes their standing. */
async function say(person: string, said: string, purposes: (string | null)[]): Promise<void> {
  for (const purpose of purposes)
    await db.asOwner(
      `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version, wording)
       values ($1, $2, $3, $4, 'en', $5, 'web', 4, $6)`,
      [newId(), person, purpose, said, db.clock.now(), 'a'.repeat(64)],
    )
}

beforeAll(async () => {
  db = await testDatabase()
  const consented = Object.keys(policyFile.purposes).filter(id => policyFile.purposes[id]!.basis === 'consent')
  const others = Object.keys(policyFile.purposes).filter(id => !consented.includes(id))
  for (const who of ['open', 'saidNo', 'restricted', 'elsewhere'] as const) {
    const person = await db.newPerson({ region: who === 'elsewhere' ? 'huk' : 'hes' })
    people[who] = person.id
    await say(person.id, 'agree', consented)
    await fillEveryTable(db, person.id)
  }
  await say(people.saidNo, 'withdraw', consented)
  await say(people.saidNo, 'object', others)
  await say(people.restricted, 'restrict', [null])
  tables = (await tablesOf(db)).filter(table => table.people.length > 0)
  // Every privilege to every login, as no policy would: below, the row policies stand alone.
  const names = tables.map(table => table.name).join(', ')
  for (const { role } of await loginsOf(db))
    await db.asOwner(`grant select, insert, update, delete on ${names} to "${role}"`)
})
afterAll(() => db.close())

/** How many of a person's rows a login sees, by table. */
async function seen(role: string, region: string | undefined, person: string): Promise<Record<string, number>> {
  const client = await db.connectAs(role, region)
  const counts: Record<string, number> = {}
  for (const { name, people: columns } of tables)
    counts[name] = Number(
      (await client.query(`select count(*) from ${name} where "${columns[0]}" = $1`, [person])).rows[0].count,
    )
  await client.end()
  return counts
}

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)
const purposeLogins = async () => (await loginsOf(db)).filter(login => login.kind !== 'fixed')
/** Each login has a test of its own where there are thousands of attacks. */
const purposes = Object.keys(policyFile.purposes)

describe('a row of somebody', () => {
  it('stands in every table with people, so that the tests below say something', async () => {
    // What somebody agrees to, and what rests on that, is gone once it is taken back.
    const goes = ({ name }: { name: string }) => name in onYes || name === 'consent.choice'
    for (const [who, person] of Object.entries(people))
      for (const { name, people: columns } of tables.filter(table => who !== 'saidNo' || !goes(table)))
        expect(await db.asOwner(`select from ${name} where "${columns[0]}" = $1`, [person]), name).not.toEqual([])
  })

  it('is seen in every table by each login whose purpose is open to it', async () => {
    for (const { purpose, role } of await purposeLogins()) {
      const counts = await seen(role, 'hes', people.open)
      for (const [table, count] of Object.entries(counts)) expect(count, `${purpose} in ${table}`).toBeGreaterThan(0)
    }
  })

  it('who objected, or did not agree, is seen by no login in any table', async () => {
    for (const { purpose, role } of await purposeLogins())
      for (const region of ['hes', '*']) expect(total(await seen(role, region, people.saidNo)), purpose).toBe(0)
  })

  it('whose data is restricted is seen only by the logins whose purpose continues then', async () => {
    for (const { purpose, role } of await purposeLogins()) {
      const open = await seen(role, 'hes', people.open)
      const counts = await seen(role, 'hes', people.restricted)
      if (policyFile.purposes[purpose]!.restricted === 'continue') {
        for (const [table, count] of Object.entries(open))
          expect(counts[table]! > 0, `${purpose} in ${table}`).toBe(count > 0)
      } else expect(total(counts), purpose).toBe(0)
    }
  })

  it.each(purposes)(
    'of another region is not seen by the login of %s for one region, nor without a region',
    async purpose => {
      const role = db.roleOf(purpose)
      expect(total(await seen(role, 'hes', people.elsewhere))).toBe(0)
      expect(total(await seen(role, 'HES', people.open))).toBe(0)
      expect(total(await seen(role, undefined, people.open))).toBe(0)
      expect(total(await seen(role, undefined, people.elsewhere))).toBe(0)
    },
  )

  it('is not seen by the login for customers who said nothing of who they are, nor by anybody who is not that person', async () => {
    const self = await db.connectAs(db.login('self'), '*')
    for (const { name, people: columns } of tables) {
      expect((await self.query(`select "${columns[0]}" from ${name}`)).rows, name).toEqual([])
      await self.query('begin')
      await self.query(`select set_config('abide.person', $1, true)`, [db.vault.personToken(people.open)])
      const { rows } = await self.query(`select distinct "${columns[0]}" as person from ${name}`)
      expect(rows, name).toEqual([{ person: people.open }])
      await self.query('rollback')
    }
  })

  it('of another region is not seen by a login that names that region, or all, or what it can read of them', async () => {
    for (const { purpose, role } of await purposeLogins()) {
      const client = await db.connectAs(role, 'hes')
      const keys = await db.asOwner<{ key: string }>(
        "select encode(region_key, 'hex') as key from people.person where id = $1",
        [people.elsewhere],
      )
      for (const guess of ['huk', '*', '', people.elsewhere, keys[0]!.key, `\\x${keys[0]!.key}`]) {
        await client.query("select set_config('abide.region', $1, false)", [guess])
        const { rows } = await client.query('select id from people.person where id = $1', [people.elsewhere])
        expect(rows, `${purpose} with ${guess}`).toEqual([])
      }
    }
  })

  it('is not seen by the login for customers that names the person by what it can know of them', async () => {
    const self = await db.connectAs(db.login('self'))
    const keys = await db.asOwner<{ key: string }>(
      "select encode(self_key, 'hex') as key from people.person where id = $1",
      [people.open],
    )
    for (const guess of [people.open, '*', '', keys[0]!.key, `\\x${keys[0]!.key}`]) {
      await self.query("select set_config('abide.person', $1, false)", [guess])
      expect((await self.query('select id from people.person')).rows, guess).toEqual([])
    }
  })

  it('is not seen better by a purpose that says which person it wants', async () => {
    for (const { purpose, role } of await purposeLogins()) {
      const client = await db.connectAs(role, 'hes')
      await client.query(`select set_config('abide.person', $1, false), set_config('abide.pseudonym', 'ff', false)`, [
        people.saidNo,
      ])
      for (const { name, people: columns } of tables) {
        const { rows } = await client.query(`select from ${name} where "${columns[0]}" = $1`, [people.saidNo])
        expect(rows, `${purpose} in ${name}`).toEqual([])
      }
    }
  })
})

describe('a row of somebody who is hidden', () => {
  it.each(purposes)('is neither changed nor deleted by the login of %s', async purpose => {
    const touched: string[] = []
    const client = await db.connectAs(db.roleOf(purpose), 'hes')
    for (const { name, columns, people: owners } of tables) {
      for (const person of [people.saidNo, people.elsewhere]) {
        const attacks = columns.map(
          column => `update ${name} set "${column}" = "${column}" where "${owners[0]}" = '${person}'`,
        )
        attacks.push(`delete from ${name} where "${owners[0]}" = '${person}'`)
        for (const [at, answer] of (await attemptAll(client, attacks)).entries())
          if (answer !== refused && answer !== 'allowed: 0') touched.push(`${purpose}: ${attacks[at]}: ${answer}`)
      }
    }
    expect(touched).toEqual([])
  })

  it.each(purposes)('is not added by the login of %s, which gives no row to somebody hidden', async purpose => {
    const added: string[] = []
    const client = await db.connectAs(db.roleOf(purpose), 'hes')
    for (const { name, people: owners } of tables.filter(table => table.name !== 'people.person')) {
      for (const person of [people.saidNo, people.elsewhere]) {
        const attacks = [
          `insert into ${name} ("${owners[0]}") values ('${person}')`,
          `update ${name} set "${owners[0]}" = '${person}'`,
        ]
        for (const [at, answer] of (await attemptAll(client, attacks)).entries())
          if (answer !== refused) added.push(`${purpose}: ${attacks[at]}: ${answer}`)
      }
    }
    expect(added).toEqual([])
  })

  it('is added, changed or deleted by no customer whose row it is not', async () => {
    const self = await db.connectAs(db.login('self'))
    await self.query(`select set_config('abide.person', $1, false)`, [db.vault.personToken(people.open)])
    const wrong: string[] = []
    for (const { name, columns, people: owners } of tables.filter(table => table.name !== 'people.person')) {
      const whose = `"${owners[0]}" = '${people.saidNo}'`
      for (const [sql, expected] of [
        [`insert into ${name} ("${owners[0]}") values ('${people.saidNo}')`, refused],
        [`update ${name} set ${whose}`, refused],
        [`update ${name} set "${columns[0]}" = "${columns[0]}" where ${whose}`, 'allowed: 0'],
        [`delete from ${name} where ${whose}`, 'allowed: 0'],
      ] as const) {
        const answer = await attempt(self, sql)
        if (answer !== expected) wrong.push(`${sql}: ${answer}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('is neither changed nor shown by an upsert or a MERGE that names it', async () => {
    const wrong: string[] = []
    for (const person of [people.saidNo, people.elsewhere]) {
      const [name] = await db.asOwner<{ id: string }>('select id from people.name where person_id = $1', [person])
      const row = (owner: string) =>
        `insert into people.name (id, person_id, value, recorded_at, source, policy_version)
         values ('${name!.id}', '${owner}', '', '2026-11-02', 'web', 4) on conflict (id)`
      const merge = `merge into people.name n using (values ('${name!.id}'::uuid)) x (id) on n.id = x.id`
      for (const { purpose, role } of await purposeLogins()) {
        const client = await db.connectAs(role, 'hes')
        for (const [sql, expected] of [
          [`${row(people.open)} do update set value = '' returning name.person_id`, refused],
          [`${row(people.open)} do update set person_id = '${people.open}'`, refused],
          [`${row(person)} do nothing`, refused],
          [`${merge} when matched then update set value = ''`, 'allowed: 0'],
          [`${merge} when matched then delete`, 'allowed: 0'],
        ] as const) {
          const answer = await attempt(client, sql)
          if (answer !== expected) wrong.push(`${purpose}: ${sql}: ${answer}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('is never made by a login for another region than its own', async () => {
    for (const { purpose, role } of await purposeLogins()) {
      const client = await db.connectAs(role, 'hes')
      const sql = `insert into people.person (id, region, relation, language, recorded_at, source, policy_version)
                   values ('${newId()}', 'huk', 'consumer', 'en', '2026-11-02', 'web', 4)`
      expect(await attempt(client, sql), purpose).toBe(refused)
    }
  })
})
