/** What can be said of each purpose, and what it means. Pure. */
import { type Compiled, needsAgreement } from '../policy/compile.ts'
import type { LoadedPolicy, Purpose, Relation } from '../policy/document.ts'
import { choicesOf } from '../policy/topics.ts'
import { type Choice, type Held, widenedSince } from './choices.ts'

/** What can be said of one purpose. */
export const sayings = ['agree', 'refuse', 'withdraw', 'object', 'allow'] as const
export type Said = (typeof sayings)[number]

/** What takes each back; a no that was never a yes is followed by one. */
export const opposite: Readonly<Record<Said, Said>> = {
  agree: 'withdraw',
  refuse: 'agree',
  withdraw: 'agree',
  object: 'allow',
  allow: 'object',
}

/**
 * How a purpose is answered. `agree`: it waits for a yes. `object`: it goes on until somebody objects. `weighed`: somebody
 * may object, and a person weighs it (GDPR 21(1)).
 */
export type Kind = 'agree' | 'object' | 'weighed'

/**
 * How somebody can answer a purpose.
 * @returns undefined where there is nothing to say: it rests on something else, or is not for people like them
 */
export function kindFor(purpose: Purpose, relation: Relation): Kind | undefined {
  if (needsAgreement(purpose)) return 'agree'
  const basis = typeof purpose.basis === 'string' ? purpose.basis : purpose.basis[relation]
  if (basis !== 'legitimate-interest') return undefined
  // What goes on even while data are restricted protects accounts and rights: a box that stopped it would lock its owner out.
  return purpose.restricted === 'continue' ? 'weighed' : 'object'
}

/** What somebody said, as the database holds it. */
export interface Standing {
  relation: Relation
  agreed(purpose: string): boolean
  objected(purpose: string): boolean
}

/** A purpose that somebody can say something of. */
export interface Ask {
  purpose: string
  kind: Kind
  /** Agreed, or objected. */
  on: boolean
  /** What of it can be agreed to by itself; none where it is all or nothing. */
  choices: readonly Choice[]
  /** The version that does more than the yes reaches: until there is another, what it adds does not happen. */
  widened?: number
  /** Nothing in the product is done for it yet. */
  idle: boolean
  /** It begins with a version that comes: an objection to it is taken already. */
  from?: { version: number; at: Date }
}

/** What can be said by somebody, in the order of the policy. */
export function asksOf(
  { loaded, idle, bound }: Pick<Compiled, 'loaded' | 'idle' | 'bound'>,
  standing: Standing,
  held: ReadonlyMap<string, readonly Held[]> = new Map(),
): Ask[] {
  return Object.entries(loaded.policy.purposes).flatMap(([id, purpose]) => {
    const objected = standing.objected(id)
    // Who objected when it rested on our interest can take that back, whatever it rests on for them now.
    const kind = kindFor(purpose, standing.relation) ?? (objected ? 'object' : undefined)
    if (!kind) return []
    const on = kind === 'agree' ? standing.agreed(id) : objected
    const own = on ? (held.get(id) ?? []) : []
    const isHeld = (choice: string) => own.some(one => one.choice === choice)
    const choices = kind === 'agree' ? choicesOf(purpose).map(one => ({ ...one, on: isHeld(one.choice) })) : []
    const widened = kind === 'agree' && own.length > 0 ? widenedSince(id, purpose, bound, own) : undefined
    return [{ purpose: id, kind, on, choices, ...(widened ? { widened } : {}), idle: idle.includes(id) }]
  })
}

/**
 * What of a version that comes can be objected to before it does: a yes waits until its words count.
 * @param open purposes of it that are not asked about today
 * @param known who it is, and what stands; `does`: whether anything in the product is done for a purpose
 */
export function comingAsks(
  { policy }: Pick<LoadedPolicy, 'policy'>,
  open: readonly string[],
  known: Pick<Standing, 'relation' | 'objected'> & { does(purpose: string): boolean },
): Ask[] {
  return open.flatMap(id => {
    const kind = kindFor(policy.purposes[id]!, known.relation)
    if (kind !== 'object' && kind !== 'weighed') return []
    return [{ purpose: id, kind, on: known.objected(id), choices: [], idle: !known.does(id) }]
  })
}

/** Purposes that go on without anybody's yes and end with nobody's no, with what they rest on for somebody. */
export function alwaysFor({ purposes }: LoadedPolicy['policy'], relation: Relation) {
  return Object.entries(purposes).flatMap(([id, purpose]) => {
    const basis = typeof purpose.basis === 'string' ? purpose.basis : purpose.basis[relation]
    return basis && !kindFor(purpose, relation) ? [{ purpose: id, basis, clause: purpose.clause }] : []
  })
}

/** Why something cannot be said: the policy has no such purpose, it does not rest on that, or has nothing like this to choose. */
export type Unsayable = 'unknown' | 'not-asked' | 'weighed' | 'no-choice'

/**
 * Whether something can be said of a purpose.
 * @returns undefined if it can
 */
export function unsayable(
  asks: readonly Ask[],
  { purposes }: LoadedPolicy['policy'],
  { purpose, said, choices }: Saying,
): Unsayable | undefined {
  const ask = asks.find(one => one.purpose === purpose)
  if (!ask) return Object.hasOwn(purposes, purpose) ? 'not-asked' : 'unknown'
  // Taking an objection back is never weighed.
  if (ask.kind === 'weighed' && said === 'object') return 'weighed'
  const wanted = said === 'object' || said === 'allow' ? 'object' : 'agree'
  if ((ask.kind === 'agree' ? 'agree' : 'object') !== wanted) return 'not-asked'
  return choices?.every(choice => ask.choices.some(one => one.choice === choice)) === false ? 'no-choice' : undefined
}

/** Something that is said of a purpose. */
export interface Saying {
  purpose: string
  said: Said
  /** Of a yes and its withdrawal: which of its choices; absent: all of it. */
  choices?: readonly string[] | undefined
}

/**
 * What is said of one purpose, choice by choice: a yes to a purpose as a whole is one to each of its choices, and whoever takes
 * all of it back takes back what they hold.
 */
export function inDetail({ purpose, said, choices }: Saying, ask: Ask | undefined, held: readonly Held[]): Saying {
  if (!ask || ask.choices.length === 0 || said === 'object' || said === 'allow') return { purpose, said }
  const all = said === 'withdraw' ? held.map(one => one.choice) : ask.choices.map(one => one.choice)
  const own = [...new Set(choices ?? all)]
  return { purpose, said, choices: own.length > 0 ? own : undefined }
}

/** What `Stop everything` says: every yes is taken back, and whatever advertises in our interest is objected to. */
export function stopsIn(asks: readonly Ask[], { purposes }: LoadedPolicy['policy']): Saying[] {
  return asks.flatMap(({ purpose, kind, on }): Saying[] => {
    if (kind === 'agree') return on ? [{ purpose, said: 'withdraw' }] : []
    const advertises = /marketing|advertising/i.test(purposes[purpose]?.dpv ?? '')
    return kind === 'object' && !on && advertises ? [{ purpose, said: 'object' }] : []
  })
}

/**
 * The categories that somebody can have kept and not used, each with the purposes that stop to use it.
 * @param paused those that are paused already: they can be released, whatever the policy says by now
 */
export function categoriesToPause(
  { categories, purposes }: LoadedPolicy['policy'],
  paused: readonly string[],
): { category: string; stops: string[] }[] {
  return Object.keys(categories).flatMap(category => {
    const stops = Object.keys(purposes).filter(
      id => purposes[id]!.restricted !== 'continue' && purposes[id]!.uses.includes(category),
    )
    return stops.length > 0 || paused.includes(category) ? [{ category, stops }] : []
  })
}
