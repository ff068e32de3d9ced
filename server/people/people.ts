/** The rules of IDs, passwords and tries. Pure; time is a parameter. */
import type { FieldFault } from '../base/http/problem.ts'
import { normalCode } from './id-code.ts'
import { hardCharacters, isListed } from './guessable.ts'

/** Where a datum came from. */
export type Source =
  'web' | 'phone' | 'shop' | 'seminar' | 'survey' | 'download' | 'board' | 'import' | 'staff' | 'installation'

/** When, where and under which promises a datum was collected. */
export interface Provenance {
  at: Date
  source: Source
  version: number
}

/** Milliseconds. NIST 800-63B-4 (sections 2.2, 3.1.1 and 5) and OWASP ASVS 5.0 (chapters 6 and 7) set the bounds. */
export const lifetimes = {
  /** A mailed link to confirm an ID. */
  confirm: 24 * 60 * 60_000,
  /** A link with which one's other ID is joined. */
  join: 15 * 60_000,
  /** A link with which a colleague sets a password. */
  staffLink: 72 * 60 * 60_000,
  /** A link with which a forgotten password is replaced. */
  reset: 60 * 60_000,
  /** Until second factors that somebody says are lost are removed. */
  factorLoss: 7 * 24 * 60 * 60_000,
  /** Until a second factor that was added stands in for a yes of the present address. */
  newFactor: 7 * 24 * 60 * 60_000,
  /** After a reset, until second factors may be said to be lost: a mailbox alone takes nothing over. */
  afterReset: 7 * 24 * 60 * 60_000,
  /** A code from a letter by post. */
  postedCode: 30 * 24 * 60 * 60_000,
  /** A code from a colleague (OWASP ASVS 5.0, 6.5.5). */
  givenCode: 10 * 60_000,
  /** In which both addresses say yes to another one for an ID. */
  addressChange: 24 * 60 * 60_000,
  /** In which whoever reads the former address puts it back. */
  addressReturn: 7 * 24 * 60 * 60_000,
  customerSession: 30 * 24 * 60 * 60_000,
  staffSession: 12 * 60 * 60_000,
  staffIdle: 60 * 60_000,
  /** Between the password and the second factor. */
  halfSession: 10 * 60_000,
  /** How long it counts that somebody showed who they are, before something grave (OWASP ASVS 5.0, 7.5). */
  proof: 10 * 60_000,
} as const

/** NIST 800-63B-4: 15 characters where a password is all there is, 8 beside a second factor. */
export const shortestPassword = { customer: 15, staff: 8 } as const

/**
 * An ID as it is looked up: what is typed with other capitals, stray spaces or wide letters finds the same person. Letters
 * of another script that only look alike stay different: they are somebody else's.
 */
export function normalIdentifier(typed: string): string {
  const plain = typed.normalize('NFKC').toLowerCase().normalize('NFKC').trim()
  return normalCode(plain) ?? plain
}

/**
 * An ID as whoever may not know it sees it: `a…@customer.example`, `HES-…`. Enough to remember one's own by.
 * @param id as it was typed
 */
export function maskedId(id: string): string {
  const at = id.lastIndexOf('@')
  return at > 0 ? `${[...id][0]}…${id.slice(at)}` : `${id.slice(0, 4)}…`
}

/** Control characters, and those that turn the direction of what stands beside them: a name could hide or forge a line. */
const odd = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/u

/** Whether a text can be a name: something to read, on one line. */
export const isName = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !odd.test(text)

/** How many characters must be left of a password once what is easily guessed is taken away. */
const hardest = 8

/** Counted as people count: one letter is one, however many bytes it takes, and however it was typed. */
export const lengthOf = (text: string): number => Math.min([...text].length, [...text.normalize('NFKC')].length)

/** What is wrong with a password, as the key of a sentence; undefined if nothing. @param about `company`: its words, with those of what it sells */
export function passwordFault(
  password: string,
  about: { name: string; email: string; company: string },
  shortest: number,
): 'password-short' | 'password-known' | 'password-repeats' | undefined {
  const plain = password.normalize('NFKC')
  if (lengthOf(password) < shortest) return 'password-short'
  if (new Set(plain.toLowerCase()).size < 5) return 'password-repeats'
  const personal = [
    ...about.email.split(/[@.]/),
    about.email.split('@')[0] ?? '',
    ...wordsOf(about.name),
    ...wordsOf(about.company),
  ]
  return isListed(plain) || hardCharacters(plain, personal) < hardest ? 'password-known' : undefined
}

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u)

/** Tries in a row that cost no waiting: fewer than these are a person who mistypes. */
export const freeTries = 5

/** The longest wait before another letter to an address: whoever asks for somebody else keeps them from theirs no longer. */
export const longestLetterWait = 60 * 60_000

/** How long somebody has to wait after tries in a row without success, in milliseconds. */
export function waitAfter(tries: number): number {
  if (tries < freeTries) return 0
  // 1 s, 2 s, 4 s … 15 min. NIST 800-63B-4, 3.2.2 allows 100 in a row: then one a day, which guesses nothing. Whoever knows the
  // password waits with the others, up to a day at a time for as long as somebody goes on trying. At the sign-in a passkey, or
  // another password by a link or a code, lets them in at once; elsewhere nothing does.
  if (tries >= 100) return 24 * 60 * 60_000
  return Math.min(1000 * 2 ** (tries - freeTries), 15 * 60_000)
}

/** Wrong codes in a row after which a colleague has to begin again with the password. */
export const codesPerPassword = 10

/** Wrong passwords in a row, of somebody who is signed in, after which their session ends. */
export const passwordsPerSession = 10

/** How long a letter waits for its next try, in milliseconds, after so many that failed: 1 min, 2 min, 4 min … 6 h. */
export function letterWait(tries: number): number {
  return Math.min(60_000 * 2 ** (Math.max(tries, 1) - 1), 6 * 60 * 60_000)
}

/** Whether a session still counts. */
export function isLive(session: { kind: string; seenAt: Date; expiresAt: Date }, now: Date): boolean {
  if (session.expiresAt <= now) return false
  return session.kind === 'customer' || now.getTime() - session.seenAt.getTime() < lifetimes.staffIdle
}

/** A wrong field, and what is wrong with it. */
export const faultAt = (field: string, message: string): FieldFault => ({ field, message })
