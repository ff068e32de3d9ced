/** Signing in, the second factor, sessions. */
import { newSecret } from '../base/ids.ts'
import { Secret, TOTP } from 'otpauth'
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { matches, matchNobody } from './passwords.ts'
import { lifetimes, waitAfter } from './people.ts'
import * as store from './session-store.ts'
import { identifierHash, tokenHash } from './sign-up.ts'

const stranger = { kind: 'stranger' } as const

/** A session that was opened; the token goes into the cookie and nowhere else. */
export interface Opened {
  token: string
  kind: store.SessionKind
  /** seconds */
  lasts: number
}

export type SignIn = Opened | { wait: number } | 'wrong' | Refusal

/**
 * Signs somebody in with an ID and a password. An unknown ID and a wrong password are the same answer, after the same work.
 * @param device what the security history shows
 * @returns `wait`: seconds until the next try is looked at
 */
export async function signIn(
  parts: PeopleParts,
  typed: string,
  password: string,
  device: store.Device,
): Promise<SignIn> {
  const { gate, clock } = parts
  const hash = identifierHash(parts, typed)
  const now = clock.now()
  const before = await gate.read(
    { act: 'people.count-attempt', actor: stranger, subject: 'none' },
    { tries: store.attempt(hash) },
  )
  if (before instanceof Refusal) return before
  const [tries] = before.tries
  const wait = tries ? tries.last_at.getTime() + waitAfter(tries.failures) - now.getTime() : 0
  if (wait > 0) return { wait: Math.ceil(wait / 1000) }
  await gate.write(
    { act: 'people.count-attempt', actor: stranger, subject: 'none' },
    { count: store.countAttempt(hash, now) },
  )
  const found = await gate.read(
    { act: 'people.sign-in', actor: stranger, subject: 'set' },
    { owner: store.credentials(hash) },
  )
  if (found instanceof Refusal) return found
  const [owner] = found.owner
  const right = owner?.password ? await matches(owner.password, password) : await matchNobody(password)
  if (!owner || !right) return 'wrong'
  await gate.write(
    { act: 'people.count-attempt', actor: stranger, subject: 'none' },
    { forget: store.forgetAttempts(hash) },
  )
  return openSession(parts, owner.person_id, owner.staff_role ? 'staff-half' : 'customer', device)
}

/** Opens a session for somebody who has just proven who they are. */
export async function openSession(
  parts: PeopleParts,
  person: string,
  kind: 'customer' | 'staff-half',
  device: store.Device,
): Promise<Opened | Refusal> {
  const { gate, clock } = parts
  const token = newSecret()
  const at = clock.now()
  const lasts = kind === 'customer' ? lifetimes.customerSession : lifetimes.halfSession
  const written = await gate.write(
    { act: 'people.sign-in', actor: stranger, subject: { person } },
    {
      session: store.addSession({
        tokenHash: tokenHash(token),
        person,
        kind,
        device,
        at,
        expiresAt: new Date(at.getTime() + lasts),
      }),
    },
  )
  return written instanceof Refusal ? written : { token, kind, lasts: lasts / 1000 }
}

/** Ends one session; ending it twice is no fault. */
export async function signOut({ gate }: PeopleParts, session: string): Promise<void> {
  await gate.write(
    { act: 'people.sign-out', actor: stranger, subject: 'none' },
    { end: store.endSession(Buffer.from(session, 'hex')) },
  )
}

const totp = (secret: string, label = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer: 'Abide', label, period: 30, digits: 6 })

/** What an authenticator app needs to begin. */
export interface Enrolment {
  /** base32 */
  secret: string
  /** otpauth: address, for a QR code */
  uri: string
}

/**
 * The enrolment of a colleague who has no second factor yet; undefined for one who has. The secret is derived from the
 * session, so that nothing is kept until a code proves that the app has it.
 */
export async function enrolment(
  parts: PeopleParts,
  person: string,
  session: string,
  name: string,
  company: string,
): Promise<Enrolment | undefined | Refusal> {
  const read = await parts.gate.read(
    { act: 'people.second-factor', actor: stranger, subject: { person } },
    { factor: store.factor(person) },
  )
  if (read instanceof Refusal) return read
  if (read.factor[0]?.second_factor) return undefined
  const secret = newFactor(parts, session)
  return {
    secret,
    uri: new TOTP({
      secret: Secret.fromBase32(secret),
      issuer: company,
      label: name,
      period: 30,
      digits: 6,
    }).toString(),
  }
}

function newFactor({ vault }: PeopleParts, session: string): string {
  return new Secret({ buffer: new Uint8Array(vault.derive(`second factor ${session}`)).buffer.slice(0, 20) }).base32
}

/**
 * Raises a half session to a colleague's whole one.
 * @param session hash of the half session, hex
 * @returns `wrong` also for a code that was used before (RFC 6238, 5.2)
 */
export async function secondFactor(
  parts: PeopleParts,
  person: string,
  session: string,
  code: string,
): Promise<Opened | 'wrong' | Refusal> {
  const { gate, clock } = parts
  const subject = { person }
  const read = await gate.read(
    { act: 'people.second-factor', actor: stranger, subject },
    { factor: store.factor(person) },
  )
  if (read instanceof Refusal) return read
  const [factor] = read.factor
  if (!factor) return 'wrong'
  const secret = factor.second_factor ?? newFactor(parts, session)
  const now = clock.now()
  const delta = totp(secret).validate({ token: code.replaceAll(/\s/g, ''), timestamp: now.getTime(), window: 1 })
  if (delta === null) return 'wrong'
  const counter = Math.floor(now.getTime() / 30_000) + delta
  if (counter <= Number(factor.last_counter)) return 'wrong'
  const token = newSecret()
  const raise = store.raiseSession(
    Buffer.from(session, 'hex'),
    tokenHash(token),
    now,
    new Date(now.getTime() + lifetimes.staffSession),
  )
  const proven = factor.second_factor ? store.useFactor(person, counter) : store.enrolFactor(person, secret, counter)
  const written = await gate.write({ act: 'people.second-factor', actor: stranger, subject }, { proven, raise })
  return written instanceof Refusal ? written : { token, kind: 'staff', lasts: lifetimes.staffSession / 1000 }
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

/** Removes sessions and tries that are over. @returns when it last had to */
export async function expire({ gate, clock }: PeopleParts): Promise<void> {
  const now = clock.now()
  const day = 24 * 60 * 60_000
  await gate.write(
    { act: 'people.expire', actor: { kind: 'system' }, subject: 'none' },
    { sessions: store.expireSessions(now), tries: store.expireAttempts(new Date(now.getTime() - day)) },
  )
}
