/** Between the password and the session: the second factor of customers and colleagues. Each code is good once. */
import type { Statements } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { codesPerPassword, lifetimes } from '../people.ts'
import { arrived, noted } from '../security/index.ts'
import { type Device, raiseSession } from '../session-store.ts'
import { type Opened, signOut } from '../sign-in.ts'
import { provenance } from '../sign-up.ts'
import { newToken, tokenHash } from '../tokens.ts'
import { countTry, forgetTries } from '../tries.ts'
import { appAddress, counterOf, derivedSecret } from './codes.ts'
import { codeProof, countOf, type Factors, factorsOf, madeCodes } from './reading.ts'
import { type Answered, isReplay, passkeyProof } from './passkeys.ts'
import { enrolFactor } from './totp-store.ts'

const stranger = { kind: 'stranger' } as const

/** Who has shown the password and not yet the second factor. */
export interface Half {
  person: string
  /** hash of the half session, hex */
  session: string
  name: string
  colleague: boolean
}

/** What an authenticator app needs to begin. */
export interface Enrolment {
  /** base32 */
  secret: string
  /** otpauth: address, for a QR code */
  uri: string
}

/** Whether this is a colleague who has no second factor yet: the one case in which the password alone may add one. */
const mayEnrol = (factors: Factors): boolean => factors.colleague && countOf(factors) === 0

/**
 * The enrolment of a colleague who has no second factor yet; undefined for everybody who has. The secret is derived from the
 * session, so that nothing is kept until a code proves that the app has it.
 * @param company as the app will call it
 */
export async function enrolment(
  parts: PeopleParts,
  half: Half,
  company: string,
): Promise<Enrolment | undefined | Refusal> {
  const factors = await factorsOf(parts, half.person)
  if (factors === undefined || factors instanceof Refusal) return factors
  if (!mayEnrol(factors)) return undefined
  const secret = derivedSecret(parts.vault, half.session)
  return { secret, uri: appAddress(secret, company, half.name) }
}

/** A session that was opened; `codes`: recovery codes that were made with the first factor, to be shown once. */
export type Raised = Opened & { codes?: readonly string[] }

/** `ended`: too many wrong codes in a row, so the password is asked for again. `wait`: seconds. */
export type Proof = Raised | 'wrong' | 'ended' | { wait: number } | Refusal

/**
 * Raises a half session to a whole one with a code: of an authenticator app, or a recovery code.
 * @returns `wrong` also for a code that was used before (RFC 6238, 5.2), at the same moment included
 */
export async function secondFactor(parts: PeopleParts, half: Half, code: string, device: Device): Promise<Proof> {
  const { person, session } = half
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors) return 'wrong'
  const counted = await countTry(parts, 'second-factor', person)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const opened = await raise(parts, half, shownBy(parts, half, factors, code, device), device)
  if (opened === 'wrong' && counted.tries % codesPerPassword === 0) {
    await signOut(parts, { session, person })
    return 'ended'
  }
  if (typeof opened === 'object' && 'token' in opened) await forgetTries(parts, 'second-factor', person)
  return opened
}

/** The same with a passkey. Its answer cannot be guessed, so nothing is counted. */
export async function passkeyAsFactor(
  parts: PeopleParts,
  half: Half,
  answered: Answered,
  device: Device,
): Promise<Raised | 'wrong' | Refusal> {
  const proof = await passkeyProof(parts, { ...answered, use: 'second-factor' }, { person: half.person })
  if (proof instanceof Refusal) return proof
  return raise(parts, half, proof === 'wrong' ? undefined : { statements: proof.statements }, device)
}

/** The statements that use up what was shown, and recovery codes that come to be with them. */
interface Shown {
  statements: Statements<'people.second-factor'>
  codes?: readonly string[]
}

function shownBy(parts: PeopleParts, half: Half, factors: Factors, code: string, device: Device): Shown | undefined {
  const { person } = half
  if (!mayEnrol(factors)) {
    const statements = codeProof(parts, person, factors, code, device)
    return statements && { statements }
  }
  const secret = derivedSecret(parts.vault, half.session)
  const counter = counterOf(secret, code, parts.clock.now())
  if (counter === undefined) return undefined
  const from = provenance(parts, 'web')
  const made = madeCodes(parts, person, device, from)
  const added = noted(parts, person, 'authenticator-added', device)
  const enrol = enrolFactor(person, secret, counter, from)
  return { codes: made.codes, statements: { enrol, ...made.statements, added } }
}

async function raise(
  parts: PeopleParts,
  { person, session, colleague }: Half,
  shown: Shown | undefined,
  device: Device,
): Promise<Raised | 'wrong' | Refusal> {
  if (!shown) return 'wrong'
  const { gate, clock, vault } = parts
  const now = clock.now()
  const kind = colleague ? 'staff' : 'customer'
  const lasts = colleague ? lifetimes.staffSession : lifetimes.customerSession
  const ends = new Date(now.getTime() + lasts)
  const opened = newToken(vault, { place: 'people.session', kind, person, expiresAt: ends })
  try {
    const written = await gate.write(
      { act: 'people.second-factor', actor: stranger, subject: { person } },
      {
        ...shown.statements,
        raise: raiseSession(Buffer.from(session, 'hex'), tokenHash(opened), kind, now, ends),
        ...(await arrived(parts, person, device)),
      },
    )
    if (written instanceof Refusal) return written
    return { token: opened, kind, lasts: lasts / 1000, ...(shown.codes ? { codes: shown.codes } : {}) }
  } catch (error) {
    // The code, the challenge or the half session was used a moment ago.
    if (error instanceof Untouched || isReplay(error)) return 'wrong'
    throw error
  }
}
