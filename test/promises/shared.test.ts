import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../server/base/ids.ts'
import { withClient } from '../../server/base/installation.ts'
import type { Acts, Holding } from '../../server/policy/activity.ts'
import { applyDue } from '../../server/policy/publish.ts'
import { recordItems, recordStatements } from '../../server/policy/record.ts'
import { Sealed, statement } from '../../server/policy/statement.ts'
import { attempt, refused } from '../attempt.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { done } from '../person.ts'

/** A slice that nothing in the product knows, with a table that companies own. */
const tools: Holding = {
  table: 'shed.tool',
  person: 'person_id',
  organisation: 'organisation_id',
  purpose: 'account',
  columns: { site: { category: 'organisation', kept: 'plain', leaks: 'where tools are' }, note: 'organisation' },
  bookkeeping: ['id', 'recorded_at'],
}
const acts = {
  'shed.view': { purpose: 'account', by: 'customer', reads: ['organisation'] },
  'shed.add': { purpose: 'account', by: 'customer', writes: ['organisation'] },
  'shed.count': { purpose: 'account', by: 'system', reads: ['organisation'] },
} as const satisfies Acts

let db: TestDatabase
/** Two of one company, somebody of another, somebody of none. */
let an: string, bea: string, luc: string, jo: string
let demer: string, meuse: string

const asSelf = async (person: string, work: (client: pg.Client) => Promise<void>) => {
  const client = await db.connectAs(db.login('self'))
  await client.query("select set_config('abide.person', $1, false)", [db.vault.personToken(person)])
  await work(client)
  await client.end()
}

const join = (person: string, organisation: string) =>
  db.asOwner(
    `insert into people.membership (id, person_id, organisation_id, role, joined_at, source, policy_version)
     values ($1, $2, $3, 'member', $4, 'web', 4)`,
    [newId(), person, organisation, db.clock.now()],
  )

const leave = (person: string) =>
  db.asOwner('update people.membership set left_at = $2 where person_id = $1 and left_at is null', [
    person,
    db.clock.now(),
  ])

async function company(name: string): Promise<string> {
  const id = newId()
  await db.asOwner("insert into people.organisation (id, name, country, recorded_at) values ($1, $2, 'BE', $3)", [
    id,
    name,
    db.clock.now(),
  ])
  return id
}

const addTool = async (person: string, organisation: string | null, note: string): Promise<string> => {
  const id = newId()
  done(
    await db.gate.write(
      { act: 'shed.add', actor: { kind: 'customer', person }, subject: { person } },
      {
        tool: statement<'shed.add'>({
          name: 'test-add-tool',
          text: `insert into shed.tool (id, person_id, organisation_id, site, note, recorded_at) values ($1, $2, $3, 'Hasselt', $4, $5)`,
          values: [id, person, organisation, new Sealed('shed.tool.note', note, { organisation }), db.clock.now()],
        }),
      },
    ),
  )
  return id
}

/** The notes that somebody sees through the gate. */
async function notesSeenBy(person: string): Promise<(string | null)[]> {
  const read = await db.gate.read(
    { act: 'shed.view', actor: { kind: 'customer', person }, subject: { person } },
    {
      tools: statement<'shed.view', { note: string | null }>({
        name: 'test-tools',
        text: 'select note, organisation_id from shed.tool order by recorded_at, id',
        opens: { note: 'shed.tool.note' },
      }),
    },
  )
  return done(read).tools.map(row => row.note)
}

/** How many rows somebody sees in plain SQL. */
async function countedBy(person: string): Promise<number> {
  let count = -1
  await asSelf(person, async client => {
    count = (await client.query('select id from shed.tool')).rows.length
  })
  return count
}

async function countedFor(region: string): Promise<number> {
  const client = await db.connectAs(db.roleOf('account'), region)
  const { rows } = await client.query('select id from shed.tool')
  await client.end()
  return rows.length
}

beforeAll(async () => {
  db = await testDatabase()
  ;(db.declarations.holdings as Holding[]).push(tools)
  Object.assign(db.declarations.acts, acts)
  await db.asOwner('create schema shed')
  await db.asOwner(`create table shed.tool (id uuid primary key,
    person_id uuid references people.person (id) on delete set null,
    organisation_id uuid references people.organisation (id) on delete set null,
    site text, note bytea, recorded_at timestamptz not null)`)
  await db.asOwner(`call base.guard_shared('shed.tool', 'person_id', 'organisation_id')`)
  await db.asOwner(`grant usage on schema shed to "${db.login('self')}", "${db.roleOf('account')}"`)
  await withClient(db.owner, client => applyDue(client, db.declarations, db.prefix, db.clock.now()))
  await db.state.refresh()
})
afterAll(() => db.close())

beforeEach(async () => {
  await db.asOwner('delete from shed.tool')
  ;[an, bea, luc, jo] = (await Promise.all([db.newPerson(), db.newPerson(), db.newPerson(), db.newPerson()])).map(
    person => person.id,
  ) as [string, string, string, string]
  demer = await company('Ziekenhuis Demer')
  meuse = await company('Rail Meuse')
  for (const [person, organisation] of [
    [an, demer],
    [bea, demer],
    [luc, meuse],
  ] as const)
    await join(person, organisation)
})

describe("a company's row", () => {
  beforeEach(() => addTool(an, demer, 'the red one'))

  it('is seen by a colleague, in plain SQL and through the gate, opened', async () => {
    expect(await countedBy(bea)).toBe(1)
    expect(await notesSeenBy(bea)).toEqual(['the red one'])
  })

  it('is seen by nobody of another company, of none, or unknown', async () => {
    for (const stranger of [luc, jo, newId()]) expect(await countedBy(stranger)).toBe(0)
    for (const stranger of [luc, jo]) expect(await notesSeenBy(stranger)).toEqual([])
  })

  it('is seen no more by whoever left, from the next statement on, whoever brought it', async () => {
    await asSelf(an, async client => {
      expect((await client.query('select id from shed.tool')).rows).toHaveLength(1)
      await leave(an)
      expect((await client.query('select id from shed.tool')).rows).toEqual([])
    })
    expect(await notesSeenBy(an)).toEqual([])
    expect(await notesSeenBy(bea)).toEqual(['the red one'])
  })

  it('does not name whoever left', async () => {
    await leave(an)
    expect(await db.asOwner('select person_id, organisation_id from shed.tool')).toEqual([
      { person_id: null, organisation_id: demer },
    ])
  })

  it('is written by a colleague and by nobody else', async () => {
    const rename = `update shed.tool set site = 'Genk'`
    await asSelf(bea, async client => expect(await attempt(client, rename)).toBe('allowed: 1'))
    for (const stranger of [luc, jo])
      await asSelf(stranger, async client => expect(await attempt(client, rename)).toBe('allowed: 0'))
  })

  it('is added by nobody who does not belong there, nor in the name of somebody else', async () => {
    const add = (person: string | null, organisation: string | null) =>
      `insert into shed.tool (id, person_id, organisation_id, recorded_at) values ('${newId()}',
       ${person ? `'${person}'` : 'null'}, ${organisation ? `'${organisation}'` : 'null'}, '2026-11-02')`
    await asSelf(luc, async client => {
      expect(await attempt(client, add(luc, meuse))).toBe('allowed: 1')
      for (const sql of [add(luc, demer), add(null, demer), add(an, meuse), add(an, null), add(null, null)])
        expect(await attempt(client, sql), sql).toBe(refused)
    })
  })

  it('is given to nobody afterwards, whatever a login were granted', async () => {
    await db.asOwner(`grant update (person_id, organisation_id) on shed.tool to "${db.login('self')}"`)
    await asSelf(bea, async client => {
      expect(await attempt(client, `update shed.tool set person_id = '${bea}'`)).toBe(refused)
      expect(await attempt(client, `update shed.tool set organisation_id = '${meuse}'`)).toBe(refused)
      expect(await attempt(client, `update shed.tool set organisation_id = null`)).toBe(refused)
    })
    await db.asOwner(`revoke update (person_id, organisation_id) on shed.tool from "${db.login('self')}"`)
  })

  it("is seen by a purpose's login only where it sees a present member", async () => {
    expect(await countedFor('hes')).toBe(1)
    expect(await countedFor('huk')).toBe(0)
    await leave(an)
    expect(await countedFor('hes')).toBe(1)
    await leave(bea)
    expect(await countedFor('hes')).toBe(0)
  })

  it('stays without the name of a person who is erased, and opens for those who are left', async () => {
    await db.asOwner('delete from people.person where id = $1', [an])
    db.vault.forget(an)
    expect(await db.asOwner('select person_id from shed.tool')).toEqual([{ person_id: null }])
    expect(await notesSeenBy(bea)).toEqual(['the red one'])
  })

  it('goes with the last person of the company', async () => {
    await db.asOwner('delete from people.person where id = any ($1)', [[an, bea]])
    expect(await db.asOwner('select id from shed.tool')).toEqual([])
    expect(await db.asOwner('select id from people.organisation where id = $1', [demer])).toEqual([])
    expect(await db.asOwner('select id from people.organisation where id = $1', [meuse])).toHaveLength(1)
  })

  it('stands in what is held about whoever brought it, as the company’s, and in nobody else’s', async () => {
    const held = async (person: string) => {
      const statements = recordStatements<'shed.view'>(db.state.current().compiled, ['organisation'], person)
      const own = { 'shed.tool': statements['shed.tool']! }
      const request = { act: 'shed.view', actor: { kind: 'customer', person }, subject: { person } } as const
      return recordItems(own, done(await db.gate.read(request, own)))
    }
    const items = await held(an)
    expect(items.map(item => [item.column, item.value, item.organisation])).toEqual([
      ['site', 'Hasselt', demer],
      ['note', 'the red one', demer],
    ])
    expect(await held(bea)).toEqual([])
  })
})

describe('a row of a person alone', () => {
  it('is seen by that person, and by no colleague', async () => {
    await addTool(an, null, 'at home')
    expect(await notesSeenBy(an)).toEqual(['at home'])
    expect(await countedBy(bea)).toBe(0)
    expect(await countedFor('hes')).toBe(1)
    await leave(an)
    expect(await notesSeenBy(an)).toEqual(['at home'])
  })

  it('goes with the person', async () => {
    await addTool(an, null, 'at home')
    await db.asOwner('delete from people.person where id = $1', [an])
    expect(await db.asOwner('select id from shed.tool')).toEqual([])
  })
})

describe('what is sealed for a company', () => {
  it('opens with no other key: not a member’s, not another company’s, and not at another place', async () => {
    await addTool(an, demer, 'the red one')
    const [row] = await db.asOwner<{ note: Buffer }>('select note from shed.tool')
    const { vault } = db
    expect(vault.organisationKey(demer).open('shed.tool.note', row!.note)).toBe('the red one')
    for (const open of [
      () => vault.recall(an)!.open('shed.tool.note', row!.note),
      () => vault.organisationKey(meuse).open('shed.tool.note', row!.note),
      () => vault.organisationKey(an).open('shed.tool.note', row!.note),
      () => vault.organisationKey(demer).open('shed.tool.site', row!.note),
    ])
      expect(open).toThrow()
  })

  it('is not taken for a company’s when it is a person’s', async () => {
    await addTool(an, null, 'at home')
    await db.asOwner('update shed.tool set organisation_id = $1', [demer])
    await expect(notesSeenBy(bea)).rejects.toThrow()
  })
})

describe('a login', () => {
  it('reads of memberships what the row policy asks, only if it may touch a shared table', async () => {
    const may = async (role: string) =>
      (
        await db.asOwner<{ column: string }>(
          `select attname::text as column from pg_attribute
            where attrelid = 'people.membership'::regclass and attnum > 0 and has_column_privilege($1, attrelid, attnum, 'SELECT')`,
          [role],
        )
      ).map(row => row.column)
    expect(await may(db.roleOf('account'))).toContain('left_at')
    expect(await may(db.roleOf('security'))).toEqual([])
  })
})
