/** What evidence asks of the database. */
import type { Query } from '../base/batch.ts'
import type { EvidenceLine } from '../policy/evidence-port.ts'
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
