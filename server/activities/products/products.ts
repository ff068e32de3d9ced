/** Products that people and companies own: warranty, who may do what, and how long things stay. Pure. */
import { dayBefore, daysBefore, isDay, latestDay, monthsLater, type Pattern, type Serial } from './serial/index.ts'

/** A family of the catalogue. */
export interface Family extends Pattern {
  name: string
  /** What it is, by language. */
  says: Readonly<Record<string, string>>
  /** Months of warranty, and how many more for a product that is registered. */
  months: number
  extraMonths: number
}

/** Until when something is mended for nothing. */
export interface Warranty {
  /** First and last day, ISO 8601. */
  from: string
  until: string
  /** Whether it counts from the day of purchase or, where that is not known, from the end of the week of production. */
  counts: 'bought' | 'built'
  months: number
  /** Months of it that registration added. */
  extra: number
}

/**
 * The warranty of a registered product.
 * @param built last day of the week of production, ISO 8601
 * @param boughtOn ISO 8601
 */
export function warrantyOf(family: Family, built: string, boughtOn: string | null): Warranty {
  const from = boughtOn ?? built
  const { months, extraMonths: extra } = family
  return {
    from,
    until: dayBefore(monthsLater(from, months + extra)),
    counts: boughtOn === null ? 'built' : 'bought',
    months,
    extra,
  }
}

/** @param today ISO 8601 */
export const isCovered = ({ until }: Warranty, today: string): boolean => today <= until

/** What is wrong with a day of purchase. */
export type BoughtFault = 'bought-day' | 'bought-future' | 'bought-early'

/** @param text ISO 8601 @returns undefined where nothing is wrong */
export function boughtFault(text: string, serial: Pick<Serial, 'built'>, now: Date): BoughtFault | undefined {
  if (!isDay(text)) return 'bought-day'
  if (text > latestDay(now)) return 'bought-future'
  // Nobody buys what is not built yet: the week has seven days.
  const begun = daysBefore(serial.built, 6)
  return text < begun ? 'bought-early' : undefined
}

/** What somebody is in the company that owns something; undefined where it is their own. */
export type RoleThere = 'owner' | 'manager' | 'member' | undefined

export type Action = 'register' | 'correct' | 'remove' | 'transfer' | 'arrange-sites'

/** Whether somebody may do that; pages show the reason, and acts refuse with it. */
export type May = { yes: true } | { yes: false; why: 'managers-only' }

/** Members of a company register and correct; what takes something away from all of them is for managers and owners. */
export function may(action: Action, role: RoleThere): May {
  const isForAll = action === 'register' || action === 'correct'
  return role !== 'member' || isForAll ? { yes: true } : { yes: false, why: 'managers-only' }
}

/** How long a removal can be undone, and how long an offer waits for its answer, in milliseconds. */
export const undoLasts = 30 * 86_400_000
export const offerLasts = 30 * 86_400_000

/** @param endedAt when it was removed */
export const isUndoable = (endedAt: Date, now: Date): boolean => now.getTime() - endedAt.getTime() < undoLasts

/** Proofs of purchase. */
export const mostProofs = 3
export const mostProofBytes = 5_000_000

const signatures = [
  { type: 'application/pdf', begins: Buffer.from('%PDF-') },
  { type: 'image/jpeg', begins: Buffer.of(0xff, 0xd8, 0xff) },
  { type: 'image/png', begins: Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
] as const

export type ProofType = (typeof signatures)[number]['type']

/** What a file is by its first bytes; its name and what the sender says of it count for nothing. */
export function proofType(bytes: Buffer): ProofType | undefined {
  return signatures.find(({ begins }) => bytes.subarray(0, begins.length).equals(begins))?.type
}

/** How often somebody was told that a serial number is taken: it leaks away with time. */
export interface Guesses {
  level: number
  lastAt: Date
}

/**
 * So many at once, and one more after so many seconds: enough for a shelf of second-hand modules, too few to list what
 * exists. `cap`: however many were asked in one list, nobody waits longer than a day.
 */
export const guessing = { most: 20, every: 180, cap: 500 }

/** Seconds until somebody may try another serial number; 0: now. */
export function guessWait(guesses: Guesses | undefined, now: Date): number {
  if (!guesses) return 0
  const { most, every } = guessing
  const level = Math.max(0, guesses.level - (now.getTime() - guesses.lastAt.getTime()) / 1000 / every)
  return Math.ceil(Math.max(0, (level + 1 - most) * every))
}

/** How many serial numbers can be typed at once, and how many sites an owner has. */
export const mostAtOnce = 200
export const mostSites = 500
