import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import i18next from 'i18next'
import { languages, type Language } from '../base/http/index.ts'
import { formatsOf, type Formats } from './formats.ts'

/**
 * The parts of the locale files. A slice adds its own, in its `index.ts`:
 * `declare module '../../ui/words.ts' { interface Parts { orders: typeof import('../../../locales/en/orders.json') } }`
 */
export interface Parts {
  ui: typeof import('../../locales/en/ui.json')
  problems: typeof import('../../locales/en/problems.json')
}

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]
type Singular<K extends string> = K extends `${infer B}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? B : K

/** A key of the English files: `ui.footer.privacy`. Plural forms share one key. */
export type Key = Singular<Leaves<Parts>>

/** What a sentence is filled with. A Date becomes a long date, a list is joined, a number gets its separators. */
export type Values = Readonly<Record<string, string | number | Date | readonly string[]>>

/** A text and the language that it is in, which is English where a translation is missing. */
export interface Said {
  text: string
  language: Language
}

/** Everything that is said in one language. */
export interface Words {
  readonly t: (key: Key, values?: Values) => string
  /** Like `t`, with the language that the text turned out to be in. */
  readonly say: (key: Key, values?: Values) => Said
  /** Whether some text has this key: for keys that are put together (`ui.fault.${code}.title`). */
  readonly hasText: (key: string) => key is Key
  readonly formats: Formats
}

/** Texts that had to be shown in English, as `nl ui.footer.privacy`: the console lists them. */
export type Fallbacks = ReadonlySet<string>

/**
 * Reads `<directory>/<language>/<part>.json`.
 * @param timeZone of all dates
 * @returns the words of each language, and which texts had to fall back to English so far
 */
export function loadWords(
  directory: string,
  timeZone?: string,
): { words: (language: Language) => Words; fallbacks: Fallbacks } {
  const fallbacks = new Set<string>()
  const files = languages.map(language => [language, readParts(directory, language)] as const)
  const texts = i18next.createInstance()
  void texts
    .use({
      type: 'formatter',
      init() {},
      add() {},
      addCached() {},
      format: (value: unknown, format: string | undefined, language: string | undefined) =>
        written(value, format, formatsOf(language as Language, timeZone)),
    })
    .init({
      fallbackLng: languages[0],
      supportedLngs: [...languages],
      defaultNS: 'all',
      resources: Object.fromEntries(files.map(([language, all]) => [language, { all }])),
      interpolation: { escapeValue: false, alwaysFormat: true, skipOnVariables: true },
      returnNull: false,
      initAsync: false,
      showSupportNotice: false,
    })

  const byKey = Object.fromEntries(files.map(([language, all]) => [language, leavesOf(all)]))
  const of = (language: Language): Words => {
    const [own, english] = [byKey[language]!, byKey[languages[0]]!]
    const say = (key: Key, values?: Values): Said => {
      // Most texts on a page are filled with nothing: they are looked up, and nobody works out how to say them.
      const text = values ? undefined : own.get(key)
      if (text !== undefined && !text.includes('{{')) return { text, language }
      const found = texts.t(key as string, { ...values, lng: language, returnDetails: true }) as unknown as {
        usedLng: Language
        res: string
      }
      const used = found.usedLng
      if (used === language) return { text: found.res, language }
      fallbacks.add(`${language} ${key}`)
      // again in English as a whole, so that a date in an English sentence is an English date
      return { text: texts.t(key as string, { ...values, lng: languages[0] }) as string, language: languages[0] }
    }
    return {
      say,
      t: (key, values) => say(key, values).text,
      hasText: (key): key is Key => own.has(key) || english.has(key),
      formats: formatsOf(language, timeZone),
    }
  }
  const all = Object.fromEntries(languages.map(language => [language, of(language)])) as Record<Language, Words>
  return { words: language => all[language], fallbacks }
}

/** Every part of one language; a language without files has no texts of its own. */
function readParts(directory: string, language: Language): Record<string, unknown> {
  const folder = join(directory, language)
  return Object.fromEntries(
    readdirSync(folder)
      .filter(name => name.endsWith('.json'))
      .map(name => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown]),
  )
}

/** The texts under a branch of a file by their keys: `ui.footer.privacy`. */
function leavesOf(branch: unknown, path = '', found = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof branch === 'string') found.set(path, branch)
  else
    for (const [name, inner] of Object.entries(branch as object))
      leavesOf(inner, path ? `${path}.${name}` : name, found)
  return found
}

/** A value inside a sentence; `{{when, moment}}`, `{{land, country}}` ask for another writing than the usual one. */
function written(value: unknown, format: string | undefined, formats: Formats): string {
  if (value instanceof Date)
    return format === 'moment'
      ? formats.moment(value)
      : format === 'short'
        ? formats.shortDate(value)
        : formats.date(value)
  if (typeof value === 'number') return format === 'bytes' ? formats.bytes(value) : formats.number(value)
  if (Array.isArray(value)) return formats.list(value as string[])
  if (format === 'country') return formats.country(String(value))
  if (format === 'language') return formats.languageName(String(value))
  return String(value)
}
