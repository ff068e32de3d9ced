/** Drafts of the policy, on a connection of the owner of the database: the only one that publishes. */
import type { Client } from '../base/client.ts'

/** A draft as publishing reads it. */
export interface DraftRow {
  id: string
  number: number
  hash: string
  source: string
  texts: Record<string, string>
  assessments: Record<string, string>
  cases: string | null
  way: 'page' | 'command'
  drafted_seal: Buffer
  approved_as: string
  approved_seal: Buffer
  approved_at: Date
  effective_at: Date
}

/** The draft that was approved and waits to be published; there is one at most. */
export async function approvedDraft(client: Client): Promise<DraftRow | undefined> {
  const found = await client.query<DraftRow>(
    `select id, number, hash, source, texts, assessments, cases, way, drafted_seal, approved_as, approved_seal, approved_at, effective_at
       from changes.draft
      where approved_at is not null and withdrawn_at is null and published_at is null and ended_at is null
        for update`,
  )
  return found.rows[0]
}

/** Notes that a draft was published. */
export async function notePublished(client: Client, id: string, at: Date): Promise<void> {
  await client.query('update changes.draft set published_at = $2 where id = $1', [id, at])
}

/** Notes that a draft can be published no more. @param why in a few words of English */
export async function noteEnded(client: Client, id: string, { at, why }: { at: Date; why: string }): Promise<void> {
  await client.query('update changes.draft set ended_at = $2, ended_why = $3 where id = $1', [id, at, why])
}

/** A draft that an operator stores; a colleague approves it. */
export interface OperatorsDraft {
  id: string
  number: number
  hash: string
  source: string
  texts: Record<string, string>
  assessments: Record<string, string>
  cases: string | null
  note: string
  warnings: number
  seal: Buffer
  at: Date
  proposedAt: Date | null
}

/** Stores the draft of an operator. */
export async function addOperatorsDraft(client: Client, draft: OperatorsDraft): Promise<void> {
  await client.query(
    `insert into changes.draft (id, number, hash, source, texts, assessments, cases, note, errors, warnings, way, drafted_as,
                                drafted_at, drafted_seal, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 'command', '', $10, $11, $12)`,
    [
      draft.id,
      draft.number,
      draft.hash,
      draft.source,
      JSON.stringify(draft.texts),
      JSON.stringify(draft.assessments),
      draft.cases,
      draft.note,
      draft.warnings,
      draft.at,
      draft.seal,
      draft.proposedAt,
    ],
  )
}
