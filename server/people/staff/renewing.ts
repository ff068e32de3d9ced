/**
 * A way back for a colleague who has lost every second factor. The password goes too: with it alone somebody would add the first
 * factor, and be in. What is left is a mailed link, as at the invitation.
 */
import { link } from '../../base/http/index.ts'
import { newSecret } from '../../base/ids.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { writeTo } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { hashPassword } from '../passwords.ts'
import { lifetimes } from '../people.ts'
import { noted } from '../security/index.ts'
import { addLink, setPassword } from '../store.ts'
import { dropChange, endCodes } from '../ending-store.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { change, type Done } from './administering.ts'
import { endStaffSessions } from './colleague-store.ts'
import { confirmedColleague } from './staff-access.ts'
import * as store from './renew-store.ts'
import type { Colleague } from './staff.ts'

/** From where an administrator did it is no business of the colleague's. */
const nowhere = { agent: '', address: '' }

/**
 * Removes password, second factors and sessions of a colleague, and sends a link with which they begin anew. The link goes to
 * them by letter and to nobody else.
 */
export async function resetFactors(parts: PeopleParts, actor: Colleague, person: string): Promise<Done> {
  const { rows, token, until } = await beginning(parts, person)
  const done = await change(parts, actor, person, {
    judge: ({ access }) => (access === 'active' ? undefined : 'no-access'),
    write: () => parts.gate.write({ act: 'people.reset-factors', actor, subject: { person } }, rows),
  })
  if (done !== 'done') return done
  const written = await tell(parts, person, token, until)
  return written instanceof Refusal ? written : 'done'
}

/**
 * The same by a command, for the only administrator.
 * @param id with which the colleague signs in
 * @returns the link, which is mailed too; `unknown` where no colleague signs in with it, `no-access` where access is ended
 * @throws if the policy does not allow it
 */
export async function resetFactorsOf(parts: PeopleParts, id: string): Promise<string | 'unknown' | 'no-access'> {
  const colleague = await confirmedColleague(parts, id)
  if (!colleague) return 'unknown'
  if (colleague.suspended_at) return 'no-access'
  const person = colleague.person_id
  const { rows, token, until } = await beginning(parts, person)
  try {
    const written = await parts.gate.write(
      { act: 'people.reset-factors-at-terminal', actor: { kind: 'system' }, subject: { person } },
      rows,
    )
    if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  } catch (error) {
    // Suspended a moment ago.
    if (error instanceof Untouched) return 'no-access'
    throw error
  }
  await tell(parts, person, token, until)
  return linkOf(parts, parts.languages[0]!, token)
}

const linkOf = ({ publicUrl }: PeopleParts, language: PeopleParts['languages'][number], token: string) =>
  `${publicUrl}${link(language, 'choose-password')}?token=${token}`

const tell = (parts: PeopleParts, person: string, token: string, until: Date) =>
  writeTo(parts, person, 'staff.factors-reset', language => ({
    link: linkOf(parts, language, token),
    until,
  }))

/** What goes, and the link that takes its place. */
async function beginning(parts: PeopleParts, person: string) {
  const at = parts.clock.now()
  const until = new Date(at.getTime() + lifetimes.staffLink)
  const token = newToken(parts.vault, { place: 'people.link', kind: 'staff', person, expiresAt: until })
  const rows = {
    former: store.dropFormerFactor(person),
    app: store.dropApp(person),
    passkeys: store.dropPasskeys(person),
    codes: store.dropCodes(person),
    links: store.useUpEveryLink(person, at),
    change: dropChange(person),
    returns: endCodes(person, at),
    link: addLink(person, 'staff', tokenHash(token), at, until),
    password: setPassword(person, await hashPassword(newSecret())),
    sessions: endStaffSessions(person),
    note: noted(parts, person, 'factors-reset', nowhere),
  }
  return { rows, token, until }
}
