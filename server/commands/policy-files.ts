import type { Acts } from '../policy/activity.ts'
import { findingsOf, hasErrors } from '../policy/check.ts'
import { diffPolicies, type ClauseChange, type PolicyDiff } from '../policy/diff.ts'
import { languages, type Finding, type Language, type LoadedPolicy } from '../policy/document.ts'
import { loadPolicy } from '../policy/load.ts'
import { renderPolicy } from '../policy/render.ts'

/** What a command prints, and its exit code. */
export interface Outcome {
  text: string
  code: 0 | 1
}

/**
 * `abide policy check FILE`: everything that is wrong with a policy.
 * @param today when it would be published
 * @param acts what the product does: it cannot do without some of it
 * @returns code 1 if anything keeps it from being published
 */
export function checkCommand(file: string, today: Date, acts: Acts = {}): Outcome {
  const findings = findingsOf(loadPolicy(file), today, acts)
  return { text: renderFindings(findings, file), code: hasErrors(findings) ? 1 : 0 }
}

/**
 * `abide policy show FILE [--language en]`: the policy to read.
 * @param language what the policy's original language is, where it is not given
 */
export function showCommand(file: string, language?: string): Outcome {
  if (language !== undefined && !isLanguage(language)) {
    return { text: `There is no language ${language} here. Choose one of: ${languages.join(', ')}.\n`, code: 1 }
  }
  const read = loadPolicy(file)
  if (!read.loaded) return { text: renderFindings(read.findings, file, notRead), code: 1 }
  return { text: renderPolicy(read.loaded, language ?? read.loaded.policy.policy.original), code: 0 }
}

/** `abide policy diff A B`: what changed from one file to the other, in words and in meaning. */
export function diffCommand(before: string, after: string): Outcome {
  const loaded: LoadedPolicy[] = []
  for (const file of [before, after]) {
    const read = loadPolicy(file)
    if (!read.loaded) return { text: renderFindings(read.findings, file, notRead), code: 1 }
    loaded.push(read.loaded)
  }
  return { text: renderDiff(diffPolicies(loaded[0]!, loaded[1]!)), code: 0 }
}

const isLanguage = (word: string): word is Language => (languages as readonly string[]).includes(word)

/** What follows from errors where nothing is to be published. */
export const notRead =
  'It cannot be read. These commands read files; what was published stands on the policy page, under all versions.'

/** Findings for people: place, level, code and message; what mends it on the line below; a count at the end. */
export function renderFindings(
  findings: readonly Finding[],
  file: string,
  therefore = 'It cannot be published.',
): string {
  const lines = findings.flatMap(({ file, line, column, level, code, message, quote, mend }) => [
    `${file}:${line}:${column}  ${level}  ${code}  ${message}`,
    ...(quote === undefined ? [] : [`    quote: “${quote}”`]),
    `    mend: ${mend}`,
  ])
  const errors = findings.filter(finding => finding.level === 'error').length
  const warnings = findings.length - errors
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
  const end = `${file}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.${errors > 0 ? ` ${therefore}` : ''}`
  return `${[...lines, end].join('\n')}\n`
}

function renderDiff(diff: PolicyDiff): string {
  const lines = [
    `Version ${diff.from} → ${diff.to}: ${diff.material ? 'a material change; people must be told.' : 'no material change.'}`,
  ]
  if (diff.askAgain.length > 0) lines.push(`Consent must be asked again for: ${diff.askAgain.join(', ')}.`)
  lines.push('', 'MEANING')
  if (diff.meaning.length === 0) lines.push('  Nothing changed.')
  for (const { effect, path, says, purposes, bases } of diff.meaning) {
    const whom = purposes.length === 0 ? 'everybody' : `${purposes.join(', ')} (${bases.join(', ')})`
    lines.push(`  ${effect.padEnd(8)}  ${path}: ${says} Concerns ${whom}.`)
  }
  lines.push('', 'WORDS')
  if (diff.clauses.length === 0) lines.push('  Nothing changed.')
  for (const clause of diff.clauses)
    lines.push(`  ${clause.kind.padEnd(8)}  ${clause.language}  {#${clause.id}}`, `            ${words(clause)}`)
  for (const { language, id } of diff.stale)
    lines.push(`  stale     ${language}  {#${id}}: the original changed, this translation did not.`)
  return `${lines.join('\n')}\n`
}

const words = ({ words }: ClauseChange) =>
  words.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('')
