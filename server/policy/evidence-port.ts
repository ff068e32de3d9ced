/** What the gate needs of evidence; `audit/` provides it and `app.ts` connects the two. */
import type { Query } from '../base/batch.ts'
import type { By } from './activity.ts'

/** One line of evidence: pseudonyms, names and codes; never a value, never free text. */
export interface EvidenceLine {
  at: Date
  act: string
  purpose: string
  clause: string
  version: number
  by: By
  /** Pseudonym of the member of staff. */
  actor: Buffer | null
  /** Role and controller of the member of staff, as the customer may see them: `service-desk/hes`. */
  part: string | null
  /** Pseudonym of the person. */
  subject: Buffer | null
  /** schema.table.column */
  fields: readonly string[]
  /** `done`, or the code of a refusal. */
  outcome: string
  /** Number of a case or order. */
  reference: string | null
}

export interface EvidencePort {
  /** Writes lines of readings. Resolves when they are durable: only then may the answer leave. */
  append(lines: readonly EvidenceLine[]): Promise<void>
  /** The statement that writes a line within a writing's own transaction. */
  query(line: EvidenceLine): Query
}
