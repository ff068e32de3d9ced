/** The life of a draft: made of words that are right, approved by somebody else for a date, or taken back. */
import { newId } from '../../base/ids.ts'
import type { PeopleParts } from '../../people/index.ts'
import { findingsOf, hasErrors } from '../../policy/check.ts'
import { diffPolicies, type PolicyDiff } from '../../policy/diff.ts'
import type { Finding, LoadedPolicy } from '../../policy/document.ts'
import { approvalSeal, draftSeal, draftSealUse, isSameSeal } from '../../policy/draft-seal.ts'
import { checkChanges, type Concerned, judgeChange, type Preceding } from '../../policy/life.ts'
import { loadPolicyFromSources, type PolicySources } from '../../policy/load.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import type { Versions } from '../../policy/versions.ts'
import * as store from './store.ts'

export type Colleague = Actor & { kind: 'staff' }
export type DraftParts = Pick<PeopleParts, 'gate' | 'clock' | 'vault'> & {
  versions: Pick<Versions, 'list' | 'read'>
  acts: Parameters<typeof findingsOf>[2]
}

/** `waits`: approved, and published within seconds. */
export type DraftState = 'open' | 'waits' | 'published' | 'withdrawn' | 'ended'

/** In which state a draft is. */
export function stateOf(one: store.DraftHead): DraftState {
  if (one.published_at) return 'published'
  if (one.withdrawn_at) return 'withdrawn'
  if (one.ended_at) return 'ended'
  return one.approved_at ? 'waits' : 'open'
}

/** How many drafts are listed. */
const most = 100

/** The drafts, the newest first. */
export async function viewDrafts({ gate }: DraftParts, actor: Colleague): Promise<store.DraftHead[] | Refusal> {
  const read = await gate.read({ act: 'changes.view', actor, subject: 'none' }, { drafts: store.drafts(most) })
  return read instanceof Refusal ? read : read.drafts
}

/** What is known of one draft against the version that comes before it. */
export interface DraftSeen {
  head: store.Draft
  loaded: LoadedPolicy
  /** The version in force, whatever comes before it; of a draft that is past, the version before. Undefined: none was published. */
  before: LoadedPolicy | undefined
  diff: PolicyDiff | undefined
  concerned: Concerned | undefined
  findings: Finding[]
  /** When it may take effect at the earliest, were it approved now. */
  earliest: Date
}

/** One draft with what it changes. @returns undefined if there is none */
export async function viewDraft(
  parts: DraftParts,
  actor: Colleague,
  id: string,
  now: Date = parts.clock.now(),
): Promise<DraftSeen | Refusal | undefined> {
  const read = await parts.gate.read({ act: 'changes.view', actor, subject: 'none' }, { draft: store.draft(id) })
  if (read instanceof Refusal) return read
  const [head] = read.draft
  if (!head) return undefined
  const sources = { yaml: head.source, texts: head.texts, assessments: head.assessments }
  const judged = await judge(parts, sources, now, head.number)
  if (!judged.loaded) throw new Error(`The draft ${id} cannot be read any more.`)
  return { head, ...judged, loaded: judged.loaded }
}

async function judge(parts: DraftParts, sources: PolicySources, now: Date, below?: number) {
  const read = loadPolicyFromSources(sources)
  const number = below ?? read.loaded?.policy.policy.version ?? 0
  const preceding = await versionsBefore(parts, number)
  const before = (preceding.find(({ isInForce }) => isInForce) ?? preceding[0])?.loaded
  const findings = findingsOf(read, now, parts.acts)
  if (!read.loaded) return { loaded: undefined, before, diff: undefined, concerned: undefined, findings, earliest: now }
  const { loaded, place } = read
  const { material, concerned, earliest } = judgeChange(preceding, loaded, now)
  return {
    loaded,
    before,
    diff: before && { ...diffPolicies(before, loaded), material },
    concerned: before && concerned,
    findings: [...findings, ...checkChanges(preceding, loaded, place)],
    earliest,
  }
}

/** The version in force and those that come, as far as a number follows them; else the one before that. */
async function versionsBefore({ versions }: DraftParts, number: number): Promise<Preceding[]> {
  const below = (await versions.list()).filter(one => one.number < number && one.state !== 'never')
  const bind = below.filter(({ state }) => state !== 'past').reverse()
  const preceding: Preceding[] = []
  for (const one of bind.length > 0 ? bind : below.slice(0, 1)) {
    const loaded = await versions.read(one.number)
    const { state, material, effectiveAt } = one
    if (loaded) preceding.push({ loaded, isInForce: state === 'in-force', material: material === true, effectiveAt })
  }
  return preceding
}

/** What came of saving a draft: its id, or what is wrong with the words; `number-taken`: a version has this number, or a higher one. */
export type Saved = { id: string; findings: Finding[] } | { wrong: Finding[] } | { taken: number } | Refusal

/** Saves a draft of words that have no error. */
export async function saveDraft(
  parts: DraftParts,
  actor: Colleague,
  sources: PolicySources,
  note: string,
): Promise<Saved> {
  const now = parts.clock.now()
  const { loaded, findings } = await judge(parts, sources, now)
  if (!loaded || hasErrors(findings)) return { wrong: findings }
  const newest = (await parts.versions.list())[0]?.number ?? 0
  const number = loaded.policy.policy.version
  if (number <= newest) return { taken: newest }
  const id = newId()
  const written = await parts.gate.write(
    { act: 'changes.draft', actor, subject: 'none' },
    {
      add: store.addDraft({
        id,
        number,
        hash: loaded.hash,
        source: loaded.source,
        texts: sources.texts as Record<string, string>,
        assessments: loaded.assessments,
        note,
        warnings: findings.length,
        by: actor.person,
        as: actor.role,
        at: now,
        seal: draftSeal(keyOf(parts), { id, hash: loaded.hash }, actor.person),
      }),
    },
  )
  return written instanceof Refusal ? written : { id, findings }
}

const keyOf = ({ vault }: Pick<DraftParts, 'vault'>) => vault.derive(draftSealUse)

/** Why a draft is not approved. */
export type NotApproved =
  'own' | 'other-words' | 'over' | 'another-waits' | 'unsealed' | 'errors' | 'taken' | { earliest: Date }

/**
 * Approves a draft for a date.
 * @param wanted the hash of the words that were read, and when they take effect; undefined: as early as may be
 */
export async function approve(
  parts: DraftParts,
  actor: Colleague,
  id: string,
  { hash, effective: wanted }: { hash: string; effective: Date | undefined },
): Promise<'approved' | 'unknown' | NotApproved | Refusal> {
  // One moment for all that follows: what was early enough when it was judged is so when it is written.
  const now = parts.clock.now()
  const seen = await viewDraft(parts, actor, id, now)
  if (seen === undefined) return 'unknown'
  if (seen instanceof Refusal) return seen
  const { head, findings, earliest } = seen
  if (stateOf(head) !== 'open') return 'over'
  if (head.drafted_by === actor.person) return 'own'
  if (head.hash !== hash || seen.loaded.hash !== hash) return 'other-words'
  const key = keyOf(parts)
  // Who drafted it may be erased since: then nobody can show that it was made here, and it is drafted again.
  const author = head.way === 'command' ? 'command' : head.drafted_by
  if (author === null || !isSameSeal(head.drafted_seal, draftSeal(key, head, author))) return 'unsealed'
  if (hasErrors(findings)) return 'errors'
  if (((await parts.versions.list())[0]?.number ?? 0) >= head.number) return 'taken'
  const effective = wanted ?? earliest
  if (effective < earliest) return { earliest }
  const seal = approvalSeal(key, { id, hash, drafted: head.drafted_seal, effective })
  const approval = { by: actor.person, as: actor.role, at: now, hash, effective, seal }
  try {
    const written = await parts.gate.write(
      { act: 'changes.approve', actor, subject: 'none' },
      { approve: store.approveDraft(id, approval) },
    )
    return written instanceof Refusal ? written : 'approved'
  } catch (error) {
    if (error instanceof Untouched) return 'over'
    if ((error as { constraint?: string }).constraint === 'one_approved_draft') return 'another-waits'
    throw error
  }
}

/** Takes a draft back, approved or not, until it is published. */
export async function withdraw(
  parts: DraftParts,
  actor: Colleague,
  id: string,
): Promise<'withdrawn' | 'over' | Refusal> {
  try {
    const written = await parts.gate.write(
      { act: 'changes.withdraw', actor, subject: 'none' },
      { withdraw: store.withdrawDraft(id, { as: actor.role, at: parts.clock.now() }) },
    )
    return written instanceof Refusal ? written : 'withdrawn'
  } catch (error) {
    if (error instanceof Untouched) return 'over'
    throw error
  }
}

/** Whether somebody's role answers for the policy. */
export const keepsPolicy = ({ purposes }: Pick<Colleague, 'purposes'>): boolean => purposes.includes('evidence')
