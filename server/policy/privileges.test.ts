import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Acts, Holding } from './activity.ts'
import { compile } from './compile.ts'
import { loadedSmall } from './fixtures/read.ts'
import { assignSlots, desiredPrivileges, keyOf, type Privilege, privilegeChanges, type Slot } from './privileges.ts'

const slot = (
  kind: Slot['kind'],
  restricted: Slot['restricted'],
  bit: number,
  purpose: string | null = null,
): Slot => ({
  role: `t_${kind}_${restricted}_${bit}`,
  kind,
  restricted,
  bit,
  purpose,
})
const freeSlots = [
  slot('agree', 'stop', 0),
  slot('agree', 'stop', 1),
  slot('object', 'stop', 0),
  slot('object', 'continue', 24),
]
const compiled = (acts: Acts = {}, holdings: readonly Holding[] = [], ...changes: [string, string][]) =>
  compile(loadedSmall(...changes), { acts, holdings })

describe('each purpose has a login', () => {
  it('of the kind that it rests on', () => {
    const { assign, retire, slots } = assignSlots(compiled(), freeSlots)
    expect(Object.fromEntries(assign.map(({ purpose, role }) => [purpose, role]))).toEqual({
      support: 't_object_continue_24',
      'product-news': 't_agree_stop_0',
      measurement: 't_agree_stop_1',
    })
    expect(retire).toEqual([])
    expect([...slots.keys()]).toEqual(['support', 'product-news', 'measurement'])
  })

  it('that it keeps', () => {
    const taken = freeSlots.map((one, at) => ({
      ...one,
      purpose: ['measurement', 'product-news', null, 'support'][at]!,
    }))
    expect(assignSlots(compiled(), taken)).toMatchObject({ assign: [], retire: [] })
  })

  it('that is retired, and never given away, when it needs another kind', () => {
    const taken = freeSlots.map((one, at) => ({
      ...one,
      purpose: ['measurement', 'product-news', null, 'support'][at]!,
    }))
    const { assign, retire } = assignSlots(compiled({}, [], ['restricted: continue', 'restricted: stop']), taken)
    expect(retire).toEqual(['t_object_continue_24'])
    expect(assign).toEqual([{ role: 't_object_stop_0', purpose: 'support' }])
  })

  it('or publishing stops and says which purpose found none', () => {
    expect(() => assignSlots(compiled(), freeSlots.slice(1))).toThrow('no login left for the purpose "measurement"')
  })
})

const holdings: Holding[] = [
  {
    table: 'calls.call',
    person: 'person_id',
    purpose: 'support',
    columns: { number: 'contact', name: { category: 'identity', kept: 'plain' }, wish: 'interests' },
    bookkeeping: ['id', 'at'],
    onceWritten: ['source'],
  },
  { table: 'other.thing', person: 'person_id', purpose: 'support', columns: { phone: 'contact' }, bookkeeping: ['id'] },
  {
    table: 'people.person',
    person: 'id',
    purpose: 'support',
    columns: {},
    bookkeeping: [],
    standing: ['id', 'agreed'],
  },
]

/** What the login of support may do, as `VERB table column`. */
function allowed(acts: Acts): string[] {
  const all = compiled(acts, holdings)
  const { slots } = assignSlots(all, freeSlots)
  return [...desiredPrivileges(all, slots, 't_self').values()]
    .map(({ role, verb, table, column }) => `${role === 't_self' ? 'self ' : ''}${verb} ${table} ${column}`.trim())
    .sort()
}

const standing = ['SELECT people.person agreed', 'SELECT people.person id']

describe('a login may', () => {
  it('read the categories of its acts in every table, and what is noted about those rows', () => {
    expect(allowed({ 'desk.open': { purpose: 'support', by: 'staff', reads: ['contact'] } })).toEqual([
      'SELECT calls.call at',
      'SELECT calls.call id',
      'SELECT calls.call number',
      'SELECT calls.call person_id',
      'SELECT calls.call source',
      'SELECT other.thing id',
      'SELECT other.thing person_id',
      'SELECT other.thing phone',
      ...standing,
    ])
  })

  it('read what was made for the person to take along only in their own act', () => {
    const copies: Holding = {
      table: 'rights.copy_part',
      person: 'person_id',
      purpose: 'support',
      columns: { content: { category: 'contact', kept: 'sealed', as: 'copy' }, what: 'contact' },
      bookkeeping: ['id'],
    }
    const acts = {
      'desk.open': { purpose: 'support', by: 'staff', reads: ['contact'] },
      'rights.fetch': { purpose: 'support', by: 'customer', reads: ['contact'] },
    } satisfies Acts
    const { slots } = assignSlots(compiled(acts, [copies]), freeSlots)
    const readers = [...desiredPrivileges(compiled(acts, [copies]), slots, 't_self').values()].filter(
      ({ table, verb }) => table === 'rights.copy_part' && verb === 'SELECT',
    )
    const who = (name: string) => readers.filter(({ column }) => column === name).map(({ role }) => role)
    expect(who('content')).toEqual(['t_self'])
    expect(who('what').sort()).toEqual(['t_object_continue_24', 't_self'])
  })

  it('write in the tables of its own slice alone, and never say whose row it is but at its beginning', () => {
    const may = allowed({ 'calls.log': { purpose: 'support', by: 'staff', writes: ['contact'] } })
    expect(may.filter(line => /INSERT|UPDATE/.test(line))).toEqual([
      'INSERT calls.call at',
      'INSERT calls.call id',
      'INSERT calls.call number',
      'INSERT calls.call person_id',
      'INSERT calls.call source',
      'UPDATE calls.call at',
      'UPDATE calls.call id',
      'UPDATE calls.call number',
    ])
    expect(may).not.toContain('SELECT calls.call number')
    expect(may.some(line => line.includes('other.thing'))).toBe(false)
  })

  it('delete where an act deletes', () => {
    const may = allowed({ 'calls.forget': { purpose: 'support', by: 'system', deletes: ['contact'] } })
    expect(may).toContain('DELETE calls.call')
    expect(may.some(line => /INSERT|UPDATE/.test(line))).toBe(false)
  })

  it('do nothing for an act that was refused', () => {
    expect(allowed({ 'calls.spy': { purpose: 'support', by: 'staff', reads: ['visits'] } })).toEqual([])
  })

  it('act for customers themselves only as the login for that', () => {
    const may = allowed({ 'calls.view': { purpose: 'support', by: 'customer', reads: ['identity'] } })
    expect(may.every(line => line.startsWith('self '))).toBe(true)
  })
})

const privilege: fc.Arbitrary<Privilege> = fc
  .record({
    role: fc.constantFrom('a', 'b'),
    table: fc.constantFrom('s.one', 's.two'),
    column: fc.constantFrom('x', 'y', 'z'),
    verb: fc.constantFrom<Privilege['verb'][]>('SELECT', 'INSERT', 'UPDATE', 'DELETE'),
  })
  .map(one => (one.verb === 'DELETE' ? { ...one, column: '' } : one))

const privileges = fc
  .uniqueArray(privilege, { selector: keyOf })
  .map(list => new Map(list.map(one => [keyOf(one), one])))

/** Reads GRANT and REVOKE as PostgreSQL would. */
function apply(now: ReadonlyMap<string, Privilege>, changes: readonly string[]): Set<string> {
  const held = new Set(now.keys())
  for (const change of changes) {
    const [, what, list, table, role] = /^(GRANT|REVOKE) (.+) ON (\S+) (?:TO|FROM) "(\w+)"$/.exec(change)!
    for (const [, verb, columns] of list!.matchAll(/(SELECT|INSERT|UPDATE|DELETE)(?: \(([^)]+)\))?/g)) {
      for (const column of columns ? columns.split(', ') : ['']) {
        const one = { role: role!, table: table!, column: column.replaceAll('"', ''), verb: verb as Privilege['verb'] }
        const key = keyOf(one)
        expect(held.has(key), `${change}: ${key}`).toBe(what === 'REVOKE')
        if (what === 'GRANT') held.add(key)
        else held.delete(key)
      }
    }
  }
  return held
}

describe('the changes from what is to what shall be', () => {
  it('lead there, and name nothing that needs no change', () => {
    fc.assert(
      fc.property(privileges, privileges, (now, desired) => {
        expect(apply(now, privilegeChanges(now, desired))).toEqual(new Set(desired.keys()))
      }),
    )
  })

  it('are none when nothing differs', () => {
    fc.assert(
      fc.property(privileges, now => {
        expect(privilegeChanges(now, now)).toEqual([])
      }),
    )
  })

  it('take away before they give', () => {
    fc.assert(
      fc.property(privileges, privileges, (now, desired) => {
        const verbs = privilegeChanges(now, desired).map(change => change.slice(0, 5))
        expect(verbs).toEqual(verbs.toSorted().reverse())
      }),
    )
  })
})
