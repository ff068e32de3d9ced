/** Using a mailed link: a customer confirms an ID, a colleague chooses a password. Each link once. */
import { Refusal } from '../policy/refusal.ts'
import { type BrokenLink, lookAtLink, overtaken } from './links.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword, matches } from './passwords.ts'
import { passwordFault, shortestPassword } from './people.ts'
import * as store from './store.ts'
import { tokenHash } from './tokens.ts'
import { countTry } from './tries.ts'

const stranger = { kind: 'stranger' } as const

export type Confirmation = { person: string } | BrokenLink | 'wrong-password' | { wait: number } | Refusal

/**
 * Confirms an ID: whoever has the letter and the password that was chosen. The password is asked for, so that nobody
 * can sign up with somebody else's address and wait for them to click.
 */
export async function confirm(parts: PeopleParts, token: string, password: string): Promise<Confirmation> {
  const { gate, clock } = parts
  const link = await lookAtLink(parts, 'confirm', token)
  if (typeof link === 'string' || link instanceof Refusal) return link
  const hash = tokenHash(token)
  const counted = await countTry(parts, 'link', hash.toString('hex'))
  if (counted instanceof Refusal || 'wait' in counted) return counted
  if (!(await matches(link.password, password))) return 'wrong-password'
  const now = clock.now()
  try {
    const written = await gate.write(
      { act: 'people.confirm', actor: stranger, subject: { person: link.person_id } },
      { use: store.useLink(hash, now), confirm: store.confirmAccount(link.person_id, now) },
    )
    return written instanceof Refusal ? written : { person: link.person_id }
  } catch (error) {
    return overtaken(error)
  }
}

export type PasswordChosen =
  { person: string } | BrokenLink | { weak: NonNullable<ReturnType<typeof passwordFault>> } | Refusal

/** A colleague chooses a password with the link of the invitation; that confirms the ID too. */
export async function choosePassword(parts: PeopleParts, token: string, password: string): Promise<PasswordChosen> {
  const { gate, clock } = parts
  const link = await lookAtLink(parts, 'staff', token)
  if (typeof link === 'string' || link instanceof Refusal) return link
  const { company } = gate.policy().compiled.loaded.policy.policy
  const weak = passwordFault(password, { name: link.name ?? '', email: link.address, company }, shortestPassword.staff)
  if (weak) return { weak }
  const person = link.person_id
  const chosen = await hashPassword(password)
  const now = clock.now()
  try {
    const written = await gate.write(
      { act: 'people.confirm', actor: stranger, subject: { person } },
      {
        use: store.useLink(tokenHash(token), now),
        password: store.setPassword(person, chosen),
        confirm: store.confirmAccount(person, now),
      },
    )
    return written instanceof Refusal ? written : { person }
  } catch (error) {
    return overtaken(error)
  }
}
