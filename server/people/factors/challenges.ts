/**
 * Challenges for passkeys. Each is signed for one use, by one visitor, until a moment, and kept nowhere before it is answered;
 * the store notes what was answered, so that each is taken once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { newSecret } from '../../base/ids.ts'
import type { Vault } from '../../base/vault.ts'

/** What a passkey may be asked for; an answer to one is none to another. */
export type PasskeyUse = 'add' | 'sign-in' | 'second-factor' | 'prove'

/** Milliseconds: as long as somebody may look for their key. */
export const challengeLasts = 5 * 60_000

const randomLength = newSecret().length

type Keys = Pick<Vault, 'derive'>

const mark = (vault: Keys, use: PasskeyUse, holder: string, random: string, until: string): string =>
  createHmac('sha256', vault.derive('passkey challenges'))
    .update([use, holder, random, until].join('\0'))
    .digest('base64url')

/**
 * A new challenge, base64url.
 * @param holder what tells this visitor from others: their session, or the cookie of an anonymous form
 */
export function newChallenge(vault: Keys, use: PasskeyUse, holder: string, now: Date): string {
  const random = newSecret()
  const until = String(now.getTime() + challengeLasts)
  return Buffer.from(`${random}${until}.${mark(vault, use, holder, random, until)}`).toString('base64url')
}

/**
 * Whether a challenge was made here for this use and visitor, and is not over.
 * @returns until when it counts
 */
export function readChallenge(
  vault: Keys,
  use: PasskeyUse,
  holder: string,
  challenge: string,
  now: Date,
): Date | undefined {
  const [head = '', given = ''] = Buffer.from(challenge, 'base64url').toString().split('.')
  const [random, until] = [head.slice(0, randomLength), head.slice(randomLength)]
  const expected = Buffer.from(mark(vault, use, holder, random, until))
  const marked = Buffer.from(given)
  if (marked.length !== expected.length || !timingSafeEqual(marked, expected)) return undefined
  const ends = new Date(Number(until))
  return ends > now ? ends : undefined
}
