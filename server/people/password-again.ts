/** The password once more, from somebody who is signed in: before what a forgotten open browser must not do. */
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { matches } from './passwords.ts'
import { passwordsPerSession } from './people.ts'
import { signOut } from './sign-in.ts'
import { ownCredentials } from './store.ts'
import { countTry, forgetTries } from './tries.ts'

/** `ended`: too many wrong ones in a row, so the session is over. `wait`: seconds until the next try is looked at. */
export type Confirmed = 'right' | 'wrong' | 'ended' | { wait: number } | Refusal

/**
 * Whether it is the password of whoever is signed in.
 * @param visitor who is signed in; never somebody whom a request only names
 */
export async function confirmPassword(
  parts: Pick<PeopleParts, 'gate' | 'vault' | 'clock'>,
  { person, session }: { person: string; session: string },
  password: string,
): Promise<Confirmed> {
  const counted = await countTry(parts, 'again', person)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const found = await parts.gate.read(
    { act: 'people.check-credentials', actor: { kind: 'stranger' }, subject: 'set' },
    { own: ownCredentials(person) },
  )
  if (found instanceof Refusal) return found
  const [own] = found.own
  if (!own?.password || !(await matches(own.password, password))) {
    if (counted.tries % passwordsPerSession !== 0) return 'wrong'
    // An open browser that somebody found is not for guessing in.
    await signOut(parts, { person, session })
    return 'ended'
  }
  await forgetTries(parts, 'again', person)
  return 'right'
}
