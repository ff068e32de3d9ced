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

/** Takes back another address that was asked for. */
export const dropChange = (person: string) =>
  statement<'people.change-address' | 'people.reset-password' | 'people.change-password' | 'people.sign-out'>({
    name: 'people.drop-address-change',
    text: 'delete from people.address_change where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.address_change'],
  })

/** Acts after which no link that was made before opens anything. */
type Replacing =
  | 'people.reset-password'
  | 'people.change-password'
  | 'people.change-address'
  | 'people.pause'
  | 'people.close'
  | 'people.sign-out'

/** Uses up every link with which somebody could choose another password, and every offer to join another ID to this one. */
export const useUpLinks = (person: string, at: Date) =>
  statement<Replacing>({
    name: 'people.use-up-links',
    text: "update people.link set used_at = $2 where person_id = $1 and kind in ('reset', 'join') and used_at is null",
    values: [person, at],
    touches: 'any',
    fields: ['people.link.token_hash'],
  })
