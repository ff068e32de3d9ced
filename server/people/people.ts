/** The rules of IDs, passwords and tries. Pure; time is a parameter. */
import type { FieldFault } from '../base/http/problem.ts'

/** Where a datum came from. */
export type Source =
  'web' | 'phone' | 'shop' | 'seminar' | 'survey' | 'download' | 'board' | 'import' | 'staff' | 'installation'

/** When, where and under which promises a datum was collected. */
export interface Provenance {
  at: Date
  source: Source
  version: number
}

/** Milliseconds. NIST 800-63B-4 and OWASP set the bounds; standards.md says which. */
export const lifetimes = {
  /** A mailed link to confirm an ID. */
  confirm: 24 * 60 * 60_000,
  /** A link with which a colleague sets a password. */
  staffLink: 72 * 60 * 60_000,
  customerSession: 30 * 24 * 60 * 60_000,
  staffSession: 12 * 60 * 60_000,
  staffIdle: 60 * 60_000,
  /** Between the password and the second factor. */
  halfSession: 10 * 60_000,
} as const

/** NIST 800-63B-4: 15 characters where a password is all there is, 8 beside a second factor. */
export const shortestPassword = { customer: 15, staff: 8 } as const

/** An ID as it is looked up: what is typed with other capitals or stray spaces finds the same person. */
export function normalIdentifier(typed: string): string {
  return typed.trim().normalize('NFKC').toLowerCase()
}

/** What is wrong with a password, as the key of a sentence; undefined if nothing. */
export function passwordFault(
  password: string,
  about: { name: string; email: string; company: string },
  shortest: number,
): 'password-short' | 'password-known' | 'password-repeats' | undefined {
  // Counted as people count: one letter is one, however many bytes it takes.
  if ([...password].length < shortest) return 'password-short'
  const plain = password.normalize('NFKC').toLowerCase()
  const [mailbox = ''] = about.email.toLowerCase().split('@')
  const personal = [mailbox, ...about.name.toLowerCase().split(/\s+/), ...about.company.toLowerCase().split(/\s+/)]
  const without = personal.filter(word => word.length >= 4).reduce((rest, word) => rest.replaceAll(word, ''), plain)
  if ([...without].length < Math.min(shortest, 8)) return 'password-known'
  if (new Set(plain).size < 5) return 'password-repeats'
  return undefined
}

/** How long somebody has to wait after failed tries in a row, in milliseconds. */
export function waitAfter(failures: number): number {
  if (failures < 5) return 0
  // 1 s, 2 s, 4 s … 15 min; after 100 in a row only a reset helps, which takes a day at least.
  if (failures >= 100) return 24 * 60 * 60_000
  return Math.min(1000 * 2 ** (failures - 5), 15 * 60_000)
}

/** Whether a session still counts. */
export function isLive(session: { kind: string; seenAt: Date; expiresAt: Date }, now: Date): boolean {
  if (session.expiresAt <= now) return false
  return session.kind === 'customer' || now.getTime() - session.seenAt.getTime() < lifetimes.staffIdle
}

/** Wrong fields, with the same sentence under each field's name. */
export const faultAt = (field: string, message: string): FieldFault => ({ field, message })
