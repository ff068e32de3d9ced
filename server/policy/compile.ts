/**
 * Promised against built: lays what the product declares (acts and holdings) over what the policy says. Pure.
 * Every act ends granted, with its clause, or refused, with a reason; whatever nobody performs and whatever nothing
 * keeps is said aloud.
 */
import { createHash } from 'node:crypto'
import type { Act, Acts, By, Holding } from './activity.ts'
import { measures, type LoadedPolicy, type Purpose } from './document.ts'
import type { RefusalCode } from './refusal.ts'
import type { Waiting } from './waiting.ts'

/** An act that the policy allows. */
export interface Grant {
  act: string
  purpose: string
  /** The clause of the purpose. */
  clause: string
  by: By
  reads: readonly string[]
  writes: readonly string[]
  deletes: readonly string[]
  to: string | undefined
  evidence: boolean
  /** Whether it is done with a key, and not otherwise. */
  key: boolean
  /** Where it is done on fewer than its purpose reaches. */
  on: Act['on']
}

export interface RefusedAct {
  act: string
  code: RefusalCode
  /** What exactly was not promised. */
  detail: string
}

export interface Declarations {
  acts: Acts
  holdings: readonly Holding[]
}

export interface Compiled {
  loaded: LoadedPolicy
  declarations: Declarations
  grants: ReadonlyMap<string, Grant>
  refused: ReadonlyMap<string, RefusedAct>
  /** Purposes of the policy that no act performs. */
  idle: readonly string[]
  /** Clauses that nothing in the product keeps: a promise only. What only explains is none. */
  promises: readonly string[]
  /** `purpose category` → what was collected and waits before the purpose may use it. */
  bound: ReadonlyMap<string, Waiting>
  /** SHA-256 of the declarations, in hex: processes that run with the same ones need the same. */
  declared: string
  /** What `compiledHash` gives for the policy with these declarations alone. */
  hash: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * What the grants of a database are known by: the policy, and all declarations that they were compiled from.
 * @param policy hash of the loaded policy
 * @param declared hashes of declarations, in any order
 */
export function compiledHash(policy: string, declared: readonly string[]): string {
  return sha256([policy, ...declared.toSorted()].join('\n'))
}

/** What declarations are known by, in hex. */
export function declaredHash(declarations: Declarations): string {
  return sha256(JSON.stringify(declarations))
}

/** The slice that an act belongs to: the first part of its name. */
export function sliceOf(act: string): string {
  return act.slice(0, act.indexOf('.'))
}

function judge(name: string, act: Act, policy: LoadedPolicy['policy']): Grant | RefusedAct {
  const purpose = policy.purposes[act.purpose]
  if (!purpose) return { act: name, code: 'no-such-purpose', detail: act.purpose }
  const reads = act.reads === 'promised' ? purpose.uses : (act.reads ?? [])
  const wanted = [...reads, ...(act.writes ?? []), ...(act.deletes ?? [])]
  const missing = wanted.find(category => !purpose.uses.includes(category))
  if (missing) return { act: name, code: 'category-not-promised', detail: missing }
  if (act.to && !recipientFits(act.to, act.purpose, reads, policy))
    return { act: name, code: 'recipient-not-promised', detail: act.to }
  return {
    act: name,
    purpose: act.purpose,
    clause: purpose.clause,
    by: act.by,
    reads,
    writes: act.writes ?? [],
    deletes: act.deletes ?? [],
    to: act.to,
    evidence: act.evidence !== 'none',
    key: act.key === true,
    on: act.on,
  }
}

function recipientFits(id: string, purpose: string, sends: readonly string[], policy: LoadedPolicy['policy']): boolean {
  const recipient = policy.recipients[id]
  return !!recipient && recipient.for.includes(purpose) && sends.every(category => recipient.gets.includes(category))
}

/**
 * Compiles a policy with the declarations of the product.
 * @param loaded a policy without errors
 */
export function compile(loaded: LoadedPolicy, declarations: Declarations): Compiled {
  const grants = new Map<string, Grant>()
  const refused = new Map<string, RefusedAct>()
  for (const [name, act] of Object.entries(declarations.acts)) {
    const verdict = judge(name, act, loaded.policy)
    if ('code' in verdict) refused.set(name, verdict)
    else grants.set(name, verdict)
  }
  const performed = new Set([...grants.values()].map(grant => grant.purpose))
  const declared = declaredHash(declarations)
  return {
    loaded,
    declarations,
    grants,
    refused,
    idle: Object.keys(loaded.policy.purposes).filter(purpose => !performed.has(purpose)),
    promises: promisesOnly(loaded, performed, declarations.holdings, name => isMeasure(name) || grants.has(name)),
    bound: new Map(),
    declared,
    hash: compiledHash(loaded.hash, [declared]),
  }
}

const isMeasure = (name: string) => (measures as readonly string[]).includes(name)

function promisesOnly(
  loaded: LoadedPolicy,
  performed: ReadonlySet<string>,
  holdings: readonly Holding[],
  isThere: (name: string) => boolean,
): string[] {
  const { policy, texts } = loaded
  const held = new Set(
    holdings.flatMap(holding =>
      Object.values(holding.columns).map(column => (typeof column === 'string' ? column : column.category)),
    ),
  )
  const kept = new Set<string>([
    ...Object.entries(policy.purposes).flatMap(([id, purpose]) => (performed.has(id) ? [purpose.clause] : [])),
    ...Object.entries(policy.categories).flatMap(([id, category]) => (held.has(id) ? [category.clause] : [])),
    ...policy.never.map(never => never.clause),
    ...Object.entries(policy.kept).flatMap(([clause, names]) => (names.some(isThere) ? [clause] : [])),
    ...Object.values(policy.staff).map(role => role.clause),
  ])
  const explains = new Set(policy.explains)
  return (texts[policy.policy.original]?.clauses ?? [])
    .map(clause => clause.id)
    .filter(id => !kept.has(id) && !explains.has(id))
}

/**
 * Whether a purpose waits for each person's yes (and so for a slot of the kind that is closed until then).
 * A purpose that rests on consent for one relation rests on consent for all: the stricter reading.
 */
export function needsAgreement(purpose: Purpose): boolean {
  return typeof purpose.basis === 'string'
    ? purpose.basis === 'consent'
    : Object.values(purpose.basis).includes('consent')
}
