/** In which languages the words of a policy exist, and which translations are older than the original that they translate. Pure. */
import { languages, type Language, type LoadedPolicy, type Words } from './document.ts'

/** `stale`: the original has changed since this translation was made. */
export type Translation = 'original' | 'current' | 'stale' | 'missing'

/** Words of a declaration that a language lacks. */
export interface MissingWords {
  section: 'purposes' | 'categories' | 'recipients' | 'staff'
  id: string
}

/** How far one language goes in one version. */
export interface LanguageCoverage {
  language: Language
  /** Whether there is a text at all. */
  text: boolean
  clauses: ReadonlyMap<string, Translation>
  counts: Readonly<Record<Translation, number>>
  missingWords: readonly MissingWords[]
  /** Clauses and words that stand there and are not stale, of all: 0 to 1. 1 only where nothing is missing or stale. */
  share: number
}

/** How far each language goes in one version. */
export interface Coverage {
  version: number
  languages: readonly LanguageCoverage[]
}

/** What is remembered of a translation: its words, and the words of the original that they were made from. */
interface Remembered {
  words: string
  madeFrom: string
}

/** The line of versions as far as it was followed. Only `follow` makes one. */
export type Line = ReadonlyMap<string, Remembered>

/** Before the first version. */
export const noLine: Line = new Map()

const sections = ['purposes', 'categories', 'recipients', 'staff'] as const

/**
 * Follows the line of versions one further. A translation is made from the original that stands beside it in the version
 * in which it came or last changed; it is stale as long as the original says something else, in however many versions.
 * @param line what came of the version before, `noLine` for the first
 */
export function follow(line: Line, loaded: LoadedPolicy): { coverage: Coverage; line: Line } {
  const { version, original } = loaded.policy.policy
  const remembered = new Map(line)
  const clauses = loaded.texts[original]?.clauses ?? []
  const covered = languages.map((language): LanguageCoverage => {
    const text = loaded.texts[language]
    const words = new Map(text?.clauses.map(clause => [clause.id, clause.text]))
    const of = (id: string, now: string): Translation => {
      if (language === original) return 'original'
      const translated = words.get(id)
      if (translated === undefined) return 'missing'
      const key = `${original} ${language} ${id}`
      const before = remembered.get(key)
      const madeFrom = before?.words === translated ? before.madeFrom : now
      remembered.set(key, { words: translated, madeFrom })
      return madeFrom === now ? 'current' : 'stale'
    }
    const states = new Map(clauses.map(({ id, text: now }) => [id, of(id, now)]))
    const missingWords = sections.flatMap(section =>
      Object.entries<{ says: Words }>(loaded.policy[section])
        .filter(([, { says }]) => says[language] === undefined)
        .map(([id]) => ({ section, id })),
    )
    return {
      language,
      text: text !== undefined,
      clauses: states,
      missingWords,
      ...measured(loaded, states, missingWords),
    }
  })
  return { coverage: { version, languages: covered }, line: remembered }
}

function measured(
  { policy }: LoadedPolicy,
  states: ReadonlyMap<string, Translation>,
  missing: readonly MissingWords[],
) {
  const counts = { original: 0, current: 0, stale: 0, missing: 0 }
  for (const state of states.values()) counts[state] += 1
  const declared = sections.reduce((sum, section) => sum + Object.keys(policy[section]).length, 0)
  const good = counts.original + counts.current + declared - missing.length
  return { counts, share: good / Math.max(1, states.size + declared) }
}

/**
 * How far each language goes in a version.
 * @param loaded the version
 * @param earlier every version before it, the oldest first; none where they are not known, and then nothing is stale
 */
export function coverageOf(loaded: LoadedPolicy, earlier: readonly LoadedPolicy[] = []): Coverage {
  const line = earlier.reduce((known, version) => follow(known, version).line, noLine)
  return follow(line, loaded).coverage
}

/** What a language's translation of a clause is. */
export const translationOf = (
  coverage: Coverage | undefined,
  language: Language,
  id: string,
): Translation | undefined => coverage?.languages.find(one => one.language === language)?.clauses.get(id)
