/** What is taken from a colleague who begins anew. */
import { statement } from '../../policy/statement.ts'

type Resetting = 'people.reset-factors' | 'people.reset-factors-at-terminal'

/** Removes the secret of a colleague that stands at its former place. */
export const dropFormerFactor = (person: string) =>
  statement<Resetting>({
    name: 'people.reset-former-factor',
    text: 'update people.staff set second_factor = null where person_id = $1 and suspended_at is null',
    values: [person],
    fields: ['people.staff.second_factor'],
  })

/** Removes the authenticator app. */
export const dropApp = (person: string) =>
  statement<Resetting>({
    name: 'people.reset-totp',
    text: 'delete from people.totp where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.totp'],
  })

/** Removes every passkey. */
export const dropPasskeys = (person: string) =>
  statement<Resetting>({
    name: 'people.reset-passkeys',
    text: 'delete from people.passkey where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.passkey'],
  })

/** Removes recovery codes. */
export const dropCodes = (person: string) =>
  statement<Resetting>({
    name: 'people.reset-recovery-codes',
    text: 'delete from people.recovery_code where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.recovery_code'],
  })

/** Uses up every link that was mailed before. */
export const useUpEveryLink = (person: string, at: Date) =>
  statement<Resetting>({
    name: 'people.use-up-every-link',
    text: 'update people.link set used_at = $2 where person_id = $1 and used_at is null',
    values: [person, at],
    touches: 'any',
    fields: ['people.link.token_hash'],
  })
