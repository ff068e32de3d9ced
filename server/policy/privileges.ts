/**
 * From granted acts and holdings to column privileges. Pure: which login may do what, and what differs from what the
 * database grants now. Row policies are none of its business; they never change.
 */
import type { Holding } from './activity.ts'
import { type Compiled, type Grant, needsAgreement, sliceOf } from './compile.ts'

/** One privilege: `SELECT on people.name.value` for a login. DELETE has no column. */
export interface Privilege {
  role: string
  table: string
  /** Empty for DELETE. */
  column: string
  verb: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'
}

/** A login that a purpose can be assigned to, as the database keeps it. */
export interface Slot {
  role: string
  kind: 'agree' | 'object'
  restricted: 'stop' | 'continue'
  bit: number
  purpose: string | null
}

/** What has to change so that every purpose has a slot of its kind. */
export interface Assignment {
  assign: { role: string; purpose: string }[]
  /** Slots whose purpose needs another kind now, or is restricted otherwise; they keep their bit and are never given away again. */
  retire: string[]
  /** Bits of standing that go on under another number: what somebody said does not depend on what restriction stops. */
  carry: { kind: Slot['kind']; from: number; to: number }[]
  /** Purpose → its slot, after the change. */
  slots: ReadonlyMap<string, Slot>
}

/**
 * Gives every purpose of the policy a slot; those that have a fitting one keep it.
 * @throws if there is no free slot of a kind
 */
export function assignSlots(compiled: Pick<Compiled, 'loaded'>, slots: readonly Slot[]): Assignment {
  const assignment: Assignment = { assign: [], retire: [], carry: [], slots: new Map() }
  const free = slots.filter(slot => slot.purpose === null)
  const result = new Map<string, Slot>()
  for (const [id, purpose] of Object.entries(compiled.loaded.policy.purposes)) {
    const kind = needsAgreement(purpose) ? 'agree' : 'object'
    const restricted = purpose.restricted ?? 'stop'
    const now = slots.find(slot => slot.purpose === id)
    if (now?.kind === kind && now.restricted === restricted) {
      result.set(id, now)
      continue
    }
    if (now) assignment.retire.push(now.role)
    const at = free.findIndex(slot => slot.kind === kind && slot.restricted === restricted)
    if (at < 0)
      throw new Error(`There is no login left for the purpose "${id}" (${kind}, ${restricted} when restricted).`)
    const slot = { ...free.splice(at, 1)[0]!, purpose: id }
    assignment.assign.push({ role: slot.role, purpose: id })
    const from = now?.kind === kind ? now : kind === 'object' ? objectedBefore(id, slots) : undefined
    if (from) assignment.carry.push({ kind, from: from.bit, to: slot.bit })
    result.set(id, slot)
  }
  assignment.slots = result
  return assignment
}

/** What a login was called for whose purpose rests on something else since a version, or is restricted otherwise. */
const retired = / \(until version (\d+)\)$/

/** Where objections to a purpose stood last, before it rested on consent: a no is a no, whatever came between. */
function objectedBefore(id: string, slots: readonly Slot[]): Slot | undefined {
  const untilOf = ({ purpose }: Slot): number => Number(retired.exec(purpose ?? '')?.[1])
  return slots
    .filter(
      ({ kind, purpose }) => kind === 'object' && retired.test(purpose ?? '') && purpose!.replace(retired, '') === id,
    )
    .toSorted((a, b) => untilOf(b) - untilOf(a))[0]
}

/** All logins once an assignment was carried out. */
export const slotsAfter = (slots: readonly Slot[], { assign, retire }: Assignment): Slot[] =>
  slots.map(slot => {
    const given = assign.find(({ role }) => role === slot.role)
    if (given) return { ...slot, purpose: given.purpose }
    return retire.includes(slot.role) ? { ...slot, purpose: `${slot.purpose} (retired)` } : slot
  })

const categoryOf = (column: Holding['columns'][string]): string =>
  typeof column === 'string' ? column : column.category

/** What was made for the person to take along is theirs alone to read, for whatever purpose somebody else may read its category. */
const isForPersonAlone = (column: Holding['columns'][string]): boolean =>
  typeof column !== 'string' && column.as === 'copy'

function ofHolding(role: string, grant: Grant, holding: Holding, own: boolean): Privilege[] {
  const { table } = holding
  const owners = [holding.person, holding.organisation].filter(column => typeof column === 'string')
  const about = [...holding.bookkeeping, ...(holding.onceWritten ?? []), ...owners]
  const columns = (categories: readonly string[]) =>
    Object.entries(holding.columns).flatMap(([name, column]) => (categories.includes(categoryOf(column)) ? [name] : []))
  const privileges: Privilege[] = []
  const give = (verb: Privilege['verb'], names: readonly string[]) => {
    for (const column of names) privileges.push({ role, table, column, verb })
  }
  const reads = columns(grant.reads).filter(
    name => grant.by === 'customer' || !isForPersonAlone(holding.columns[name]!),
  )
  if (reads.length > 0) give('SELECT', [...reads, ...about])
  const writes = own ? columns(grant.writes) : []
  if (writes.length > 0 && !holding.byFunction) {
    give('INSERT', [...writes, ...about])
    // What somebody said would otherwise be rewritten without changing what follows from it, and a key be lost.
    if (!holding.appendOnly) give('UPDATE', [...writes, ...holding.bookkeeping])
    // An update finds its row by these.
    give('SELECT', about)
  }
  if (own && columns(grant.deletes).length > 0 && !holding.byFunction && !holding.deletedByFunction) {
    give('DELETE', [''])
    give('SELECT', about)
  }
  return privileges
}

/** What the row policy of a shared table asks, as the login that asks: whether it sees a present member of the company. */
const membersSeen = { table: 'people.membership', columns: ['organisation_id', 'left_at'] } as const

/** The login that an act runs as: of its purpose, or customers' own. */
export function loginOf(grant: Grant, slots: ReadonlyMap<string, Slot>, self: string): string | undefined {
  return grant.by === 'customer' ? self : slots.get(grant.purpose)?.role
}

/**
 * What one act needs.
 * @param role the login that it runs as
 */
export function privilegesOf(role: string, grant: Grant, holdings: readonly Holding[]): Privilege[] {
  let shared = false
  const own = holdings.flatMap(holding => {
    const some = ofHolding(role, grant, holding, holding.table.startsWith(`${sliceOf(grant.act)}.`))
    if (some.length > 0 && holding.organisation) shared = true
    return some
  })
  if (!shared) return own
  const { table, columns } = membersSeen
  return [...own, ...columns.map(column => ({ role, table, column, verb: 'SELECT' as const }))]
}

/**
 * Everything that the logins shall be able to do, by key.
 * @param slots purpose → slot
 * @param self the login of customers' own acts
 */
export function desiredPrivileges(
  compiled: Compiled,
  slots: ReadonlyMap<string, Slot>,
  self: string,
): Map<string, Privilege> {
  const desired = new Map<string, Privilege>()
  const { holdings } = compiled.declarations
  const add = (privileges: readonly Privilege[]) => {
    for (const privilege of privileges) desired.set(keyOf(privilege), privilege)
  }
  const roles = new Set<string>()
  for (const grant of compiled.grants.values()) {
    const role = loginOf(grant, slots, self)
    if (!role) continue
    roles.add(role)
    add(privilegesOf(role, grant, holdings))
  }
  for (const role of roles) {
    for (const { table, standing } of holdings) {
      add((standing ?? []).map(column => ({ role, table, column, verb: 'SELECT' })))
    }
  }
  return desired
}

/**
 * What several sets of declarations need together.
 * @param wanted by key, those of this process first; of the others' only what still exists: a migration may have removed
 * what an older process declares, and nobody is held up by that
 */
export function unionOf(
  wanted: readonly ReadonlyMap<string, Privilege>[],
  exists: (privilege: Privilege) => boolean,
): Map<string, Privilege> {
  const union = new Map(wanted[0])
  for (const others of wanted.slice(1))
    for (const [key, privilege] of others) if (exists(privilege)) union.set(key, privilege)
  return union
}

/** A privilege as one string, so that two lists can be compared. */
export function keyOf({ role, table, column, verb }: Privilege): string {
  return `${role} ${verb} ${table} ${column}`
}

/**
 * The GRANT and REVOKE statements that lead from what is to what shall be; none where nothing differs.
 * @returns revocations first
 */
export function privilegeChanges(
  now: ReadonlyMap<string, Privilege>,
  desired: ReadonlyMap<string, Privilege>,
): string[] {
  const gone = [...now].filter(([key]) => !desired.has(key)).map(([, privilege]) => privilege)
  const come = [...desired].filter(([key]) => !now.has(key)).map(([, privilege]) => privilege)
  return [...sentences('REVOKE', 'FROM', gone), ...sentences('GRANT', 'TO', come)]
}

function sentences(verb: string, preposition: string, privileges: readonly Privilege[]): string[] {
  const byTarget = new Map<string, Map<string, string[]>>()
  for (const { role, table, column, verb: what } of privileges) {
    const target = `${table} ${preposition} "${role}"`
    const verbs = byTarget.get(target) ?? new Map<string, string[]>()
    byTarget.set(target, verbs)
    verbs.set(what, [...(verbs.get(what) ?? []), ...(column ? [`"${column}"`] : [])])
  }
  return [...byTarget].map(([target, verbs]) => {
    const list = [...verbs].map(([what, columns]) => (columns.length > 0 ? `${what} (${columns.join(', ')})` : what))
    return `${verb} ${list.join(', ')} ON ${target}`
  })
}
