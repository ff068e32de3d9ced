/** Second factors that somebody says are lost, until they are removed. */
import { statement } from '../../policy/statement.ts'

/** Notes that they are lost; touches no row where that was said already: nobody makes the time shorter or longer. */
export const sayLost = (person: string, tokenHash: Buffer, at: Date, endsAt: Date) =>
  statement<'people.lose-factors'>({
    name: 'people.say-factors-lost',
    text: `insert into people.factor_loss (person_id, token_hash, asked_at, ends_at) values ($1, $2, $3, $4)
           on conflict (person_id) do nothing`,
    values: [person, tokenHash, at, endsAt],
    fields: ['people.factor_loss.token_hash'],
  })

/** When somebody's password was reset last, if that was after a moment, and whether a code by post brought them back. */
export const wayBack = (person: string, since: Date) =>
  statement<'people.lose-factors', { reset_at: Date | null; posted: boolean }>({
    name: 'people.way-back',
    text: `select (select max(e.at) from people.security_event e
                    where e.person_id = $1 and e.kind in ('password-reset', 'recovered') and e.at > $2) as reset_at,
                  exists (select from people.return_code c
                           where c.person_id = $1 and c.way = 'post' and c.used_at is not null) as posted`,
    values: [person, since],
  })

/** What a mailed link takes back. */
export const findLoss = (tokenHash: Buffer) =>
  statement<'people.check-credentials', { person_id: string; ends_at: Date }>({
    name: 'people.find-factor-loss',
    text: 'select person_id, ends_at from people.factor_loss where token_hash = $1',
    values: [tokenHash],
  })

/** Those whose time has come. */
export const dueLosses = (now: Date) =>
  statement<'people.remove-lost-factors', { person: string; asked_at: Date }>({
    name: 'people.due-factor-losses',
    text: 'select person_id as person, asked_at from people.factor_loss where ends_at <= $1',
    values: [now],
  })

/** Ends the wait; touches nothing where it was taken back a moment ago: then nothing is removed. */
export const takeLoss = (person: string, asked: Date, now: Date) =>
  statement<'people.remove-lost-factors'>({
    name: 'people.take-factor-loss',
    text: 'delete from people.factor_loss where person_id = $1 and asked_at = $2 and ends_at <= $3',
    values: [person, asked, now],
    fields: ['people.factor_loss'],
  })

/** Removes somebody's authenticator app, if it was there when it was said to be lost. */
export const removeApp = (person: string, asked: Date) =>
  statement<'people.remove-lost-factors'>({
    name: 'people.remove-lost-totp',
    text: 'delete from people.totp where person_id = $1 and recorded_at <= $2',
    values: [person, asked],
    touches: 'any',
    fields: ['people.totp'],
  })

/** The same of passkeys. */
export const removePasskeys = (person: string, asked: Date) =>
  statement<'people.remove-lost-factors'>({
    name: 'people.remove-lost-passkey',
    text: 'delete from people.passkey where person_id = $1 and recorded_at <= $2',
    values: [person, asked],
    touches: 'any',
    fields: ['people.passkey'],
  })

/** The same of recovery codes. */
export const removeCodes = (person: string, asked: Date) =>
  statement<'people.remove-lost-factors'>({
    name: 'people.remove-lost-recovery_code',
    text: 'delete from people.recovery_code where person_id = $1 and recorded_at <= $2',
    values: [person, asked],
    touches: 'any',
    fields: ['people.recovery_code'],
  })
