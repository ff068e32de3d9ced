/**
 * IDs for those who have no e-mail address: `HES-7K3M-22QP`, three letters of the company, seven random characters (35 bits) and
 * one that shows a slip of the pen. Characters as Crockford's base 32 has them: no letter that looks like a digit.
 */
import { randomInt } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const lookalikes: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' }
const random = 7

/** Times x in the field of 32 elements, modulo x^5 + x^2 + 1. */
const double = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31

/** The character after some others. One that differs, and two neighbours that changed places, give another one. */
const checkOf = (characters: string): string =>
  alphabet[[...characters].reduce((sum, character) => double(sum ^ alphabet.indexOf(character)), 0)]!

/**
 * New random characters of the alphabet, each with five bits.
 * @param length how many
 */
export const randomCharacters = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/**
 * A new ID that nobody can guess.
 * @param company whose customers it is for: its first letters stand before it
 */
export function newIdCode(company: string): string {
  const letters = company.normalize('NFD').replaceAll(/[^a-z]/gi, '')
  const characters = randomCharacters(random)
  const code = characters + checkOf(characters)
  return `${letters.slice(0, 3).padEnd(2, 'X')}-${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase()
}

/** What is typed by hand, as it was given: letters that look like digits are those digits. */
export const plainCharacters = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[oil]/g, letter => lookalikes[letter]!)
    .replaceAll(/[\s-]/g, '')

/** @returns an ID of this kind in its normal form; undefined where it is none, or its last character does not fit */
export function normalCode(typed: string): string | undefined {
  const [, prefix = '', rest = ''] =
    /^([a-z]{2,3})[\s-]+([\da-z]{4}[\s-]?[\da-z]{4})$/.exec(typed.toLowerCase().trim()) ?? []
  const code = plainCharacters(rest)
  const isRight = code.length === random + 1 && [...code].every(character => alphabet.includes(character))
  if (!isRight || checkOf(code.slice(0, random)) !== code.at(-1)) return undefined
  return `${prefix}-${code.slice(0, 4)}-${code.slice(4)}`
}
