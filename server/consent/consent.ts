/** What can be said of each purpose, and what it means. Pure. */
import { createHash } from 'node:crypto'
import { type Compiled, needsAgreement } from '../policy/compile.ts'
import type { Language, LoadedPolicy, Purpose, Relation } from '../policy/document.ts'

/** What can be said of one purpose. */
export const sayings = ['agree', 'withdraw', 'object', 'allow'] as const
export type Said = (typeof sayings)[number]

/** What takes each back. */
export const opposite: Readonly<Record<Said, Said>> = {
  agree: 'withdraw',
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
  /** Nothing in the product is done for it yet. */
  idle: boolean
}

/** What can be said by somebody, in the order of the policy. */
export function asksOf({ loaded, idle }: Pick<Compiled, 'loaded' | 'idle'>, standing: Standing): Ask[] {
  return Object.entries(loaded.policy.purposes).flatMap(([id, purpose]) => {
    const objected = standing.objected(id)
    // Who objected when it rested on our interest can take that back, whatever it rests on for them now.
    const kind = kindFor(purpose, standing.relation) ?? (objected ? 'object' : undefined)
    if (!kind) return []
    return [{ purpose: id, kind, on: kind === 'agree' ? standing.agreed(id) : objected, idle: idle.includes(id) }]
  })
}

/** Purposes that go on without anybody's yes and end with nobody's no, with what they rest on for somebody. */
export function alwaysFor({ purposes }: LoadedPolicy['policy'], relation: Relation) {
  return Object.entries(purposes).flatMap(([id, purpose]) => {
    const basis = typeof purpose.basis === 'string' ? purpose.basis : purpose.basis[relation]
    return basis && !kindFor(purpose, relation) ? [{ purpose: id, basis, clause: purpose.clause }] : []
  })
}

/** Why something cannot be said: the policy has no such purpose, or it does not rest on that. */
export type Unsayable = 'unknown' | 'not-asked' | 'weighed'

/**
 * Whether something can be said of a purpose.
 * @returns undefined if it can
 */
export function unsayable(
  asks: readonly Ask[],
  { purposes }: LoadedPolicy['policy'],
  purpose: string,
  said: Said,
): Unsayable | undefined {
  const ask = asks.find(one => one.purpose === purpose)
  if (!ask) return Object.hasOwn(purposes, purpose) ? 'not-asked' : 'unknown'
  // Taking an objection back is never weighed.
  if (ask.kind === 'weighed' && said === 'object') return 'weighed'
  const wanted = said === 'agree' || said === 'withdraw' ? 'agree' : 'object'
  return (ask.kind === 'agree' ? 'agree' : 'object') === wanted ? undefined : 'not-asked'
}

/** Something that is said of a purpose. */
export interface Saying {
  purpose: string
  said: Said
}

/**
 * What a form says: what differs from what it showed, and nothing else. Whatever was said elsewhere since, or was not on
 * the page, stays as it is.
 * @param shown purposes whose boxes were ticked when the page was made
 */
export function changesIn(
  asks: readonly Ask[],
  form: { agree: readonly string[]; object: readonly string[]; shown: readonly string[] },
): Saying[] {
  return asks.flatMap(({ purpose, kind }): Saying[] => {
    const ticked = (kind === 'agree' ? form.agree : form.object).includes(purpose)
    if (ticked === form.shown.includes(purpose)) return []
    if (kind === 'agree') return [{ purpose, said: ticked ? 'agree' : 'withdraw' }]
    return [{ purpose, said: ticked ? 'object' : 'allow' }]
  })
}

/** What `Stop everything` says: every yes is taken back, and whatever advertises in our interest is objected to. */
export function stopsIn(asks: readonly Ask[], { purposes }: LoadedPolicy['policy']): Saying[] {
  return asks.flatMap(({ purpose, kind, on }): Saying[] => {
    if (kind === 'agree') return on ? [{ purpose, said: 'withdraw' }] : []
    const advertises = /marketing|advertising/i.test(purposes[purpose]?.dpv ?? '')
    return kind === 'object' && !on && advertises ? [{ purpose, said: 'object' }] : []
  })
}

/** The words that stand beside a question, and the language that they are in. */
export interface Wording {
  says: string
  /** The sentence of the policy; empty where it has none in any language. */
  text: string
  clause: string
  language: Language
  /** SHA-256 over all of it, in hex. */
  hash: string
}

/**
 * The words of a purpose in a language, or in the policy's own where they do not all exist in that one.
 * @returns undefined if the policy does not know the purpose
 */
export function wordingOf({ policy, texts }: LoadedPolicy, id: string, wanted: Language): Wording | undefined {
  const purpose = Object.hasOwn(policy.purposes, id) ? policy.purposes[id]! : undefined
  if (!purpose) return undefined
  const inLanguage = (language: Language) => ({
    language,
    says: purpose.says[language],
    text: texts[language]?.clauses.find(clause => clause.id === purpose.clause)?.text,
  })
  const own = inLanguage(wanted)
  const { says = id, text = '', language } = own.says && own.text ? own : inLanguage(policy.policy.original)
  const hash = createHash('sha256')
    .update(JSON.stringify([says, text]))
    .digest('hex')
  return { says, text, clause: purpose.clause, language, hash }
}
