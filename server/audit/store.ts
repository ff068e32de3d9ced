/** What evidence asks of the database. */
import type { Query } from '../base/batch.ts'
import { statement } from '../policy/statement.ts'
import type { EvidenceForm, EvidenceLine } from '../policy/evidence-port.ts'
import type { WrittenForm } from './form-text.ts'

/** Writes down a form, if nobody has yet. @param id the hash of what it says */
export const keepForm = (id: string, form: WrittenForm): Query => ({
  name: 'evidence-form',
  text: `insert into audit.form (id, writer, act, purpose, clause, version, by, part, fields, outcome)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
  values: [
    id,
    form.writer,
    form.act,
    form.purpose,
    form.clause,
    form.version,
    form.by,
    form.part,
    form.fields,
    form.outcome,
  ],
})

/** Lines of evidence. @param forms the id of each line's form */
export const keepLines = (at: Date, forms: readonly string[], lines: readonly EvidenceLine[]): Query => ({
  name: 'evidence-lines',
  text: `insert into audit.evidence (at, form, actor, subject, reference)
         select $1, l.form, l.actor, l.subject, l.reference
           from unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::text[]) as l (form, actor, subject, reference)`,
  values: [
    at,
    forms,
    lines.map(line => line.actor),
    lines.map(line => line.subject),
    lines.map(line => line.reference),
  ],
})

/** A line as the person whom it is about may see it: what was done and why, by which part of us, never by whom. */
export interface OwnLine {
  id: string
  at: Date
  act: string
  purpose: string
  clause: string
  version: number
  by: EvidenceForm['by']
  part: string
  fields: string[]
  outcome: string
  reference: string | null
}

/**
 * The newest lines about the person who asks; row policies show no others.
 * @param limit how many
 * @param before only lines older than the one with this id
 */
export const ownLines = (limit: number, before: string | null = null) =>
  statement<'audit.view-own', OwnLine>({
    name: 'own-lines',
    text: `select id, at, act, purpose, clause, version, by, part, fields, outcome, reference from audit.line
            where $2::bigint is null or id < $2 order by id desc limit $1`,
    values: [limit, before],
  })
