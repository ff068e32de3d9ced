import { controllerFor, countriesByName } from './countries.ts'
import type { Party } from './decide.ts'
import type { Policy, Relation } from './document.ts'

/**
 * The phrases of a table of cases. A small fixed grammar, so that a lawyer's sentence means one thing and always the
 * same; PURPOSE is an id, with or without its hyphens, or the words of the policy; COUNTRY is its English name or code.
 */
export const knownPhrases = {
  to: [
    'someone | a customer | a consumer | a business contact | a member of staff',
    '… in COUNTRY',
    '… who agreed to PURPOSE [by e-mail | by post | by phone] [, then objected | , then withdrew]',
    '… who agreed [, then objected | , then withdrew]',
    '… who objected [to PURPOSE]',
    '… who has not agreed',
    '… whose data is restricted',
    '… who was erased',
    'and these joined by “and”',
  ],
  by: [
    'an agent | a colleague [of CONTROLLER] [without the role for it] [who has not acknowledged version N] [for SOMEONE]',
    'the person themselves',
    'a stranger',
    'the system',
  ],
} as const

/** What is known of the person that a question is about. */
export interface AskedStanding {
  /** The controller that answers for the person. */
  region: string
  relation: Relation
  restricted: boolean
  erased: boolean
  /** Purposes. */
  agreed: readonly string[]
  objected: readonly string[]
  /** The ways by which the person agreed to be reached, where the phrase names one. */
  channels?: readonly ('email' | 'post' | 'phone')[]
}

/** What phrases are read with: the policy, and the purpose that the question is about. */
export interface Setting {
  policy: Policy
  purpose: string | undefined
}

/** A phrase that could not be read: what it stumbled over. */
export class UnknownPhrase extends Error {}

/** Somebody who said nothing yet, in the region of the default controller. */
export const nobodyInParticular = (policy: Policy): AskedStanding => ({
  region: controllerFor(policy, undefined),
  relation: 'consumer',
  restricted: false,
  erased: false,
  agreed: [],
  objected: [],
})

const heads: readonly (readonly [RegExp, Relation])[] = [
  [/^(someone|a person|a customer|a consumer)\b/, 'consumer'],
  [/^a business contact\b/, 'business-contact'],
  [/^a member of staff\b/, 'staff'],
]

/**
 * Reads a phrase about the person.
 * @throws UnknownPhrase
 */
export function readPerson(phrase: string, setting: Setting): AskedStanding {
  const words = new Scanner(phrase)
  const standing = person(words, setting)
  words.end()
  return standing
}

/**
 * Reads a phrase about who acts, and about the person where it has one (`… for a customer in Belgium`).
 * @throws UnknownPhrase
 */
export function readActor(phrase: string, setting: Setting): { actor: Party; standing?: AskedStanding } {
  const words = new Scanner(phrase)
  if (words.take(/^the person themsel(f|ves)\b/)) return words.end({ actor: { kind: 'customer', self: true } })
  if (words.take(/^(a stranger|someone else)\b/)) return words.end({ actor: { kind: 'customer', self: false } })
  if (words.take(/^the system\b/)) return words.end({ actor: { kind: 'system' } })
  if (!words.take(/^(an agent|a colleague)\b/)) throw new UnknownPhrase(phrase)
  const agent = agentOf(setting)
  let standing: AskedStanding | undefined
  while (!words.done) {
    const version = words.take(/^who has not acknowledged version (\d+)\b/)
    if (words.take(/^of\b/)) agent.controller = words.takeName(controllerNames(setting.policy), 'controller')
    else if (words.take(/^without the role( for it)?\b/)) agent.purposes = []
    else if (version) agent.acknowledged = Number(version[1]) > 1 ? Number(version[1]) - 1 : null
    else if (words.take(/^(for|with)\b/)) standing = person(words, setting)
    else if (!words.take(/^(and\b|,)/)) throw new UnknownPhrase(words.rest)
  }
  return standing ? { actor: agent, standing } : { actor: agent }
}

/** A member of staff who may: of the default controller, with the role, who has acknowledged the policy. */
export function agentOf({ policy, purpose }: Setting): Extract<Party, { kind: 'staff' }> {
  return {
    kind: 'staff',
    controller: controllerFor(policy, undefined),
    purposes: purpose === undefined ? [] : [purpose],
    acknowledged: policy.policy.version,
  }
}

function person(words: Scanner, setting: Setting): AskedStanding {
  const head = heads.find(([pattern]) => words.take(pattern))
  if (!head) throw new UnknownPhrase(words.rest)
  const standing = { ...nobodyInParticular(setting.policy), relation: head[1] }
  const names = purposeNames(setting.policy)
  const itsPurpose = () => {
    if (setting.purpose === undefined) throw new UnknownPhrase('this act is not known, so the purpose must be named')
    return setting.purpose
  }
  while (!words.done) {
    if (words.take(/^in\b/))
      standing.region = controllerFor(setting.policy, words.takeName(countriesByName(), 'country'))
    else if (words.take(/^(who )?agreed\b/)) {
      const purpose = words.take(/^to\b/) ? words.takeName(names, 'purpose') : itsPurpose()
      const channel = words.take(/^by (e-?mail|post|phone)\b/)
      if (channel) standing.channels = [channel[1]!.replace('-', '') as 'email' | 'post' | 'phone']
      standing.agreed = [...standing.agreed, purpose]
      const then = words.take(/^, then (objected|withdrew)\b/)
      if (then) standing.agreed = standing.agreed.filter(one => one !== purpose)
      if (then?.[1] === 'objected') standing.objected = [...standing.objected, purpose]
    } else if (words.take(/^(who )?objected\b/)) {
      standing.objected = [...standing.objected, words.take(/^to\b/) ? words.takeName(names, 'purpose') : itsPurpose()]
    } else if (words.take(/^(who )?(has not agreed|never agreed|never answered)\b/)) standing.agreed = []
    else if (words.take(/^whose data (is|are) restricted\b/)) standing.restricted = true
    else if (words.take(/^who was erased\b/)) standing.erased = true
    else if (!words.take(/^(and\b|,)/)) throw new UnknownPhrase(words.rest)
  }
  return standing
}

/** Reads a phrase from left to right, in lower case. */
class Scanner {
  rest: string
  constructor(phrase: string) {
    this.rest = phrase.toLowerCase().replace(/\s+/g, ' ').trim()
  }

  get done(): boolean {
    return this.rest === ''
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.rest)
    if (!found) return undefined
    this.rest = this.rest.slice(found[0].length).trimStart()
    return found
  }

  /** Takes the longest known name that the rest begins with. */
  takeName(names: ReadonlyMap<string, string>, what: string): string {
    const name = [...names.keys()]
      .filter(one => this.rest.startsWith(one) && !/^[\p{L}\p{N}]/u.test(this.rest.slice(one.length)))
      .sort((a, b) => b.length - a.length)[0]
    if (name === undefined) throw new UnknownPhrase(`no ${what} is called “${this.rest}”`)
    this.rest = this.rest.slice(name.length).trimStart()
    return names.get(name)!
  }

  end<T>(value?: T): T {
    if (!this.done) throw new UnknownPhrase(this.rest)
    return value as T
  }
}

function purposeNames(policy: Policy): Map<string, string> {
  const names = new Map<string, string>()
  for (const [id, purpose] of Object.entries(policy.purposes)) {
    for (const words of Object.values(purpose.says)) names.set(words.toLowerCase(), id)
  }
  for (const id of Object.keys(policy.purposes)) names.set(id.replaceAll('-', ' '), id).set(id, id)
  return names
}

/** Ids, names, and beginnings of names that only one controller has: `Lesse America` for `Lesse America Inc.` */
function controllerNames(policy: Policy): Map<string, string> {
  const names = new Map<string, string>()
  const shared = new Set<string>()
  for (const [id, { name }] of Object.entries(policy.controllers)) {
    const words = name.toLowerCase().split(/\s+/)
    for (let count = 1; count <= words.length; count++) {
      const beginning = words.slice(0, count).join(' ')
      if (names.has(beginning) && names.get(beginning) !== id) shared.add(beginning)
      names.set(beginning, id)
    }
  }
  for (const beginning of shared) names.delete(beginning)
  for (const id of Object.keys(policy.controllers)) names.set(id, id)
  return names
}
