/** The words of a draft as a form brings them: what was pasted, and files in the place of what they are called like. Pure. */
import { parse } from 'yaml'
import { languages, type Language, type LoadedPolicy } from '../../policy/document.ts'
import type { PolicySources } from '../../policy/load.ts'

/** What a version is made of, to begin a draft from. */
export const sourcesOf = ({ source, texts, assessments }: LoadedPolicy): PolicySources => ({
  yaml: source,
  texts: Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.source])),
  assessments,
})

/** Of a draft what differs from what it began from; the declarations whole. */
export const differing = ({ yaml, texts, assessments }: PolicySources, begun: PolicySources): PolicySources => {
  const others = <Words extends Partial<Record<string, string>>>(
    words: Words,
    before: Partial<Record<string, string>>,
  ) => Object.fromEntries(Object.entries(words).filter(([name, text]) => before[name] !== text))
  return {
    yaml,
    texts: others(texts, begun.texts),
    assessments: others(assessments, begun.assessments) as Record<string, string>,
  }
}

/** The languages that there is a text in. */
export const textsIn = ({ texts }: PolicySources): Language[] =>
  languages.filter(language => texts[language] !== undefined)

/** The languages that declarations name a text for; of what is no YAML, those that there are anyway. */
function namedIn(yaml: string): readonly Language[] {
  try {
    const read = parse(yaml) as { policy?: { text?: Record<string, unknown> } } | null
    return languages.filter(language => read?.policy?.text?.[language] !== undefined)
  } catch {
    return languages
  }
}

/** What is typed into a form for a draft. `carried`: assessments that were uploaded before, as JSON. */
export type Typed = Record<Language, string> & { yaml: string; carried: string }

/**
 * Puts together what was typed and what was uploaded: `*.yaml` is the declarations, `en.md` … a text, everything else the
 * balancing test or record that ends with its name, or a new one under that name.
 * @param begun what the form began from, of which what nobody replaces stays: an empty text is the one in force
 */
export function withFiles(
  typed: Typed,
  files: readonly { name: string; bytes: Uint8Array }[],
  begun: PolicySources,
): PolicySources {
  let { yaml } = typed
  const texts: Partial<Record<Language, string>> = {}
  for (const language of languages) if (typed[language].trim() !== '') texts[language] = typed[language]
  const assessments: Record<string, string> = { ...begun.assessments, ...carriedOf(typed.carried) }
  const named = [...yaml.matchAll(/^ +(?:assessment|compatibility): *['"]?([^'"\s#]+)/gm)].map(([, name]) => name!)
  for (const { name, bytes } of files) {
    const words = new TextDecoder().decode(bytes)
    const short = name.split(/[/\\]/).at(-1)!
    const language = languages.find(one => short === `${one}.md`)
    if (/\.ya?ml$/.test(short)) yaml = words
    else if (language) texts[language] = words
    else
      assessments[[...named, ...Object.keys(assessments)].find(one => one.split('/').at(-1) === short) ?? name] = words
  }
  for (const language of namedIn(yaml)) {
    const words = texts[language] ?? begun.texts[language]
    if (words !== undefined) texts[language] = words
  }
  return { yaml, texts, assessments }
}

function carriedOf(json: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(json || '{}')
    return Object.fromEntries(
      Object.entries(value ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    )
  } catch {
    // Written by nobody's form.
    return {}
  }
}
