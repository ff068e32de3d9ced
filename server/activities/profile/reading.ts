/** From what was typed, on a page or in a call, to a line; or what is wrong with each field, in words. */
import { Type, type Static } from 'typebox'
import type { FieldFault } from '../../base/http/index.ts'
import type { Key, Words } from '../../ui/index.ts'
import { isPlainAddress } from '../../base/mail.ts'
import {
  choicesOf,
  isCountry,
  phoneUses,
  postcodeExample,
  readAddress,
  readPhone,
  type Contact,
  type Entry,
  type Kind,
  type Question,
} from './contact/index.ts'

/** Characters that are no text: controls (a new line too), and those that turn the direction of what follows. */
const odd = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u

const oneLine = (maxLength: number) => Type.String({ maxLength })

/** What a name looks like, before the rules have seen it. */
export const nameText = oneLine(100)

/** The fields of a phone number and of an address. */
export const phoneFields = {
  country: Type.Optional(oneLine(2)),
  number: Type.Optional(oneLine(50)),
  use: Type.Optional(oneLine(10)),
}
export const addressFields = {
  country: Type.Optional(oneLine(2)),
  street: Type.Optional(oneLine(200)),
  postcode: Type.Optional(oneLine(16)),
  city: Type.Optional(oneLine(100)),
  region: Type.Optional(oneLine(60)),
}
export const emailFields = { email: Type.Optional(oneLine(254)) }
export const countryFields = { country: Type.Optional(oneLine(2)) }

/** The fields of a line of any kind. */
export const contactFields = Type.Object({ ...phoneFields, ...addressFields, ...emailFields })
export type ContactFields = Static<typeof contactFields>

/** Which of them belong to a kind. */
export const fieldsOfKind: Readonly<Record<Kind, readonly string[]>> = {
  phone: Object.keys(phoneFields),
  address: Object.keys(addressFields),
  email: Object.keys(emailFields),
  country: Object.keys(countryFields),
}

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
  switch (kind) {
    case 'phone':
      return phoneFrom(typed, words)
    case 'address':
      return addressFrom(typed, words)
    case 'email':
      return emailFrom(typed, words)
    case 'country':
      return isCountry(typed.country ?? '')
        ? { kind, value: { country: typed.country! } }
        : [{ field: 'country', message: words.t('profile.fault.country') }]
  }
}

function emailFrom({ email = '' }: ContactFields, { t }: Said): Contact | FieldFault[] {
  const address = email.normalize('NFKC').trim()
  if (isPlainAddress(address)) return { kind: 'email', value: { address } }
  return [{ field: 'email', message: t('profile.fault.email') }]
}

/**
 * Reads an answer for research.
 * @returns undefined for one that is not among the choices
 */
export function readAnswer(kind: Question, typed: string): Entry | undefined {
  return (choicesOf[kind] as readonly string[]).includes(typed) ? { kind, value: typed } : undefined
}

function phoneFrom(
  { number = '', country = '', use = '' }: ContactFields,
  { t, formats }: Said,
): Contact | FieldFault[] {
  const fault = (field: string, key: Key) => [
    { field, message: t(key, isCountry(country) ? { country: formats.country(country) } : {}) },
  ]
  if (!number.trim()) return fault('number', 'profile.fault.number')
  const value = readPhone(number.normalize('NFKC'), country)
  const isFor = phoneUses.find(one => one === use)
  if (use !== '' && !isFor) return [{ field: 'use', message: t('profile.fault.use') }]
  if (typeof value !== 'string') return { kind: 'phone', value: { ...value, ...(isFor ? { use: isFor } : {}) } }
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
