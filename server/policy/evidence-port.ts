/** What the gate needs of evidence; `audit/` provides it and `app.ts` connects the two. */
import type { Query } from '../base/batch.ts'
import type { Login } from '../base/connections.ts'
import type { By } from './activity.ts'

/** What the lines of like acts have in common: names and codes; never a value, never free text. */
export interface EvidenceForm {
  act: string
  purpose: string
  clause: string
  version: number
  by: By
  /** Role and controller of the member of staff, as the customer may see them: `service-desk/hes`; empty for others. */
  part: string
  /** schema.table.column */
  fields: readonly string[]
  /** `done`, or the code of a refusal. */
  outcome: string
}

/** One line of evidence. */
export interface EvidenceLine {
  /** The same object for like acts, so that it is looked up once. */
  form: EvidenceForm
  /** Pseudonym of the member of staff. */
  actor: Buffer | null
  /** Pseudonym of the person. */
  subject: Buffer | null
  /** Number of a case or order. */
  reference: string | null
}

export interface EvidencePort {
  /** Writes lines of readings. Resolves when they are durable: only then may the answer leave. */
  append(lines: readonly EvidenceLine[]): Promise<void>
  /**
   * The statement that writes the lines of writings within their own transaction.
   * @param login as whom the writings run
   */
  proof(login: Login, lines: readonly EvidenceLine[]): Query | Promise<Query>
}
