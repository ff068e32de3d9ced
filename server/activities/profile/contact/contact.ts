/** What a line of a profile says, as it is kept and as it is said. Pure. */
import { showAddress, type Address } from './addresses.ts'
import { showPhone, type Phone } from './phones.ts'

/** How somebody can be reached, and the country where they live or work. */
export type Contact =
  | { kind: 'phone'; value: Phone }
  | { kind: 'address'; value: Address }
  | { kind: 'email'; value: { address: string } }
  | { kind: 'country'; value: { country: string } }

/** What somebody answered for research: the code of a choice. */
export type Answer = { kind: 'occupation'; value: string } | { kind: 'place'; value: string }

/** What a line says. */
export type Entry = Contact | Answer
export type Kind = Contact['kind']
export type Question = Answer['kind']

/** Whether two lines say the same. */
export const isSame = (one: Entry, other: Entry): boolean =>
  one.kind === other.kind && JSON.stringify(inOrder(one.value)) === JSON.stringify(inOrder(other.value))

const inOrder = (value: object | string) =>
  typeof value === 'string' ? value : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))

/**
 * What a line is known by: two that have the same are one and the same phone, address, e-mail or answer, whatever is
 * noted beside it and however it was typed.
 */
export function essenceOf({ kind, value }: Entry): string {
  switch (kind) {
    case 'phone':
      return `${kind} ${value.number} ${value.extension ?? ''}`
    case 'address':
      return [kind, value.street, value.postcode, value.city, value.region, value.country].join('\0').toLowerCase()
    case 'email':
      return `${kind} ${value.address.normalize('NFKC').toLowerCase()}`
    case 'country':
      return `${kind} ${value.country}`
    case 'occupation':
    case 'place':
      return `${kind} ${value}`
  }
}

/** Says things in somebody's language; every `Words` can. */
export interface Saying {
  formats: { country(code: string): string }
  hasText(key: string): boolean
  t(key: never): string
}

/** The lines in which it is written: a number, or an address as it stands on an envelope. */
export function linesOf(entry: Entry, words: Saying): string[] {
  switch (entry.kind) {
    case 'phone':
      return [showPhone(entry.value)]
    case 'address':
      return showAddress(entry.value, words.formats.country)
    case 'email':
      return [entry.value.address]
    case 'country':
      return [words.formats.country(entry.value.country)]
    case 'occupation':
    case 'place':
      return [answerWords(entry.value, words)]
  }
}

/** A choice of research in words; a code that this version does not know as it is. */
export function answerWords(code: string, { hasText, t }: Saying): string {
  const key = `profile.value.research.value.${code}`
  return hasText(key) ? t(key as never) : code
}

/** The same on one line, to be read aloud. */
export const sayEntry = (entry: Entry, words: Saying): string => linesOf(entry, words).join(', ')
