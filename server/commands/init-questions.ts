/** What `abide init` asks, and how each answer is judged. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { languages as allLanguages, type Language } from '../base/http/index.ts'
import { isPlainAddress } from '../base/mail.ts'
import { faultOfMailServer } from '../base/mail-server.ts'
import {
  darkFor,
  enough,
  isWrong,
  leastContrast,
  nearestReadable,
  readLogo,
  siteRules,
  standardAccents,
  type Mode,
  type SiteFile,
} from '../base/site/index.ts'
import { countryName } from '../policy/countries.ts'
import { didYouMean } from '../policy/nearest.ts'
import type { Draft } from '../policy/draft.ts'
import type { Question, Read } from './asking.ts'
import { draftFrom } from './init-policy.ts'

/** Said for a thing that a site need not have. */
const none = 'none'
const isNone = (typed: string): boolean => typed === '' || typed.toLowerCase() === none

/** A rule of site.yaml, as an answer. */
function ruled<T>(read: T | { wrong: string }, what: string): Read<T> {
  return isWrong(read) ? { wrong: `${what} ${read.wrong}.` } : { value: read }
}

/** @param before what stands */
export const askName = (before?: string): Question<string> => ({
  option: 'name',
  asks: 'What is your company called, as people know it?',
  otherwise: before ?? 'Our company',
  read: typed => ruled(siteRules.name(typed), 'The name'),
})

/** @param before those that stand */
export const askLanguages = (before?: readonly Language[]): Question<readonly Language[]> => ({
  option: 'languages',
  asks: `In which languages is the site? One to four of ${allLanguages.join(', ')}; the first is for whoever asks for none of them.`,
  otherwise: (before ?? allLanguages).join(','),
  read: typed => ruled(siteRules.languages(typed), 'The languages'),
})

/** Country codes by what a first language or a domain says, for a default. */
const likely: Readonly<Record<Language, string>> = { en: 'IE', nl: 'NL', fr: 'FR', de: 'DE' }

/**
 * @param language the site's first one
 * @param locale LANG of whoever asks, like nl_BE.UTF-8
 */
export const askCountry = (language: Language, locale: string | undefined): Question<string> => ({
  option: 'country',
  asks: 'In which country is the company? (two letters: its law and its authority answer for the data)',
  otherwise: /^[a-z]{2}_([A-Z]{2})\b/.exec(locale ?? '')?.[1] ?? likely[language],
  read(typed) {
    const code = typed.toUpperCase()
    return countryName(code) === undefined
      ? { wrong: `There is no country ${typed}: write its two letters, like BE for Belgium.` }
      : { value: code }
  },
})

/** A logo that was chosen, that stands already, or none. */
export type LogoAnswer = { ending: string; bytes: Buffer } | 'kept' | undefined

/** @param before the name of the file that stands */
export const askLogo = (before?: string): Question<LogoAnswer> => ({
  option: 'logo',
  asks: `Which file holds the logo? An SVG or a PNG, at most 200 kB; \`${none}\` for a plain mark.`,
  otherwise: before === undefined ? none : 'keep',
  otherwiseInWords: before ?? none,
  read(typed) {
    if (isNone(typed)) return { value: undefined }
    if (typed === 'keep' && before !== undefined) return { value: 'kept' }
    let bytes: Buffer
    try {
      bytes = readFileSync(resolve(typed))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const why =
        { ENOENT: 'There is no such file', EISDIR: 'This is a folder' }[code ?? ''] ?? `Not readable (${code})`
      return { wrong: `${why}: ${typed}` }
    }
    const logo = readLogo(bytes)
    if ('wrong' in logo) return { wrong: `${typed} is ${logo.wrong}.` }
    const { ending, width, height } = logo
    return { value: { ending, bytes }, says: `  ${ending.toUpperCase()}, ${width} × ${height}.` }
  },
})

/** A colour, with the contrast that was measured. */
function askColour(mode: Mode, option: string, asks: string, otherwise: string): Question<string> {
  return {
    option,
    asks,
    otherwise,
    read(typed) {
      const read = siteRules.accent(typed)
      if (isWrong(read)) return { wrong: `The colour ${read.wrong}.` }
      const ratio = leastContrast(read, mode)
      const measured = `${read} has a contrast of ${(Math.floor(ratio * 100) / 100).toFixed(2)} on ${mode} ground`
      if (ratio >= enough) return { value: read, says: `  ${measured}; ${enough} is needed: it can be read.` }
      const meant = nearestReadable(read, mode)
      return {
        wrong: `${measured}, and ${enough} is needed to be read (WCAG 2.2 AA). The nearest colour that can be: ${meant}`,
        meant,
      }
    },
  }
}

/** @param before the colour that stands */
export const askAccent = (before?: string): Question<string> =>
  askColour(
    'light',
    'accent',
    'Which colour do links and buttons have on light ground?',
    before ?? standardAccents.light,
  )

/** @param light the other colour: without one that stands, this one is made from it */
export const askDarkAccent = (light: string, before?: string): Question<string> =>
  askColour('dark', 'accent-dark', 'And on dark ground, for whoever reads in the dark?', before ?? darkFor(light))

/** @param before the address that stands */
export const askDomain = (before?: string): Question<string | undefined> => ({
  option: 'domain',
  asks: `At which address will people find the site? Like account.company.example; \`${none}\` while it is only tried out.`,
  otherwise: before ?? none,
  read: typed => (isNone(typed) ? { value: undefined } : ruled(siteRules.url(typed), 'The address')),
})

/** Stands for an address where no domain is known yet; nobody reads it. */
export const placeholderContact = 'privacy@company.example'

/** @param url the site's address, from whose domain the default is taken */
export const askContact = (url: string | undefined): Question<string> => {
  const host = url === undefined ? '' : new URL(url).hostname.replace(/^(www|account|my)\./, '')
  return {
    option: 'contact',
    asks: 'Where do people ask about their data? An e-mail address that somebody reads; it stands in the policy, and letters come from it.',
    otherwise: /[^.]\.[a-z]/i.test(host) ? `privacy@${host}` : placeholderContact,
    read: typed =>
      isPlainAddress(typed) && /@[^@]+\.[^@.]+$/.test(typed)
        ? { value: typed }
        : { wrong: `${typed} is not an e-mail address: write it like privacy@company.example.` },
  }
}

/** A mail server that was named, the one that stands, or none yet. */
export type MailAnswer = { url: string } | 'kept' | undefined

/**
 * @param before host and port of the one that stands
 * @param password asked for where the address has a user and none
 */
export const askMailServer = (
  before: string | undefined,
  password: () => Promise<string | undefined>,
): Question<MailAnswer> => ({
  option: 'mail-server',
  asks: `Through which mail server do letters leave? Like smtp://user@mail.company.example:587; a password is asked next. \`${none}\` to set it later.`,
  otherwise: before === undefined ? none : 'keep',
  otherwiseInWords: before ?? none,
  async read(typed) {
    if (isNone(typed)) return { value: undefined }
    if (typed === 'keep' && before !== undefined) return { value: 'kept' }
    const url = URL.canParse(typed) ? new URL(typed) : undefined
    if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
      return { wrong: 'A mail server is written like smtp://user@mail.company.example:587, or smtps://…:465.' }
    if (url.username && !url.password) url.password = encodeURIComponent((await password()) ?? '')
    const wrong = await faultOfMailServer(url.href)
    if (wrong !== undefined)
      return { wrong: `${wrong} Look at host, port, user and password; \`${none}\` leaves it for later.` }
    return { value: { url: url.href }, says: `  ${url.host} answers, and takes letters.` }
  },
})

/** @param language of the text, where it was said */
export const askPolicy = (
  company: string,
  languages: readonly Language[],
  language: Language | undefined,
): Question<Draft | undefined> => ({
  option: 'policy',
  asks: `Which file holds the text of your privacy policy? Plain text or Markdown; \`${none}\` for a short one that says what the software does.`,
  otherwise: none,
  read(typed) {
    if (isNone(typed)) return { value: undefined }
    const draft = draftFrom(typed, company, languages, language)
    return 'wrong' in draft ? draft : { value: draft, says: `  ${draft.text.sentences.length} sentences and headings.` }
  },
})

/** The language of the policy's text, where it was said. */
export function readPolicyLanguage(typed: string | undefined): Language | undefined | { wrong: string } {
  if (typed === undefined) return undefined
  const found = allLanguages.find(one => one === typed)
  return (
    found ?? {
      wrong: `There is no language ${typed} here.${didYouMean(typed, allLanguages)} Choose one of: ${allLanguages.join(', ')}.`,
    }
  )
}

/** What stands, in lines for a person; nothing secret. */
export function inWords(file: SiteFile, mailServer: string | undefined): string[] {
  const light = file.accent ?? standardAccents.light
  return [
    ['name', file.name ?? 'as the policy calls it'],
    ['languages', (file.languages ?? allLanguages).join(', ')],
    ['logo', file.logo ?? none],
    ['colours', `${light} on light ground, ${file['accent-dark'] ?? darkFor(light)} on dark`],
    ['domain', file.url ?? `${none} yet`],
    ['mail server', mailServer ?? `${none} yet`],
  ].map(([what = '', says = '']) => `  ${what.padEnd(12)} ${says}`)
}
