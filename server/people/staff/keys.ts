/** What an administrator does with keys, and who comes with one. */
import { brake } from '../../base/http/brake.ts'
import { newId } from '../../base/ids.ts'
import { decideActor } from '../../policy/decide.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { tokenHash } from '../tokens.ts'
import { countTry } from '../tries.ts'
import type { Visitor } from '../visitor.ts'
import {
  isKeyFor,
  isCalledKey,
  keyDays,
  keyFaults,
  keyPurposes,
  keyRate,
  keyState,
  type KeyState,
  type KeyWorth,
  looksLikeKey,
  newKey,
  rotationLasts,
} from './key.ts'
import * as store from './key-store.ts'
import { type Colleague, controllersFor } from './staff.ts'

type Parts = Pick<PeopleParts, 'gate' | 'clock' | 'vault'>

/** A key as the console shows one; the key itself is kept nowhere. */
export interface KeySeen extends store.KeySeenRow {
  state: KeyState
  /** Whether whoever looks may end it. */
  yours: boolean
}

const day = 24 * 60 * 60_000
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** Every key, the newest first. */
export async function viewKeys({ gate, clock }: Parts, actor: Colleague): Promise<KeySeen[] | Refusal> {
  const read = await gate.read({ act: 'people.view-keys', actor, subject: 'none' }, { keys: store.keys() })
  if (read instanceof Refusal) return read
  const mine = controllersFor(gate.policy().compiled.loaded.policy, actor)
  return read.keys.map(row => ({ ...row, state: keyState(row, clock.now()), yours: mine.includes(row.controller) }))
}

/** The names of those who made keys, by person. Who is listed finds it in the evidence of what was done with their data. */
export async function keyMakers({ gate }: Parts, actor: Colleague): Promise<Map<string, string> | Refusal> {
  const read = await gate.read({ act: 'people.view-keys', actor, subject: 'set' }, { makers: store.makers() })
  if (read instanceof Refusal) return read
  return new Map(read.makers.map(({ person_id, name }) => [person_id, name ?? '']))
}

/** Keys that somebody made and that still work: they go on when their maker's role or access ends. */
export async function liveKeysOf(parts: Parts, actor: Colleague, person: string): Promise<KeySeen[] | Refusal> {
  const all = await viewKeys(parts, actor)
  return all instanceof Refusal ? all : all.filter(one => one.made_by === person && one.state !== 'ended')
}

/**
 * What keys can be made for and for whose people, for a colleague who may make them.
 * @returns the acts of each purpose, and the controllers
 */
export function keyChoices(
  { gate }: Pick<Parts, 'gate'>,
  actor: Colleague,
): { purposes: ReturnType<typeof keyPurposes>; controllers: string[] } | Refusal {
  const act = 'people.manage-keys'
  const { compiled } = gate.policy()
  const decision = decideActor(compiled, act, actor)
  const { policy } = compiled.loaded
  if (!decision.yes) return new Refusal(decision.reason, act, policy.policy.version, decision.clause)
  return { purposes: keyPurposes(compiled), controllers: controllersFor(policy, actor) }
}

/** A key that is wanted, as the rules have found it right. */
export interface Wanted {
  name: string
  purpose: string
  controller: string
  acts: readonly string[]
  days: number
}

/** What was made: the key is shown once. */
export interface Made {
  id: string
  key: string
  until: Date
}

const making = ({ vault, clock }: Parts, by: string, wanted: Wanted): Made & { row: store.NewKey } => {
  const { days, ...holder } = wanted
  const at = clock.now()
  const worth: KeyWorth = { ...holder, id: newId(), expiresAt: new Date(at.getTime() + days * day) }
  const key = newKey(vault, worth)
  return { id: worth.id, key, until: worth.expiresAt, row: { ...worth, tokenHash: tokenHash(key), by, at } }
}

/** Makes a key. */
export async function makeKey(parts: Parts, actor: Colleague, wanted: Wanted): Promise<Made | Refusal> {
  const { row, ...made } = making(parts, actor.person, wanted)
  const written = await parts.gate.write(
    { act: 'people.manage-keys', actor, subject: 'none' },
    { add: store.addKey(row) },
  )
  return written instanceof Refusal ? written : made
}

/** `ended`: it is over already, or unknown, or another controller's. */
export type Ended = 'done' | 'ended' | Refusal

/** Ends a key at once. */
export async function revokeKey(parts: Parts, actor: Colleague, id: string): Promise<Ended> {
  return ending(() =>
    parts.gate.write(
      { act: 'people.manage-keys', actor, subject: 'none' },
      { end: store.endKey(id, controllersOf(parts, actor), parts.clock.now()) },
    ),
  )
}

/** Makes another key for the same, for as long as the first was made for; the first works for a day more. */
export async function rotateKey(parts: Parts, actor: Colleague, id: string): Promise<Made | Exclude<Ended, 'done'>> {
  const all = await viewKeys(parts, actor)
  if (all instanceof Refusal) return all
  const before = all.find(one => one.id === id)
  if (before?.state !== 'active' || !before.yours) return 'ended'
  const days = Math.round((before.expires_at.getTime() - before.made_at.getTime()) / day)
  // Whoever wrote into the row gets no key out of it that no form would have made.
  const faults = keyFaults(before, parts.gate.policy().compiled, controllersOf(parts, actor))
  if (faults.length > 0 || days < 1 || days > keyDays.most) return 'ended'
  const { row, ...made } = making(parts, actor.person, { ...before, days })
  const until = new Date(parts.clock.now().getTime() + rotationLasts)
  const done = await ending(() =>
    parts.gate.write(
      { act: 'people.manage-keys', actor, subject: 'none' },
      {
        // A key that ends within the day keeps its own end.
        ...(before.ends_at > until ? { end: store.endKey(id, controllersOf(parts, actor), until) } : {}),
        add: store.addKey(row),
      },
    ),
  )
  return done === 'done' ? made : done
}

const controllersOf = ({ gate }: Parts, actor: Colleague) => controllersFor(gate.policy().compiled.loaded.policy, actor)

async function ending(write: () => Promise<object>): Promise<Ended> {
  try {
    const written = await write()
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'ended'
    throw error
  }
}

const unknown: Visitor = { kind: 'stranger', program: 'unknown' }

/**
 * Reads keys for as long as a process runs: how often each was used lately is counted in it.
 * @returns from what a request brings, who comes with it; undefined where it brings no key (RFC 6750, 2.1)
 */
export function keyReader(parts: Parts) {
  const { gate, clock, vault } = parts
  const wait = brake(clock, keyRate)
  const asked = { act: 'people.check-key', actor: { kind: 'stranger' }, subject: 'none' } as const

  return async (request: {
    header(name: string): string | undefined
    address: string
  }): Promise<Visitor | undefined> => {
    const [, key] = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '') ?? []
    // Every other token is one of a site that acts for somebody.
    if (key === undefined || !isCalledKey(key)) return undefined
    const found = looksLikeKey(key) ? await gate.read(asked, { row: store.keyOf(tokenHash(key)) }) : undefined
    const row = found === undefined || found instanceof Refusal ? undefined : found.row[0]
    const now = clock.now()
    const worth = row && { ...row, expiresAt: row.expires_at }
    if (!worth || !isKeyFor(vault, key, worth)) {
      await countTry(parts, 'key', request.address)
      return unknown
    }
    if (keyState(worth, now) === 'ended') {
      await gate.write(asked, { refused: store.countRefused(worth.id, dayOf(now)) })
      return unknown
    }
    if (worth.used_on !== dayOf(now)) await gate.write(asked, { used: store.useKey(worth.id, dayOf(now)) })
    const seconds = wait(worth.id)
    const { name, purpose, controller, acts } = worth
    const actor = { kind: 'system', key: { name, purpose, controller, acts } } as const
    return { kind: 'system', program: seconds > 0 ? seconds : 'known', actor }
  }
}
