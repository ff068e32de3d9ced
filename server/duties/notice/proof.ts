/** What keeps a clause: the words that the page, the detail page and the API share. Pure. */
import type { LoadedPolicy } from '../../policy/document.ts'
import type { Key } from '../../ui/words.ts'
import { originalText } from './notice.ts'
import type { ScreenId } from './screens.ts'

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
  /** Whether it promises anything: a heading does not, nor what the policy declares to be an explanation. */
  promises: boolean
  kind: Kind
  /** The best that is known of a part of it, where another part is kept less well. */
  partly: Kind | undefined
  proofs: readonly Proof[]
  /** Acts that rely on it. */
  acts: readonly string[]
  /** Pages on which it is seen kept. */
  screens: readonly ScreenId[]
  reliance: Reliance
}

/**
 * How well a clause with these proofs is kept: as well as the weakest of them, since the sentence promises all of it. One
 * failed control outweighs everything.
 * @returns the kind, and the best that is known of a part, where that is better
 */
export function kindOf(proofs: readonly Proof[]): Pick<KeptClause, 'kind' | 'partly'> {
  const found = new Set<Kind>(proofs.map(proof => proof.kind))
  if (found.has('broken')) return { kind: 'broken', partly: undefined }
  const there = (['declared', 'checked', 'enforced'] as const).filter(kind => found.has(kind))
  return { kind: there[0] ?? 'promise', partly: there.length > 1 ? there.at(-1) : undefined }
}

/** How many clauses there are of each kind. What promises nothing is not counted. */
export function countKinds(loaded: LoadedPolicy, kept: ReadonlyMap<string, KeptClause>): Record<Kind | 'all', number> {
  const counts = { all: 0, broken: 0, promise: 0, declared: 0, checked: 0, enforced: 0 }
  for (const { id } of originalText(loaded).clauses) {
    const clause = kept.get(id)
    if (!clause?.promises) continue
    counts.all += 1
    counts[clause.kind] += 1
  }
  return counts
}
