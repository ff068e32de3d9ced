/** What protects somebody's ID besides its password, and what a typed code proves. */
import type { Statements } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { lifetimes, type Provenance, shortestPassword } from '../people.ts'
import { noted } from '../security/index.ts'
import type { Device } from '../session-store.ts'
import type { Opening } from '../sign-in.ts'
import { provenance } from '../sign-up.ts'
import { counterOf, newRecoveryCodes, recoveryCodeOf, recoveryHash } from './codes.ts'
import { addRecoveryCodes, useRecoveryCode } from './recovery-store.ts'
import * as store from './totp-store.ts'

const stranger = { kind: 'stranger' } as const

/** What protects an ID besides its password. */
export interface Factors {
  /** An authenticator app: what its codes are checked with, base32, and since when it is there. */
  app: { secret: string; isFormer: boolean; at: Date } | undefined
  passkeys: number
  /** Recovery codes that nobody has used. */
  codes: number
  /** Whether this is a colleague, who keeps one factor at least. */
  colleague: boolean
  /** When one of them, or a recovery code, was added last. */
  addedAt: Date | undefined
}

/** How many factors there are; recovery codes are none, as they only stand in for one. */
export const countOf = ({ app, passkeys }: Pick<Factors, 'app' | 'passkeys'>): number => (app ? 1 : 0) + passkeys

/** Reads what protects an ID besides its password; undefined for a colleague who is suspended. */
export async function factorsOf(
  { gate }: Pick<PeopleParts, 'gate'>,
  person: string,
): Promise<Factors | undefined | Refusal> {
  const read = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: { person } },
    { factors: store.factors(person) },
  )
  if (read instanceof Refusal) return read
  const [row] = read.factors
  if (!row) return undefined
  const { secret, former, recorded_at: at, passkeys, codes, colleague, added_at: addedAt } = row
  const known = secret ?? former
  const app = known !== null && at !== null ? { secret: known, isFormer: secret === null, at } : undefined
  return { app, passkeys, codes, colleague, addedAt: addedAt ?? undefined }
}

/** How many characters a password has at least: fewer where a second factor is there (NIST 800-63B-4, 3.1.1.2). */
export const shortestWith = (secondFactor: boolean): number =>
  secondFactor ? shortestPassword.staff : shortestPassword.customer

/** The same for whoever has these factors; a colleague always needs one. */
export const shortestFor = (factors: Pick<Factors, 'app' | 'passkeys' | 'colleague'>): number =>
  shortestWith(factors.colleague || countOf(factors) > 0)

/**
 * Whether a session was proven with a second factor that nobody added lately. Since the newest one is there no proof goes
 * without a factor, and while all are old none can be one that a thief of the session added.
 * @param provenAt when somebody showed last, in this session, who they are
 */
export const isLongGuarded = (factors: Factors, provenAt: Date, now: Date): boolean =>
  countOf(factors) > 0 &&
  factors.addedAt !== undefined &&
  provenAt >= factors.addedAt &&
  now.getTime() - factors.addedAt.getTime() >= lifetimes.newFactor

/**
 * What a password, or a mailed link, opens of somebody: half a session where a second factor is still to be shown.
 * @param person who has just shown it
 */
export async function openingOf(parts: Pick<PeopleParts, 'gate'>, person: string): Promise<Opening | Refusal> {
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  // Half a session of a colleague who is suspended becomes nobody's.
  if (!factors || factors.colleague) return 'half-staff'
  return countOf(factors) > 0 ? 'half' : 'customer'
}

/**
 * What a typed code proves: the statements that use it up, for the transaction of what it opens. That of an authenticator
 * app which still stands at its former place moves it.
 * @param typed six digits of an app, or a recovery code
 * @returns undefined where it proves nothing
 */
export function codeProof(
  parts: PeopleParts,
  person: string,
  factors: Factors,
  typed: string,
  device: Device,
): Statements<'people.second-factor' | 'people.prove'> | undefined {
  const { clock, vault } = parts
  const now = clock.now()
  const code = recoveryCodeOf(typed)
  if (code !== undefined && countOf(factors) > 0) {
    return {
      recovery: useRecoveryCode(person, recoveryHash(vault, person, code), now),
      told: noted(parts, person, 'recovery-code-used', device),
    }
  }
  const counter = factors.app && counterOf(factors.app.secret, typed, now)
  if (!factors.app || counter === undefined) return undefined
  if (!factors.app.isFormer) return { proven: store.useFactor(person, counter) }
  const { secret } = factors.app
  return {
    proven: store.takeFormer(person, counter),
    moved: store.moveFactor(person, secret, counter, provenance(parts, 'web')),
  }
}

/**
 * New recovery codes, and the statements that keep them.
 * @returns `codes`: to be shown once
 */
export function madeCodes(parts: PeopleParts, person: string, device: Device, from: Provenance) {
  const codes = newRecoveryCodes()
  const hashes = codes.map(code => recoveryHash(parts.vault, person, recoveryCodeOf(code)!))
  return {
    codes,
    statements: {
      codes: addRecoveryCodes(person, hashes, from),
      made: noted(parts, person, 'recovery-codes-made', device),
    },
  }
}
