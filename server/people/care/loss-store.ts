/** Second factors that somebody says are lost, until they are removed. */
import { statement } from '../../policy/statement.ts'

/** Notes that they are lost; touches nothing where that was said already: nobody makes the time shorter or longer. */
export const sayLost = (person: string, tokenHash: Buffer, at: Date, endsAt: Date) =>
  statement<'people.lose-factors', { person_id: string }>({
    name: 'people.say-factors-lost',
    text: `insert into people.factor_loss (person_id, token_hash, asked_at, ends_at) values ($1, $2, $3, $4)
           on conflict (person_id) do nothing returning person_id`,
    values: [person, tokenHash, at, endsAt],
    touches: 'any',
    fields: ['people.factor_loss.token_hash'],
  })

/** What a mailed link takes back. */
export const findLoss = (tokenHash: Buffer) =>
  statement<'people.check-credentials', { person_id: string; ends_at: Date }>({
    name: 'people.find-factor-loss',
    text: 'select person_id, ends_at from people.factor_loss where token_hash = $1',
    values: [tokenHash],
  })

/** Takes it back. */
export const dropLoss = (person: string) =>
  statement<'people.lose-factors'>({
    name: 'people.drop-factor-loss',
    text: 'delete from people.factor_loss where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.factor_loss'],
  })

/** Those whose time has come. */
export const dueLosses = (now: Date) =>
  statement<'people.remove-lost-factors', { person: string }>({
    name: 'people.due-factor-losses',
    text: 'select person_id as person from people.factor_loss where ends_at <= $1',
    values: [now],
  })

/** Ends the wait; touches nothing where it was taken back a moment ago: then nothing is removed. */
export const takeLoss = (person: string, now: Date) =>
  statement<'people.remove-lost-factors'>({
    name: 'people.take-factor-loss',
    text: 'delete from people.factor_loss where person_id = $1 and ends_at <= $2',
    values: [person, now],
    fields: ['people.factor_loss'],
  })

const removing = (table: 'totp' | 'passkey' | 'recovery_code') => (person: string) =>
  statement<'people.remove-lost-factors'>({
    name: `people.remove-lost-${table}`,
    text: `delete from people.${table} where person_id = $1`,
    values: [person],
    touches: 'any',
    fields: [`people.${table}`],
  })
export const removeApp = removing('totp')
export const removePasskeys = removing('passkey')
export const removeCodes = removing('recovery_code')
