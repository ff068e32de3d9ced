/** Tries in a row, by keyed hash of what they were about: nobody is known yet. */
import { statement } from '../policy/statement.ts'

/** How often something was tried in a row, and when last. */
export const tries = (hash: Buffer) =>
  statement<'people.count-attempt', { failures: number; last_at: Date }>({
    name: 'people.tries',
    text: 'select failures, last_at from people.attempt where identifier_hash = $1',
    values: [hash],
  })

/**
 * Counts a try, if nobody counted another one in the meantime: of those who saw the same number, one goes on.
 * @param seen how many there were, as read
 */
export const countTry = (hash: Buffer, seen: number, at: Date) =>
  statement<'people.count-attempt', { failures: number }>({
    name: 'people.count-try',
    text: `insert into people.attempt as a (identifier_hash, failures, last_at) values ($1, $2::integer + 1, $3)
           on conflict (identifier_hash) do update set failures = a.failures + 1, last_at = $3 where a.failures = $2::integer
           returning failures`,
    values: [hash, seen, at],
    touches: 'any',
  })

/** Notes when a try turned out to be wrong: from then on the next one waits. */
export const noteWrong = (hash: Buffer, at: Date) =>
  statement<'people.count-attempt'>({
    name: 'people.note-wrong-try',
    text: 'update people.attempt set last_at = $2 where identifier_hash = $1',
    values: [hash, at],
    touches: 'any',
  })

/** Begins to count anew. */
export const forgetTries = (hash: Buffer) =>
  statement<'people.count-attempt' | 'people.sign-in'>({
    name: 'people.forget-tries',
    text: 'delete from people.attempt where identifier_hash = $1',
    values: [hash],
    touches: 'any',
  })

/** Removes counts of tries. @param few those of fewer tries go if the last was before `recent`, the others before `old` */
export const expireTries = (few: number, recent: Date, old: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-tries',
    text: 'delete from people.attempt where last_at < $3 or (failures < $1 and last_at < $2)',
    values: [few, recent, old],
    touches: 'any',
    fields: ['people.attempt'],
  })
