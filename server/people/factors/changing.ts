/** Adding, replacing and removing what protects an ID besides its password, by whoever it belongs to. */
import { newId, newSecret } from '../../base/ids.ts'
import type { Statements } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { confirmPassword } from '../password-again.ts'
import { lengthOf } from '../people.ts'
import { noted } from '../security/index.ts'
import type { Device } from '../session-store.ts'
import { type SignedIn } from '../signed-in.ts'
import { provenance } from '../sign-up.ts'
import { appAddress, counterOf, derivedSecret } from './codes.ts'
import { countOf, type Factors, factorsOf, madeCodes, shortestFor } from './reading.ts'
import * as keys from './passkey-store.ts'
import { type Answered, isReplay, newCredential } from './passkeys.ts'
import { dropIdleCodes, dropRecoveryCodes } from './recovery-store.ts'
import type { Enrolment } from './second-factor.ts'
import * as apps from './totp-store.ts'

const stranger = { kind: 'stranger' } as const

/** How many passkeys somebody may have. */
export const mostPasskeys = 20

/** How a change ended. `codes`: recovery codes that came to be with a first factor, to be shown once. */
export type Added = { codes?: readonly string[] } | 'wrong' | Refusal
/**
 * `last`: a colleague keeps one factor. `password`, `short`: the last factor of a customer leaves a password alone, and what was
 * typed is another, or too short for that. `wait`: seconds.
 */
export type Removed = 'done' | 'unknown' | 'last' | 'password' | 'short' | { wait: number } | Refusal

/** Another secret each time that one is begun, and in each session: nothing is kept of it until a code proves that an app has it. */
const secretBegun = ({ vault }: Pick<PeopleParts, 'vault'>, { session }: SignedIn, begun: string): string =>
  derivedSecret(vault, `account ${session} ${begun}`)

/** What an authenticator app needs to begin. @param begun what tells this beginning from others: a new secret, or that of before */
export function newApp(parts: PeopleParts, who: SignedIn, begun = newSecret()): Enrolment & { begun: string } {
  const secret = secretBegun(parts, who, begun)
  const { company } = parts.gate.policy().compiled.loaded.policy.policy
  return { secret, uri: appAddress(secret, company, who.name), begun }
}

async function change(
  { gate }: PeopleParts,
  person: string,
  statements: Statements<'people.change-factors'>,
): Promise<'done' | 'untouched' | Refusal> {
  try {
    const written = await gate.write(
      { act: 'people.change-factors', actor: stranger, subject: { person } },
      { ...statements },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched || isReplay(error)) return 'untouched'
    throw error
  }
}

/** Recovery codes for somebody who had no factor and no codes before. */
const firstCodes = (parts: PeopleParts, person: string, factors: Factors, device: Device) =>
  countOf(factors) === 0 && factors.codes === 0
    ? madeCodes(parts, person, device, provenance(parts, 'web'))
    : { codes: undefined, statements: {} }

/** Adds an authenticator app, in the place of the one before, with a code that it shows. @param shown see `newApp` */
export async function setApp(
  parts: PeopleParts,
  who: SignedIn,
  shown: { begun: string; code: string },
  device: Device,
): Promise<Added> {
  const { person } = who
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors) return 'wrong'
  const secret = secretBegun(parts, who, shown.begun)
  const counter = counterOf(secret, shown.code, parts.clock.now())
  if (counter === undefined) return 'wrong'
  const made = firstCodes(parts, person, factors, device)
  const done = await change(parts, person, {
    former: apps.dropFormer(person),
    app: apps.setFactor(person, secret, counter, provenance(parts, 'web')),
    note: noted(parts, person, 'authenticator-added', device),
    ...made.statements,
  })
  if (done instanceof Refusal) return done
  if (done === 'untouched') return 'wrong'
  return made.codes ? { codes: made.codes } : {}
}

/** Whether a factor may go. NIST 800-63B-4, 3.1.1.2: a password that is all there is has more characters than one beside a factor. */
async function mayGo(
  parts: PeopleParts,
  who: SignedIn,
  factors: Factors,
  password: string,
): Promise<'yes' | Exclude<Removed, 'done' | 'unknown'>> {
  if (countOf(factors) > 1) return 'yes'
  if (factors.colleague) return 'last'
  const confirmed = password === '' ? 'wrong' : await confirmPassword(parts, who, password)
  // Where the session ended too, the next request says so.
  if (confirmed === 'wrong' || confirmed === 'ended') return 'password'
  if (confirmed !== 'right') return confirmed
  return lengthOf(password) < shortestFor({ ...factors, app: undefined, passkeys: 0 }) ? 'short' : 'yes'
}

/** Removes the authenticator app. @param password asked for where it is the last factor */
export async function removeApp(parts: PeopleParts, who: SignedIn, password: string, device: Device): Promise<Removed> {
  const { person } = who
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors?.app) return 'unknown'
  const may = await mayGo(parts, who, factors, password)
  if (may !== 'yes') return may
  const done = await change(parts, person, {
    lock: apps.lockFactors(person),
    app: factors.app.isFormer ? apps.removeFormer(person) : apps.removeFactor(person),
    idle: dropIdleCodes(person),
    note: noted(parts, person, 'authenticator-removed', device),
  })
  return done === 'untouched' ? 'last' : done
}

/** Adds a passkey under a name. */
export async function addPasskey(
  parts: PeopleParts,
  who: SignedIn,
  name: string,
  answered: Answered,
  device: Device,
): Promise<Added> {
  const { person } = who
  const [factors, credential] = await Promise.all([factorsOf(parts, person), newCredential(parts, answered)])
  if (factors instanceof Refusal) return factors
  if (!factors || credential === 'wrong') return 'wrong'
  const { challenge, ...kept } = credential
  const made = firstCodes(parts, person, factors, device)
  const done = await change(parts, person, {
    challenge,
    passkey: keys.addPasskey({ id: newId(), person, name, ...kept, ...provenance(parts, 'web') }, mostPasskeys),
    note: noted(parts, person, 'passkey-added', device, { about: name }),
    ...made.statements,
  })
  if (done instanceof Refusal) return done
  if (done === 'untouched') return 'wrong'
  return made.codes ? { codes: made.codes } : {}
}

/** Gives a passkey another name. @param name checked already */
export async function renamePasskey(
  parts: PeopleParts,
  who: SignedIn,
  id: string,
  name: string,
): Promise<'done' | 'unknown' | Refusal> {
  const done = await change(parts, who.person, { name: keys.renamePasskey(id, who.person, name) })
  return done === 'untouched' ? 'unknown' : done
}

/** Removes a passkey. @param passkey with the name that it has @param password asked for where it is the last factor */
export async function removePasskey(
  parts: PeopleParts,
  who: SignedIn,
  passkey: { id: string; name: string },
  password: string,
  device: Device,
): Promise<Removed> {
  const { person } = who
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors) return 'unknown'
  const may = await mayGo(parts, who, factors, password)
  if (may !== 'yes') return may
  const done = await change(parts, person, {
    lock: apps.lockFactors(person),
    passkey: keys.removePasskey(passkey.id, person),
    idle: dropIdleCodes(person),
    note: noted(parts, person, 'passkey-removed', device, { about: passkey.name }),
  })
  return done === 'untouched' ? 'unknown' : done
}

/** Makes new recovery codes in the place of all before. `none`: there is no factor in whose place they could be typed. */
export async function renewCodes(
  parts: PeopleParts,
  who: SignedIn,
  device: Device,
): Promise<{ codes: readonly string[] } | 'none' | Refusal> {
  const { person } = who
  const factors = await factorsOf(parts, person)
  if (factors instanceof Refusal) return factors
  if (!factors || countOf(factors) === 0) return 'none'
  const made = madeCodes(parts, person, device, provenance(parts, 'web'))
  const done = await change(parts, person, { drop: dropRecoveryCodes(person), ...made.statements })
  return done instanceof Refusal ? done : { codes: made.codes }
}
