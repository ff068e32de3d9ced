/** A way to reach somebody, as it is kept and as it is said. Pure. */
import { showAddress, type Address } from './addresses.ts'
import { showPhone, type Phone } from './phones.ts'

export type Kind = 'phone' | 'address'

/** What a line says. */
export type Contact = { kind: 'phone'; value: Phone } | { kind: 'address'; value: Address }

/** Whether two lines say the same. */
export const isSame = (one: Contact, other: Contact): boolean =>
  one.kind === other.kind && JSON.stringify(inOrder(one.value)) === JSON.stringify(inOrder(other.value))

const inOrder = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))

/** Writes the name of a country (ISO 3166-1 alpha-2) in somebody's language; every `Words` can. */
interface Names {
  formats: { country(code: string): string }
}

/** The lines in which it is written: a number, or an address as it stands on an envelope. */
export const linesOf = (contact: Contact, { formats }: Names): string[] =>
  contact.kind === 'phone' ? [showPhone(contact.value)] : showAddress(contact.value, formats.country)

/** The same on one line, to be read aloud. */
export const sayContact = (contact: Contact, names: Names): string => linesOf(contact, names).join(', ')
