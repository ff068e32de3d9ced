/** Colleagues: their role, their second factor, and what they acknowledged. */
import { Sealed, statement } from '../policy/statement.ts'
import type { Provenance } from './people.ts'

export interface FactorRow {
  /** base32 */
  second_factor: string | null
  last_counter: string
}

/** What a colleague’s codes are checked against; nothing for one who is suspended. */
export const factor = (person: string) =>
  statement<'people.check-credentials', FactorRow>({
    name: 'people.factor',
    text: 'select second_factor, last_counter from people.staff where person_id = $1 and suspended_at is null',
    values: [person],
    opens: { second_factor: 'people.staff.second_factor' },
  })

/** Notes the code's counter; touches no row if that code, or a later one, was used already. */
export const useFactor = (person: string, counter: number) =>
  statement<'people.second-factor'>({
    name: 'people.use-factor',
    text: `update people.staff set last_counter = $2
            where person_id = $1 and last_counter < $2 and second_factor is not null and suspended_at is null`,
    values: [person, counter],
    fields: ['people.staff.last_counter'],
  })

/** Keeps a second factor; touches no row if there is one already. */
export const enrolFactor = (person: string, secret: string, counter: number) =>
  statement<'people.second-factor'>({
    name: 'people.enrol-factor',
    text: `update people.staff set second_factor = $2, last_counter = $3
            where person_id = $1 and second_factor is null and suspended_at is null`,
    values: [person, new Sealed('people.staff.second_factor', secret), counter],
    fields: ['people.staff.second_factor'],
  })

/** Notes which version of the policy a colleague has read. */
export const acknowledge = (person: string, version: number, at: Date) =>
  statement<'people.acknowledge'>({
    name: 'people.acknowledge',
    text: 'update people.staff set acknowledged_version = $2, acknowledged_at = $3 where person_id = $1',
    values: [person, version, at],
    fields: ['people.staff.acknowledged_version'],
  })

/** Makes a person a colleague, with a role. */
export const addStaff = (
  person: string,
  role: string,
  controller: string,
  secondFactor: string | null,
  acknowledged: number | null,
  from: Provenance,
) =>
  statement<'people.make-staff'>({
    name: 'people.add-staff',
    text: `insert into people.staff (person_id, role, controller, appointment, second_factor, acknowledged_version, acknowledged_at, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6::integer, case when $6::integer is null then null else $7::timestamptz end, $7, $8, $9)`,
    values: [
      person,
      role,
      controller,
      new Sealed('people.staff.appointment', { role, controller }),
      secondFactor === null ? null : new Sealed('people.staff.second_factor', secondFactor),
      acknowledged,
      from.at,
      from.source,
      from.version,
    ],
    fields: ['people.staff.role', 'people.staff.appointment'],
  })
