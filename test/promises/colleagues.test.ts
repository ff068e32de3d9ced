import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { addMember } from '../../server/people/index.ts'
import { attempt, refused } from '../attempt.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

let db: TestDatabase
let an: string, bea: string, luc: string, gone: string
let demer: string, meuse: string

/** Everything that SQL gives the login for customers' acts when it says that it is somebody. */
async function asSelf<T>(person: string, sql: string, answer: (rows: Record<string, string>[]) => T): Promise<T> {
  const client = await db.connectAs(db.login('self'))
  await client.query("select set_config('abide.person', $1, false)", [db.vault.personToken(person)])
  const { rows } = await client.query(sql)
  await client.end()
  return answer(rows)
}

beforeAll(async () => {
  db = await testDatabase()
  ;[an, bea, luc, gone] = (await Promise.all([db.newPerson(), db.newPerson(), db.newPerson(), db.newPerson()])).map(
    person => person.id,
  ) as [string, string, string, string]
  const from = { at: db.clock.now(), source: 'web', version: 4 } as const
  const at = (name: string, id?: string) => ({ name, country: 'BE', ...(id ? { id } : {}) })
  demer = await addMember(db, an, at('Ziekenhuis Demer'), 'owner', from, 'An')
  await addMember(db, bea, at('Ziekenhuis Demer', demer), 'member', from, 'Bea')
  await addMember(db, gone, at('Ziekenhuis Demer', demer), 'member', from, 'Gone')
  meuse = await addMember(db, luc, at('Rail Meuse'), 'owner', from, 'Luc')
  await db.asOwner('update people.membership set left_at = $2 where person_id = $1', [gone, db.clock.now()])
})
afterAll(() => db.close())

const members = 'select person_id from people.membership order by joined_at, id'
const people = (rows: Record<string, string>[]) => new Set(rows.map(row => row['person_id']))

describe('who works for a company', () => {
  it('is seen in SQL by those who work there now, and by nobody else', async () => {
    expect(await asSelf(bea, members, people)).toEqual(new Set([an, bea]))
    expect(await asSelf(luc, members, people)).toEqual(new Set([luc]))
    expect(await asSelf(newId(), members, people)).toEqual(new Set())
  })

  it('is seen no more by whoever left, who keeps their own line as history', async () => {
    expect(await asSelf(gone, members, people)).toEqual(new Set([gone]))
  })

  it('is seen by somebody with another company’s id, or its name, no better', async () => {
    for (const sql of [
      `select person_id from people.membership where organisation_id = '${demer}'`,
      `select m.person_id from people.organisation o join people.membership m on m.organisation_id = o.id where o.name = 'Ziekenhuis Demer'`,
    ])
      expect(await asSelf(luc, sql, rows => rows), sql).toEqual([])
  })

  it('leads to nothing else of a colleague', async () => {
    for (const table of ['person', 'name', 'account', 'session', 'letter', 'shared_id', 'language_change']) {
      const column = table === 'person' ? 'id' : 'person_id'
      const sql = `select ${column} as person_id from people.${table}`
      const seen = await asSelf(bea, sql, people)
      expect(seen.has(an), table).toBe(false)
    }
    const contacts = await asSelf(bea, 'select person_id from profile.contact', people)
    expect(contacts.has(an)).toBe(false)
  })
})

describe('the login for customers', () => {
  it('makes nobody a member, changes no role and founds no company: that is done where it is judged', async () => {
    const client = await db.connectAs(db.login('self'))
    await client.query("select set_config('abide.person', $1, false)", [db.vault.personToken(luc)])
    for (const sql of [
      `insert into people.membership (id, person_id, organisation_id, role, joined_at, source, policy_version)
       values ('${newId()}', '${luc}', '${demer}', 'owner', '2026-11-02', 'web', 4)`,
      `update people.membership set role = 'owner'`,
      `update people.membership set left_at = null`,
      `insert into people.invitation (id, organisation_id, person_id) values ('${newId()}', '${demer}', '${luc}')`,
      `insert into people.domain (domain, organisation_id) values ('demer.example', '${meuse}')`,
      `insert into people.organisation (id, name, country, recorded_at) values ('${newId()}', 'X', 'BE', '2026-11-02')`,
    ])
      expect(await attempt(client, sql), sql).toBe(refused)
  })

  it('is the only one that may ask where somebody works', async () => {
    for (const role of [db.roleOf('account'), db.roleOf('support'), db.login('gate'), db.login('evidence')]) {
      const client = await db.connectAs(role, '*')
      expect(await attempt(client, 'select people.organisations_of_self()'), role).toBe(refused)
    }
  })
})
