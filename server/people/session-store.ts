/** Sessions, tries and the second factor: all under the security purpose. */
import { Sealed, statement } from '../policy/statement.ts'

export interface CredentialRow {
  person_id: string
  /** argon2id, PHC string */
  password: string
  staff_role: string | null
}

export const credentials = (identifierHash: Buffer) =>
  statement<'people.sign-in', CredentialRow>({
    name: 'people.credentials',
    text: `select a.person_id, a.password, s.role as staff_role, k.wrapped
             from people.account a join people.key k on k.person_id = a.person_id
             left join people.staff s on s.person_id = a.person_id and s.suspended_at is null
            where a.identifier_hash = $1 and a.confirmed_at is not null`,
    values: [identifierHash],
    opens: { password: 'people.account.password' },
  })

/** What somebody used: visible to them, and to nobody but the security purpose. */
export interface Device {
  agent: string
  address: string
}

export type SessionKind = 'customer' | 'staff-half' | 'staff'

export interface NewSession {
  tokenHash: Buffer
  person: string
  kind: SessionKind
  device: Device
  at: Date
  expiresAt: Date
}

export const addSession = (session: NewSession) =>
  statement<'people.sign-in' | 'people.second-factor'>({
    name: 'people.add-session',
    text: `insert into people.session (token_hash, person_id, kind, device, created_at, seen_at, expires_at)
           values ($1, $2, $3, $4, $5, $5, $6)`,
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
  seen_at: Date
  expires_at: Date
  language: string
  name: string | null
  role: string | null
  controller: string | null
  acknowledged_version: number | null
}

export const session = (tokenHash: Buffer) =>
  statement<'people.check-session', SessionRow>({
    name: 'people.session',
    text: `select s.person_id, s.kind, s.seen_at, s.expires_at, p.language, n.value as name, k.wrapped,
                  f.role, f.controller, f.acknowledged_version
             from people.session s join people.person p on p.id = s.person_id join people.key k on k.person_id = s.person_id
             left join people.name n on n.person_id = s.person_id and n.replaced_at is null
             left join people.staff f on f.person_id = s.person_id and f.suspended_at is null
            where s.token_hash = $1`,
    values: [tokenHash],
    opens: { name: 'people.name.value' },
  })

export const seeSession = (tokenHash: Buffer, at: Date) =>
  statement<'people.check-session'>({
    name: 'people.see-session',
    text: 'update people.session set seen_at = $2 where token_hash = $1',
    values: [tokenHash, at],
    touches: 'any',
  })

export const endSession = (tokenHash: Buffer) =>
  statement<'people.sign-out'>({
    name: 'people.end-session',
    text: 'delete from people.session where token_hash = $1',
    values: [tokenHash],
    touches: 'any',
    fields: ['people.session'],
  })

/** A session that becomes another when the second factor was shown: the token is a new one, so that none can be planted. */
export const raiseSession = (halfHash: Buffer, fullHash: Buffer, at: Date, expiresAt: Date) =>
  statement<'people.second-factor'>({
    name: 'people.raise-session',
    text: `update people.session set token_hash = $2, kind = 'staff', created_at = $3, seen_at = $3, expires_at = $4
            where token_hash = $1 and kind = 'staff-half'`,
    values: [halfHash, fullHash, at, expiresAt],
    fields: ['people.session.token_hash'],
  })

export interface FactorRow {
  /** base32 */
  second_factor: string | null
  last_counter: string
}

export const factor = (person: string) =>
  statement<'people.second-factor', FactorRow>({
    name: 'people.factor',
    text: 'select second_factor, last_counter from people.staff where person_id = $1 and suspended_at is null',
    values: [person],
    opens: { second_factor: 'people.staff.second_factor' },
  })

/** Notes the code's counter; touches no row if that code, or a later one, was used already. */
export const useFactor = (person: string, counter: number) =>
  statement<'people.second-factor'>({
    name: 'people.use-factor',
    text: 'update people.staff set last_counter = $2 where person_id = $1 and last_counter < $2',
    values: [person, counter],
    fields: ['people.staff.last_counter'],
  })

export const enrolFactor = (person: string, secret: string, counter: number) =>
  statement<'people.second-factor'>({
    name: 'people.enrol-factor',
    text: 'update people.staff set second_factor = $2, last_counter = $3 where person_id = $1 and second_factor is null',
    values: [person, new Sealed('people.staff.second_factor', secret), counter],
    fields: ['people.staff.second_factor'],
  })

export const acknowledge = (person: string, version: number, at: Date) =>
  statement<'people.acknowledge'>({
    name: 'people.acknowledge',
    text: 'update people.staff set acknowledged_version = $2, acknowledged_at = $3 where person_id = $1',
    values: [person, version, at],
    fields: ['people.staff.acknowledged_version'],
  })

export const attempt = (identifierHash: Buffer) =>
  statement<'people.count-attempt', { failures: number; last_at: Date }>({
    name: 'people.attempt',
    text: 'select failures, last_at from people.attempt where identifier_hash = $1',
    values: [identifierHash],
  })

/** Counts a try before it is judged, so that tries in parallel are counted too. */
export const countAttempt = (identifierHash: Buffer, at: Date) =>
  statement<'people.count-attempt', { failures: number }>({
    name: 'people.count-attempt',
    text: `insert into people.attempt as a (identifier_hash, failures, last_at) values ($1, 1, $2)
           on conflict (identifier_hash) do update set failures = a.failures + 1, last_at = $2
           returning failures`,
    values: [identifierHash, at],
  })

export const forgetAttempts = (identifierHash: Buffer) =>
  statement<'people.count-attempt'>({
    name: 'people.forget-attempts',
    text: 'delete from people.attempt where identifier_hash = $1',
    values: [identifierHash],
    touches: 'any',
  })

export const expireSessions = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-sessions',
    text: 'delete from people.session where expires_at < $1',
    values: [before],
    touches: 'any',
    fields: ['people.session'],
  })

export const expireAttempts = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-attempts',
    text: 'delete from people.attempt where last_at < $1',
    values: [before],
    touches: 'any',
    fields: ['people.attempt'],
  })

export const addStaff = (
  person: string,
  role: string,
  controller: string,
  secondFactor: string | null,
  acknowledged: number | null,
  from: { at: Date; source: string; version: number },
) =>
  statement<'people.make-staff'>({
    name: 'people.add-staff',
    text: `insert into people.staff (person_id, role, controller, second_factor, acknowledged_version, acknowledged_at, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5::integer, case when $5::integer is null then null else $6::timestamptz end, $6, $7, $8)`,
    values: [
      person,
      role,
      controller,
      secondFactor === null ? null : new Sealed('people.staff.second_factor', secondFactor),
      acknowledged,
      from.at,
      from.source,
      from.version,
    ],
    fields: ['people.staff.role'],
  })
