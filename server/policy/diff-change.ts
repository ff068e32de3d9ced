/** What a change between two versions is, before it is a sentence. */
import type { Basis, Language, Never } from './document.ts'

/** `widened`: more may happen with people's data, or less protects it. In doubt a change counts as widened. */
export type Effect = 'widened' | 'narrowed' | 'neutral'

/** What a change says, without words: ids are those of the policy, periods are ISO 8601. */
export type ChangeFact =
  | { code: 'new' | 'gone' | 'reworded' }
  /** `key` says of what: `purposes-uses`, `recipients-countries` … */
  | { code: 'more' | 'less'; key: string; items: readonly string[] }
  | { code: 'other' | 'period'; key: string; was: readonly string[]; is: readonly string[] }
  | { code: 'said-in'; items: readonly Language[] }
  | { code: 'kept' | 'kept-no-more'; clause: string; items: readonly string[] }
  | { code: 'only-explains' | 'now-promises'; clause: string }
  | { code: 'never' | 'never-no-more'; what: Never['what'] }

/** One difference between what two versions declare. */
export interface Change {
  /** e.g. `purposes.support.uses` */
  path: string
  effect: Effect
  /** What changed, in an English sentence: for logs and the command line. */
  says: string
  /** The same as facts, for sentences in a reader's language. */
  fact: ChangeFact
  /** Purposes through which people are affected; none: everybody. */
  purposes: readonly string[]
  /** The bases of those purposes, in the later version where it has them. */
  bases: readonly Basis[]
}

export type Say = (path: string, effect: Effect, says: string, purposes: readonly string[], fact: ChangeFact) => void
