import { isLanguage, languages, type Language } from './language.ts'

/** Path words that differ per language. A word that is not here is the same in every language. */
const pathWords: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  privacy: { en: 'privacy', nl: 'privacybeleid', fr: 'politique-de-confidentialite', de: 'datenschutz' },
}

/** One segment of a path in a language: `privacy` is `privacybeleid` in Dutch. */
function word(segment: string, language: Language): string {
  return Object.hasOwn(pathWords, segment) ? pathWords[segment]![language] : segment
}

/** The English name of a segment that may be written in any language. */
function plainWord(segment: string): string {
  for (const [name, words] of Object.entries(pathWords)) if (Object.values(words).includes(segment)) return name
  return segment
}

/**
 * The address of a page in a language: `link('nl', 'privacy', 'v', 4)` is `/nl/privacybeleid/v/4`.
 * @param segments plain path words or values; each is encoded
 */
export function link(language: Language, ...segments: readonly (string | number)[]): string {
  const words = segments.flatMap(segment => String(segment).split('/')).filter(Boolean)
  return `/${[language, ...words.map(segment => encodeURIComponent(word(segment, language)))].join('/')}`
}

/** A declared route path (`/:lang/privacy/v/:version`) as it is spelled in one language. */
export function spelled(path: string, language: Language): string {
  return path
    .split('/')
    .map(segment => (segment === ':lang' ? language : word(segment, language)))
    .join('/')
}

/** The same page in another language; a page outside the languages (the console) stays where it is. */
export function inLanguage(path: string, language: Language): string {
  const [, first, ...rest] = path.split('/')
  if (!isLanguage(first)) return path
  return ['', language, ...rest.map(segment => word(plainWord(segment), language))].join('/')
}

/** The language that a path is in, if it is in one. */
export function languageOf(path: string): Language | undefined {
  return languages.find(language => path === `/${language}` || path.startsWith(`/${language}/`))
}
