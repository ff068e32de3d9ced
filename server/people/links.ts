/** Mailed links: what one is worth, before anything is done with it. */
import { Refusal } from '../policy/refusal.ts'
import { Untouched } from '../policy/statement.ts'
import type { PeopleParts } from './parts.ts'
import { findLink, type LinkRow } from './store.ts'
import { isWorth, tokenHash } from './tokens.ts'

/** Why a link opens nothing. `taken`: somebody else has confirmed this ID. */
export type BrokenLink = 'unknown' | 'expired' | 'used' | 'taken'

/** The same of an invitation. `replaced`: a newer one went to the same ID. */
export type BrokenInvitation = BrokenLink | 'replaced'

/**
 * Looks at a link and changes nothing: mail scanners open links too.
 * @param kind a link of another kind is unknown here
 */
export async function lookAtLink(
  { gate, clock, vault }: Pick<PeopleParts, 'gate' | 'clock' | 'vault'>,
  kind: LinkRow['kind'],
  token: string,
): Promise<LinkRow | BrokenLink | Refusal> {
  const found = await gate.read(
    { act: 'people.check-link', actor: { kind: 'stranger' }, subject: 'set' },
    { link: findLink(tokenHash(token)) },
  )
  if (found instanceof Refusal) return found
  const [link] = found.link
  const worth = link && ({ place: 'people.link', kind, person: link.person_id, expiresAt: link.expires_at } as const)
  if (!worth || link.kind !== kind || !isWorth(vault, token, worth)) return 'unknown'
  if (link.used_at) return 'used'
  return link.expires_at <= clock.now() ? 'expired' : link
}

/** The same for a colleague's link: of several invitations the newest counts, and the others open nothing. */
export async function lookAtInvitation(
  parts: Pick<PeopleParts, 'gate' | 'clock' | 'vault'>,
  token: string,
): Promise<LinkRow | BrokenInvitation | Refusal> {
  const found = await lookAtLink(parts, 'staff', token)
  // Whose access was ended chooses no password; what was mailed before does not come back with it.
  if (typeof found === 'object' && 'rests' in found && found.rests) return 'used'
  return typeof found === 'object' && 'replaced' in found && found.replaced ? 'replaced' : found
}

/** What went wrong when a link was used a moment after somebody else had. @throws every other error */
export function overtaken(error: unknown): BrokenLink {
  if (error instanceof Untouched) return 'used'
  // The unique index on confirmed IDs: another link for the same ID was first.
  if ((error as { code?: string }).code === '23505') return 'taken'
  throw error
}
