/** Invitations, and the domains by which people join without one. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Provenance } from '../people.ts'
import type { Role } from './organisations.ts'

export interface NewInvitation extends Provenance {
  id: string
  organisation: string
  /** Who sends it. */
  person: string
  tokenHash: Buffer
  address: string
  identifierHash: Buffer
  role: Role
  expiresAt: Date
}

/** Adds an invitation, if whoever sends it decides who belongs there. */
export const addInvitation = (one: NewInvitation) =>
  statement<'people.invite'>({
    name: 'people.add-invitation',
    text: `insert into people.invitation (id, organisation_id, person_id, token_hash, address, identifier_hash, role,
                                          created_at, expires_at, source, policy_version)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 where people.leads($3, $2)`,
    values: [
      one.id,
      one.organisation,
      one.person,
      one.tokenHash,
      new Sealed('people.invitation.address', one.address, { organisation: one.organisation }),
      one.identifierHash,
      one.role,
      one.at,
      one.expiresAt,
      one.source,
      one.version,
    ],
    fields: ['people.invitation.address', 'people.invitation.role'],
  })

export interface InvitationRow {
  id: string
  address: string
  role: Role
  created_at: Date
  expires_at: Date
}

/** The invitations of a company that can still be used. */
export const openInvitations = (organisation: string, now: Date) =>
  statement<'people.view-colleagues', InvitationRow>({
    name: 'people.open-invitations',
    text: `select id, address, role, created_at, expires_at, organisation_id from people.invitation
            where organisation_id = $1 and used_at is null and withdrawn_at is null and person_id is not null and expires_at > $2
            order by created_at, id`,
    values: [organisation, now],
    fields: ['people.invitation.address', 'people.invitation.role'],
    opens: { address: 'people.invitation.address' },
  })

/** Takes an invitation back, if whoever does so decides who belongs there. */
export const withdrawInvitation = (id: string, organisation: string, acting: string, at: Date) =>
  statement<'people.invite'>({
    name: 'people.withdraw-invitation',
    text: `update people.invitation set withdrawn_at = $4
            where id = $1 and organisation_id = $2 and used_at is null and withdrawn_at is null and people.leads($3, $2)`,
    values: [id, organisation, acting, at],
    fields: ['people.invitation.role'],
  })

export interface OfferRow {
  id: string
  organisation: string
  name: string
  country: string
  role: Role
  /** Null where whoever sent it left. */
  sender: string | null
  /** As the company knows them. */
  sender_name: string | null
  expires_at: Date
  used_at: Date | null
  withdrawn_at: Date | null
  /** Whether it is for the confirmed ID of the person who asks. */
  for_them: boolean
}

/** What an invitation offers to somebody, by the token of its letter. */
export const offerOf = (tokenHash: Buffer, person: string) =>
  statement<'people.find-invitation', OfferRow>({
    name: 'people.offer-of',
    text: `select i.id, i.organisation_id, i.organisation_id as organisation, o.name, o.country, i.role, i.person_id as sender,
                  m.name as sender_name, i.expires_at, i.used_at, i.withdrawn_at,
                  exists (select from people.account a
                           where a.person_id = $2 and a.confirmed_at is not null and a.identifier_hash = i.identifier_hash) as for_them
             from people.invitation i join people.organisation o on o.id = i.organisation_id
             left join people.membership m on m.organisation_id = o.id and m.person_id = i.person_id and m.left_at is null
            where i.token_hash = $1`,
    values: [tokenHash, person],
    opens: { sender_name: 'people.membership.name' },
  })

/** The invitations that wait for somebody's confirmed ID. */
export const offersTo = (person: string, now: Date) =>
  statement<'people.find-invitation', OfferRow>({
    name: 'people.offers-to',
    text: `select i.id, i.organisation_id, i.organisation_id as organisation, o.name, o.country, i.role, i.person_id as sender,
                  m.name as sender_name, i.expires_at, i.used_at, i.withdrawn_at, true as for_them
             from people.account a join people.invitation i on i.identifier_hash = a.identifier_hash
             join people.organisation o on o.id = i.organisation_id
             join people.membership m on m.organisation_id = o.id and m.person_id = i.person_id and m.left_at is null
            where a.person_id = $1 and a.confirmed_at is not null
              and i.used_at is null and i.withdrawn_at is null and i.expires_at > $2
              and not exists (select from people.membership p where p.organisation_id = o.id and p.person_id = $1 and p.left_at is null)
            order by i.created_at, i.id`,
    values: [person, now],
    opens: { sender_name: 'people.membership.name' },
  })

/** Uses an invitation up: once, in time, by the ID that it was sent to, while whoever sent it works there. */
export const useInvitation = (id: string, person: string, at: Date) =>
  statement<'people.join-organisation'>({
    name: 'people.use-invitation',
    text: `update people.invitation i set used_at = $3
            where i.id = $1 and i.used_at is null and i.withdrawn_at is null and i.person_id is not null and i.expires_at > $3
              and exists (select from people.account a
                           where a.person_id = $2 and a.confirmed_at is not null and a.identifier_hash = i.identifier_hash)`,
    values: [id, person, at],
    fields: ['people.invitation.role'],
  })

/** Invitations that were over before a moment. */
export const expireInvitations = (before: Date) =>
  statement<'people.expire-invitations'>({
    name: 'people.expire-invitations',
    text: 'delete from people.invitation where expires_at < $1',
    values: [before],
    touches: 'any',
    fields: ['people.invitation'],
  })

/** Gives a domain to a company, if whoever claims it decides who belongs there. The primary key lets one company have it. */
export const claimDomain = (domain: string, organisation: string, person: string, from: Provenance) =>
  statement<'people.claim-domain'>({
    name: 'people.claim-domain',
    text: `insert into people.domain (domain, organisation_id, person_id, recorded_at, source, policy_version)
           select $1, $2, $3, $4, $5, $6 where people.leads($3, $2)`,
    values: [domain, organisation, person, from.at, from.source, from.version],
    fields: ['people.domain.domain'],
  })

/** Gives a domain up. */
export const dropDomain = (domain: string, organisation: string, acting: string) =>
  statement<'people.claim-domain'>({
    name: 'people.drop-domain',
    text: 'delete from people.domain where domain = $1 and organisation_id = $2 and people.leads($3, $2)',
    values: [domain, organisation, acting],
    fields: ['people.domain.domain'],
  })

/** The domains of a company. */
export const domainsOf = (organisation: string) =>
  statement<'people.view-colleagues', { domain: string }>({
    name: 'people.domains-of',
    text: 'select domain from people.domain where organisation_id = $1 order by domain',
    values: [organisation],
    fields: ['people.domain.domain'],
  })

export interface DomainOfferRow {
  organisation: string
  name: string
  country: string
}

/** The company that has a domain, unless somebody works there already. */
export const companyAt = (domain: string, person: string) =>
  statement<'people.find-invitation', DomainOfferRow>({
    name: 'people.company-at',
    text: `select o.id as organisation, o.name, o.country from people.domain d join people.organisation o on o.id = d.organisation_id
            where d.domain = $1
              and not exists (select from people.membership p where p.organisation_id = o.id and p.person_id = $2 and p.left_at is null)`,
    values: [domain, person],
  })

/** Waits for nobody to give the domain up in between; finds nothing if it is not the company's any more. */
export const holdDomain = (domain: string, organisation: string) =>
  statement<'people.join-organisation'>({
    name: 'people.hold-domain',
    text: 'select domain from people.domain where domain = $1 and organisation_id = $2 for update',
    values: [domain, organisation],
    fields: ['people.domain.domain'],
  })

/** Somebody's own ID, where it was confirmed. */
export const confirmedId = (person: string) =>
  statement<'people.find-invitation' | 'people.claim-domain', { address: string }>({
    name: 'people.confirmed-id',
    text: 'select address from people.account where person_id = $1 and confirmed_at is not null',
    values: [person],
    opens: { address: 'people.account.address' },
  })
