/** Sessions, under the security purpose. */
import { Sealed, statement } from '../policy/statement.ts'

/** What somebody used: visible to them, and to nobody but the security purpose. */
export interface Device {
  agent: string
  address: string
}

export type SessionKind = 'customer' | 'half' | 'staff'

/** A session that was opened; the token goes into the cookie and nowhere else. */
export type Opened = {
  token: string
  /** seconds */
  lasts: number
} & ({ kind: 'customer' | 'staff' } | { kind: 'half'; colleague: boolean })

export interface NewSession {
  tokenHash: Buffer
  person: string
  kind: SessionKind
  device: Device
  at: Date
  expiresAt: Date
}

/**
 * Opens a session, unless the account has another password by now than the one that was checked: a reset at the same moment
 * waits for this, or this for it.
 * @param mark SHA-256 of the password as it is sealed
 */
export const addSessionOf = (session: NewSession, mark: Buffer) =>
  statement<'people.sign-in'>({
    name: 'people.add-session-of-password',
    text: `insert into people.session (token_hash, person_id, kind, device, created_at, seen_at, proven_at, expires_at)
           select $1, $2, $3, $4, $5, $5, $5, $6 from people.account a
            where a.person_id = $2 and sha256(a.password) = $7 for share of a`,
    values: [
      session.tokenHash,
      session.person,
      session.kind,
      new Sealed('people.session.device', session.device),
      session.at,
      session.expiresAt,
      mark,
    ],
    fields: ['people.session.device'],
  })

/** Opens a session. */
export const addSession = (session: NewSession) =>
  statement<'people.sign-in' | 'people.use-passkey'>({
    name: 'people.add-session',
    text: `insert into people.session (token_hash, person_id, kind, device, created_at, seen_at, proven_at, expires_at)
           values ($1, $2, $3, $4, $5, $5, $5, $6)`,
    values: [
      session.tokenHash,
      session.person,
      session.kind,
      new Sealed('people.session.device', session.device),
      session.at,
      session.expiresAt,
    ],
    fields: ['people.session.device'],
  })

export interface SessionRow {
  person_id: string
  kind: SessionKind
  /** Moments are seconds since 1970: they are read at every request, and numbers are read sooner than dates. */
  seen_at: number
  /** When a password, a passkey or a code was shown last. */
  proven_at: number
  expires_at: number
  language: string
  name: string | null
  /** Whether several people use this ID. */
  several: boolean
  /** Whether this is a colleague, also one who is suspended. */
  colleague: boolean
  role: string | null
  controller: string | null
  /** As it was sealed when the colleague was appointed. */
  appointment: { role: string; controller: string } | null
  acknowledged_version: number | null
  suspended_at: Date | null
  /** Since when the ID rests, or was given up. */
  paused_at: Date | null
  closed_at: Date | null
}

/** The session that a token opens, with all that a request needs to know of its visitor. */
export const session = (tokenHash: Buffer) =>
  statement<'people.check-session', SessionRow>({
    name: 'people.session',
    // A function of the database, because every request asks this: eight tables would each ask for the person (migration 0023).
    text: `select person_id, kind, seen_at, proven_at, expires_at, language, name, wrapped, several, colleague, role, controller,
                  appointment, acknowledged_version, suspended_at, paused_at, closed_at
             from people.session_of($1)`,
    values: [tokenHash],
    opens: { name: 'people.name.value', appointment: 'people.staff.appointment' },
  })

/** Notes that a session is in use. */
export const seeSession = (tokenHash: Buffer, at: Date) =>
  statement<'people.check-session'>({
    name: 'people.see-session',
    text: 'update people.session set seen_at = $2 where token_hash = $1',
    values: [tokenHash, at],
    touches: 'any',
  })

/** Ends a session; one that is gone already is no fault. */
export const endSession = (tokenHash: Buffer) =>
  statement<'people.sign-out'>({
    name: 'people.end-session',
    text: 'delete from people.session where token_hash = $1',
    values: [tokenHash],
    touches: 'any',
    fields: ['people.session'],
  })

export interface OpenSessionRow {
  token_hash: Buffer
  device: Device
  created_at: Date
  seen_at: Date
}

/** Sessions of somebody that are open, the one that was seen last first; half ones are none yet. */
export const openSessions = (person: string, now: Date) =>
  statement<'people.view-security', OpenSessionRow>({
    name: 'people.open-sessions',
    text: `select token_hash, device, created_at, seen_at from people.session
            where person_id = $1 and kind <> 'half' and expires_at > $2 order by seen_at desc, created_at desc`,
    values: [person, now],
    opens: { device: 'people.session.device' },
  })

/** Acts that end sessions of somebody besides the one in which they are done. */
type Ending =
  | 'people.sign-out'
  | 'people.reset-password'
  | 'people.change-password'
  | 'people.change-address'
  | 'people.pause'
  | 'people.close'

/** Ends the sessions of somebody. @param but the one that goes on; null: none */
export const endSessions = (person: string, but: Buffer | null) =>
  statement<Ending, { token_hash: Buffer }>({
    name: 'people.end-sessions',
    text: `delete from people.session where person_id = $1 and ($2::bytea is null or token_hash <> $2)
           returning token_hash`,
    values: [person, but],
    touches: 'any',
    fields: ['people.session'],
  })

/** A session that becomes another when the second factor was shown: the token is a new one, so that none can be planted. */
export const raiseSession = (
  halfHash: Buffer,
  fullHash: Buffer,
  kind: 'customer' | 'staff',
  at: Date,
  expiresAt: Date,
) =>
  statement<'people.second-factor'>({
    name: 'people.raise-session',
    text: `update people.session set token_hash = $2, kind = $5, created_at = $3, seen_at = $3, proven_at = $3, expires_at = $4
            where token_hash = $1 and kind = 'half' and expires_at > $3`,
    values: [halfHash, fullHash, at, expiresAt, kind],
    fields: ['people.session.token_hash'],
  })

/** Removes the sessions that ended before a moment. */
export const expireSessions = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-sessions',
    text: 'delete from people.session where expires_at <= $1',
    values: [before],
    touches: 'any',
    fields: ['people.session'],
  })
