/** What many lines of evidence have in common, as text; and its id, which is the hash of that text. */
import { createHash } from 'node:crypto'
import type { EvidenceForm } from '../policy/evidence-port.ts'

/** Who wrote lines of a form, and the form. */
export type WrittenForm = EvidenceForm & { writer: string }

/** The one way to write a form as text; migration 0003 checks the same. */
export function textOf(form: WrittenForm): string {
  const { writer, act, purpose, clause, version, by, part, fields, outcome } = form
  return [writer, act, purpose, clause, version, by, part, fields.join(','), outcome].join('\n')
}

/** The id of a form: the first half of the SHA-256 of its text, as a UUID. */
export function idOf(form: WrittenForm): string {
  const hex = createHash('sha256').update(textOf(form)).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
