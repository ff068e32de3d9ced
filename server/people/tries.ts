/** Counting tries: each is counted before it is judged, so that many at once are as slow as many one after another. */
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { longestLetterWait, waitAfter } from './people.ts'
import * as store from './try-store.ts'

/** What is tried: each has a count of its own. `letter`: asking for a letter to an address that somebody typed. `reset`, `post`: asking for a letter, by mail or on paper, to whoever has an ID. `proof`: whoever has letters written to addresses that they typed. `again`: the password of whoever is signed in. `key`: keys that nobody made, by the address that they come from. */
export type Tried =
  'sign-in' | 'return' | 'second-factor' | 'link' | 'letter' | 'reset' | 'post' | 'proof' | 'again' | 'key'

/** Asking for a letter guesses nothing, and anybody can do it on anybody's address. */
const letters: ReadonlySet<Tried> = new Set(['letter', 'reset', 'post'])
const waitFor = (what: Tried, tries: number): number =>
  letters.has(what) ? Math.min(waitAfter(tries), longestLetterWait) : waitAfter(tries)

const stranger = { kind: 'stranger' } as const

/** How often somebody may be overtaken by others who try the same before the answer is: wait. */
const rounds = 8

/** What is kept of what was tried: who reads the database cannot tell whose ID it was, not even beside the account. */
export const tryHash = ({ vault }: Pick<PeopleParts, 'vault'>, what: Tried, on: string): Buffer =>
  vault.hash('people.attempt.identifier_hash', `${what} ${on}`)

/**
 * Counts a try.
 * @param on what it is about: an ID in its normal form, a person, a link
 * @returns how many there are now in a row, or the seconds to wait: then nothing may be judged
 */
export async function countTry(
  parts: Pick<PeopleParts, 'gate' | 'vault' | 'clock'>,
  what: Tried,
  on: string,
): Promise<{ tries: number } | { wait: number } | Refusal> {
  const { gate, clock } = parts
  const hash = tryHash(parts, what, on)
  const request = { act: 'people.count-attempt', actor: stranger, subject: 'none' } as const
  // Most try for the first time: nothing has to be read for them.
  const first = await gate.write(request, { counted: store.countTry(hash, 0, clock.now()) })
  if (first instanceof Refusal) return first
  if (first.counted[0]) return { tries: first.counted[0].failures }
  for (let round = 0; round < rounds; round += 1) {
    const now = clock.now()
    const read = await gate.read(request, { tries: store.tries(hash) })
    if (read instanceof Refusal) return read
    const [before] = read.tries
    const wait = before ? before.last_at.getTime() + waitFor(what, before.failures) - now.getTime() : 0
    if (wait > 0) return { wait: Math.ceil(wait / 1000) }
    const written = await gate.write(request, { counted: store.countTry(hash, before?.failures ?? 0, now) })
    if (written instanceof Refusal) return written
    const [counted] = written.counted
    if (counted) return { tries: counted.failures }
  }
  return { wait: 1 }
}

/** Begins to count anew, after a success. */
export async function forgetTries(parts: Pick<PeopleParts, 'gate' | 'vault'>, what: Tried, on: string): Promise<void> {
  await parts.gate.write({ act: 'people.count-attempt', actor: stranger, subject: 'none' }, forgotten(parts, what, on))
}

/** The same as a part of the act that succeeds. */
export const forgotten = (parts: Pick<PeopleParts, 'vault'>, what: Tried, on: string) => ({
  forget: store.forgetTries(tryHash(parts, what, on)),
})
