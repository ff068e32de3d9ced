/** What sealing and verifying ask of the database. */
import type { Query, Row } from '../base/batch.ts'
import type { SealedLine, Seal } from './chain.ts'
import type { WrittenForm } from './form-text.ts'

/**
 * How far ids have been given. Asked before `ownTransaction`: whoever has one of those ids has a lower transaction number,
 * because audit.evidence takes its columns in that order.
 */
export const lastId: Query = {
  name: 'seal-last-id',
  text: 'select case when is_called then last_value else 0 end::text as id from audit.evidence_id_seq',
  values: [],
}

/** A transaction number above all that were given before. */
export const ownTransaction: Query = {
  name: 'seal-transaction',
  text: 'select pg_current_xact_id()::text as transaction',
  values: [],
}

/** The lowest transaction that still runs; what lower ones wrote can be seen or never was. */
export const oldestRunning: Query = {
  name: 'seal-oldest-running',
  text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as transaction',
  values: [],
}

/** The newest seal. */
export const newestSeal: Query = {
  name: 'seal-newest',
  text: 'select position, until_id::text as until_id, lines, head, at, signature from audit.seal order by position desc limit 1',
  values: [],
}

/** Lines in order. @param after @param until ids, the first excluded, the last included */
export const linesBetween = (after: string, until: string, limit: number): Query => ({
  name: 'seal-lines',
  text: `select e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
                e.actor, e.subject, e.reference, e.form
           from audit.evidence e where e.id > $1 and e.id <= $2 order by e.id limit $3`,
  values: [after, until, limit],
})

/** Forms by id. @param ids those wanted */
export const formsOf = (ids: readonly string[]): Query => ({
  name: 'seal-forms',
  text: `select id, writer, act, purpose, clause, version, by, part, fields, outcome
           from audit.form where id = any($1::uuid[])`,
  values: [ids],
})

/** Adds a seal. */
export const addSeal = (seal: Seal, signature: Buffer): Query => ({
  name: 'seal-add',
  text: 'insert into audit.seal (position, until_id, lines, head, at, signature) values ($1, $2, $3, $4, $5, $6)',
  values: [seal.position, seal.untilId, seal.lines, seal.head, seal.at, signature],
})

/** How often something was relied on, on a day. */
export interface Count {
  day: string
  clause: string
  act: string
  outcome: string
  lines: number
}

/** Adds to the tally. */
export const addCounts = (counts: readonly Count[]): Query => ({
  name: 'seal-count',
  text: `insert into audit.tally (day, clause, act, outcome, lines)
         select c.day, c.clause, c.act, c.outcome, c.lines
           from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::bigint[]) as c (day, clause, act, outcome, lines)
         on conflict (clause, act, outcome, day) do update set lines = tally.lines + excluded.lines`,
  values: [
    counts.map(count => count.day),
    counts.map(count => count.clause),
    counts.map(count => count.act),
    counts.map(count => count.outcome),
    counts.map(count => count.lines),
  ],
})

/** Seals in order. */
export const sealsAfter = (position: number, limit: number): Query => ({
  name: 'seals-after',
  text: `select position, until_id::text as until_id, lines, head, at, signature
           from audit.seal where position > $1 order by position limit $2`,
  values: [position, limit],
})

/** How many lines no seal closes yet. @param id the last one that a seal closes */
export const linesAfter = (id: string): Query => ({
  name: 'seal-lines-after',
  text: 'select count(id)::text as lines from audit.evidence where id > $1',
  values: [id],
})

/** How many lines the tally knows of. */
export const tallied: Query = {
  name: 'seal-tallied',
  text: 'select coalesce(sum(lines), 0)::text as lines from audit.tally',
  values: [],
}

/** A row of audit.seal as a value. */
export function toSeal(row: Row): Seal & { signature: Buffer } {
  const { position, until_id, lines, head, at, signature } = row as {
    position: number
    until_id: string
    lines: number
    head: Buffer
    at: Date
    signature: Buffer
  }
  return { position, untilId: until_id, lines, head, at, signature }
}

/** A row of audit.form as a value. */
export function toForm(row: Row): WrittenForm {
  const { writer, act, purpose, clause, version, by, part, fields, outcome } = row as unknown as WrittenForm
  return { writer, act, purpose, clause, version, by, part, fields, outcome }
}

/** A row of audit.evidence, with its form, as a value. */
export function toLine(row: Row, form: WrittenForm): SealedLine {
  const { id, at, actor, subject, reference } = row as unknown as SealedLine
  return { id, at, actor, subject, reference, form }
}
