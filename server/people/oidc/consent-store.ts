/** What people allowed sites to see, and the sign-ins that came of it. */
import { statement } from '../../policy/statement.ts'
import type { Language } from '../../base/http/index.ts'
import type { Scope } from './sites.ts'

export interface ConsentRow {
  id: string
  purpose: string
  scopes: Scope[]
}

/** What somebody allowed a site. */
export const consent = (person: string, site: string) =>
  statement<'people.keep-site-tokens', ConsentRow>({
    name: 'people.site-consent',
    text: 'select id, purpose, scopes from people.site_consent where person_id = $1 and site_id = $2',
    values: [person, site],
    fields: [],
  })

export interface NewConsent {
  id: string
  person: string
  site: string
  purpose: string
  scopes: readonly Scope[]
  at: Date
  version: number
}

/** Notes what somebody allows a site, in the place of what they allowed it before. */
export const allow = (one: NewConsent) =>
  statement<'people.allow-site'>({
    name: 'people.allow-site',
    text: `insert into people.site_consent (id, person_id, site_id, purpose, scopes, recorded_at, policy_version)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (person_id, site_id) do update
             set purpose = excluded.purpose, scopes = excluded.scopes, recorded_at = excluded.recorded_at,
                 policy_version = excluded.policy_version`,
    values: [one.id, one.person, one.site, one.purpose, one.scopes, one.at, one.version],
    fields: ['people.site_consent.site_id', 'people.site_consent.scopes'],
  })

/** Takes back what somebody allowed a site. Sign-ins there, codes and tokens go with it. */
export const revoke = (person: string, site: string) =>
  statement<'people.revoke-site'>({
    name: 'people.revoke-site',
    text: 'delete from people.site_consent where person_id = $1 and site_id = $2',
    values: [person, site],
    fields: ['people.site_consent'],
  })

export interface AllowedRow {
  site: string
  names: Partial<Record<Language, string>>
  address: string
  purpose: string
  run_by: string | null
  controller: string
  scopes: Scope[]
  recorded_at: Date
  used_at: Date | null
  off_at: Date | null
}

/** The sites that somebody allowed something. */
export const allowed = (person: string) =>
  statement<'people.view-sites', AllowedRow>({
    name: 'people.allowed-sites',
    text: `select c.site_id as site, s.names, s.address, c.purpose, s.run_by, s.controller, c.scopes, c.recorded_at, c.used_at, s.off_at
             from people.site_consent c join people.site s on s.id = c.site_id
            where c.person_id = $1 order by c.recorded_at desc, c.site_id`,
    values: [person],
    fields: ['people.site_consent.site_id', 'people.site_consent.scopes'],
  })

export interface NewGrant {
  id: string
  consent: string
  person: string
  site: string
  /** hash of the session */
  session: Buffer
  offline: boolean
  subject: string
  sid: string
  at: Date
}

/** The sign-in of a session at a site: the one that there is, or a new one. */
export const openGrant = (one: NewGrant) =>
  statement<'people.keep-site-tokens', { id: string; sid: string }>({
    name: 'people.open-site-grant',
    text: `insert into people.site_grant (id, consent_id, person_id, site_id, session_hash, offline, subject, sid, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (session_hash, site_id, offline) do update set consent_id = excluded.consent_id
           returning id, sid`,
    values: [one.id, one.consent, one.person, one.site, one.session, one.offline, one.subject, one.sid, one.at],
  })

/** Notes that a site used what it was allowed. */
export const useConsent = (grant: string, at: Date) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.use-site-consent',
    text: `update people.site_consent set used_at = $2
            where id = (select consent_id from people.site_grant where id = $1)`,
    values: [grant, at],
    touches: 'any',
  })

export interface GrantRow {
  person_id: string
  site_id: string
  /** For which it was allowed. */
  purpose: string
  scopes: Scope[]
  recorded_at: Date
}

/** A sign-in that is still open, with what was allowed. */
export const openedGrant = (id: string) =>
  statement<'people.keep-site-tokens', GrantRow>({
    name: 'people.site-grant',
    text: `select g.person_id, g.site_id, c.purpose, c.scopes, g.recorded_at
             from people.site_grant g join people.site_consent c on c.id = g.consent_id where g.id = $1`,
    values: [id],
  })

/** Ends a sign-in at a site, with all that it gave. */
export const endGrant = (id: string) =>
  statement<'people.keep-site-tokens'>({
    name: 'people.end-site-grant',
    text: 'delete from people.site_grant where id = $1',
    values: [id],
    touches: 'any',
  })

/** What somebody agreed to, as bits of purposes. */
export const agreed = (person: string) =>
  statement<'people.keep-site-tokens', { agreed: string }>({
    name: 'people.agreed-bits',
    text: 'select agreed::text as agreed from people.person where id = $1',
    values: [person],
    fields: [],
  })
