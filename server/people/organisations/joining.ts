/** Joining a company: with an invitation, or by a proven address in its domain. */
import { newId } from '../../base/ids.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { provenance } from '../sign-up.ts'
import { tokenHash } from '../tokens.ts'
import { system } from './acts.ts'
import * as invitations from './invitation-store.ts'
import { provenDomain } from './inviting.ts'
import { type Broken, brokenOffer, type Role } from './organisations.ts'
import { addMembership } from './store.ts'

/** A company that somebody may join. */
export interface Joinable {
  organisation: string
  name: string
  country: string
  role: Role
  /** Who invited, as the company knows them; null where the address is enough. */
  sender: string | null
  /** The invitation, if there is one. */
  invitation: string | undefined
  /** Until when it can be used. */
  until: Date | undefined
  domain: string | undefined
}

/** How somebody found the company: by the token of a letter, an invitation that waits, or the domain of their address. */
export type Way = { token: string } | { invitation: string } | { company: string }

const joinableOf = (row: invitations.OfferRow): Joinable => ({
  organisation: row.organisation,
  name: row.name,
  country: row.country,
  role: row.role,
  sender: row.sender_name,
  invitation: row.id,
  until: row.expires_at,
  domain: undefined,
})

/** What somebody may join now: invitations to their confirmed ID first, then the company at their address. */
export async function joinable(parts: PeopleParts, actor: Self): Promise<Joinable[] | Refusal> {
  const { person } = actor
  const domain = await provenDomain(parts, actor)
  const read = await parts.gate.read(
    { act: 'people.find-invitation', actor: system, subject: { person } },
    {
      invitations: invitations.offersTo(person, parts.clock.now()),
      // No company has an empty domain.
      company: invitations.companyAt(domain ?? '', person),
    },
  )
  if (read instanceof Refusal) return read
  const offers = read.invitations.map(joinableOf)
  const byAddress = read.company
    .filter(company => !offers.some(offer => offer.organisation === company.organisation))
    .map(company => ({
      ...company,
      role: 'member' as const,
      sender: null,
      invitation: undefined,
      until: undefined,
      domain,
    }))
  return [...offers, ...byAddress]
}

/** What a way leads to, or why it leads nowhere. Whoever an invitation is not for learns nothing of it but that. */
export async function lookAtWay(parts: PeopleParts, actor: Self, way: Way): Promise<Joinable | Broken | Refusal> {
  if (!('token' in way)) {
    const all = await joinable(parts, actor)
    if (all instanceof Refusal) return all
    const found = all.find(one =>
      'invitation' in way ? one.invitation === way.invitation : !one.invitation && one.organisation === way.company,
    )
    return found ?? 'unknown'
  }
  const { person } = actor
  const read = await parts.gate.read(
    { act: 'people.find-invitation', actor: system, subject: { person } },
    { offer: invitations.offerOf(tokenHash(way.token), person) },
  )
  if (read instanceof Refusal) return read
  const [row] = read.offer
  if (!row) return 'unknown'
  const broken = brokenOffer(
    {
      expiresAt: row.expires_at,
      usedAt: row.used_at,
      withdrawnAt: row.withdrawn_at,
      senderIsThere: row.sender !== null,
      isForThem: row.for_them,
    },
    parts.clock.now(),
  )
  return broken ?? joinableOf(row)
}

/**
 * Joins. Everything is asked again in the statements, so that a second use, a moment later, touches nothing.
 * @param name what colleagues will see; checked already
 */
export async function join(
  parts: PeopleParts,
  actor: Self,
  way: Way,
  name: string,
): Promise<{ company: string; name: string } | Broken | Refusal> {
  const found = await lookAtWay(parts, actor, way)
  if (typeof found === 'string' || found instanceof Refusal) return found
  const { person } = actor
  const { organisation, role, invitation, domain } = found
  const from = provenance(parts, 'web')
  try {
    const written = await parts.gate.write(
      { act: 'people.join-organisation', actor: system, subject: { person } },
      {
        ...(invitation === undefined
          ? { domain: invitations.holdDomain(domain ?? '', organisation) }
          : { use: invitations.useInvitation(invitation, person, from.at) }),
        membership: addMembership({ id: newId(), person, organisation, role, name, ...from }),
      },
    )
    return written instanceof Refusal ? written : { company: organisation, name: found.name }
  } catch (error) {
    // The unique index on current places: they work there already, and the invitation stays as it was.
    if ((error as { code?: string }).code === '23505') return 'already'
    if (!(error instanceof Untouched)) throw error
    const after = await lookAtWay(parts, actor, way)
    return typeof after === 'string' || after instanceof Refusal ? after : 'unknown'
  }
}
