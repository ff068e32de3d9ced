/** Postal addresses, read as somebody types them and kept as their country writes them. Pure. */
import { type PostalAddress, postalRules, writtenAddress, writtenPostcode } from '../../../base/postal.ts'
import { isCountry } from './phones.ts'

export type Address = PostalAddress

export type AddressField = 'street' | 'postcode' | 'city' | 'region' | 'country'
export interface AddressFault {
  field: AddressField
  code: 'street' | 'city' | 'country' | 'postcode' | 'region'
}

/** What a postcode of a country looks like, if we know. */
export const postcodeExample = (country: string): string | undefined => postalRules(country).postcode?.example

/**
 * Reads an address.
 * @returns it as it is written in its country, or what is wrong, in the order in which the country writes
 */
export function readAddress(typed: { [field in AddressField]?: string | undefined }): Address | AddressFault[] {
  const { street = '', postcode = '', city = '', region = '', country = '' } = typed
  const { fields } = postalRules(country)
  const written = writtenPostcode(postcode, country)
  const wrong = {
    street: !says(street),
    city: !says(city),
    postcode: written === undefined,
    region: region.trim() !== '' && !says(region),
  }
  const faults: AddressFault[] = (isCountry(country) ? [] : (['country'] as const)).map(code => ({ field: code, code }))
  // Where a country writes no postcode or region, one that was typed all the same is looked at too.
  for (const code of new Set([...fields, 'postcode', 'region'] as const))
    if (wrong[code]) faults.push({ field: code, code })
  if (faults.length > 0) return faults
  return {
    street: street.trim(),
    ...(written ? { postcode: written } : {}),
    city: city.trim(),
    ...(region.trim() ? { region: region.trim() } : {}),
    country,
  }
}

/** Whether a text has a letter or a digit in it, of whatever script. */
const says = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** The lines of an address, with the country by its name. */
export const showAddress = (address: Address, nameOf: (country: string) => string): string[] =>
  writtenAddress(address, nameOf)
