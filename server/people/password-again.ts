/** The password once more, from somebody who is signed in: before what a forgotten open browser must not do. */
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { matches } from './passwords.ts'
import { ownCredentials } from './store.ts'
import { countTry, forgetTries } from './tries.ts'

/** `wait`: seconds until the next try is looked at. */
export type Confirmed = 'right' | 'wrong' | { wait: number } | Refusal

/**
 * Whether it is the password of whoever is signed in.
 * @param person who is signed in; never somebody whom a request only names
 */
export async function confirmPassword(
  parts: Pick<PeopleParts, 'gate' | 'vault' | 'clock'>,
  person: string,
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
  if (!own?.password || !(await matches(own.password, password))) return 'wrong'
  await forgetTries(parts, 'again', person)
  return 'right'
}
