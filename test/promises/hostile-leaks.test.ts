import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { newId } from '../../server/base/ids.ts'
import { attempt, refused } from '../attempt.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import type { Person } from '../person.ts'
import { fillEveryTable } from '../rows.ts'

let db: TestDatabase
let hidden: Person
let shown: Person
let support: pg.Client
let account: pg.Client
beforeAll(async () => {
  db = await testDatabase()
  hidden = await db.newPerson({ region: 'huk', language: 'cy' })
  shown = await db.newPerson()
  for (const person of [hidden, shown]) await fillEveryTable(db, person.id)
  await db.asOwner('analyze')
  support = await db.connectAs(db.roleOf('support'), 'hes')
  account = await db.connectAs(db.roleOf('account'), 'hes')
})
afterAll(() => db.close())

/** All that PostgreSQL says of a statement that fails: message, detail, hint and where. */
async function complaint(client: pg.Client, sql: string): Promise<string> {
  await client.query('begin')
  try {
    await client.query(sql)
    return 'it was allowed'
  } catch (error) {
    const { code, message, detail, hint, where } = error as pg.DatabaseError
    return [code, message, detail, hint, where].filter(Boolean).join(' | ')
  } finally {
    await client.query('rollback')
  }
}

describe('a row that a login may not see', () => {
  it('is not given away by a condition that fails on it', async () => {
    // Each would fail if PostgreSQL tried the condition on the hidden row before the row policy.
    for (const condition of [
      `1 / (case when id = '${hidden.id}' then 0 else 1 end) = 1`,
      `(case when region = 'huk' then 'not a number' else '1' end)::integer = 1`,
      `('1' || repeat('0', case when language = 'cy' then 400 else 0 end))::float8 > 0`,
    ])
      expect(await attempt(support, `select id from people.person where ${condition}`), condition).toBe('allowed: 1')
    const child = `select id from people.name where 1 / (case when person_id = '${hidden.id}' then 0 else 1 end) = 1`
    expect(await attempt(support, child)).toBe('allowed: 1')
  })

  it('is not given away by a join, an aggregate, a window or a subquery in another statement', async () => {
    for (const sql of [
      `select count(*) from people.person where region = 'huk' having count(*) > 0`,
      `select n.id from people.name n left join people.person p on p.id = n.person_id where p.id is null`,
      `select id from (select id, region, row_number() over () as row from people.person) all_rows where region <> 'hes'`,
      `select 1 where exists (select from people.key where person_id = '${hidden.id}')`,
      `select id from people.person tablesample system (100) where region <> 'hes'`,
      `select id from only people.person where region <> 'hes'`,
      `with other as materialized (select id, region from people.person) select id from other where region <> 'hes'`,
      `select id from people.person for update`,
    ])
      expect(['allowed: 0', refused], sql).toContain(await attempt(support, sql))
  })

  it('is not copied out, and its changes are followed by nobody', async () => {
    const { rows } = await support.query(
      `select query_to_xml('select id from people.person', true, false, '')::text as xml`,
    )
    expect(rows[0].xml).toContain(shown.id)
    expect(rows[0].xml).not.toContain(hidden.id)
    expect(await attempt(support, `select pg_create_logical_replication_slot('mine', 'pgoutput')`)).toBe(refused)
  })

  it('is told apart from one that does not exist by no error of a foreign key', async () => {
    const add = (person: string) =>
      complaint(
        account,
        `insert into people.name (id, person_id, value, recorded_at, source, policy_version)
         values ('${newId()}', '${person}', '\\x00', '2026-11-02', 'web', 4)`,
      )
    const ofHidden = await add(hidden.id)
    expect(ofHidden).toMatch(/^42501/)
    expect(await add(newId())).toBe(ofHidden)
  })

  it('stands in no message: not when a key is taken, a rule is broken, or a value is missing', async () => {
    const [account_] = await db.asOwner<{ identifier_hash: Buffer }>(
      'select identifier_hash from people.account where person_id = $1',
      [hidden.id],
    )
    const hash = account_!.identifier_hash.toString('hex')
    const regionKey = db.vault.rowKeys('', 'hes').regionKey.toString('hex')
    const person = (id: string, relation: string) =>
      `insert into people.person (id, region, relation, language, recorded_at, source, policy_version, region_key, self_key)
       values ('${id}', 'hes', '${relation}', 'en', '2026-11-02', 'a source', 4, '\\x${regionKey}', '\\xff')`
    for (const [sql, code] of [
      [person(hidden.id, 'consumer'), '23505'],
      [person(newId(), 'alien'), '23514'],
      [`update people.person set language = null where id = '${shown.id}'`, '23502'],
      [`update people.account set identifier_hash = '\\x${hash}' where person_id = '${shown.id}'`, '23505'],
      [
        `insert into people.letter (id, person_id, kind) values ('${newId()}', '${shown.id}', 'a secret kind')`,
        '23502',
      ],
    ] as const) {
      const text = await complaint(account, sql)
      expect(text, sql).toMatch(new RegExp(`^${code}`))
      expect(text, sql).not.toMatch(/Failing row|already exists\.$|Key \(|a source|a secret kind/)
      expect(text).not.toContain(hash)
    }
  })
})

describe('what a login may not read', () => {
  it('is not estimated for it from values that the planner knows', async () => {
    // The planner looks at no statistics of a table whose rows a login sees only some of, unless the comparison leaks nothing.
    expect(
      await attempt(support, `select from pg_stats where tablename in ('person', 'account', 'name', 'contact')`),
    ).toBe('allowed: 0')
    expect(await attempt(support, 'explain select password from people.account')).toBe(refused)
    expect(await attempt(support, `explain select 1 from people.account where password = ''`)).toBe(refused)
  })

  it('opens for nobody who has only the database: what is sealed is not among what is there', async () => {
    const [row] = await db.asOwner<{ value: Buffer; wrapped: Buffer }>(
      'select n.value, k.wrapped from people.name n join people.key k using (person_id) where n.person_id = $1',
      [hidden.id],
    )
    expect(row!.value.toString('latin1')).not.toContain(hidden.name)
    expect(() => db.vault.unwrap(shown.id, row!.wrapped)).toThrow()
    expect(() => db.vault.recall(shown.id)!.open('people.name.value', row!.value)).toThrow()
    expect(() => db.vault.recall(hidden.id)!.open('profile.contact.value', row!.value)).toThrow()
    expect(db.vault.recall(hidden.id)!.open('people.name.value', row!.value)).toBe(hidden.name)
  })
})
