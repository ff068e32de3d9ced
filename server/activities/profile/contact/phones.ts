/** Telephone numbers, by the numbering plans of their countries (libphonenumber). Pure. */
import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max'

export interface Phone {
  /** E.164; what was brought in from elsewhere may be written otherwise */
  number: string
  /** ISO 3166-1 alpha-2; absent for numbers of no country (satellite, free international) */
  country?: string
  extension?: string
  /** What it is for, as its owner says. */
  use?: PhoneUse
}

/** What a phone can be for. */
export const phoneUses = ['mobile', 'home', 'work'] as const
export type PhoneUse = (typeof phoneUses)[number]

export type PhoneFault =
  'phone-letters' | 'phone-short' | 'phone-long' | 'phone-prefix' | 'phone-nobody' | 'phone-country'

/** Countries that have telephones, ISO 3166-1 alpha-2; the list that addresses choose from too. */
export const countries: readonly string[] = getCountries()

/** Whether a code is on the list of countries. */
export const isCountry = (code: string): boolean => isSupportedCountry(code)

/**
 * Reads a number as somebody writes it: international, or as it is dialled in a country.
 * @param country ISO 3166-1 alpha-2, for a number without `+`
 * @returns the number, or what is wrong with it
 */
export function readPhone(typed: string, country: string): Phone | PhoneFault {
  if (!isSupportedCountry(country)) return 'phone-country'
  const defaultCountry: CountryCode = country
  // People write 0032 for +32, and (0) for a zero that is only dialled at home.
  const text = typed
    .trim()
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^(\+.*?)\(0\)/, '$1')
  const parsed = parsePhoneNumberFromString(text, { defaultCountry, extract: false })
  if (!parsed?.isValid()) return faultOf(text, defaultCountry)
  return {
    number: parsed.number,
    ...(parsed.country ? { country: parsed.country } : {}),
    ...(parsed.ext ? { extension: parsed.ext } : {}),
  }
}

function faultOf(text: string, country: CountryCode): PhoneFault {
  switch (validatePhoneNumberLength(text, country)) {
    case 'NOT_A_NUMBER':
      return 'phone-letters'
    case 'INVALID_COUNTRY':
      return 'phone-prefix'
    case 'TOO_SHORT':
      return 'phone-short'
    case 'TOO_LONG':
      return 'phone-long'
    default:
      return 'phone-nobody'
  }
}

/** What a number is for: as its owner says, or else a mobile one where the plan gives it to nothing else. */
export function useOf({ number, use }: Phone): PhoneUse | undefined {
  return use ?? (parsePhoneNumberFromString(number)?.getType() === 'MOBILE' ? 'mobile' : undefined)
}

/** A number as it is written internationally; one that no plan knows stays as it came. */
export function showPhone({ number, extension }: Phone): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed?.isValid()) return number
  if (extension) parsed.setExt(extension)
  return parsed.formatInternational()
}
