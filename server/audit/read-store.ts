/** What somebody asks of the evidence about themselves; row policies show no line about anybody else. */
import { statement } from '../policy/statement.ts'
import type { EvidenceForm } from '../policy/evidence-port.ts'

/** Which lines: those of a time, of a purpose, of some kinds of actors. What is null is not asked. */
export interface OwnFilter {
  since: Date | null
  until: Date | null
  purpose: string | null
  by: readonly EvidenceForm['by'][] | null
}

/**
 * What was done, as the person whom it is about may see it: by which part of us, never by whom. Each look of a colleague
 * is an entry of its own; what machines did is one a day and act; what the person did, one a day and purpose.
 */
export interface OwnEntry {
  /** The id of its newest line. */
  id: string
  first_at: Date
  at: Date
  /** How many lines it stands for. */
  times: number
  acts: string[]
  purpose: string
  clause: string
  version: number
  by: EvidenceForm['by']
  part: string
  outcome: string
  reference: string | null
  /** schema.table.column of what was shown or changed, with blanks between; one may come twice. */
  fields: string
  /** How many entries there are in all, on every page. */
  entries: number
}

/**
 * Entries, the newest first.
 * @param timeZone IANA name: where a day begins
 */
export const ownEntries = (filter: OwnFilter, timeZone: string, limit: number, offset: number) =>
  statement<'audit.view-own', OwnEntry>({
    name: 'audit.own-entries',
    text: `select max(id) as id, min(at) as first_at, max(at) as at, count(*)::integer as times,
                  array_agg(distinct act) as acts, purpose, max(clause) as clause, max(version) as version,
                  by, part, outcome, max(reference) as reference,
                  string_agg(distinct array_to_string(fields, ' '), ' ') as fields,
                  (count(*) over ())::integer as entries
             from audit.line
            where ($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at < $2)
              and ($3::text is null or purpose = $3) and ($4::text[] is null or by = any($4))
            group by purpose, by, part, outcome, (at at time zone $5)::date,
                     case by when 'staff' then id::text when 'customer' then '' else act end
            order by max(at) desc, max(id) desc limit $6 offset $7`,
    values: [filter.since, filter.until, filter.purpose, filter.by, timeZone, limit, offset],
  })

/** Numbers of lines since a moment. */
export interface OwnFigures {
  /** Looks by colleagues. */
  looks: number
  /** Tries of colleagues that were refused. */
  refused: number
  /** Uses by machines. */
  machine: number
  /** What the person did. */
  own: number
  /** Lines of the acts that were asked about. */
  shared: number
}

/** @param sharing acts with which data leaves the company */
export const ownFigures = (since: Date, sharing: readonly string[]) =>
  statement<'audit.view-own', OwnFigures>({
    name: 'audit.own-figures',
    text: `select count(*) filter (where by = 'staff' and outcome = 'done')::integer as looks,
                  count(*) filter (where by = 'staff' and outcome <> 'done')::integer as refused,
                  count(*) filter (where by in ('system', 'stranger'))::integer as machine,
                  count(*) filter (where by = 'customer')::integer as own,
                  count(*) filter (where act = any($2::text[]))::integer as shared
             from audit.line where at >= $1`,
    values: [since, sharing],
  })

/** The purposes that there are lines of. */
export const ownPurposes = () =>
  statement<'audit.view-own', { purpose: string }>({
    name: 'audit.own-purposes',
    text: 'select distinct purpose from audit.line order by purpose',
  })
