import { citedClauses, type Citation } from './citations.ts'
import { countryName } from './countries.ts'
import type { Clause, Language, LoadedPolicy, Policy, Purpose, Words } from './document.ts'
import { durationInWords } from './duration.ts'

const width = 96

/**
 * A policy as text for a terminal: who answers, why data is used, who receives it, and the clauses with what cites them.
 * @param language of the words and clauses; what does not exist in it is shown in the original language, marked
 */
export function renderPolicy(loaded: LoadedPolicy, language: Language): string {
  const { policy } = loaded
  const { company, version, effective, original } = policy.policy
  const words = (says: Words) =>
    says[language] ?? (says[original] === undefined ? '' : `${says[original]} [${original}]`)
  const lines: string[] = [
    `${company}: version ${version}, in effect from ${effective}`,
    `Hash ${loaded.hash}`,
    `Texts: ${Object.keys(loaded.texts)
      .map(one => (one === original ? `${one} (rules)` : one))
      .join(', ')}`,
    '',
    'WHO ANSWERS',
    ...Object.entries(policy.controllers).map(
      ([id, one]) =>
        `  ${id}  ${one.name}, ${countryName(one.country) ?? one.country}, ${one.contact}; for ${one.regions.join(', ')}${one.default ? ' and everybody else' : ''}`,
    ),
    '',
    'WHY WE USE DATA',
    ...Object.entries(policy.purposes).flatMap(([id, purpose]) => purposeLines(policy, id, purpose, words)),
    'WHO RECEIVES DATA',
    ...Object.entries(policy.recipients).map(
      ([id, one]) =>
        `  ${id}  ${one.name} (${one.kind}), ${one.countries.map(code => countryName(code) ?? code).join(', ')}${one.mechanism ? `, ${one.mechanism.join(' + ')}` : ''}: ${one.gets.join(', ')}`,
    ),
    '',
    'WHAT NEVER HAPPENS',
    ...policy.never.map(({ what, clause }) => `  ${neverWords(what)}  {#${clause}}`),
    '',
    'THE TEXT',
    ...clauseLines(loaded, language),
  ]
  return `${lines.map(line => line.trimEnd()).join('\n')}\n`
}

function purposeLines(policy: Policy, id: string, purpose: Purpose, words: (says: Words) => string): string[] {
  const recipients = Object.entries(policy.recipients).filter(([, one]) => one.for.includes(id))
  const basis =
    typeof purpose.basis === 'string'
      ? purpose.basis
      : Object.entries(purpose.basis)
          .map(([relation, one]) => `${one} (${relation})`)
          .join(', ')
  return [
    `  ${id}  {#${purpose.clause}}`,
    `    ${words(purpose.says)}`,
    `    basis   ${basis}`,
    ...wrap(`    uses    ${purpose.uses.map(one => category(policy, one, words)).join('; ')}`, 12),
    `    keep    ${durationInWords(purpose.keep.for)} after ${purpose.keep.after}`,
    ...wrap(`    goes to ${recipients.length === 0 ? 'nobody' : recipients.map(([, one]) => one.name).join(', ')}`, 12),
    '',
  ]
}

const category = (policy: Policy, id: string, words: (says: Words) => string) => {
  const found = Object.hasOwn(policy.categories, id) ? policy.categories[id] : undefined
  return found ? words(found.says) : id
}

function neverWords(what: Policy['never'][number]['what']): string {
  if (typeof what === 'string') return what
  return 'purpose' in what ? `${what.purpose} uses ${what.uses}` : `${what.recipient} gets ${what.gets}`
}

function clauseLines({ policy, texts }: LoadedPolicy, language: Language): string[] {
  const { original } = policy.policy
  const cited = citedClauses(policy)
  const translated = new Map(texts[language]?.clauses.map(clause => [clause.id, clause]))
  return (texts[original]?.clauses ?? []).flatMap(clause => {
    const found = translated.get(clause.id)
    const shown: Clause = found ?? clause
    const indent = ' '.repeat(2 + (clause.list?.depth ?? 0) * 2)
    const mark = clause.kind === 'item' && !clause.continues ? '- ' : ''
    const by = cited.get(clause.id)?.map(citationWords) ?? (policy.explains?.includes(clause.id) ? ['explains'] : [])
    return [
      ...(clause.kind === 'heading' ? [''] : []),
      ...wrap(`${indent}${mark}${shown.text}${found ? '' : ` [${original}]`}`, indent.length + mark.length),
      `${indent}  {#${clause.id}}${by.length > 0 ? ` ← ${by.join(', ')}` : ''}`,
    ]
  })
}

const citationWords = ({ what, id }: Citation) => (what === 'rights' ? 'rights' : `${what} ${id}`)

/** Breaks a line at spaces; further lines begin with `indent` spaces. */
function wrap(line: string, indent: number): string[] {
  const lines: string[] = []
  let rest = line
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width)
    if (space <= indent) break
    lines.push(rest.slice(0, space))
    rest = ' '.repeat(indent) + rest.slice(space + 1)
  }
  return [...lines, rest]
}
