/** Colleagues: invited by an administrator, with a link with which they choose a password. */
import type { Language } from '../../base/http/index.ts'
import { newId, newSecret } from '../../base/ids.ts'
import { isPlainAddress } from '../../base/mail.ts'
import { Refusal } from '../../policy/refusal.ts'
import { compose, letter } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { hashPassword } from '../passwords.ts'
import { isName, lifetimes } from '../people.ts'
import { identifierHash } from '../identifier.ts'
import { provenance } from '../sign-up.ts'
import * as store from '../store.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { withdrawEarlier } from './colleague-store.ts'
import type { Colleague } from './staff.ts'
import { addStaff, openInvitation } from '../staff-store.ts'

export interface Invitation {
  name: string
  email: string
  role: string
  controller: string
  language: Language
}

/** When an address was invited, if that link still works: the next invitation takes its place. */
export async function invitedAt(parts: PeopleParts, email: string): Promise<Date | undefined> {
  const found = await parts.gate.read(
    { act: 'people.check-link', actor: { kind: 'stranger' }, subject: 'set' },
    { invitation: openInvitation(identifierHash(parts, email), parts.clock.now()) },
  )
  return found instanceof Refusal ? undefined : found.invitation[0]?.invited_at
}

/**
 * Adds a colleague who cannot sign in until a password was chosen. Links of earlier invitations to the same ID no longer work.
 * @returns the link with which they choose it; it is mailed to them too
 * @throws if the policy does not allow it, or name or address cannot be one
 */
export async function inviteColleague(parts: PeopleParts, who: Invitation): Promise<string> {
  if (!isName(who.name)) throw new Error('The name holds nothing to read, or characters that cannot be shown.')
  if (!isPlainAddress(who.email)) throw new Error('The e-mail address is not one to which a letter can be sent.')
  const { person, link, rows } = await arriving(parts, who, who.controller)
  const written = await parts.gate.write(
    { act: 'people.make-staff', actor: { kind: 'system' }, subject: { newPerson: person } },
    rows,
  )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return link
}

/**
 * The same by an administrator, as their own act. The administrator's controller answers for the colleague's own data, whoever
 * the colleague will work for. Earlier invitations of the address that nobody used are gone with it.
 * @param who name, address, role and controller as the rules have found them right
 * @returns the new colleague; the link goes to them by letter and to nobody else
 */
export async function inviteByPage(
  parts: PeopleParts,
  actor: Colleague,
  who: Invitation,
): Promise<{ person: string } | Refusal> {
  const { person, rows } = await arriving(parts, who, actor.controller)
  const written = await parts.gate.write(
    { act: 'people.invite-staff', actor, subject: { newPerson: person } },
    { ...rows, earlier: withdrawEarlier(identifierHash(parts, who.email), person) },
  )
  if (written instanceof Refusal) return written
  for (const gone of written.earlier) parts.vault.forget(gone.person)
  return { person }
}

/** The rows of somebody who is invited, and the link that goes to them. @param region the controller that answers for them */
async function arriving(parts: PeopleParts, who: Invitation, region: string) {
  const { gate, publicUrl } = parts
  const person = newId()
  const from = provenance(parts, 'staff')
  const until = new Date(from.at.getTime() + lifetimes.staffLink)
  const token = newToken(parts.vault, { place: 'people.link', kind: 'staff', person, expiresAt: until })
  const link = `${publicUrl}/${who.language}/choose-password?token=${token}`
  const says = gate.policy().compiled.loaded.policy.staff[who.role]?.says
  const role = says?.[who.language] ?? says?.en ?? who.role
  const content = compose(
    parts,
    'welcome-staff',
    who.language,
    who.email,
    { name: who.name, role, link, until },
    'colleague',
  )
  const rows = {
    person: store.addPerson({
      id: person,
      region,
      relation: 'staff',
      language: who.language,
      ...parts.vault.rowKeys(person, region),
      ...from,
    }),
    account: store.addAccount({
      person,
      address: who.email,
      identifierHash: identifierHash(parts, who.email),
      password: await hashPassword(newSecret()),
      confirmedAt: null,
      ...from,
    }),
    name: store.addName(newId(), person, who.name, from),
    staff: addStaff(person, who.role, who.controller, null, from),
    link: store.addLink(person, 'staff', tokenHash(token), from.at, until),
    letter: letter(parts, person, 'welcome-staff', who.language, content),
  }
  return { person, link, rows }
}
