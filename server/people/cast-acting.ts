/** What the demonstration does for its cast, by the same acts as everybody. Whoever is not of the cast is nobody here. */
import { Refusal } from '../policy/refusal.ts'
import { castFactor, codeOf, readCast } from './cast.ts'
import type { PeopleParts } from './parts.ts'
import { acknowledge } from './acknowledging.ts'
import { type Half, secondFactor } from './factors/index.ts'
import type { Device } from './session-store.ts'
import { type Opened, signIn, signOut } from './sign-in.ts'
import { identifierHash } from './identifier.ts'
import { acknowledgedBy } from './staff-store.ts'
import { findConfirmed } from './store.ts'
import { tokenHash } from './tokens.ts'

/** Seconds that a code is good for; the one before and the one after are taken too. */
const period = 30
/** The last code that was shown for a colleague of an installation here: each is good once. */
const shownBy = new WeakMap<PeopleParts['vault'], Map<string, number>>()

/**
 * Signs somebody of the cast in with the cast's password, a colleague with the current code of the second factor too.
 * @param email whose; typed by somebody, so it may be anything
 * @returns `unknown`: not of the cast. `changed`: they have another password by now, were erased, or may not sign in.
 * `wait`: seconds
 */
export async function signInAsCast(
  parts: PeopleParts,
  email: string,
  device: Device,
): Promise<Opened | 'unknown' | 'changed' | { wait: number } | Refusal> {
  const { people, password } = readCast()
  const member = people.find(one => one.email === email)
  if (!member) return 'unknown'
  const person = await personOfCast(parts, member.email)
  if (person instanceof Refusal || person === undefined) return person ?? 'changed'
  const half = await signIn(parts, member.email, password, device)
  if (half === 'wrong') return 'changed'
  if (half instanceof Refusal || 'wait' in half || half.kind !== 'half') return half
  const session = tokenHash(half.token).toString('hex')
  // A half session that nobody goes on with would stand among the colleague's own.
  const end = () => signOut(parts, { session, person })
  try {
    const opened = await raise(parts, { person, session, name: member.name, colleague: true }, member.email, device)
    if (typeof opened !== 'object' || !('token' in opened)) await end()
    return opened
  } catch (error) {
    await end().catch(() => undefined)
    throw error
  }
}

/** Raises a half session with the first code that nobody has used. */
async function raise(
  parts: PeopleParts,
  half: Half,
  email: string,
  device: Device,
): Promise<Opened | 'changed' | { wait: number } | Refusal> {
  const { clock, vault } = parts
  const shown = shownBy.get(vault) ?? new Map<string, number>()
  shownBy.set(vault, shown)
  const now = Math.floor(clock.now().getTime() / (period * 1000))
  for (let counter = Math.max(now - 1, (shown.get(email) ?? 0) + 1); counter <= now + 1; counter += 1) {
    shown.set(email, counter)
    const code = codeOf(castFactor(vault, email), new Date(counter * period * 1000))
    const opened = await secondFactor(parts, half, code, device)
    if (opened === 'ended') return 'changed'
    // Used by somebody who typed it.
    if (opened !== 'wrong') return opened
  }
  return { wait: Math.ceil(((now + 1) * period * 1000 - clock.now().getTime()) / 1000) }
}

/**
 * Acknowledges a version of the policy for every colleague of the cast who is there and has not.
 * @returns how many have acknowledged it now
 */
export async function acknowledgeAsCast(parts: PeopleParts, version: number): Promise<number> {
  let done = 0
  for (const { email } of readCast().people.filter(({ role }) => role)) {
    const person = await personOfCast(parts, email)
    if (typeof person !== 'string') continue
    const read = await parts.gate.read(
      { act: 'people.acknowledge', actor: { kind: 'stranger' }, subject: { person } },
      { said: acknowledgedBy(person) },
    )
    const isRead = !(read instanceof Refusal) && read.said[0]?.acknowledged_version === version
    if (isRead || !(await acknowledge(parts, person, version))) done += 1
  }
  return done
}

async function personOfCast(parts: PeopleParts, email: string): Promise<string | undefined | Refusal> {
  const found = await parts.gate.read(
    { act: 'people.find-account', actor: { kind: 'stranger' }, subject: 'none' },
    { owner: findConfirmed(identifierHash(parts, email)) },
  )
  return found instanceof Refusal ? found : found.owner[0]?.person_id
}
