/** Signing in with ID and password, and out. */
import { Refusal } from '../policy/refusal.ts'
import { Untouched } from '../policy/statement.ts'
import type { PeopleParts } from './parts.ts'
import { matches, matchNobody } from './passwords.ts'
import { lifetimes, normalIdentifier } from './people.ts'
import { endAtSites } from './ending-store.ts'
import { addSession, addSessionOf, type Device, endSession, type Opened } from './session-store.ts'
import { isOver } from './closed.ts'
import { arrived, noted, noteFailure } from './security/index.ts'
import { identifierHash } from './identifier.ts'
import { credentials } from './store.ts'
import { newToken, tokenHash } from './tokens.ts'
import { countTry, forgotten } from './tries.ts'

const stranger = { kind: 'stranger' } as const

export type { Opened }

export type SignIn = Opened | { wait: number } | 'wrong' | Refusal

/**
 * Signs somebody in with an ID and a password. An unknown ID and a wrong password are the same answer, after the same work.
 * @param device what the security history shows
 * @returns `wait`: seconds until the next try is looked at
 */
export async function signIn(parts: PeopleParts, typed: string, password: string, device: Device): Promise<SignIn> {
  const { gate } = parts
  const id = normalIdentifier(typed)
  const counted = await countTry(parts, 'sign-in', id)
  if (counted instanceof Refusal || 'wait' in counted) return counted
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { owner: credentials(identifierHash(parts, id)) },
  )
  if (found instanceof Refusal) return found
  const [owner] = found.owner
  const right = owner?.password ? await matches(owner.password, password) : await matchNobody(password)
  if (!owner || !right || owner.suspended_at || isOver(parts, owner.closed_at)) {
    await noteFailure(parts, id, owner?.person_id, device)
    return 'wrong'
  }
  const { person_id: person, colleague, guarded, mark } = owner
  try {
    return await openSession(parts, person, colleague ? 'half-staff' : guarded ? 'half' : 'customer', device, {
      mark,
      also: forgotten(parts, 'sign-in', id),
    })
  } catch (error) {
    // Another password was chosen while this one was checked.
    if (error instanceof Untouched) return 'wrong'
    throw error
  }
}

/** What the password opens: of whoever has a second factor, half a session of a customer or of a colleague. */
export type Opening = 'customer' | 'half' | 'half-staff'

/**
 * Opens a session for somebody who has just shown a password, or a mailed link.
 * @param given.mark of the password that was shown or chosen
 * @param given.also what happens with it
 * @throws Untouched if the account has another one by now
 */
export async function openSession(
  parts: PeopleParts,
  person: string,
  opening: Opening,
  device: Device,
  { mark, also = {} }: { mark?: Buffer | undefined; also?: Partial<ReturnType<typeof forgotten>> } = {},
): Promise<Opened | Refusal> {
  const { gate, clock, vault } = parts
  const kind = opening === 'customer' ? 'customer' : 'half'
  const at = clock.now()
  const lasts = kind === 'customer' ? lifetimes.customerSession : lifetimes.halfSession
  const expiresAt = new Date(at.getTime() + lasts)
  const token = newToken(vault, { place: 'people.session', kind, person, expiresAt })
  const session = { tokenHash: tokenHash(token), person, kind, device, at, expiresAt } as const
  const written = await gate.write(
    { act: 'people.sign-in', actor: stranger, subject: { person } },
    {
      session: mark ? addSessionOf(session, mark) : addSession(session),
      ...(kind === 'half' ? {} : await arrived(parts, person, device)),
      ...also,
    },
  )
  if (written instanceof Refusal) return written
  const opened = { token, lasts: lasts / 1000 }
  return kind === 'customer' ? { ...opened, kind } : { ...opened, kind, colleague: opening === 'half-staff' }
}

/**
 * Ends the session of a visitor, and where they do so themselves all that it gave at sites; ending it twice is no fault.
 * @param visitor nobody signed in is fine
 * @param device from where they signed out themselves; absent where another session takes the place of this one
 */
export async function signOut(
  parts: Pick<PeopleParts, 'gate' | 'clock'>,
  visitor: { session?: string | undefined; person?: string; kind?: string },
  device?: Device,
): Promise<void> {
  const { session, person } = visitor
  if (session === undefined || person === undefined) return
  const isNoted = device !== undefined && visitor.kind !== 'half'
  const hash = Buffer.from(session, 'hex')
  await parts.gate.write(
    { act: 'people.sign-out', actor: stranger, subject: { person } },
    {
      // Before the session, which they would not be known by afterwards.
      ...(device === undefined ? {} : { sites: endAtSites(hash, person) }),
      end: endSession(hash),
      ...(isNoted ? { note: noted(parts, person, 'signed-out', device) } : {}),
    },
  )
}
