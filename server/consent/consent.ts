/** What can be said of each purpose, and what it means. Pure. */
import { createHash } from 'node:crypto'
import { type Compiled, needsAgreement } from '../policy/compile.ts'
import type { Language, LoadedPolicy, Purpose, Relation } from '../policy/document.ts'

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

/** One thing that can be agreed to of a purpose by itself: a topic by a channel. */
export interface Choice {
  /** `topic/channel`; either side is empty where the purpose has none. */
  choice: string
  topic: string
  channel: string
  on: boolean
}

/** What can be chosen of a purpose, in the order of the policy; none where it is all or nothing. */
export function choicesOf({ topics = [], channels = [] }: Purpose): Omit<Choice, 'on'>[] {
  if (topics.length + channels.length === 0) return []
  const either = (ids: readonly string[]) => (ids.length > 0 ? ids : [''])
  return either(topics).flatMap(topic =>
    either(channels).map(channel => ({ choice: `${topic}/${channel}`, topic, channel })),
  )
}

/** What somebody agrees to now, of one purpose. */
export interface Held {
  choice: string
  agreed_at: Date
  language: string
  wording: string
  policy_version: number
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
    const isHeld = (choice: string) => own.some(one => one.choice === choice || one.choice === '')
    const choices = kind === 'agree' ? choicesOf(purpose).map(one => ({ ...one, on: isHeld(one.choice) })) : []
    const widened = kind === 'agree' && own.length > 0 ? widenedSince(id, purpose, bound, own) : undefined
    return [{ purpose: id, kind, on, choices, ...(widened ? { widened } : {}), idle: idle.includes(id) }]
  })
}

/** The newest version that a yes would have to be given under, if none of somebody's was. */
function widenedSince(
  id: string,
  purpose: Purpose,
  bound: Compiled['bound'],
  own: readonly Held[],
): number | undefined {
  const since = Math.max(0, ...[...purpose.uses, ''].map(category => bound.get(`${id} ${category}`) ?? 0))
  const newest = Math.max(...own.map(one => one.policy_version))
  return newest < since ? since : undefined
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
 * all of it back takes back what they hold. A yes from before there were choices is taken back whole.
 */
export function inDetail(saying: Saying, ask: Ask | undefined, held: readonly Held[]): Saying {
  const { purpose, said, choices } = saying
  if (!ask || ask.choices.length === 0) return { purpose, said }
  if (said === 'agree' || said === 'refuse')
    return { purpose, said, choices: choices ?? ask.choices.map(one => one.choice) }
  if (said !== 'withdraw' || held.some(one => one.choice === '')) return { purpose, said }
  const own = held.map(one => one.choice)
  return { purpose, said, choices: choices ?? (own.length > 0 ? own : undefined) }
}

/** How a box of the form is called: a purpose, or one of its choices. */
export const boxOf = (purpose: string, choice?: string): string => (choice ? `${purpose}:${choice}` : purpose)

/** What a box says, ticked. */
export function sayingOf(box: string, said: Said): Saying {
  const at = box.indexOf(':')
  return at < 0 ? { purpose: box, said } : { purpose: box.slice(0, at), said, choices: [box.slice(at + 1)] }
}

/**
 * What a form says: what differs from what it showed, and nothing else. Whatever was said elsewhere since, or was not on
 * the page, stays as it is.
 * @param shown purposes whose boxes were ticked when the page was made
 */
export function changesIn(
  asks: readonly Ask[],
  form: { agree: readonly string[]; object: readonly string[]; shown: readonly string[]; renew?: readonly string[] },
): Saying[] {
  return asks.flatMap(({ purpose, kind, choices, widened }): Saying[] => {
    // A yes to what was added is one to everything that is ticked.
    if (widened !== undefined && form.renew?.includes(purpose)) {
      const ticked = choices.filter(one => form.agree.includes(boxOf(purpose, one.choice)))
      if (choices.length === 0 && form.agree.includes(purpose)) return [{ purpose, said: 'agree' }]
      const off = choices.filter(one => one.on && !ticked.includes(one))
      if (ticked.length > 0)
        return [
          ...(off.length > 0 ? [{ purpose, said: 'withdraw' as const, choices: off.map(one => one.choice) }] : []),
          { purpose, said: 'agree', choices: ticked.map(one => one.choice) },
        ]
    }
    if (choices.length > 0) {
      const differs = (ticked: boolean) =>
        choices
          .map(one => ({ ...one, box: boxOf(purpose, one.choice) }))
          .filter(({ box }) => form.agree.includes(box) === ticked && form.shown.includes(box) !== ticked)
          .map(({ choice }) => choice)
      const [on, off] = [differs(true), differs(false)]
      return [
        ...(off.length > 0 ? [{ purpose, said: 'withdraw' as const, choices: off }] : []),
        ...(on.length > 0 ? [{ purpose, said: 'agree' as const, choices: on }] : []),
      ]
    }
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
