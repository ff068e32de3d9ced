/** Taking what a browser is told, and showing what it was told. Pages, calls and other sites come here. */
import { randomUUID } from 'node:crypto'
import type { CookieChange, Language } from '../../base/http/index.ts'
import { newId } from '../../base/ids.ts'
import type { Visitor } from '../../people/index.ts'
import type { Policy } from '../../policy/document.ts'
import { subtractDuration } from '../../policy/duration.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Versions } from '../../policy/versions.ts'
import { asksIn, type ConsentParts, sayWhatCan } from '../say.ts'
import * as rules from './choice.ts'
import * as store from './store.ts'

const stranger = { kind: 'stranger' } as const
const minute = 60_000
/** So many signals a process notes in a minute; beyond that it honours them and notes them at the next page. */
const mostDirectives = 120
/** So many events of one browser are shown. */
const mostEvents = 50

/** What is optional under the policy in force; undefined where nothing is. */
export function optionalNow({ gate }: Pick<ConsentParts, 'gate'>): rules.OptionalList | undefined {
  const { compiled } = gate.policy()
  const known = lists.get(compiled) ?? { list: rules.optionalList(compiled) }
  lists.set(compiled, known)
  return known.list
}
const lists = new WeakMap<object, { list: rules.OptionalList | undefined }>()

/** How and where something was chosen. */
export interface Way {
  way: 'banner' | 'cookies' | 'api' | 'embed'
  language: Language
  /** SHA-256 of the words that were shown, in hex. */
  wording: string
  layout: string
  /** A path without a query, or the origin of another site. */
  page: string
}

/** What was noted. `id` names the proof. */
export interface Noted {
  id: string
  choices: string
}

/**
 * Notes an explicit choice. The same choice once more adds nothing.
 * @param before what the browser said until now
 */
export async function noteChoice(
  { gate, clock }: ConsentParts,
  list: rules.OptionalList,
  said: ReadonlyMap<string, boolean>,
  { choice: before, signal }: rules.Device,
  { page, ...way }: Way,
): Promise<Noted | Refusal> {
  const noted = { id: before?.id ?? randomUUID(), choices: rules.choicesText(said, signal) }
  const row = {
    consent_id: noted.id,
    at: clock.now(),
    kind: rules.kindOf(said, before),
    choices: noted.choices,
    list: list.version,
    policy_version: list.policyVersion,
    page: page.split(/[?#]/)[0]!.slice(0, 300),
    ...way,
  }
  const done = await gate.write(
    { act: 'consent.choose-on-device', actor: stranger, subject: 'none' },
    { added: store.addProof(newId(), row) },
  )
  return done instanceof Refusal ? done : noted
}

/** The cookie that remembers what was noted. */
export const cookieOf = (list: rules.OptionalList, { id, choices }: Noted): CookieChange => ({
  name: rules.choiceCookie,
  value: rules.cookieText(list.version, choices, id),
  maxAge: list.keep,
})

/**
 * Says a choice on the account of who is signed in, too: a no takes back what they agree to, and refuses what they do not.
 * @param list what was asked about: of another version than the one in force, a yes is not taken
 */
export async function sayOnAccount(
  parts: AccountParts,
  visitor: Visitor,
  list: rules.OptionalList,
  said: ReadonlyMap<string, boolean>,
  { language, wording, layout, place }: Pick<Way, 'language' | 'wording' | 'layout'> & { place: 'banner' | 'cookies' },
): Promise<void> {
  if (visitor.kind !== 'customer') return
  const { agreed } = await accountNow(parts, visitor, list)
  const wanted = [...said].map(([purpose, yes]) => ({
    purpose,
    said: yes ? ('agree' as const) : agreed.has(purpose) ? ('withdraw' as const) : ('refuse' as const),
  }))
  // The line has the policy's words for its purpose; which question they stood in is said with the layout.
  const shown = { language, place, layout: `${layout} sha256:${wording}`, shown: list.policyVersion }
  await sayWhatCan(parts, visitor.actor, wanted, shown)
}

/** What an account is read with. */
export type AccountParts = ConsentParts & { versions: Pick<Versions, 'read'> }

/** What the account of who is signed in answers to the list now; nothing for anybody else. */
export const accountSaid = async (
  parts: Pick<AccountParts, 'gate' | 'versions'>,
  visitor: Visitor,
  list: rules.OptionalList,
): Promise<ReadonlyMap<string, boolean>> => (await accountNow(parts, visitor, list)).answers

/**
 * What an account agrees to now, and which purposes it has answered: an answer to less than what is asked about by now is none.
 */
async function accountNow(
  { gate, versions }: Pick<AccountParts, 'gate' | 'versions'>,
  visitor: Visitor,
  list: rules.OptionalList,
): Promise<{ agreed: ReadonlySet<string>; answers: ReadonlyMap<string, boolean> }> {
  const nothing = { agreed: new Set<string>(), answers: new Map<string, boolean>() }
  if (visitor.kind !== 'customer') return nothing
  const { actor } = visitor
  const read = await gate.read(
    { act: 'consent.know-answered', actor, subject: { person: actor.person } },
    { standing: store.standing(actor.person), said: store.answered(actor.person, list.purposes) },
  )
  if (read instanceof Refusal) return nothing
  const asks = asksIn(gate.policy(), read.standing[0])
  const agreed = new Set(asks.flatMap(({ purpose, kind, on }) => (kind === 'agree' && on ? [purpose] : [])))
  const answers = new Map<string, boolean>()
  for (const { purpose, yes, policy_version } of read.said) {
    // A yes that stands in no standing counts for nothing: the purpose rested on something else for a while.
    if (yes !== agreed.has(purpose)) continue
    if ((await listOf(versions, policy_version, purpose)) === list.each.get(purpose)) answers.set(purpose, yes)
  }
  return { agreed, answers }
}

/** What an earlier version asked about a purpose. A version never changes, so that it is read once. */
async function listOf(
  versions: AccountParts['versions'],
  version: number,
  purpose: string,
): Promise<string | undefined> {
  const known = earlier.get(versions) ?? new Map<number, Policy | undefined>()
  earlier.set(versions, known)
  if (!known.has(version)) known.set(version, (await versions.read(version))?.policy)
  const policy = known.get(version)
  return policy && Object.hasOwn(policy.purposes, purpose) ? rules.askedOf(policy, purpose) : undefined
}
const earlier = new WeakMap<AccountParts['versions'], Map<number, Policy | undefined>>()

/** Notes signals, so many a minute. */
export function directives({ gate, clock }: ConsentParts) {
  let since = 0
  let count = 0
  /** @returns what was noted; undefined where it is only honoured now */
  return async (list: rules.OptionalList, language: Language, page: string): Promise<Noted | undefined> => {
    const at = clock.now()
    if (at.getTime() - since >= minute) {
      since = at.getTime()
      count = 0
    }
    count += 1
    if (count > mostDirectives) return undefined
    const noted = { id: randomUUID(), choices: rules.choicesText(new Map(), true) }
    const row = { consent_id: noted.id, at, kind: 'directive', choices: noted.choices, list: list.version } as const
    const shown = { wording: '', language, layout: 'none', way: 'gpc', page: page.slice(0, 300) }
    const done = await gate.write(
      { act: 'consent.choose-on-device', actor: stranger, subject: 'none' },
      { added: store.addProof(newId(), { ...row, ...shown, policy_version: list.policyVersion }) },
    )
    return done instanceof Refusal ? undefined : noted
  }
}

/** What is kept of a browser's choices, the newest first. @param id as its cookie has it */
export async function proofsOf({ gate }: Pick<ConsentParts, 'gate'>, id: string): Promise<store.ProofRow[]> {
  const read = await gate.read(
    { act: 'consent.see-device-proof', actor: stranger, subject: 'none' },
    { rows: store.proofsOf(id, mostEvents) },
  )
  return read instanceof Refusal ? [] : read.rows
}

/** Forgets proofs that are older than the policy keeps. */
export async function expireProofs({ gate, clock }: Pick<ConsentParts, 'gate' | 'clock'>): Promise<void> {
  const kept = gate.policy().compiled.loaded.policy.purposes['evidence']?.keep.for
  if (kept === undefined) return
  await gate.write(
    { act: 'consent.expire-device-proofs', actor: { kind: 'system' }, subject: 'none' },
    { gone: store.expireProofs(subtractDuration(clock.now(), kept)) },
  )
}
