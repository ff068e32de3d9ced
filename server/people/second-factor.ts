/** A colleague's second factor: codes of an authenticator app (TOTP, RFC 6238), each good once. */
import { Secret, TOTP } from 'otpauth'
import { Refusal } from '../policy/refusal.ts'
import { Untouched } from '../policy/statement.ts'
import type { PeopleParts } from './parts.ts'
import { codesPerPassword, lifetimes } from './people.ts'
import { raiseSession } from './session-store.ts'
import { type Opened, signOut } from './sign-in.ts'
import * as store from './staff-store.ts'
import { newToken, tokenHash } from './tokens.ts'
import { countTry, forgetTries } from './tries.ts'

const stranger = { kind: 'stranger' } as const
/** Seconds that a code is good for; one before and one after are taken too, for clocks that differ. */
const period = 30
const digits = 6

/** Who has shown the password and not yet the second factor. */
export interface Half {
  person: string
  /** hash of the half session, hex */
  session: string
  name: string
}

/** What an authenticator app needs to begin. */
export interface Enrolment {
  /** base32 */
  secret: string
  /** otpauth: address, for a QR code */
  uri: string
}

async function factorOf({ gate }: PeopleParts, person: string): Promise<store.FactorRow | undefined | Refusal> {
  const read = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: { person } },
    { factor: store.factor(person) },
  )
  return read instanceof Refusal ? read : read.factor[0]
}

/**
 * The enrolment of a colleague who has no second factor yet; undefined for one who has. The secret is derived from the
 * session, so that nothing is kept until a code proves that the app has it.
 * @param company as the app will call it
 */
export async function enrolment(
  parts: PeopleParts,
  half: Half,
  company: string,
): Promise<Enrolment | undefined | Refusal> {
  const factor = await factorOf(parts, half.person)
  if (factor instanceof Refusal) return factor
  if (!factor || factor.second_factor) return undefined
  const secret = newFactor(parts, half.session)
  const app = new TOTP({ secret: Secret.fromBase32(secret), issuer: company, label: half.name, period, digits })
  return { secret, uri: app.toString() }
}

function newFactor({ vault }: PeopleParts, session: string): string {
  const bytes = new Uint8Array(vault.derive(`second factor ${session}`))
  return new Secret({ buffer: bytes.buffer.slice(0, 20) }).base32
}

/** `ended`: too many wrong codes in a row, so the password is asked for again. `wait`: seconds. */
export type Proof = Opened | 'wrong' | 'ended' | { wait: number } | Refusal

/**
 * Raises a half session to a colleague's whole one.
 * @returns `wrong` also for a code that was used before (RFC 6238, 5.2), at the same moment included
 */
export async function secondFactor(parts: PeopleParts, half: Half, code: string): Promise<Proof> {
  const { person, session } = half
  const factor = await factorOf(parts, person)
  if (factor instanceof Refusal) return factor
  if (!factor) return 'wrong'
  const counted = await countTry(parts, 'second-factor', person)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const opened = await prove(parts, half, factor, code)
  if (opened === 'wrong' && counted.tries % codesPerPassword === 0) {
    await signOut(parts, { session, person })
    return 'ended'
  }
  if (typeof opened === 'object' && 'token' in opened) await forgetTries(parts, 'second-factor', person)
  return opened
}

async function prove(
  parts: PeopleParts,
  { person, session }: Half,
  factor: store.FactorRow,
  code: string,
): Promise<Opened | 'wrong' | Refusal> {
  const { gate, clock, vault } = parts
  const token = code.normalize('NFKC').replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(token)) return 'wrong'
  const secret = factor.second_factor ?? newFactor(parts, session)
  const now = clock.now()
  const delta = new TOTP({ secret: Secret.fromBase32(secret), period, digits }).validate({
    token,
    timestamp: now.getTime(),
    window: 1,
  })
  if (delta === null) return 'wrong'
  const counter = Math.floor(now.getTime() / (period * 1000)) + delta
  const ends = new Date(now.getTime() + lifetimes.staffSession)
  const opened = newToken(vault, { place: 'people.session', kind: 'staff', person, expiresAt: ends })
  try {
    const written = await gate.write(
      { act: 'people.second-factor', actor: stranger, subject: { person } },
      {
        proven: factor.second_factor ? store.useFactor(person, counter) : store.enrolFactor(person, secret, counter),
        raise: raiseSession(Buffer.from(session, 'hex'), tokenHash(opened), now, ends),
      },
    )
    return written instanceof Refusal ? written : { token: opened, kind: 'staff', lasts: lifetimes.staffSession / 1000 }
  } catch (error) {
    // The code, or the half session, was used a moment ago.
    if (error instanceof Untouched) return 'wrong'
    throw error
  }
}

/** A colleague has read the version of the policy that is in force; without this no purpose opens (policy, 10.1). */
export async function acknowledge(
  { gate, clock }: PeopleParts,
  person: string,
  version: number,
): Promise<Refusal | undefined> {
  const written = await gate.write(
    { act: 'people.acknowledge', actor: stranger, subject: { person } },
    { said: store.acknowledge(person, version, clock.now()) },
  )
  return written instanceof Refusal ? written : undefined
}
