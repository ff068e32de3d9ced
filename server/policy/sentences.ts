import type { Language, Place, PolicyText } from './document.ts'

/** One sentence of a text that people read, and where it stands. */
export interface Sentence extends Place {
  text: string
  language: Language
  /** Counts paragraphs, list items and headings: sentences with the same number stand together. */
  block: number
  heading: boolean
}

/** Ends that are not the end of a sentence. */
const abbreviation = new RegExp(
  `(?:^|[\\s(“"])(?:${[
    'e\\.g|i\\.e|cf|etc|vs|approx|incl|no|nos|nr|art|arts|sec|par|para|p|pp|vol|ed|fig|tel|ext|st|dept',
    'mr|mrs|ms|dr|prof|jr|sr|inc|ltd|co|corp|plc|bv|nv|b\\.v|n\\.v|s\\.a|s\\.r\\.l|l\\.l\\.c|u\\.s|u\\.k|e\\.u',
    'bijv|bv|d\\.w\\.z|enz|m\\.a\\.w|z\\.B|d\\.h|bzw|usw|p\\.ex|c\\.-à-d|[A-Z]',
  ].join('|')})\\.$`,
  'i',
)

/**
 * Cuts a paragraph into sentences. Nothing is lost but the white space between them.
 * @param paragraph words on one line
 * @returns each sentence and the position at which it begins
 */
export function splitSentences(paragraph: string): { text: string; start: number }[] {
  const sentences: { text: string; start: number }[] = []
  const end = /[.!?…][”’"')\]]*\s+(?=[“‘"'([]?[\p{Lu}\d])/gu
  let start = 0
  const take = (to: number) => {
    const piece = paragraph.slice(start, to)
    const text = piece.trim()
    if (text !== '') sentences.push({ text, start: start + piece.length - piece.trimStart().length })
    start = to
  }
  for (let found = end.exec(paragraph); found; found = end.exec(paragraph)) {
    const to = found.index + found[0].length
    if (!abbreviation.test(paragraph.slice(Math.max(start, found.index - 12), found.index + 1))) take(to)
  }
  take(paragraph.length)
  return sentences
}

/** The sentences of a text that was read from Markdown; each stands where its clause begins. */
export function sentencesOf(text: PolicyText, file: string): Sentence[] {
  let block = 0
  return text.clauses.flatMap(clause => {
    if (!clause.continues) block += 1
    return splitSentences(clause.text).map(sentence => ({
      file,
      line: clause.line,
      column: 1,
      text: sentence.text,
      language: languageOf(sentence.text, text.language),
      block,
      heading: clause.kind === 'heading',
    }))
  })
}

/** Small words by which a language gives itself away, and the words that stand in a policy's title. */
const signs: Record<Language, RegExp> = {
  en: /\b(the|and|of|to|you|your|we|our|is|are|for|with|that|this|not|or|by|privacy policy|privacy notice)\b/gi,
  nl: /\b(de|het|een|en|van|we|wij|u|uw|ons|onze|voor|met|dat|niet|door|te|alleen|privacybeleid|privacyverklaring|cookiebeleid)\b/gi,
  fr: /\b(le|la|les|des|et|vous|votre|vos|nous|nos|pour|avec|que|pas|par|sur|uniquement|confidentialité)\b|\b[ldnqc]['’]/gi,
  de: /\b(der|die|das|und|von|wir|sie|ihre?|unsere?|für|mit|nicht|durch|zu|nur|datenschutz|datenschutzerklärung)\b/gi,
}

/**
 * The language of some words.
 * @param words a sentence, or a whole text
 * @param otherwise the answer when the words do not say, or not clearly
 */
export function languageOf(words: string, otherwise: Language): Language {
  const sample = words.slice(0, 20_000)
  const counted = (Object.keys(signs) as Language[])
    .map(language => ({ language, count: sample.match(signs[language])?.length ?? 0 }))
    .sort((a, b) => b.count - a.count)
  const [first, second] = counted as [{ language: Language; count: number }, { language: Language; count: number }]
  if (first.count === 0 || first.count === second.count) return otherwise
  const usual = counted.find(each => each.language === otherwise)!.count
  // A few words of another language in a sentence do not change its language.
  return first.count >= 2 * usual + 1 ? first.language : otherwise
}
