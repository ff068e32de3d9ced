import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Language } from '../base/http/index.ts'
import { type PostalAddress, writtenAddress } from '../base/postal.ts'

/** Dates, numbers, lists and names of countries as they are written in one language: English as in Britain, the others as in Belgium. */
export interface Formats {
  /** Wednesday 23 December 2026 */
  date(at: Date | string): string
  /** 23 Dec 2026 */
  shortDate(at: Date | string): string
  /** 23 December 2026 at 14:05 */
  moment(at: Date | string): string
  /** 23 Dec 2026, 14:05 */
  shortMoment(at: Date | string): string
  /** in 3 days, yesterday: whole days between two dates */
  daysFrom(now: Date, at: Date): string
  number(value: number): string
  /** 1.4 MB */
  bytes(value: number): string
  /** 3 years, 1 month and 2 days: in the units that it is given in, to the minute */
  period(length: { years: number; months: number; days: number; seconds: number }): string
  list(items: readonly string[]): string
  /** @param code ISO 3166-1 alpha-2 */
  country(code: string): string
  languageName(code: string): string
  /** A phone number as it is written internationally; one that no plan knows stays as it came. */
  phone(number: string, extension?: string): string
  /** The lines of an address as its country writes them. */
  address(parts: { [field in keyof PostalAddress]?: string | undefined }): string[]
}

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE' }
const made = new Map<string, Formats>()

/**
 * The formats of a language.
 * @param timeZone IANA name
 */
export function formatsOf(language: Language, timeZone = 'Europe/Brussels'): Formats {
  const key = `${language} ${timeZone}`
  const formats = made.get(key) ?? make(locales[language], timeZone)
  made.set(key, formats)
  return formats
}

function make(locale: string, timeZone: string): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options })
    return (at: Date | string) => format.format(typeof at === 'string' ? new Date(at) : at)
  }
  const day = new Intl.DateTimeFormat('en-CA', { timeZone })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const number = new Intl.NumberFormat(locale)
  const list = new Intl.ListFormat(locale)
  const countries = new Intl.DisplayNames(locale, { type: 'region' })
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  const counted = (unit: string, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, ...options })
  const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'].map(unit => counted(unit, { maximumFractionDigits: 1 }))
  const [years, months, days, hours, minutes] = ['year', 'month', 'day', 'hour', 'minute'].map(unit =>
    counted(unit, { unitDisplay: 'long' }),
  )
  const country = (code: string) => (/^[A-Za-z]{2}$/.test(code) ? countries.of(code.toUpperCase()) : undefined) ?? code
  return {
    date: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    moment: dates({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    shortMoment: dates({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    daysFrom: (now, at) =>
      relative.format(Math.round((Date.parse(day.format(at)) - Date.parse(day.format(now))) / 86_400_000), 'day'),
    number: value => number.format(value),
    bytes(value) {
      const power = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
      return sizes[power]!.format(value / 1000 ** power)
    },
    period(length) {
      const parts = [
        [length.years, years],
        [length.months, months],
        [length.days, days],
        [Math.floor(length.seconds / 3600), hours],
        [Math.floor((length.seconds % 3600) / 60), minutes],
      ] as const
      return list.format(parts.flatMap(([count, format]) => (count > 0 ? [format!.format(count)] : [])))
    },
    list: items => list.format(items),
    country,
    languageName: code => names.of(code) ?? code,
    phone: writtenPhone,
    address: parts => writtenAddress(parts, country),
  }
}

function writtenPhone(number: string, extension?: string): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed?.isValid()) return extension ? `${number} · ${extension}` : number
  if (extension) parsed.setExt(extension)
  return parsed.formatInternational()
}
