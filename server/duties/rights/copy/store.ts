/** Copies, their states and their parts. */
import { Sealed, statement } from '../../../policy/statement.ts'
import { copyRules, type CopyRow } from './copy.ts'

export interface NewCopy {
  id: string
  person: string
  parts: string
  formats: string
  language: string
  at: Date
  source: string
  version: number
  /** From when on those that were asked for count. */
  since: Date
}

/** Asks for a copy: unless one is being prepared, or as many were asked for as a day allows. Then it touches nothing. */
export const askCopy = (copy: NewCopy) =>
  statement<'rights.ask-copy', { id: string }>({
    name: 'rights.ask-copy',
    text: `insert into rights.copy (id, person_id, parts, formats, language, recorded_at, source, policy_version)
           select $1, $2::uuid, $3, $4, $5, $6, $7, $8
            where (select count(*) from rights.copy where person_id = $2::uuid and recorded_at > $9) < $10
           on conflict do nothing returning id`,
    values: [
      copy.id,
      copy.person,
      copy.parts,
      copy.formats,
      copy.language,
      copy.at,
      copy.source,
      copy.version,
      copy.since,
      copyRules.mostADay,
    ],
    fields: ['rights.copy.parts'],
    touches: 'any',
  })

const copyColumns =
  'id, parts, formats, language, recorded_at, begun_at, tries, ready_at, ends_at, emptied_at, bytes::text as bytes'

/** Somebody's copies, the newest first. */
export const copiesOf = (person: string, most: number) =>
  statement<'rights.view-copies', CopyRow>({
    name: 'rights.copies',
    text: `select ${copyColumns} from rights.copy where person_id = $1 order by recorded_at desc, id desc limit $2`,
    values: [person, most],
    fields: ['rights.copy.parts'],
  })

/** One of somebody's copies. */
export const copyOf = (person: string, id: string) =>
  statement<'rights.view-copies' | 'rights.keep-copy', CopyRow>({
    name: 'rights.copy-of',
    text: `select ${copyColumns} from rights.copy where person_id = $1 and id = $2`,
    values: [person, id],
    fields: ['rights.copy.parts'],
  })

/** Deletes a copy before its time, or stops it on its way; touches nothing if it is gone already. */
export const endCopy = (person: string, id: string, at: Date) =>
  statement<'rights.delete-copy'>({
    name: 'rights.end-copy',
    text: `update rights.copy set ends_at = $3, emptied_at = $3 where person_id = $1 and id = $2 and emptied_at is null`,
    values: [person, id, at],
    fields: ['rights.copy.parts'],
    touches: 'any',
  })

/** Deletes what was kept of a copy. */
export const dropParts = (person: string, id: string) =>
  statement<'rights.delete-copy' | 'rights.expire-copies'>({
    name: 'rights.drop-parts',
    text: 'delete from rights.copy_part where person_id = $1 and copy_id = $2',
    values: [person, id],
    fields: ['rights.copy_part.content'],
    touches: 'any',
  })

export interface DueCopy {
  id: string
  person: string
}

/** Copies that wait to be prepared, or whose preparation was given up, those that wait longest first. */
export const dueCopies = (now: Date, most: number) =>
  statement<'rights.queue-copies', DueCopy>({
    name: 'rights.due-copies',
    text: `select id, person_id as person from rights.copy
            where ready_at is null and emptied_at is null and tries < $3 and (begun_at is null or begun_at < $1)
            order by recorded_at limit $2`,
    values: [new Date(now.getTime() - copyRules.givenUp), most, copyRules.mostTries],
  })

/** Takes one in hand; touches nothing if another process was faster. */
export const claimCopy = (id: string, now: Date) =>
  statement<'rights.queue-copies', { tries: number }>({
    name: 'rights.claim-copy',
    text: `update rights.copy set begun_at = $2, tries = tries + 1
            where id = $1 and ready_at is null and emptied_at is null and (begun_at is null or begun_at < $3)
           returning tries`,
    values: [id, now, new Date(now.getTime() - copyRules.givenUp)],
    touches: 'any',
  })

/** Lets an attempt that failed be followed by another one, a while later. */
export const releaseCopy = (id: string, attempt: number, begunAt: Date) =>
  statement<'rights.queue-copies'>({
    name: 'rights.release-copy',
    text: 'update rights.copy set begun_at = $3 where id = $1 and tries = $2 and ready_at is null',
    values: [id, attempt, begunAt],
    touches: 'any',
  })

/** What a part's sealed value says: which copy's, which one, and its bytes in base64. */
export interface KeptPart {
  copy: string
  number: number
  bytes: string
}

/** Keeps a part of a copy. */
export const addPart = (person: string, attempt: number, part: KeptPart) =>
  statement<'rights.keep-copy'>({
    name: 'rights.add-part',
    text: 'insert into rights.copy_part (copy_id, person_id, attempt, number, content) values ($1, $2, $3, $4, $5)',
    values: [part.copy, person, attempt, part.number, new Sealed('rights.copy_part.content', part)],
    fields: ['rights.copy_part.content'],
  })

/** Says that it is ready; touches nothing if this attempt was given up, or nobody wants it any more. */
export const finishCopy = (copy: { id: string; attempt: number; at: Date; endsAt: Date; bytes: number }) =>
  statement<'rights.keep-copy', { id: string }>({
    name: 'rights.finish-copy',
    text: `update rights.copy set ready_at = $3, ends_at = $4, bytes = $5
            where id = $1 and tries = $2 and ready_at is null and emptied_at is null returning id`,
    values: [copy.id, copy.attempt, copy.at, copy.endsAt, copy.bytes],
    touches: 'any',
  })

/** Deletes what was kept by one attempt, or by all others. */
export const dropAttempt = (id: string, attempt: number, others: boolean) =>
  statement<'rights.keep-copy'>({
    name: 'rights.drop-attempt',
    text: 'delete from rights.copy_part where copy_id = $1 and (attempt = $2) <> $3::boolean',
    values: [id, attempt, others],
    touches: 'any',
  })

/** One part of a copy that can still be fetched. */
export const partOf = (person: string, id: string, number: number, now: Date) =>
  statement<'rights.download-copy' | 'rights.continue-download', { content: KeptPart }>({
    name: 'rights.part',
    text: `select p.content from rights.copy_part p join rights.copy c on c.id = p.copy_id and c.tries = p.attempt
            where c.person_id = $1 and c.id = $2 and p.number = $3 and c.ready_at is not null and c.emptied_at is null
              and c.ends_at > $4`,
    values: [person, id, number, now],
    opens: { content: 'rights.copy_part.content' },
  })

/** Copies that are ready and whose person was not told yet. */
export const untoldCopies = (most: number) =>
  statement<'rights.queue-copies', DueCopy & { ends_at: Date }>({
    name: 'rights.untold-copies',
    text: `select id, person_id as person, ends_at from rights.copy
            where told_at is null and emptied_at is null and ready_at is not null order by ready_at limit $1`,
    values: [most],
  })

/** Notes that the letter was written. */
export const toldCopy = (id: string, at: Date) =>
  statement<'rights.queue-copies'>({
    name: 'rights.told-copy',
    text: 'update rights.copy set told_at = $2 where id = $1',
    values: [id, at],
    touches: 'any',
  })

/** Copies whose time is over, and of which something is still kept. */
export const endedCopies = (now: Date, most: number) =>
  statement<'rights.queue-copies', DueCopy>({
    name: 'rights.ended-copies',
    text: `select id, person_id as person from rights.copy where emptied_at is null and ends_at <= $1 order by ends_at limit $2`,
    values: [now, most],
  })

/** Notes that nothing of it is kept any more. */
export const emptiedCopy = (id: string, at: Date) =>
  statement<'rights.expire-copies'>({
    name: 'rights.emptied-copy',
    text: 'update rights.copy set emptied_at = $2 where id = $1 and emptied_at is null',
    values: [id, at],
    fields: ['rights.copy.parts'],
    touches: 'any',
  })
