/** Inviting colleagues, and claiming the domain by which they join without an invitation. */
import type { Language } from '../../base/http/index.ts'
import { newId, newSecret } from '../../base/ids.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import { compose, letter } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { normalIdentifier } from '../people.ts'
import { identifierHash } from '../identifier.ts'
import { provenance } from '../sign-up.ts'
import { tokenHash } from '../tokens.ts'
import { countTry } from '../tries.ts'
import { system, viewCompany } from './acts.ts'
import * as invitations from './invitation-store.ts'
import { domainOf, invitationLasts, mostInvitations, type Role, type Why } from './organisations.ts'
import { isPublicMail } from './public-mail.ts'

export type Invited = 'sent' | 'unknown' | 'too-many' | { why: Why } | { wait: number } | Refusal

/**
 * Invites somebody into a company. The answer is the same whether the address has an ID; the letter too.
 * @param language of the letter: whoever invites knows it, and what we know is not given away
 */
export async function invite(
  parts: PeopleParts,
  actor: Self,
  organisation: string,
  given: { email: string; role: Role; language: Language },
): Promise<Invited> {
  const company = await viewCompany(parts, actor, organisation)
  if (company === 'unknown' || company instanceof Refusal) return company
  if (company.notLeading) return { why: company.notLeading }
  if (company.invitations.length >= mostInvitations) return 'too-many'
  const address = given.email.trim()
  const counted = await countTry(parts, 'letter', normalIdentifier(address))
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const { person } = actor
  const token = newSecret()
  const from = provenance(parts, 'web')
  const expiresAt = new Date(from.at.getTime() + invitationLasts)
  const sender = company.colleagues.find(one => one.person === person)?.name ?? company.name
  const content = compose(parts, 'invitation', given.language, address, {
    sender,
    organisation: company.name,
    until: expiresAt,
    link: `${parts.publicUrl}/${given.language}/account/companies/join?token=${token}`,
  })
  const invitation = invitations.addInvitation({
    id: newId(),
    organisation,
    person,
    tokenHash: tokenHash(token),
    address,
    identifierHash: identifierHash(parts, address),
    role: given.role,
    expiresAt,
    ...from,
  })
  try {
    const written = await parts.gate.write(
      { act: 'people.invite', actor: system, subject: { person } },
      { invitation, letter: letter(parts, person, 'invitation', given.language, content) },
    )
    return written instanceof Refusal ? written : 'sent'
  } catch (error) {
    // Whoever invites was demoted or removed a moment ago.
    if (error instanceof Untouched) return { why: 'owners-only' }
    throw error
  }
}

/** Takes an invitation back. @returns `unknown` where there is none that waits */
export async function withdraw(
  parts: Pick<PeopleParts, 'gate' | 'clock'>,
  actor: Self,
  organisation: string,
  id: string,
): Promise<'done' | 'unknown' | Refusal> {
  const { person } = actor
  try {
    const written = await parts.gate.write(
      { act: 'people.invite', actor: system, subject: { person } },
      { invitation: invitations.withdrawInvitation(id, organisation, person, parts.clock.now()) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'unknown'
    throw error
  }
}

/** How claiming a domain ended. `public`: anybody can have an address there. `taken`: another company has it. */
export type Claimed = 'done' | 'unknown' | 'public' | 'taken' | 'unproven' | { why: Why } | Refusal

/**
 * Lets everybody join a company who has a confirmed address in the domain of one's own confirmed ID.
 * @param domain as it was shown, so that nobody claims another than they saw
 */
export async function claimDomain(
  parts: PeopleParts,
  actor: Self,
  organisation: string,
  domain: string,
): Promise<Claimed> {
  const company = await viewCompany(parts, actor, organisation)
  if (company === 'unknown' || company instanceof Refusal) return company
  if (company.notLeading) return { why: company.notLeading }
  if (isPublicMail(domain)) return 'public'
  if ((await provenDomain(parts, actor)) !== domain) return 'unproven'
  const { person } = actor
  try {
    const written = await parts.gate.write(
      { act: 'people.claim-domain', actor: system, subject: { person } },
      { domain: invitations.claimDomain(domain, organisation, person, provenance(parts, 'web')) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    return company.domains.includes(domain) ? 'done' : 'taken'
  }
}

/** Ends that: from now on nobody joins by it. Whoever has joined stays. */
export async function dropDomain(
  parts: Pick<PeopleParts, 'gate'>,
  actor: Self,
  organisation: string,
  domain: string,
): Promise<'done' | 'unknown' | Refusal> {
  try {
    const written = await parts.gate.write(
      { act: 'people.claim-domain', actor: system, subject: { person: actor.person } },
      { drop: invitations.dropDomain(domain, organisation, actor.person) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'unknown'
    throw error
  }
}

/** The domain of somebody's confirmed ID; undefined where the ID is no address, or one that anybody can have. */
export async function provenDomain(parts: Pick<PeopleParts, 'gate'>, { person }: Self): Promise<string | undefined> {
  const read = await parts.gate.read(
    { act: 'people.find-invitation', actor: system, subject: { person } },
    { id: invitations.confirmedId(person) },
  )
  const address = read instanceof Refusal ? undefined : read.id[0]?.address
  const domain = address?.includes('@') ? domainOf(address) : undefined
  return domain === undefined || isPublicMail(domain) ? undefined : domain
}

/** Invitations that are over stay for as long again, to say so to whoever comes late; then they go. */
export async function expireInvitations({ gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>): Promise<void> {
  await gate.write(
    { act: 'people.expire-invitations', actor: system, subject: 'none' },
    { expired: invitations.expireInvitations(new Date(clock.now().getTime() - invitationLasts)) },
  )
}
