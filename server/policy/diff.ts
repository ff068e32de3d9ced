import { basesOf } from './basis.ts'
import type { Change } from './diff-change.ts'
import { diffMeaning } from './diff-meaning.ts'
import { diffWords, type WordRun } from './diff-words.ts'
import { languages, type Language, type LoadedPolicy } from './document.ts'

export type { Change } from './diff-change.ts'
export type { WordRun } from './diff-words.ts'

/** How one clause of one language differs. */
export interface ClauseChange {
  language: Language
  id: string
  kind: 'added' | 'removed' | 'changed'
  words: readonly WordRun[]
}

/** What differs between two versions of a policy. */
export interface PolicyDiff {
  from: number
  to: number
  clauses: readonly ClauseChange[]
  meaning: readonly Change[]
  /** Something widened: people must be told, and asked again where they had agreed. */
  material: boolean
  /** Purposes that rest on consent for anybody, existed before, and widened: an earlier yes does not reach so far. */
  askAgain: readonly string[]
  /** Translations that kept their words while the original changed its own. */
  stale: readonly { language: Language; id: string }[]
}

/**
 * What changed from one version to another, in words and in meaning.
 * @param a the earlier version
 * @param b the later version
 */
export function diffPolicies(a: LoadedPolicy, b: LoadedPolicy): PolicyDiff {
  const clauses = languages.flatMap(language => diffClauses(a, b, language))
  const meaning = diffMeaning(a.policy, b.policy)
  const widened = meaning.filter(change => change.effect === 'widened')
  const askAgain = Object.entries(b.policy.purposes)
    .filter(([id, purpose]) => a.policy.purposes[id] && basesOf(purpose).includes('consent'))
    .map(([id]) => id)
    .filter(id => widened.some(change => change.purposes.includes(id) && reachesConsent(change)))
  return {
    from: a.policy.policy.version,
    to: b.policy.policy.version,
    clauses,
    meaning,
    material: widened.length > 0,
    askAgain,
    stale: staleTranslations(b, clauses),
  }
}

/** A new form, or a new role inside the company, changes nothing in what was agreed to; all else reaches a consent. */
const reachesConsent = (change: Change) => !/^(collected|staff)\./.test(change.path)

function diffClauses(a: LoadedPolicy, b: LoadedPolicy, language: Language): ClauseChange[] {
  const before = new Map(a.texts[language]?.clauses.map(clause => [clause.id, clause.text]))
  const after = new Map(b.texts[language]?.clauses.map(clause => [clause.id, clause.text]))
  const changes: ClauseChange[] = []
  for (const [id, text] of after) {
    const was = before.get(id)
    if (was === undefined) changes.push({ language, id, kind: 'added', words: [{ kind: 'added', text }] })
    else if (was !== text) changes.push({ language, id, kind: 'changed', words: diffWords(was, text) })
  }
  for (const [id, text] of before) {
    if (!after.has(id)) changes.push({ language, id, kind: 'removed', words: [{ kind: 'removed', text }] })
  }
  return changes
}

function staleTranslations(b: LoadedPolicy, clauses: readonly ClauseChange[]): { language: Language; id: string }[] {
  const { original } = b.policy.policy
  const changed = (language: Language, id: string) =>
    clauses.some(change => change.language === language && change.id === id)
  return clauses
    .filter(change => change.language === original && change.kind === 'changed')
    .flatMap(({ id }) =>
      languages
        .filter(language => language !== original)
        .filter(language => b.texts[language]?.clauses.some(clause => clause.id === id) && !changed(language, id))
        .map(language => ({ language, id })),
    )
}
