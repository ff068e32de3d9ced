/** The authenticator app of somebody's ID. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Provenance } from '../people.ts'

export interface FactorsRow {
  /** base32; in its own table */
  secret: string | null
  /** base32; where a colleague's stood before */
  former: string | null
  recorded_at: Date | null
  colleague: boolean
  passkeys: number
  codes: number
  /** When a factor, or a recovery code, was added last. */
  added_at: Date | null
}

/** Everything that protects an ID besides its password; no row for a colleague who is suspended. */
export const factors = (person: string) =>
  statement<'people.check-credentials', FactorsRow>({
    name: 'people.factors',
    text: `select t.secret, s.second_factor as former, coalesce(t.recorded_at, s.recorded_at) as recorded_at,
                  s.person_id is not null as colleague,
                  (select count(*)::integer from people.passkey k where k.person_id = p.id) as passkeys,
                  (select count(*)::integer from people.recovery_code c where c.person_id = p.id and c.used_at is null) as codes,
                  greatest(t.recorded_at, case when s.second_factor is not null then s.recorded_at end,
                    (select max(k.recorded_at) from people.passkey k where k.person_id = p.id),
                    (select max(c.recorded_at) from people.recovery_code c where c.person_id = p.id)) as added_at
             from people.person p left join people.totp t on t.person_id = p.id left join people.staff s on s.person_id = p.id
            where p.id = $1 and s.suspended_at is null`,
    values: [person],
    opens: { secret: 'people.totp.secret', former: 'people.staff.second_factor' },
  })

/** Notes the code's counter; touches no row if that code, or a later one, was used already. */
export const useFactor = (person: string, counter: number) =>
  statement<'people.second-factor' | 'people.prove'>({
    name: 'people.use-factor',
    text: `update people.totp set last_counter = $2 where person_id = $1 and last_counter < $2 and not exists (select from people.staff o where o.person_id = $1 and o.suspended_at is not null)`,
    values: [person, counter],
    fields: ['people.totp.last_counter'],
  })

/** Takes a colleague's factor from its former place, with its code; touches no row if that code was used, or it has moved. */
export const takeFormer = (person: string, counter: number) =>
  statement<'people.second-factor' | 'people.prove'>({
    name: 'people.take-former-factor',
    text: `update people.staff set second_factor = null, last_counter = $2
            where person_id = $1 and last_counter < $2 and second_factor is not null and suspended_at is null`,
    values: [person, counter],
    fields: ['people.staff.second_factor'],
  })

/** Keeps an authenticator app; touches no row if there is a factor already. */
export const enrolFactor = (person: string, secret: string, counter: number, from: Provenance) =>
  statement<'people.second-factor' | 'people.prove'>({
    name: 'people.enrol-factor',
    text: `insert into people.totp (person_id, secret, last_counter, recorded_at, source, policy_version)
           select $1, $2, $3, $4, $5, $6
            where not exists (select from people.staff o where o.person_id = $1 and o.suspended_at is not null) and not exists (select from people.passkey k where k.person_id = $1)
              and not exists (select from people.staff s where s.person_id = $1 and s.second_factor is not null)
           on conflict (person_id) do nothing`,
    values: [person, new Sealed('people.totp.secret', secret), counter, from.at, from.source, from.version],
    fields: ['people.totp.secret'],
  })

/** Puts what stood at the former place into its own table, in the transaction that took it there. */
export const moveFactor = (person: string, secret: string, counter: number, from: Provenance) =>
  statement<'people.second-factor' | 'people.prove'>({
    name: 'people.move-factor',
    text: `insert into people.totp (person_id, secret, last_counter, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [person, new Sealed('people.totp.secret', secret), counter, from.at, from.source, from.version],
    fields: ['people.totp.secret'],
  })

/** The authenticator app of somebody who arrives with one: of the cast. */
export const addFactor = (person: string, secret: string, from: Provenance) =>
  statement<'people.make-staff'>({
    name: 'people.add-factor',
    text: `insert into people.totp (person_id, secret, recorded_at, source, policy_version) values ($1, $2, $3, $4, $5)`,
    values: [person, new Sealed('people.totp.secret', secret), from.at, from.source, from.version],
    fields: ['people.totp.secret'],
  })

/** Adds an authenticator app, or puts another in the place of the one before. */
export const setFactor = (person: string, secret: string, counter: number, from: Provenance) =>
  statement<'people.change-factors'>({
    name: 'people.set-factor',
    text: `insert into people.totp (person_id, secret, last_counter, recorded_at, source, policy_version)
           select $1, $2, $3, $4, $5, $6 where not exists (select from people.staff o where o.person_id = $1 and o.suspended_at is not null)
           on conflict (person_id) do update set secret = excluded.secret, last_counter = excluded.last_counter,
             recorded_at = excluded.recorded_at, source = excluded.source, policy_version = excluded.policy_version`,
    values: [person, new Sealed('people.totp.secret', secret), counter, from.at, from.source, from.version],
    fields: ['people.totp.secret'],
  })

/**
 * Empties the former place of a colleague's factor. It is also what makes two changes of one colleague's factors wait for each
 * other, so that the last two are not removed at the same moment.
 */
export const dropFormer = (person: string) =>
  statement<'people.change-factors'>({
    name: 'people.drop-former-factor',
    text: 'update people.staff set second_factor = null where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.staff.second_factor'],
  })

/** Makes two changes of one colleague's factors wait for each other, so that the last two are not removed at the same moment. */
export const lockFactors = (person: string) =>
  statement<'people.change-factors'>({
    name: 'people.lock-factors',
    text: 'update people.staff set last_counter = last_counter where person_id = $1',
    values: [person],
    touches: 'any',
  })

/** Removes a colleague's authenticator app from its former place; touches no row where it is the last factor. */
export const removeFormer = (person: string) =>
  statement<'people.change-factors'>({
    name: 'people.remove-former-factor',
    text: `update people.staff set second_factor = null where person_id = $1 and second_factor is not null
              and exists (select from people.passkey k where k.person_id = $1)`,
    values: [person],
    fields: ['people.staff.second_factor'],
  })

/** Removes the authenticator app; touches no row where it is the last factor of a colleague. */
export const removeFactor = (person: string) =>
  statement<'people.change-factors'>({
    name: 'people.remove-factor',
    text: `delete from people.totp t where t.person_id = $1
              and (not exists (select from people.staff s where s.person_id = $1)
                   or exists (select from people.passkey k where k.person_id = $1))`,
    values: [person],
    fields: ['people.totp'],
  })
