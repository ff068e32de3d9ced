/** Another password, by somebody who knows the present one. */
import { Refusal } from '../../policy/refusal.ts'
import { dropChange, endCodes, useUpLinks } from '../ending-store.ts'
import { factorsOf, shortestFor } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { confirmPassword } from '../password-again.ts'
import { hashPassword } from '../passwords.ts'
import { noted } from '../security/index.ts'
import { type Device, endSessions } from '../session-store.ts'
import { setPassword } from '../store.ts'
import { presentOf } from './addressing.ts'
import { weakness, type Weak } from './resetting.ts'

/** `wrong`: the present one is another. `ended`: so often that the session is over. `wait`: seconds. */
export type PasswordChanged = 'done' | 'wrong' | 'ended' | Weak | { wait: number } | Refusal

/**
 * Changes the password of whoever is signed in; every other session ends, links and codes to choose another one are used
 * up, and another address that was asked for is not taken any more.
 * @param visitor with the hash of the session that goes on, in hex
 */
export async function changePassword(
  parts: PeopleParts,
  visitor: { person: string; session: string },
  present: string,
  chosen: string,
  device: Device,
): Promise<PasswordChanged> {
  const { person, session } = visitor
  const confirmed = await confirmPassword(parts, visitor, present)
  if (confirmed !== 'right') return confirmed
  const about = await presentOf(parts, person)
  if (about instanceof Refusal) return about
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors) return 'ended'
  const weak = await weakness(parts, { ...about, limit: shortestFor(factors) }, chosen)
  if (weak) return weak
  const password = await hashPassword(chosen)
  const now = parts.clock.now()
  const written = await parts.gate.write(
    { act: 'people.change-password', actor: { kind: 'stranger' }, subject: { person } },
    {
      password: setPassword(person, password),
      sessions: endSessions(person, Buffer.from(session, 'hex')),
      links: useUpLinks(person, now),
      codes: endCodes(person, now),
      change: dropChange(person),
      note: noted(parts, person, 'password-changed', device),
    },
  )
  return written instanceof Refusal ? written : 'done'
}
