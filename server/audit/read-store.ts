/** What somebody asks of the evidence about themselves; row policies show no line about anybody else. */
import { statement } from '../policy/statement.ts'
import type { Sharing } from './received-store.ts'
import type { EvidenceForm } from '../policy/evidence-port.ts'

/** Which lines: those of a time, of a purpose, of some kinds of actors. What is null is not asked. */
export interface OwnFilter {
  since: Date | null
  until: Date | null
  purpose: string | null
  by: readonly EvidenceForm['by'][] | null
  /** Without what was refused. */
  onlyDone?: true
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
 * Entries, the newest first. A person may have thousands of lines, of a handful of forms: lines are folded by form and day
 * before anything is compared by its words, and only the entries of this page are put into words.
 * @param timeZone IANA name: where a day begins
 */
export const ownEntries = (filter: OwnFilter, timeZone: string, limit: number, offset: number) =>
  statement<'audit.view-own', OwnEntry>({
    name: 'audit.own-entries',
    text: `with folded as materialized (
             select e.form, (e.at at time zone $5)::date as day, case f.by when 'staff' then e.id else 0 end as look,
                    case f.by when 'system' then e.reference end as system,
                    max(e.id) as id, min(e.at) as first_at, max(e.at) as at, count(*) as times, max(e.reference) as reference
               from audit.evidence e join audit.form f on f.id = e.form
              where ($1::timestamptz is null or e.at >= $1) and ($2::timestamptz is null or e.at < $2)
                and ($3::text is null or f.purpose = $3) and ($4::text[] is null or f.by = any($4))
                and ($8::boolean is null or f.outcome = 'done')
              group by 1, 2, 3, 4
           ), entry as (
             select l.day, l.look, l.system, f.purpose, f.by, f.part, f.outcome, case f.by when 'customer' then '' else f.act end as act,
                    max(l.id) as id, min(l.first_at) as first_at, max(l.at) as at, sum(l.times)::integer as times,
                    max(l.reference) as reference, array_agg(l.form) as forms, (count(*) over ())::integer as entries
               from folded l join audit.form f on f.id = l.form
              group by 1, 2, 3, 4, 5, 6, 7, 8 order by max(l.at) desc, max(l.id) desc limit $6 offset $7
           )
           select e.id, e.first_at, e.at, e.times, f.acts, e.purpose, f.clause, f.version, e.by, e.part, e.outcome, e.reference,
                  f.fields, e.entries
             from entry e cross join lateral (
                    select array_agg(distinct act) as acts, max(clause) as clause, max(version) as version,
                           string_agg(distinct array_to_string(fields, ' '), ' ') as fields
                      from audit.form where id = any(e.forms)) f
            order by e.at desc, e.id desc`,
    values: [filter.since, filter.until, filter.purpose, filter.by, timeZone, limit, offset, filter.onlyDone ?? null],
  })

/** Numbers of lines of a purpose since a moment; a purpose that there are only earlier lines of has zeros. */
export interface PurposeFigures extends OwnFigures {
  purpose: string
}

/** Numbers of lines since a moment. */
export interface OwnFigures {
  /** Looks by colleagues. */
  looks: number
  /** Tries of colleagues that were refused. */
  refused: number
  /** Lines of the acts that were asked about. */
  shared: number
}

/** What there are lines of. */
export const ownFigures = (since: Date, { acts, telling, sites }: Sharing) =>
  statement<'audit.view-own', PurposeFigures>({
    name: 'audit.own-figures',
    text: `select f.purpose, coalesce(sum(l.lines) filter (where f.by = 'staff' and f.outcome = 'done'), 0)::integer as looks,
                  coalesce(sum(l.lines) filter (where f.by = 'staff' and f.outcome <> 'done'), 0)::integer as refused,
                  coalesce(sum(case when f.act = any($2::text[]) then l.lines when f.act = any($3::text[]) then l.told end), 0)::integer
                    as shared
             from (select form, count(*) filter (where at >= $1) as lines,
                          count(*) filter (where at >= $1 and reference = any($4::text[])) as told
                     from audit.evidence group by form) l
             join audit.form f on f.id = l.form
            group by f.purpose order by f.purpose`,
    values: [since, acts, telling, sites],
  })
