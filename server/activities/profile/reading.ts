/** From what was typed, on a page or in a call, to a line; or what is wrong with each field, in words. */
import { Type, type Static } from 'typebox'
import type { FieldFault } from '../../base/http/index.ts'
import type { Key, Words } from '../../ui/index.ts'
import { isCountry, postcodeExample, readAddress, readPhone, type Contact, type Kind } from './contact/index.ts'

/** Characters that are no text: controls (a new line too), and those that turn the direction of what follows. */
const odd = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

const oneLine = (maxLength: number) => Type.String({ maxLength })

/** What a name looks like, before the rules have seen it. */
export const nameText = oneLine(100)

/** The fields of a phone number and of an address. */
export const phoneFields = { number: Type.Optional(oneLine(50)), country: Type.Optional(oneLine(2)) }
export const addressFields = {
  street: Type.Optional(oneLine(200)),
  postcode: Type.Optional(oneLine(16)),
  city: Type.Optional(oneLine(100)),
  country: Type.Optional(oneLine(2)),
}

/** The fields of a line of either kind. */
export const contactFields = Type.Object({ ...phoneFields, ...addressFields })
export type ContactFields = Static<typeof contactFields>

type Said = Pick<Words, 't' | 'formats'>

/**
 * Reads a line of a kind.
 * @returns the line, or every fault in words
 */
export function readContact(kind: Kind, typed: ContactFields, words: Said): Contact | FieldFault[] {
  const faults = Object.entries(typed)
    .filter(([, text]) => odd.test(text))
    .map(([field]) => ({ field, message: words.t('profile.fault.line') }))
  if (faults.length > 0) return faults
  return kind === 'phone' ? phoneFrom(typed, words) : addressFrom(typed, words)
}

function phoneFrom({ number = '', country = '' }: ContactFields, { t, formats }: Said): Contact | FieldFault[] {
  const fault = (field: string, key: Key) => [
    { field, message: t(key, isCountry(country) ? { country: formats.country(country) } : {}) },
  ]
  if (!number.trim()) return fault('number', 'profile.fault.number')
  const value = readPhone(number.normalize('NFKC'), country)
  if (typeof value !== 'string') return { kind: 'phone', value }
  return fault(value === 'phone-country' ? 'country' : 'number', `profile.fault.${value}`)
}

function addressFrom(typed: ContactFields, { t, formats }: Said): Contact | FieldFault[] {
  const tidy = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, text?.normalize('NFC')]))
  const value = readAddress(tidy)
  if (!Array.isArray(value)) return { kind: 'address', value }
  const { country = '' } = typed
  const example = postcodeExample(country) ?? ''
  return value.map(({ field, code }) => ({
    field,
    message: t(`profile.fault.${code}`, code === 'postcode' ? { country: formats.country(country), example } : {}),
  }))
}

/**
 * Reads a name.
 * @returns undefined where there is no letter in it, or something that is no text
 */
export function readName(typed: string): string | undefined {
  const name = typed.normalize('NFC').trim()
  return /\p{L}/u.test(name) && !odd.test(name) ? name : undefined
}
