/** The languages of the product, in the order of the language menu. The first one is the one that always has every text. */
export const languages = ['en', 'nl', 'fr', 'de'] as const
export type Language = (typeof languages)[number]

/** @returns whether the text is one of the product's language codes */
export function isLanguage(text: string | undefined): text is Language {
  return languages.includes(text as Language)
}

/**
 * The best of a site's languages for a browser (RFC 9110, 12.5.4).
 * @param accept the Accept-Language header, e.g. `nl-BE,nl;q=0.9,en;q=0.5`
 * @param offered those of the site; by default all that the product has
 * @returns the first language when the header is absent or names none of ours
 */
export function preferredLanguage(accept: string | undefined, offered: readonly Language[] = languages): Language {
  const wanted = (accept ?? '')
    .slice(0, 500)
    .split(',')
    .map((range, place) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
      const quality = parameters.map(text => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean)
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality), place }
    })
    .filter(range => range.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place)
  for (const range of wanted) {
    const found = offered.find(one => one === range.language)
    if (found) return found
  }
  return offered[0] ?? languages[0]
}

/**
 * The language in which a site speaks to somebody.
 * @param wanted theirs
 * @param offered those of the site
 * @returns theirs where the site has it, otherwise the first of the site
 */
export function spokenIn(wanted: string | undefined, offered: readonly Language[]): Language {
  return offered.find(one => one === wanted) ?? offered[0] ?? languages[0]
}
