/** May this be done? Pure: a compiled policy, an act, an actor, a person's standing → yes with a clause, or no with a reason. */
import { type Compiled, type Grant, needsAgreement } from './compile.ts'
import type { Purpose, Relation } from './document.ts'
import type { RefusalCode } from './refusal.ts'
import { isClosed } from './waiting.ts'

/** A system of the company that acts with a key: bound to a purpose, to acts of it, and to a controller's people. */
export interface KeyHolder {
  /** As the customer reads it beside what it did. */
  name: string
  purpose: string
  /** The controller whose people it sees, unless its purpose reaches all. */
  controller: string
  acts: readonly string[]
}

/** Who acts. */
export type Party =
  | { kind: 'stranger' }
  | { kind: 'system'; key?: KeyHolder }
  | { kind: 'customer'; self: boolean }
  | { kind: 'staff'; controller: string; purposes: readonly string[]; acknowledged: number | null }

/** What a person agreed to, refused and asked for. */
export interface Standing {
  /** The controller that answers for the person. */
  region: string
  relation: Relation
  /** Everything that is held of them. */
  restricted: boolean
  /** One category of it; absent: none. */
  restrictedIn?(category: string): boolean
  /** The version of the newest yes to a purpose; absent: not known. */
  agreedUnder?(purpose: string): number | undefined
  agreed(purpose: string): boolean
  objected(purpose: string): boolean
}

export type Decision = { yes: true; clause: string } | { yes: false; reason: RefusalCode; clause?: string }

const no = (reason: RefusalCode, clause?: string): Decision =>
  clause ? { yes: false, reason, clause } : { yes: false, reason }

/**
 * Whether somebody may act at all, before it is known on whom: what the act was granted, the role and the acknowledgement.
 * @param act its name
 */
export function decideActor(compiled: Compiled, act: string, party: Party): Decision {
  const grant = compiled.grants.get(act)
  if (!grant) return no(compiled.refused.get(act)?.code ?? 'no-such-purpose')
  if (!fitsKey(grant, party)) return no('key-without-act', grant.clause)
  return mayAct(compiled, grant.purpose, grant.clause, party)
}

/** What is done with keys is done with one of its purpose that names it; what is not, with none. */
function fitsKey({ act, purpose, key }: Grant, party: Party): boolean {
  const holder = party.kind === 'system' ? party.key : undefined
  if (!key) return holder === undefined
  return holder !== undefined && holder.purpose === purpose && holder.acts.includes(act)
}

function mayAct(compiled: Compiled, purpose: string, clause: string, party: Party): Decision {
  if (party.kind === 'staff') {
    if (!party.purposes.includes(purpose)) return no('role-without-purpose', clause)
    if (party.acknowledged !== compiled.loaded.policy.policy.version) return no('not-acknowledged', clause)
  }
  if (party.kind === 'customer' && !party.self) return no('not-the-person', clause)
  return { yes: true, clause }
}

/**
 * Whether an act may be done on somebody.
 * @param act its name
 * @param standing null where the act concerns nobody in particular
 */
export function decide(compiled: Compiled, act: string, party: Party, standing: Standing | null): Decision {
  const grant: Grant | undefined = compiled.grants.get(act)
  if (!grant) return no(compiled.refused.get(act)?.code ?? 'no-such-purpose')
  if (!fitsKey(grant, party)) return no('key-without-act', grant.clause)
  const decision = decidePurpose(compiled, grant.purpose, party, standing)
  if (!decision.yes || !standing) return decision
  if (isStopped(compiled, grant, party, standing)) return no('restricted', grant.clause)
  if (party.kind !== 'staff') return decision
  const controller = reached(compiled, grant, party.controller)
  return controller === undefined || controller === standing.region ? decision : no('out-of-region', grant.clause)
}

/**
 * Whether all that an act reads, or anything that it changes, is in categories that somebody has restricted. What it reads
 * besides stays open: a purpose goes on with the rest.
 */
function isStopped({ loaded: { policy } }: Compiled, grant: Grant, party: Party, standing: Standing): boolean {
  if (party.kind === 'customer' || policy.purposes[grant.purpose]?.restricted === 'continue') return false
  const isRestricted = (category: string): boolean => standing.restrictedIn?.(category) ?? false
  const changes = [...grant.writes, ...grant.deletes]
  return changes.some(isRestricted) || (grant.reads.length > 0 && grant.reads.every(isRestricted))
}

/**
 * Whether a purpose may use what is held of somebody in one category: what PostgreSQL shows its login of a table that holds
 * nothing else.
 * @param collected the version of the policy under which it was collected
 */
export function decideReading(
  compiled: Compiled,
  id: string,
  category: string,
  collected: number,
  party: Party,
  standing: Standing,
): Decision {
  const allowed = decidePurpose(compiled, id, party, standing)
  const purpose = compiled.loaded.policy.purposes[id]
  if (!allowed.yes || !purpose || party.kind === 'customer') return allowed
  if (!purpose.uses.includes(category)) return no('category-not-promised', purpose.clause)
  if (purpose.restricted !== 'continue' && standing.restrictedIn?.(category)) return no('restricted', purpose.clause)
  const waiting = compiled.bound.get(`${id} ${category}`)
  if (!waiting || !isClosed(waiting, collected)) return allowed
  const reaches = needsAgreement(purpose) && (standing.agreedUnder?.(id) ?? 0) >= waiting.since
  return reaches ? allowed : no('collected-earlier', purpose.clause)
}

/**
 * The controller on whose people alone an act is done; undefined: on everybody.
 * @param own the controller that whoever acts works for
 */
export function reached(
  { loaded: { policy } }: Pick<Compiled, 'loaded'>,
  { purpose, on }: Pick<Grant, 'purpose' | 'on'>,
  own: string | undefined,
): string | undefined {
  const isNarrow = on === 'own' || (on === 'appointed' && own !== undefined && !policy.controllers[own]?.default)
  return isNarrow || policy.purposes[purpose]?.reach !== 'all' ? own : undefined
}

/** The same question for a purpose as such: an act of it that reads all that it was promised. */
export function decidePurpose(compiled: Compiled, id: string, party: Party, standing: Standing | null): Decision {
  const purpose = compiled.loaded.policy.purposes[id]
  if (!purpose) return no('no-such-purpose')
  const allowed = mayAct(compiled, id, purpose.clause, party)
  if (!allowed.yes || !standing) return allowed
  return withStanding(id, purpose, party, standing, whoTheyAre(compiled))
}

/** The categories that say who somebody is: where one of them is restricted, nothing of the person is seen. */
const whoTheyAre = ({ declarations }: Compiled): readonly string[] =>
  Object.values(declarations.holdings.find(({ table }) => table === 'people.person')?.columns ?? {}).map(column =>
    typeof column === 'string' ? column : column.category,
  )

function withStanding(
  id: string,
  purpose: Purpose,
  party: Party,
  standing: Standing,
  identity: readonly string[],
): Decision {
  // One's own view of one's own data is not a use that one could have objected to.
  if (party.kind !== 'customer') {
    if (standing.objected(id)) return no('objected', purpose.clause)
    if (needsAgreement(purpose) && !standing.agreed(id)) return no('not-agreed', purpose.clause)
    const isRestricted = standing.restricted || identity.some(category => standing.restrictedIn?.(category))
    if (isRestricted && purpose.restricted !== 'continue') return no('restricted', purpose.clause)
  }
  const from = party.kind === 'staff' ? party.controller : party.kind === 'system' ? party.key?.controller : undefined
  if (from !== undefined && purpose.reach !== 'all' && from !== standing.region)
    return no('out-of-region', purpose.clause)
  return { yes: true, clause: purpose.clause }
}
