/** Keys of the company's own systems: how they look, and what is bound into them. Pure. */
import { timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { newSecret } from '../../base/ids.ts'
import type { Vault } from '../../base/vault.ts'
import type { Compiled } from '../../policy/compile.ts'
import type { KeyHolder } from '../../policy/decide.ts'

/** What a key opens, as its row says. */
export interface KeyWorth extends KeyHolder {
  id: string
  expiresAt: Date
}

const day = 24 * 60 * 60_000
/** How long keys last, in days: as asked for, at most. */
export const keyDays = { default: 365, most: 730 } as const
/** How long a key goes on working after another took its place, in milliseconds. */
export const rotationLasts = day
/** So many calls at once, and one more every so many seconds: more than any system of ours needs. */
export const keyRate = { burst: 600, every: 0.1 } as const

/** Every key begins with it, so that a scanner of source code finds one that was left there. */
const prefix = 'abide_'
const randomLength = newSecret().length
const checksumLength = 8

/** CRC-32, hex: tells a mistyped or cut key from a wrong one, without asking anybody. */
const checksum = (text: string): string => crc32(text).toString(16).padStart(checksumLength, '0')

const seal = (vault: Pick<Vault, 'hash'>, random: string, worth: KeyWorth): string => {
  const { id, name, purpose, controller, acts, expiresAt } = worth
  const facts = [id, name, purpose, controller, acts.toSorted().join(' '), expiresAt.getTime(), random]
  return vault.hash('people.api_key.token_hash', facts.join('\0')).toString('base64url')
}

/** A new key, unguessable (256 random bits): it is shown once and kept nowhere. */
export function newKey(vault: Pick<Vault, 'hash'>, worth: KeyWorth): string {
  const random = newSecret()
  const body = `${prefix}${random}${seal(vault, random, worth)}`
  return body + checksum(body)
}

/** Whether a text is meant as a key of ours, right or wrong. */
export const isCalledKey = (text: string): boolean => text.startsWith(prefix)

/** Whether a text can be a key at all: its beginning and its checksum are right. */
export function looksLikeKey(text: string): boolean {
  if (!text.startsWith(prefix) || text.length > 200) return false
  const at = text.length - checksumLength
  return checksum(text.slice(0, at)) === text.slice(at)
}

/** Whether a key was made for what its row says: who may write rows opens nothing by changing one. */
export function isKeyFor(vault: Pick<Vault, 'hash'>, key: string, worth: KeyWorth): boolean {
  const random = key.slice(prefix.length, prefix.length + randomLength)
  const body = `${prefix}${random}${seal(vault, random, worth)}`
  const [expected, given] = [Buffer.from(body + checksum(body)), Buffer.from(key)]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The name of a system: a word or a few, so that nobody writes a sentence about a customer into the evidence. */
export const isKeyName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N} .-]{1,39}$/u.test(name)

/** What keys can be made for: the purposes of the policy in force, with the acts that are done with keys. */
export function keyPurposes({ grants }: Pick<Compiled, 'grants'>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { act, purpose, key } of grants.values()) if (key) found.set(purpose, [...(found.get(purpose) ?? []), act])
  return found
}

/** What no key may be made with, whoever says it: a form, or the row of a key whose place another takes. */
export function keyFaults(
  { name, purpose, controller, acts }: KeyHolder,
  compiled: Pick<Compiled, 'grants'>,
  controllers: readonly string[],
): ('name' | 'purpose' | 'controller' | 'acts')[] {
  const offered = keyPurposes(compiled).get(purpose)
  return [
    ...(isKeyName(name) ? [] : (['name'] as const)),
    ...(offered ? [] : (['purpose'] as const)),
    ...(controllers.includes(controller) ? [] : (['controller'] as const)),
    ...(acts.length > 0 && acts.every(act => offered?.includes(act)) ? [] : (['acts'] as const)),
  ]
}

/** `rotated`: another has taken its place, and it works for a day. */
export type KeyState = 'active' | 'rotated' | 'ended'

/** In which state a key is. */
export function keyState({ expires_at, ends_at }: { expires_at: Date; ends_at: Date }, now: Date): KeyState {
  if (ends_at <= now || expires_at <= now) return 'ended'
  return ends_at < expires_at ? 'rotated' : 'active'
}
