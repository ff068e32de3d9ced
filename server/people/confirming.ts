/** Using a mailed link: a customer confirms an ID, a colleague chooses a password. Each link once. */
import { newId } from '../base/ids.ts'
import { Refusal } from '../policy/refusal.ts'
import { type BrokenInvitation, type BrokenLink, lookAtInvitation, lookAtLink, overtaken } from './links.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword, matches } from './passwords.ts'
import { passwordFault, shortestPassword } from './people.ts'
import * as claims from './claim-store.ts'
import { identifierHash } from './identifier.ts'
import { companyWords, provenance } from './sign-up.ts'
import * as store from './store.ts'
import type { LinkRow } from './store.ts'
import { tokenHash } from './tokens.ts'
import { countTry } from './tries.ts'

const stranger = { kind: 'stranger' } as const

/** `claimed`: we knew them already, from elsewhere. */
export type Confirmation =
  { person: string; claimed?: true } | BrokenLink | 'wrong-password' | { wait: number } | Refusal

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
  const known = await gate.read(
    { act: 'people.check-link', actor: stranger, subject: 'none' },
    { owner: claims.findKnown(identifierHash(parts, link.address)) },
  )
  if (known instanceof Refusal) return known
  const [owner] = known.owner
  if (owner) return claim(parts, link, hash, owner.person_id)
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

/**
 * Whoever proved an address by which we know somebody is that person: the ID, the password and the name that was typed
 * become theirs, and everything that we had of them is in front of them now. Before the proof nothing told of it.
 */
async function claim(parts: PeopleParts, link: LinkRow, hash: Buffer, known: string): Promise<Confirmation> {
  const from = provenance(parts, 'web')
  try {
    const written = await parts.gate.write(
      { act: 'people.claim', actor: stranger, subject: { person: known } },
      {
        use: store.useLink(hash, from.at),
        give: claims.giveId(known, link.password, from.at),
        former: claims.replaceKnownName(known, from.at),
        name: store.addName(newId(), known, link.name ?? '', from),
        drop: claims.dropSignUp(link.person_id),
      },
    )
    if (written instanceof Refusal) return written
    parts.vault.forget(link.person_id)
    return { person: known, claimed: true }
  } catch (error) {
    return overtaken(error)
  }
}

export type PasswordChosen =
  { person: string } | BrokenInvitation | { weak: NonNullable<ReturnType<typeof passwordFault>> } | Refusal

/** A colleague chooses a password with the link of the invitation, which confirms the ID too; or with one to begin anew. */
export async function choosePassword(parts: PeopleParts, token: string, password: string): Promise<PasswordChosen> {
  const { gate, clock } = parts
  const link = await lookAtInvitation(parts, token)
  if (typeof link === 'string' || link instanceof Refusal) return link
  const company = await companyWords(parts)
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
        ...(link.confirmed ? {} : { confirm: store.confirmAccount(person, now) }),
      },
    )
    return written instanceof Refusal ? written : { person }
  } catch (error) {
    return overtaken(error)
  }
}
