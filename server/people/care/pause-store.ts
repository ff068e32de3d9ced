/** An ID that rests, or that was given up. */
import { statement } from '../../policy/statement.ts'

/** Lets an ID rest; touches nothing where it does already. */
export const pause = (person: string, at: Date) =>
  statement<'people.pause'>({
    name: 'people.pause',
    text: 'update people.account set paused_at = $2 where person_id = $1 and paused_at is null and closed_at is null',
    values: [person, at],
    fields: ['people.account.paused_at'],
  })

/** Gives an ID up; touches nothing where it was already. */
export const close = (person: string, at: Date) =>
  statement<'people.close'>({
    name: 'people.close',
    text: 'update people.account set closed_at = $2, paused_at = null where person_id = $1 and closed_at is null',
    values: [person, at],
    fields: ['people.account.closed_at'],
  })

/** An ID is in use again. */
export const goOn = (person: string) =>
  statement<'people.pause' | 'people.close'>({
    name: 'people.go-on',
    text: `update people.account set paused_at = null, closed_at = null
            where person_id = $1 and (paused_at is not null or closed_at is not null)`,
    values: [person],
    fields: ['people.account.paused_at', 'people.account.closed_at'],
  })
