/** Colleagues: invited by an administrator, with a link to choose a password. */
import type { Language } from '../base/http/index.ts'
import { newId, newSecret } from '../base/ids.ts'
import { Refusal } from '../policy/refusal.ts'
import { compose, letter } from './letters.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword } from './passwords.ts'
import { lifetimes } from './people.ts'
import { addStaff } from './session-store.ts'
import { identifierHash, provenance, tokenHash } from './sign-up.ts'
import * as store from './store.ts'

export interface Invitation {
  name: string
  email: string
  role: string
  controller: string
  language: Language
}

/**
 * Adds a colleague who cannot sign in until a password was chosen.
 * @returns the link with which they choose it; it is mailed to them too
 * @throws if the policy does not allow it
 */
export async function inviteColleague(parts: PeopleParts, who: Invitation): Promise<string> {
  const { gate, publicUrl } = parts
  const person = newId()
  const token = newSecret()
  const from = provenance(parts, 'staff')
  const link = `${publicUrl}/${who.language}/choose-password?token=${token}`
  const content = compose(parts, 'welcome-staff', who.language, who.email, { name: who.name, role: who.role, link })
  const written = await gate.write(
    { act: 'people.make-staff', actor: { kind: 'system' }, subject: { newPerson: person } },
    {
      person: store.addPerson({
        id: person,
        region: who.controller,
        relation: 'staff',
        language: who.language,
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
      staff: addStaff(person, who.role, who.controller, null, null, from),
      link: store.addLink(
        person,
        'staff',
        tokenHash(token),
        from.at,
        new Date(from.at.getTime() + lifetimes.staffLink),
      ),
      letter: letter(parts, person, 'welcome-staff', who.language, content),
    },
  )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return link
}

export type PasswordChosen = { person: string } | 'unknown' | 'expired' | 'used' | 'taken' | Refusal

/** A colleague chooses a password with the link of the invitation; that confirms the ID too. */
export async function choosePassword(parts: PeopleParts, token: string, password: string): Promise<PasswordChosen> {
  const { gate, clock } = parts
  const hash = tokenHash(token)
  const stranger = { kind: 'stranger' } as const
  const found = await gate.read(
    { act: 'people.confirm', actor: stranger, subject: 'set' },
    { link: store.findLink(hash) },
  )
  if (found instanceof Refusal) return found
  const [link] = found.link
  if (!link || link.kind !== 'staff') return 'unknown'
  if (link.used_at) return 'used'
  const now = clock.now()
  if (link.expires_at <= now) return 'expired'
  try {
    const written = await gate.write(
      { act: 'people.confirm', actor: stranger, subject: { person: link.person_id } },
      {
        use: store.useLink(hash, now),
        password: store.setPassword(link.person_id, await hashPassword(password)),
        confirm: store.confirmAccount(link.person_id, now),
      },
    )
    return written instanceof Refusal ? written : { person: link.person_id }
  } catch (error) {
    if ((error as { code?: string }).code === '23505') return 'taken'
    throw error
  }
}
