/** Allowing a site to see something, taking it back, and the sign-ins that come of it. */
import { newId } from '../../base/ids.ts'
import type { Self } from '../../policy/request.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { noted } from '../security/index.ts'
import type { Device } from '../session-store.ts'
import type { Visitor } from '../visitor.ts'
import * as store from './consent-store.ts'
import { siteFor } from './site-acts.ts'
import { isSiteId, nameOf, type Scope, type Site } from './sites.ts'

type Parts = Pick<PeopleParts, 'gate' | 'vault' | 'clock'>
export type Customer = Extract<Visitor, { kind: 'customer' }>

const system = { kind: 'system' } as const

/** What a site knows somebody by; no other site the same, and nobody can go back from it. */
export const subjectOf = ({ vault }: Pick<Parts, 'vault'>, person: string, site: string): string =>
  vault.hash('people.site_grant.subject', `${site}\0${person}`).toString('base64url')

/** What somebody allows a site now; undefined where nothing, or for another purpose than it asks for now. */
export async function consentOf(
  { gate }: Pick<Parts, 'gate'>,
  person: string,
  site: Site,
): Promise<store.ConsentRow | undefined> {
  const read = await gate.read(
    { act: 'people.keep-site-tokens', actor: system, subject: { person } },
    { consent: store.consent(person, site.id) },
  )
  const [row] = read instanceof Refusal ? [] : read.consent
  return row?.purpose === site.purpose ? row : undefined
}

/** Allows a site to see more than it does already. */
export async function allowSite(
  parts: Parts,
  { person, language }: Pick<Customer, 'person' | 'language'>,
  site: Site,
  asked: readonly Scope[],
  device: Device,
): Promise<Refusal | undefined> {
  const { gate, clock } = parts
  const before = await consentOf(parts, person, site)
  const scopes = [...new Set([...(before?.scopes ?? []), ...asked])]
  const { version } = gate.policy().compiled.loaded.policy.policy
  const one = { id: newId(), person, site: site.id, purpose: site.purpose, scopes, at: clock.now(), version }
  const written = await gate.write(
    { act: 'people.allow-site', actor: system, subject: { person }, reference: site.id },
    { allow: store.allow(one), note: noted(parts, person, 'site-allowed', device, { about: nameOf(site, language) }) },
  )
  return written instanceof Refusal ? written : undefined
}

/** Takes back what a site was allowed: what it was given is worth nothing at once. */
export async function revokeSite(
  parts: Parts,
  { person, language }: Pick<Customer, 'person' | 'language'>,
  id: string,
  device: Device,
): Promise<'done' | 'unknown' | Refusal> {
  if (!isSiteId(id)) return 'unknown'
  const found = await siteFor(parts, id)
  const about = found ? nameOf(found.site, language) : id
  try {
    const written = await parts.gate.write(
      { act: 'people.revoke-site', actor: system, subject: { person }, reference: id },
      { revoke: store.revoke(person, id), note: noted(parts, person, 'site-revoked', device, { about }) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'unknown'
    throw error
  }
}

/** The sites that somebody allowed something, the newest first. */
export async function viewSites({ gate }: Pick<Parts, 'gate'>, actor: Self): Promise<store.AllowedRow[] | Refusal> {
  const read = await gate.read(
    { act: 'people.view-sites', actor, subject: { person: actor.person } },
    { sites: store.allowed(actor.person) },
  )
  return read instanceof Refusal ? read : read.sites
}

/**
 * The sign-in of a session at a site, if the site was allowed one.
 * @param offline whether it outlives the session
 */
export async function openGrant(
  parts: Parts,
  { person, session }: { person: string; session: string },
  site: Site,
  isOffline: boolean,
): Promise<{ id: string; sid: string } | undefined> {
  const consent = await consentOf(parts, person, site)
  if (!consent) return undefined
  const opened = await parts.gate.write(
    { act: 'people.keep-site-tokens', actor: system, subject: { person } },
    {
      grant: store.openGrant({
        id: newId(),
        consent: consent.id,
        person,
        site: site.id,
        session: Buffer.from(session, 'hex'),
        offline: isOffline && consent.scopes.includes('offline_access'),
        subject: subjectOf(parts, person, site.id),
        sid: parts.vault.hash('people.site_grant.sid', `${site.id}\0${session}`).toString('base64url').slice(0, 22),
        at: parts.clock.now(),
      }),
    },
  )
  return opened instanceof Refusal ? undefined : opened.grant[0]
}
