import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEvidence } from '../../server/audit/index.ts'
import { newId } from '../../server/base/ids.ts'
import { withClient } from '../../server/base/installation.ts'
import type { Acts } from '../../server/policy/activity.ts'
import type { Declarations } from '../../server/policy/compile.ts'
import { createGate } from '../../server/policy/gate.ts'
import { followPolicy } from '../../server/policy/in-force.ts'
import { applyDue, leave, lease } from '../../server/policy/publish.ts'
import { Sealed, statement } from '../../server/policy/statement.ts'
import { attempt, refused } from '../attempt.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { publishNext } from '../next-version.ts'
import { done, type Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeEach(async () => {
  db = await testDatabase()
  person = await db.newPerson({ phone: '+32 0 000 01 23' })
})
afterEach(() => db.close())

/** The product before: it has a desk for orders. */
const older = (): Declarations => db.declarations

/** The product after: no desk for orders any more, but support notes phones. */
function newer(): Declarations {
  const acts: Acts = {
    ...Object.fromEntries(
      Object.entries(db.declarations.acts).filter(([name]) => !/-for-(deliver-)?orders$/.test(name)),
    ),
    'profile.note-phone': { purpose: 'support', by: 'system', reads: ['contact'], writes: ['contact'] },
  }
  return { ...db.declarations, acts }
}

/** A process of the product, as `abide serve` runs it. */
async function startProcess(declarations: Declarations) {
  const { connections, vault, clock, login, owner, prefix } = db
  const id = newId()
  const apply = () => withClient(owner, client => applyDue(client, declarations, prefix, clock.now(), id))
  await apply()
  const state = followPolicy(connections, login('gate'), declarations)
  await state.refresh()
  const evidence = createEvidence(connections, login('evidence'), clock)
  const gate = createGate({ connections, vault, state, evidence, login })
  return {
    state,
    /** What it does every few seconds. @returns what changed in the database */
    turn: async () => (await apply())!.changes,
    stop: () => withClient(owner, client => leave(client, id)),
    openOrders: () =>
      gate.read(
        { act: 'desk.open-for-orders', actor: colleague(), subject: { person: person.id } },
        {
          contacts: statement<'desk.open-for-orders'>({
            name: 'test-contacts',
            text: 'select value from profile.contact where person_id = $1',
            values: [person.id],
            opens: { value: 'profile.contact.value' },
          }),
        },
      ),
    notePhone: () =>
      gate.write(
        { act: 'profile.note-phone', actor: { kind: 'system' }, subject: { person: person.id } },
        {
          phone: statement<'profile.note-phone'>({
            name: 'test-note-phone',
            text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
                   values ($1, $2, 'phone', $3, $4, 'phone', 4)`,
            values: [newId(), person.id, new Sealed('profile.contact.value', { number: '1' }), clock.now()],
            fields: ['profile.contact.value'],
          }),
        },
      ),
  }
}

const colleague = () =>
  ({
    kind: 'staff',
    person: person.id,
    pseudonym: Buffer.alloc(16, 1),
    role: 'service-desk',
    controller: 'hes',
    purposes: ['deliver-orders'],
    acknowledged: db.state.current().compiled.loaded.policy.policy.version,
  }) as const

const ordersRead = async () =>
  attempt(await db.connectAs(db.roleOf('deliver-orders'), 'hes'), 'select value from profile.contact')
const supportWrites = async () =>
  attempt(await db.connectAs(db.roleOf('support'), 'hes'), `update profile.contact set value = '\\x00'`)
const actsKept = async () =>
  (
    await db.asOwner<{ act: string }>(
      `select distinct act from policy.act where act in ('desk.open-for-orders', 'profile.note-phone') order by act`,
    )
  ).map(row => row.act)

/** All that any login may do, as PostgreSQL's catalogue has it, in an order of its own. */
async function grants(): Promise<string[]> {
  const rows = await db.asOwner<{ grant: string }>(
    `select concat_ws(' ', x.place, r.rolname, a.privilege_type) as grant
       from (select c.oid::regclass::text as place, c.relacl as acl from pg_class c where c.relnamespace >= 16384
             union all select a.attrelid::regclass || '.' || a.attname, a.attacl from pg_attribute a where a.attrelid >= 16384) x,
            aclexplode(x.acl) a join pg_roles r on r.oid = a.grantee order by 1`,
  )
  return rows.map(row => row.grant)
}

describe('an older and a newer version of the product on one database', () => {
  it('both do their work, each with its evidence, whichever applied last', async () => {
    const before = await startProcess(older())
    expect(await supportWrites()).toBe(refused)
    const after = await startProcess(newer())
    for (const last of [before, after]) {
      await last.turn()
      done(await before.openOrders())
      done(await after.notePhone())
    }
    const lines = await db.asOwner<{ act: string; lines: number }>(
      `select act, count(*)::integer as lines from audit.line where act in ('desk.open-for-orders', 'profile.note-phone')
        group by act order by act`,
    )
    expect(lines).toEqual([
      { act: 'desk.open-for-orders', lines: 2 },
      { act: 'profile.note-phone', lines: 2 },
    ])
  })

  it('agree on what is granted: once both are there, no turn of either changes anything', async () => {
    const before = await startProcess(older())
    const after = await startProcess(newer())
    const granted = await grants()
    for (const one of [before, after, after, before]) expect(await one.turn()).toEqual([])
    expect(await grants()).toEqual(granted)
  })

  it('may do what either may and nothing beside, narrowed to the newer once the older has stopped', async () => {
    const grantsOf = async (declarations: Declarations) => {
      await withClient(db.owner, client => applyDue(client, declarations, db.prefix, db.clock.now()))
      return grants()
    }
    const newerAlone = await grantsOf(newer())
    const olderAlone = await grantsOf(older())
    const before = await startProcess(older())
    const after = await startProcess(newer())
    expect(new Set(await grants())).toEqual(new Set([...olderAlone, ...newerAlone]))
    expect(await ordersRead()).toBe('allowed: 1')

    await before.stop()
    expect((await after.turn()).join('\n')).toMatch(/^REVOKE/)
    expect(await grants()).toEqual(newerAlone)
    expect([await ordersRead(), await supportWrites()]).toEqual([refused, 'allowed: 1'])
    expect(await actsKept()).toEqual(['profile.note-phone'])
    done(await after.notePhone())
  })

  it('goes back to the older alone when the newer is taken away', async () => {
    const before = await startProcess(older())
    const granted = await grants()
    const after = await startProcess(newer())
    await after.stop()
    await before.turn()
    expect(await grants()).toEqual(granted)
    done(await before.openOrders())
  })

  it('keeps what one that was killed needs for as long as it might live, and revokes it then', async () => {
    await startProcess(older())
    db.clock.advance(lease - 1)
    const after = await startProcess(newer())
    await after.turn()
    expect(await ordersRead()).toBe('allowed: 1')
    db.clock.advance(1)
    await after.turn()
    expect([await ordersRead(), await supportWrites()]).toEqual([refused, 'allowed: 1'])
  })

  it('gives back what one needs that was only asleep', async () => {
    const before = await startProcess(older())
    const after = await startProcess(newer())
    db.clock.advance(lease)
    await after.turn()
    await expect(before.openOrders()).rejects.toMatchObject({ code: '42501' })
    await before.turn()
    done(await before.openOrders())
    done(await after.notePhone())
  })

  it('lets two processes of the same version end one after the other', async () => {
    const [one, two] = [await startProcess(older()), await startProcess(older())]
    const after = await startProcess(newer())
    await one.stop()
    await after.turn()
    done(await two.openOrders())
    await two.stop()
    await after.turn()
    expect(await ordersRead()).toBe(refused)
  })

  it('is held up by nothing that the older needs of a table or column that a migration has removed', async () => {
    const [contact] = older().holdings.filter(({ table }) => table === 'profile.contact')
    const holdings = [
      ...older().holdings.filter(holding => holding !== contact),
      { ...contact!, columns: { ...contact!.columns, fax: 'contact' } },
      { ...contact!, table: 'profile.pager' },
    ]
    // As it was before the newer one's migrations.
    await db.asOwner('create table profile.pager (like profile.contact)')
    await db.asOwner('alter table profile.contact add fax bytea')
    const before = await startProcess({ ...older(), holdings })
    await db.asOwner('drop table profile.pager')
    await db.asOwner('alter table profile.contact drop fax')
    const after = await startProcess(newer())
    done(await before.openOrders())
    done(await after.notePhone())
    expect(await before.turn()).toEqual([])
  })
})

describe('a category struck from the policy while two versions of the product run', () => {
  it('is gone for both, and neither gets it back', async () => {
    const before = await startProcess(older())
    const after = await startProcess(newer())
    const strike = (policy: Parameters<Parameters<typeof publishNext>[1]>[0]) => {
      for (const purpose of ['support', 'deliver-orders']) {
        const uses = policy.getIn(['purposes', purpose, 'uses']) as { toJSON(): string[] }
        policy.setIn(
          ['purposes', purpose, 'uses'],
          uses.toJSON().filter(category => category !== 'contact'),
        )
      }
      for (const [recipient, { for: purposes, gets }] of Object.entries(
        db.state.current().compiled.loaded.policy.recipients,
      ))
        if (purposes.some(purpose => ['support', 'deliver-orders'].includes(purpose)))
          policy.setIn(
            ['recipients', recipient, 'gets'],
            gets.filter(category => category !== 'contact'),
          )
    }
    await publishNext(db, strike)
    expect([await ordersRead(), await supportWrites()]).toEqual([refused, refused])
    for (const one of [before, after]) await one.turn()
    expect([await ordersRead(), await supportWrites()]).toEqual([refused, refused])
    await before.state.refresh()
    await expect(before.openOrders()).rejects.toMatchObject({ code: '42501' })
    expect(await after.notePhone()).toMatchObject({ code: 'category-not-promised' })
    for (const one of [before, after]) expect(one.state.current().compiled.loaded.policy.policy.version).toBe(5)
  })

  it('is gone for the older also when the newer has gone again', async () => {
    const before = await startProcess(older())
    const after = await startProcess(newer())
    await publishNext(db, policy => {
      policy.setIn(['purposes', 'support', 'uses'], ['identity', 'products', 'interactions', 'organisation'])
      for (const recipient of ['repair', 'night-desk'])
        policy.setIn(['recipients', recipient, 'gets'], ['identity', 'products', 'interactions'])
    })
    await after.stop()
    await before.turn()
    const support = await db.connectAs(db.roleOf('support'), 'hes')
    expect(await attempt(support, 'select value from profile.contact')).toBe(refused)
    expect(await attempt(support, 'select value from people.name')).toBe('allowed: 1')
  })
})
