/** Another password, by somebody who knows the present one. */
import { Refusal } from '../../policy/refusal.ts'
import { dropChange, useUpLinks } from '../ending-store.ts'
import type { PeopleParts } from '../parts.ts'
import { confirmPassword } from '../password-again.ts'
import { hashPassword } from '../passwords.ts'
import { noted } from '../security/index.ts'
import { type Device, endSessions } from '../session-store.ts'
import { setPassword } from '../store.ts'
import { presentOf } from './addressing.ts'
import { endCodes } from './return-store.ts'
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
  visitor: { person: string; session: string; kind: string },
  present: string,
  chosen: string,
  device: Device,
): Promise<PasswordChanged> {
  const { person, session, kind } = visitor
  const confirmed = await confirmPassword(parts, visitor, present)
  if (confirmed !== 'right') return confirmed
  const about = await presentOf(parts, person)
  if (about instanceof Refusal) return about
  const weak = await weakness(parts, { ...about, colleague: kind === 'staff' }, chosen)
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
