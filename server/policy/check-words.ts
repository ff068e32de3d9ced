import type { Check } from './check-report.ts'
import type { Language, Words } from './document.ts'
import { dpvCategories, dpvPurposes } from './dpv-terms.ts'
import type { Path } from './load-yaml.ts'
import { didYouMean } from './nearest.ts'

/** Words exist in the languages that the text has, translations follow the original, and DPV terms are terms. */
export function checkWords(check: Check): void {
  const { policy, texts } = check.loaded
  const { original } = policy.policy
  const others = (Object.keys(policy.policy.text) as Language[]).filter(language => language !== original)

  const sections = ['categories', 'purposes', 'recipients', 'staff'] as const
  for (const section of sections) {
    for (const [id, { says }] of Object.entries<{ says: Words }>(policy[section])) {
      const path: Path = [section, id, 'says']
      if (says[original] === undefined) {
        check.error(
          path,
          'words-missing',
          `\`${id}\` has no words in ${original}, the language that rules.`,
          `Add \`${original}:\` to \`says\`.`,
        )
      }
      const missing = others.filter(language => says[language] === undefined)
      if (missing.length > 0) {
        check.warning(
          path,
          'words-untranslated',
          `\`${id}\` has no words in ${missing.join(', ')}, although the text has.`,
          `Add ${missing.map(language => `\`${language}:\``).join(', ')} to \`says\`.`,
        )
      }
    }
  }

  if (others.length === 0) {
    check.warning(
      ['policy', 'text'],
      'one-language',
      `The text exists in one language (${original}).`,
      'Translate it, or a summary of it, into the languages of the people it is for (GDPR 12(1)).',
    )
  }
  const first = texts[original]?.clauses.map(clause => clause.id) ?? []
  const known = new Set(first)
  for (const language of others) {
    const translation = texts[language]
    if (!translation) continue
    const strange = translation.clauses.filter(clause => !known.has(clause.id))
    for (const clause of strange) {
      check.error(
        ['policy', 'text', language],
        'clause-not-in-original',
        `The ${language} text has a clause \`${clause.id}\` (line ${clause.line}) that the original has not.`,
        `Give it the id of the clause that it translates, or write it into the original.${didYouMean(clause.id, first)}`,
        { quote: clause.text },
      )
    }
    const missing = first.length - (translation.clauses.length - strange.length)
    if (missing > 0) {
      check.warning(
        ['policy', 'text', language],
        'translation-incomplete',
        `The ${language} text lacks ${missing} of ${first.length} clauses; people will read those in ${original}.`,
        'Translate them, or leave the summary as it is.',
      )
    }
  }

  for (const [id, category] of Object.entries(policy.categories)) {
    category.dpv.forEach((term, index) => {
      const [prefix, name] = term.split(':') as [string, string]
      if (prefix === 'pd' && !dpvCategories.has(name))
        unknownTerm(check, ['categories', id, 'dpv', index], term, 'pd', dpvCategories)
    })
  }
  for (const [id, purpose] of Object.entries(policy.purposes)) {
    const name = purpose.dpv.slice('dpv:'.length)
    if (!dpvPurposes.has(name)) unknownTerm(check, ['purposes', id, 'dpv'], purpose.dpv, 'dpv', dpvPurposes)
  }
}

function unknownTerm(check: Check, path: Path, term: string, prefix: string, known: ReadonlySet<string>): void {
  const terms = [...known].map(name => `${prefix}:${name}`)
  check.warning(
    path,
    'unknown-dpv-term',
    `\`${term}\` is not a term that this version knows of the Data Privacy Vocabulary.`,
    `See https://w3id.org/${prefix === 'pd' ? 'dpv/pd' : 'dpv'}.${didYouMean(term, terms)}`,
  )
}
