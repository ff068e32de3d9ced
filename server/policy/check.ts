import { dirname, join } from 'node:path'
import type { Acts } from './activity.ts'
import { checkLaw } from './check-law.ts'
import { checkPromises } from './check-promises.ts'
import { checkReferences } from './check-references.ts'
import { checkTransfers } from './check-transfers.ts'
import { checkWords } from './check-words.ts'
import type { Check, Report } from './check-report.ts'
import type { Finding, Language, LoadedPolicy } from './document.ts'
import type { ReadPolicy } from './load.ts'
import type { PlaceOf } from './load-yaml.ts'
import { checkNeeded } from './needed.ts'
import { sentencesOf } from './sentences.ts'
import { findingsInWords } from './wording.ts'

export { citedClauses } from './citations.ts'

/**
 * What is wrong with the meaning of a policy that could be read. (What is wrong with its form is in the findings of
 * `loadPolicy`; `findingsOf` gives both.) What its texts say or leave out is among the warnings.
 * @param loaded the policy
 * @param place where things stand in its file
 * @param today when it would be published; left out for a version that was
 * @returns findings in the order of the file
 */
export function checkPolicy(loaded: LoadedPolicy, place: PlaceOf, today?: Date): Finding[] {
  const findings: Finding[] = []
  const report =
    (level: Finding['level']): Report =>
    (path, code, message, mend, { at = 'value', quote } = {}) => {
      findings.push({ ...place(path, at), level, code, message, mend, ...(quote === undefined ? {} : { quote }) })
    }
  const check: Check = {
    loaded,
    today: today?.toISOString().slice(0, 10),
    error: report('error'),
    warning: report('warning'),
  }
  for (const part of [checkReferences, checkWords, checkPromises, checkTransfers, checkLaw]) part(check)
  for (const text of Object.values(loaded.texts)) {
    findings.push(...findingsInWords(sentencesOf(text, fileOf(loaded, text.language, place))))
  }
  return byPlace(findings)
}

/** Where a text stands: its name in the policy is relative to the policy's own place. */
const fileOf = ({ policy }: LoadedPolicy, language: Language, place: PlaceOf) =>
  join(dirname(place([]).file), policy.policy.text[language] ?? language)

/**
 * Everything that is wrong with a policy, its form and its meaning, in the order of its files.
 * @param today when it would be published; left out for a version that was
 * @param acts what the product does, where it is to be said which of the acts that it needs would be refused
 */
export function findingsOf(read: ReadPolicy, today?: Date, acts: Acts = {}): Finding[] {
  if (read.loaded) {
    const needed = checkNeeded(read.loaded, read.place, acts)
    return byPlace([...read.findings, ...checkPolicy(read.loaded, read.place, today), ...needed])
  }
  const inWords = (read.texts ?? []).flatMap(({ file, text }) => findingsInWords(sentencesOf(text, file)))
  return byPlace([...read.findings, ...inWords])
}

/** Whether something among the findings keeps the policy from being published. */
export const hasErrors = (findings: readonly Finding[]) => findings.some(finding => finding.level === 'error')

/** The YAML file before the texts, then line by line; errors before warnings of the same place. */
function byPlace(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => (/\.ya?ml$/.test(finding.file) ? 0 : 1)
  return [...findings].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.level === b.level ? 0 : a.level === 'error' ? -1 : 1),
  )
}
