/** What a browser can be asked, what it answered, and what that allows. Pure. */
import { createHash } from 'node:crypto'
import type { Compiled } from '../../policy/compile.ts'
import type { Policy } from '../../policy/document.ts'
import { averageDays } from '../../policy/duration.ts'

/** What is optional on a device under the policy in force. */
export interface OptionalList {
  /** Short fingerprint of what is asked about: the purposes, what they use, who receives it, their cookies. Not the words. */
  version: string
  /** Purposes of the policy, in its order. */
  purposes: readonly string[]
  /** What is asked about each of them, as `askedOf` says it. */
  each: ReadonlyMap<string, string>
  /** Seconds for which a choice counts. */
  keep: number
  /** Version of the policy. */
  policyVersion: number
}

/** The name of the cookie that remembers the choice. */
export const choiceCookie = 'consent'

const halfYear = 180 * 24 * 3600

/**
 * What is optional: purposes of cookies that are not necessary.
 * @returns undefined where nothing is, or where the policy does not let us keep the proof: then nobody is asked, and nothing
 * optional is ever allowed
 */
export function optionalList({
  loaded: { policy },
  grants,
}: Pick<Compiled, 'loaded' | 'grants'>): OptionalList | undefined {
  const wanted = new Set(Object.values(policy.cookies).map(({ purpose }) => purpose))
  const purposes = Object.keys(policy.purposes).filter(id => wanted.has(id) && /^[a-z][a-z0-9-]*$/.test(id))
  if (purposes.length === 0 || !grants.has('consent.choose-on-device')) return undefined
  const period = policy.cookies['choice']?.keep
  const keep = period === undefined ? halfYear : Math.min(halfYear, Math.floor(averageDays(period) * 24 * 3600))
  const each = new Map(purposes.map(id => [id, askedOf(policy, id)]))
  return { version: fingerprint(each), purposes, each, keep, policyVersion: policy.policy.version }
}

function fingerprint(each: ReadonlyMap<string, string>): string {
  const asked = [...each.keys()].toSorted().map(id => each.get(id))
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 12)
}

/** What a policy asks about a purpose: what it uses, who receives it, and its cookies. Not the words. */
export const askedOf = ({ purposes, recipients, cookies }: Policy, id: string): string =>
  JSON.stringify([
    id,
    purposes[id]!.uses.toSorted(),
    Object.values(recipients)
      .flatMap(({ name, for: reasons, gets }) => (reasons.includes(id) ? [[name, ...gets.toSorted()].join(' ')] : []))
      .toSorted(),
    Object.entries(cookies)
      .flatMap(([name, { purpose, keep }]) => (purpose === id ? [`${name} ${keep}`] : []))
      .toSorted(),
  ])

/** What a browser answered. */
export interface Choice {
  /** Names the proof. */
  id: string
  /** Purpose → yes or no; empty where only a signal spoke. */
  said: ReadonlyMap<string, boolean>
  /** The browser sent Global Privacy Control as this was noted. */
  signal: boolean
}

/** A choice as it stands in the cookie and in the proof: `greeting+.maps-`, with `gpc` where that signal was there. */
export function choicesText(said: ReadonlyMap<string, boolean>, signal: boolean): string {
  return [...[...said].map(([purpose, yes]) => purpose + (yes ? '+' : '-')), ...(signal ? ['gpc'] : [])].join('.')
}

/** The value of the cookie: `<version>:<choices>:<id>`. */
export const cookieText = (version: string, choices: string, id: string): string => `${version}:${choices}:${id}`

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
/** One digit all along is no random one: many browsers would share it, and read each other's proofs. */
const shared = /^(.)\1{7}-\1{4}-4\1{3}-[89ab]\1{3}-\1{12}$/

/**
 * Reads the cookie. Whoever holds the device can write anything: it speaks for that device alone.
 * @returns undefined where it is of another list, or no choice at all: then it is asked again
 */
export function readChoice(value: string | undefined, { version, purposes }: OptionalList): Choice | undefined {
  if (value === undefined || value.length > 2100) return undefined
  const [list, choices = '', id = '', more] = value.split(':')
  if (list !== version || !uuid.test(id) || shared.test(id) || more !== undefined) return undefined
  const pieces = choices.split('.')
  const signal = pieces.at(-1) === 'gpc'
  const said = new Map(
    (signal ? pieces.slice(0, -1) : pieces).map(piece => [piece.slice(0, -1), piece.endsWith('+')] as const),
  )
  const isWhole =
    [...said.keys()].every(purpose => purposes.includes(purpose)) && /^(?:[a-z0-9-]+[+-]\.?)*(?:gpc)?$/.test(choices)
  const isAnswer = said.size === purposes.length || (said.size === 0 && signal)
  return isWhole && isAnswer ? { id, said, signal } : undefined
}

/** What a browser brings along: its cookie, and whether it sends the signal now. */
export interface Device {
  choice: Choice | undefined
  signal: boolean
}

/** Of a request. @returns the browser's choice; `Sec-GPC` counts where it is exactly `1` (W3C Global Privacy Control) */
export function deviceOf(
  { cookie, header }: { cookie(name: string): string | undefined; header(name: string): string | undefined },
  list: OptionalList,
): Device {
  return { choice: readChoice(cookie(choiceCookie), list), signal: header('sec-gpc') === '1' }
}

/** Whether the signal speaks now: no explicit choice was made while it was sent. An earlier no stays that no. */
export const isDirected = ({ choice, signal }: Device): boolean =>
  choice === undefined
    ? signal
    : choice.said.size === 0 || (signal && !choice.signal && [...choice.said.values()].includes(true))

/**
 * Whether something optional may happen on a device: the one question that whatever is optional asks first.
 * @param account what the account of who is signed in said last of each purpose: it counts where it said something; a no of
 * the device stays one all the same
 */
export function mayOnDevice(
  list: OptionalList | undefined,
  device: Device,
  purpose: string,
  account: ReadonlyMap<string, boolean> = new Map(),
): boolean {
  if (!list?.purposes.includes(purpose) || isDirected(device)) return false
  const here = device.choice?.said.get(purpose)
  return here !== false && (account.get(purpose) ?? here ?? false)
}

/** What kind of event a choice is, after an earlier one. */
export function kindOf(
  said: ReadonlyMap<string, boolean>,
  before: Choice | undefined,
): 'given' | 'refused' | 'withdrawn' {
  if ([...said.values()].includes(true)) return 'given'
  return [...(before?.said.values() ?? [])].includes(true) ? 'withdrawn' : 'refused'
}
