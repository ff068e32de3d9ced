/** Drafts of the policy, under the purpose that proves what was done; and who was told of a version, under that of accounts. */
import { statement } from '../../policy/statement.ts'

type Act = 'changes.view' | 'changes.draft' | 'changes.approve' | 'changes.withdraw'

/** A draft without its words. */
export interface DraftHead {
  id: string
  number: number
  hash: string
  note: string
  errors: number
  warnings: number
  way: 'page' | 'command'
  drafted_by: string | null
  drafted_as: string
  drafted_at: Date
  proposed_at: Date | null
  approved_by: string | null
  approved_as: string | null
  approved_at: Date | null
  effective_at: Date | null
  withdrawn_at: Date | null
  published_at: Date | null
  ended_at: Date | null
  ended_why: string | null
}

/** A draft with its words. */
export interface Draft extends DraftHead {
  source: string
  texts: Record<string, string>
  assessments: Record<string, string>
  cases: string | null
  drafted_seal: Buffer
}

const headColumns = `id, number, hash, note, errors, warnings, way, drafted_by, drafted_as, drafted_at, proposed_at, approved_by, approved_as,
              approved_at, effective_at, withdrawn_at, published_at, ended_at, ended_why`

/** The drafts, the newest first. */
export const drafts = (most: number) =>
  statement<'changes.view', DraftHead>({
    name: 'changes.drafts',
    text: `select ${headColumns} from changes.draft order by drafted_at desc, id desc limit $1`,
    values: [most],
  })

/** One draft with its words. */
export const draft = (id: string) =>
  statement<Act, Draft>({
    name: 'changes.one-draft',
    text: `select ${headColumns}, source, texts, assessments, cases, drafted_seal from changes.draft where id = $1`,
    values: [id],
  })

export interface NewDraft {
  id: string
  number: number
  hash: string
  source: string
  texts: Readonly<Record<string, string>>
  assessments: Readonly<Record<string, string>>
  note: string
  warnings: number
  by: string
  as: string
  at: Date
  seal: Buffer
}

/** Adds a draft of a colleague. */
export const addDraft = (one: NewDraft) =>
  statement<'changes.draft'>({
    name: 'changes.add-draft',
    text: `insert into changes.draft (id, number, hash, source, texts, assessments, note, errors, warnings, way, drafted_by, drafted_as,
                                      drafted_at, drafted_seal)
           values ($1, $2, $3, $4, $5, $6, $7, 0, $8, 'page', $9, $10, $11, $12)`,
    values: [
      one.id,
      one.number,
      one.hash,
      one.source,
      JSON.stringify(one.texts),
      JSON.stringify(one.assessments),
      one.note,
      one.warnings,
      one.by,
      one.as,
      one.at,
      one.seal,
    ],
    fields: ['changes.draft.drafted_by'],
  })

export interface Approval {
  by: string
  as: string
  at: Date
  hash: string
  effective: Date
  seal: Buffer
}

/** Approves a draft that nobody has decided about. */
export const approveDraft = (id: string, { by, as, at, hash, effective, seal }: Approval) =>
  statement<'changes.approve'>({
    name: 'changes.approve-draft',
    text: `update changes.draft set approved_by = $2, approved_as = $3, approved_at = $4, approved_hash = $5, effective_at = $6, approved_seal = $7
            where id = $1 and approved_at is null and withdrawn_at is null and ended_at is null`,
    values: [id, by, as, at, hash, effective, seal],
    fields: ['changes.draft.approved_by'],
  })

/** Takes a draft back that is not published yet. */
export const withdrawDraft = (id: string, { as, at }: { as: string; at: Date }) =>
  statement<'changes.withdraw'>({
    name: 'changes.withdraw-draft',
    text: `update changes.draft set withdrawn_at = $2, withdrawn_as = $3
            where id = $1 and withdrawn_at is null and published_at is null and ended_at is null`,
    values: [id, at, as],
    fields: ['changes.draft.drafted_by'],
  })

/** Whom a version concerns, as the statements ask for it. */
export interface Wanted {
  relations: readonly string[]
  /** Bit of `agreed`, and a relation in which it counts; the two lists belong together. */
  bits: readonly number[]
  inRelations: readonly string[]
}

/**
 * People whom a version concerns and who were not told of it, some at a time. Who has not confirmed their ID, rests it or pauses what
 * letters need is found once that is over.
 */
export const untold = (
  version: number,
  { relations, bits, inRelations }: Wanted,
  { after, most }: { after: string; most: number },
) =>
  statement<'changes.find-untold', { person: string }>({
    name: 'changes.untold',
    text: `select p.id as person from people.person p
            where (p.relation = any ($2) or exists (select from unnest($3::integer[], $4::text[]) c (bit, relation)
                     where c.relation = p.relation and p.agreed & (1::bigint << c.bit) <> 0))
              and p.id > $6 and p.restricted_in & (select changes.paused()) = 0
              and not exists (select from people.account a where a.person_id = p.id
                                 and (a.confirmed_at is null or a.paused_at is not null or a.closed_at is not null))
              and not exists (select from changes.told t where t.person_id = p.id and t.version = $1)
            order by p.id limit $5`,
    values: [version, relations, bits, inRelations, most, after],
  })

/** Notes that a letter was written to somebody, or why there is none: nobody to write to, or no leave to. */
export const noteTold = (person: string, version: number, { how, at }: { how: Told; at: Date }) =>
  statement<'changes.note-told'>({
    name: 'changes.note-told',
    text: 'insert into changes.told (person_id, version, how, told_at) values ($1, $2, $3, $4) on conflict do nothing',
    values: [person, version, how, at],
    fields: ['changes.told.version'],
    touches: 'any',
  })

/** How somebody was told. */
export type Told = 'written' | 'nobody' | 'refused'

/**
 * Notes that everybody was told of a version. The database looks whether they were: letters have to be sent, or to have failed
 * often enough. Where it is late, the version takes effect later.
 */
export const noteAllTold = (version: number, at: Date) =>
  statement<'changes.find-untold'>({
    name: 'changes.note-all-told',
    text: 'select changes.note_told($1, $2)',
    values: [version, at],
    touches: 'any',
  })
