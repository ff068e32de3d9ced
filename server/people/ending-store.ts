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

/**
 * Ends what a session gave at sites, also where a site was allowed to stay signed in: whoever ends a session means all of it.
 * @param person whoever signs out means besides what is left of sessions that ran out
 */
export const endAtSites = (sessionHash: Buffer, person: string | null) =>
  statement<'people.sign-out'>({
    name: 'people.end-at-sites',
    text: 'delete from people.site_grant where session_hash = $1 or (session_hash is null and person_id = $2)',
    values: [sessionHash, person],
    touches: 'any',
    fields: ['people.site_grant'],
  })

/** Acts after which nothing that was mailed or given before leads into an ID. */
type Replacing =
  | 'people.reset-password'
  | 'people.change-password'
  | 'people.change-address'
  | 'people.note-staff-change'
  | 'people.reset-factors'
  | 'people.reset-factors-at-terminal'

/** Takes back another address that was asked for. */
export const dropChange = (person: string) =>
  statement<Replacing | 'people.sign-out' | 'people.pause' | 'people.close'>({
    name: 'people.drop-address-change',
    text: 'delete from people.address_change where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.address_change'],
  })

/**
 * Uses up every link with which somebody could choose another password, that of a colleague who begins anew too, and every
 * offer to join another ID to this one.
 */
export const useUpLinks = (person: string, at: Date) =>
  statement<Replacing | 'people.pause' | 'people.close' | 'people.sign-out'>({
    name: 'people.use-up-links',
    text: "update people.link set used_at = $2 where person_id = $1 and kind in ('reset', 'join', 'staff') and used_at is null",
    values: [person, at],
    touches: 'any',
    fields: ['people.link.token_hash'],
  })

/** Ends every code of somebody that nobody used. A used one stays one: that it was posted and came back is known by it. */
export const endCodes = (person: string, at: Date) =>
  statement<Replacing | 'people.close' | 'people.recover'>({
    name: 'people.end-return-codes',
    text: `update people.return_code set expires_at = $2, code = null
            where person_id = $1 and used_at is null and expires_at > $2`,
    values: [person, at],
    touches: 'any',
    fields: ['people.return_code.code_hash'],
  })

/** Takes back that somebody said second factors were lost. */
export const dropLoss = (person: string) =>
  statement<'people.lose-factors' | 'people.change-address' | 'people.pause' | 'people.close'>({
    name: 'people.drop-factor-loss',
    text: 'delete from people.factor_loss where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.factor_loss'],
  })
