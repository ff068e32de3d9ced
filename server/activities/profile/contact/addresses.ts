/** Postal addresses, with the postcodes of the countries that most customers live in. Pure. */
import { isCountry } from './phones.ts'

export interface Address {
  street: string
  /** absent where a country has none */
  postcode?: string
  city: string
  /** ISO 3166-1 alpha-2 */
  country: string
}

export type AddressField = 'street' | 'postcode' | 'city' | 'country'
export interface AddressFault {
  field: AddressField
  code: 'street' | 'city' | 'country' | 'postcode'
}

interface Postcodes {
  /** Of what was typed, in capitals and without blanks. */
  pattern: RegExp
  /** As it is written, with the pattern's groups. */
  written: string
  example: string
}

/** Sources: the national postal operators' addressing guides, as the Universal Postal Union publishes them. */
const postcodes: Readonly<Record<string, Postcodes>> = {
  BE: { pattern: /^(?:B-?)?([1-9]\d{3})$/, written: '$1', example: '4000' },
  NL: { pattern: /^(?:NL-?)?([1-9]\d{3})([A-Z]{2})$/, written: '$1 $2', example: '3511 AB' },
  FR: { pattern: /^(?:F-?)?(\d{5})$/, written: '$1', example: '69001' },
  DE: { pattern: /^(?:D-?)?(\d{5})$/, written: '$1', example: '44135' },
  LU: { pattern: /^(?:L-?)?(\d{4})$/, written: 'L-$1', example: 'L-1234' },
  GB: { pattern: /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/, written: '$1 $2', example: 'B1 1AA' },
  US: { pattern: /^(\d{5})(?:-?(\d{4}))?$/, written: '$1-$2', example: '20001' },
}

/** What a postcode of a country looks like, if we know. */
export const postcodeExample = (country: string): string | undefined => postcodes[country]?.example

/**
 * Reads an address.
 * @returns it as it is written in its country, or what is wrong with each field
 */
export function readAddress(typed: { [field in AddressField]?: string | undefined }): Address | AddressFault[] {
  const { street = '', postcode = '', city = '', country = '' } = typed
  const faults: AddressFault[] = []
  const written = writtenPostcode(postcode, country)
  if (!says(street)) faults.push({ field: 'street', code: 'street' })
  if (written === undefined) faults.push({ field: 'postcode', code: 'postcode' })
  if (!says(city)) faults.push({ field: 'city', code: 'city' })
  if (!isCountry(country)) faults.push({ field: 'country', code: 'country' })
  if (faults.length > 0) return faults
  return { street: street.trim(), ...(written ? { postcode: written } : {}), city: city.trim(), country }
}

/** Undefined for one that the country cannot have; empty where it has none. */
function writtenPostcode(typed: string, country: string): string | undefined {
  const known = postcodes[country]
  if (!known) return typed.trim()
  const compact = typed.toUpperCase().replaceAll(/\s/g, '')
  if (!known.pattern.test(compact)) return undefined
  return compact.replace(known.pattern, known.written).replace(/-$/, '')
}

/** Whether a text has a letter or a digit in it, of whatever script. */
const says = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** The lines of an address, with the country by its name. */
export function showAddress(
  { street, postcode, city, country }: Address,
  nameOf: (country: string) => string,
): string[] {
  const place = country === 'GB' || country === 'US' ? [city, postcode] : [postcode, city]
  return [street, place.filter(Boolean).join(' '), country ? nameOf(country) : ''].filter(Boolean)
}
