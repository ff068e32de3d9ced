/** What somebody asks of the evidence about who received their data, and when they were here; no line is about anybody else. */
import { statement } from '../policy/statement.ts'

/** With which lines data left the company. */
export interface Sharing {
  /** Acts that send, whatever their reference. */
  acts: readonly string[]
  /** Acts that tell the site which their reference names, */
  telling: readonly string[]
  /** and the sites that others run. */
  sites: readonly string[]
}

/** A line of an act with which data left the company. */
export interface SharedLine {
  id: string
  at: Date
  act: string
  purpose: string
  clause: string
  version: number
  /** schema.table.column of what was sent. */
  fields: string[]
  reference: string | null
  /** How many lines there are in all, on every page. */
  entries: number
}

/**
 * What left, the newest first; a try that was refused sent nothing.
 * @param since null for ever
 */
export const ownShared = ({ acts, telling, sites }: Sharing, since: Date | null, limit: number, offset: number) =>
  statement<'audit.view-own', SharedLine>({
    name: 'audit.own-shared',
    text: `select id, at, act, purpose, clause, version, fields, reference, (count(*) over ())::integer as entries
             from audit.line
            where (act = any($1::text[]) or (act = any($5::text[]) and reference = any($6::text[]))) and outcome = 'done' and ($2::timestamptz is null or at >= $2)
            order by at desc, id desc limit $3 offset $4`,
    values: [acts, since, limit, offset, telling, sites],
  })

/** How often each act sent something since a moment. */
export const ownSharing = ({ acts, telling, sites }: Sharing, since: Date) =>
  statement<'audit.view-own', { act: string; reference: string | null; times: number }>({
    name: 'audit.own-sharing',
    text: `select act, case when act = any($3::text[]) then reference end as reference, count(*)::integer as times
             from audit.line
            where (act = any($1::text[]) or (act = any($3::text[]) and reference = any($4::text[])))
              and outcome = 'done' and at >= $2
            group by 1, 2`,
    values: [acts, since, telling, sites],
  })

/** When somebody last did something themselves, before a moment. */
export const ownLast = (act: string, before: Date) =>
  statement<'audit.view-own', { at: Date | null }>({
    name: 'audit.own-last',
    text: `select max(at) as at from audit.line where act = $1 and by = 'customer' and outcome = 'done' and at < $2`,
    values: [act, before],
  })
