/** E-mail addresses beside the ID: one is called proven when whoever reads it followed a mailed link, signed in. */
import { timingSafeEqual } from 'node:crypto'
import { link, type Language } from '../../base/http/index.ts'
import { countTry, lifetimes, normalIdentifier, writeTo, type PeopleParts } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import { viewReach, type Change, type ProfileParts } from './acts.ts'
import { lineOf, type Line } from './profile.ts'
import * as store from './store.ts'

/** What writing a letter needs besides. */
export type ProvingParts = ProfileParts & Pick<PeopleParts, 'words' | 'languages' | 'publicUrl' | 'vault'>

/** What a link was made for: it opens nothing else, whatever is written into the rows meanwhile. */
const seal = ({ vault }: ProfileParts, person: string, line: string, address: string, until: number): Buffer =>
  vault.hash('profile.contact.proven_at', [person, line, address, until].join('\0'))

const addressIn = ({ contact }: Line): string => (contact.kind === 'email' ? contact.value.address : '')

/**
 * Mails a link to an address that is not proven yet.
 * @returns `none` where there is nothing to prove; seconds to `wait`, after many letters to the same address, or by the same person to whatever addresses; why there is no letter where the
 * policy does not allow one
 */
export async function sendProof(
  parts: ProvingParts,
  actor: Self,
  id: string,
): Promise<'sent' | 'none' | { wait: number } | Refusal> {
  const { person } = actor
  const reach = await viewReach(parts, actor)
  if (reach instanceof Refusal) return reach
  const line = reach.lines.emails.find(one => one.id === id)
  if (!line || line.provenAt) return 'none'
  const address = addressIn(line)
  // Both: nobody's inbox is filled by many, and nobody fills many.
  for (const [what, on] of [['proof', person] as const, ['letter', normalIdentifier(address)] as const]) {
    const counted = await countTry(parts, what, on)
    if (counted instanceof Refusal || 'wait' in counted) return counted
  }
  const until = new Date(parts.clock.now().getTime() + lifetimes.confirm)
  const token = `${until.getTime().toString(36)}.${seal(parts, person, id, address, until.getTime()).toString('base64url')}`
  const to = (language: Language) =>
    `${parts.publicUrl}${link(language, 'account/profile/contacts', id, 'prove')}?token=${token}`
  const written = await writeTo(parts, person, 'profile.prove', language => ({ link: to(language), until }), address)
  if (written instanceof Refusal) return written
  return written === 'written' ? 'sent' : 'none'
}

/** After a change: a new e-mail address is written to at once. @returns the seconds to wait or why not, where it was not */
export async function writeToNew(
  parts: ProvingParts,
  actor: Self,
  change: Change,
): Promise<{ wait: number } | Refusal | undefined> {
  if (typeof change !== 'object' || !('done' in change)) return undefined
  const sent = await sendProof(parts, actor, change.done)
  return typeof sent === 'object' ? sent : undefined
}

/** Why a link proves nothing. `foreign`: it is for another profile, or for nothing. */
export type BrokenProof = 'foreign' | 'expired' | 'used' | 'gone'

/** Looks at a link and changes nothing: mail scanners open links too. @returns the address that it proves */
export async function lookAtProof(
  parts: ProfileParts,
  actor: Self,
  id: string,
  token: string,
): Promise<{ address: string } | BrokenProof | Refusal> {
  const reach = await viewReach(parts, actor)
  if (reach instanceof Refusal) return reach
  const line = lineOf(reach.lines, id)
  if (line?.contact.kind !== 'email') return 'foreign'
  const [moment = '', given = ''] = token.split('.')
  const until = Number.parseInt(moment, 36)
  const expected = seal(parts, actor.person, id, addressIn(line), until)
  const shown = Buffer.from(given, 'base64url')
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return 'foreign'
  if (line.replacedAt) return 'gone'
  if (line.provenAt) return 'used'
  return until <= parts.clock.now().getTime() ? 'expired' : { address: addressIn(line) }
}

/** Proves an address with the link that was mailed to it. */
export async function prove(
  parts: ProfileParts,
  actor: Self,
  id: string,
  token: string,
): Promise<'done' | BrokenProof | Refusal> {
  const { person } = actor
  const found = await lookAtProof(parts, actor, id, token)
  if (found instanceof Refusal || typeof found === 'string') return found
  try {
    const written = await parts.gate.write(
      { act: 'profile.correct', actor, subject: { person } },
      { prove: store.prove(id, person, parts.clock.now()) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (!(error instanceof Untouched)) throw error
    // Removed, or proven in another window, in the same moment.
    const now = await lookAtProof(parts, actor, id, token)
    return typeof now === 'object' && 'address' in now ? 'gone' : now
  }
}
