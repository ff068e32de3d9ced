/** What ends besides the sessions of somebody, where they end those or choose another password. */
import { statement } from '../policy/statement.ts'

/**
 * Ends what somebody let sites do without a session here. A database function does it besides whenever the password or the
 * address changes (migration 0023).
 */
export const endOffline = (person: string) =>
  statement<'people.sign-out' | 'people.change-address'>({
    name: 'people.end-offline',
    text: 'delete from people.site_grant where person_id = $1 and offline',
    values: [person],
    touches: 'any',
    fields: ['people.site_grant'],
  })

/** Ends what a session gave at sites, also where a site was allowed to stay signed in: whoever ends a session means all of it. */
export const endAtSites = (sessionHash: Buffer) =>
  statement<'people.sign-out'>({
    name: 'people.end-at-sites',
    text: 'delete from people.site_grant where session_hash = $1',
    values: [sessionHash],
    touches: 'any',
    fields: ['people.site_grant'],
  })

/** Takes back another address that was asked for. */
export const dropChange = (person: string) =>
  statement<'people.change-address' | 'people.reset-password' | 'people.change-password' | 'people.sign-out'>({
    name: 'people.drop-address-change',
    text: 'delete from people.address_change where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.address_change'],
  })
