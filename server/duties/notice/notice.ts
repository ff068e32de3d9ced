/** What keeps a clause: the words that the page, the detail page and the API share. Pure. */
import type { Clause, Language, LoadedPolicy, PolicyText } from '../../policy/document.ts'
import type { Key } from '../../ui/words.ts'

/**
 * How well a clause is kept, from worst to best known: a control failed just now; nothing keeps it yet; it is declared and
 * nothing runs on it yet; the product checks it; the database enforces it.
 */
export const kinds = ['broken', 'promise', 'declared', 'checked', 'enforced'] as const
export type Kind = (typeof kinds)[number]

type CodeOf<K> = K extends `notice.proof.${infer Code}` ? Code : never
/** Each has its sentence in the words of this part. */
export type ProofCode = CodeOf<Key>

/** Something to be said in the reader's language: ids of the policy, a period, a day. */
export type Fact =
  | number
  | string
  | Date
  | { categories: readonly string[] }
  | { purposes: readonly string[] }
  | { roles: readonly string[] }
  | { period: string }
  | { event: string }
  | { bases: readonly string[] }

/** One thing that keeps a clause, or a control that found it broken. */
export interface Proof {
  kind: Exclude<Kind, 'promise'>
  code: ProofCode
  facts: Readonly<Record<string, Fact>>
  /** What a failed control found, in the database's own words. */
  found?: readonly string[]
}

/** How often a clause was relied on, and how often something was refused for it. */
export interface Reliance {
  done: number
  refused: number
  /** ISO date of the last time. */
  last: string | undefined
}

export interface KeptClause {
  id: string
  kind: Kind
  proofs: readonly Proof[]
  /** Acts that rely on it. */
  acts: readonly string[]
  reliance: Reliance
}

/** The kind of a clause with these proofs: one failed control outweighs everything. */
export function kindOf(proofs: readonly Proof[]): Kind {
  const found = new Set<Kind>(proofs.map(proof => proof.kind))
  if (found.has('broken')) return 'broken'
  return (['enforced', 'checked', 'declared'] as const).find(kind => found.has(kind)) ?? 'promise'
}

/** How many clauses there are of each kind. Headings promise nothing and are not counted. */
export function countKinds(loaded: LoadedPolicy, kept: ReadonlyMap<string, KeptClause>): Record<Kind | 'all', number> {
  const counts = { all: 0, broken: 0, promise: 0, declared: 0, checked: 0, enforced: 0 }
  for (const { id, kind } of originalText(loaded).clauses) {
    if (kind === 'heading') continue
    counts.all += 1
    counts[kept.get(id)?.kind ?? 'promise'] += 1
  }
  return counts
}

/** The text that rules. */
export function originalText({ policy, texts }: LoadedPolicy): PolicyText {
  return texts[policy.policy.original]!
}

/** The text as somebody reads it: in their language, or the original where there is none. */
export function textFor(loaded: LoadedPolicy, language: Language): PolicyText {
  return loaded.texts[language] ?? originalText(loaded)
}

/** The languages in which the text exists, the one that is shown first. */
export function languagesOf(loaded: LoadedPolicy, shown: Language): Language[] {
  const exist = Object.keys(loaded.texts) as Language[]
  return [shown, ...exist.filter(language => language !== shown)]
}

/** A heading, a paragraph, or an item of a list with its paragraphs: what stands in one piece on the page. */
export interface Block {
  kind: Clause['kind']
  /** 1 to 6 for headings. */
  level: number
  list: { ordered: boolean; depth: number } | undefined
  /** Each paragraph's clauses: one, or several sentences. */
  paragraphs: Clause[][]
}

/** Clauses put together to what they are in the text. */
export function blocksOf(clauses: readonly Clause[]): Block[] {
  const blocks: Block[] = []
  for (const clause of clauses) {
    const before = blocks.at(-1)
    if (before && clause.continues) before.paragraphs.at(-1)!.push(clause)
    else if (before?.kind === 'item' && clause.kind === 'paragraph' && clause.list) before.paragraphs.push([clause])
    else blocks.push({ kind: clause.kind, level: clause.level, list: clause.list, paragraphs: [[clause]] })
  }
  return blocks
}

/** Items that follow each other belong to one list. */
export function listsOf(blocks: readonly Block[]): (Block | Block[])[] {
  const groups: (Block | Block[])[] = []
  for (const block of blocks) {
    const before = groups.at(-1)
    if (block.kind !== 'item') groups.push(block)
    else if (Array.isArray(before)) before.push(block)
    else groups.push([block])
  }
  return groups
}

/** ISO date. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/**
 * The latest day of an answer to somebody who writes now: the earlier of the policy's period and of one calendar month
 * (GDPR 12(3); Regulation 1182/71: the same date of the next month, or its last day).
 * @param days the policy's period
 */
export function answerBy(now: Date, days: number): Date {
  const promised = new Date(now.getTime() + days * 86_400_000)
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  const lastOfNext = new Date(Date.UTC(year, month + 2, 0)).getUTCDate()
  const lawful = new Date(Date.UTC(year, month + 1, Math.min(day, lastOfNext), now.getUTCHours(), now.getUTCMinutes()))
  return promised < lawful ? promised : lawful
}
