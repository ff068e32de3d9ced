/** Colleagues: their role, and what they acknowledged. */
import { Sealed, statement } from '../policy/statement.ts'
import type { Provenance } from './people.ts'

/** Notes which version of the policy a colleague has read. */
export const acknowledge = (person: string, version: number, at: Date) =>
  statement<'people.acknowledge'>({
    name: 'people.acknowledge',
    text: 'update people.staff set acknowledged_version = $2, acknowledged_at = $3 where person_id = $1',
    values: [person, version, at],
    fields: ['people.staff.acknowledged_version'],
  })

/** Which version of the policy a colleague has read; no row for whoever is none. */
export const acknowledgedBy = (person: string) =>
  statement<'people.acknowledge', { acknowledged_version: number | null }>({
    name: 'people.acknowledged-by',
    text: 'select acknowledged_version from people.staff where person_id = $1',
    values: [person],
    fields: ['people.staff.acknowledged_version'],
  })

/** When somebody with an ID was invited last, if that link still works. */
export const openInvitation = (identifierHash: Buffer, now: Date) =>
  statement<'people.check-link', { invited_at: Date }>({
    name: 'people.open-invitation',
    text: `select newest.invited_at
             from (select s.person_id, s.recorded_at as invited_at, a.confirmed_at
                     from people.staff s join people.account a on a.person_id = s.person_id
                    where a.identifier_hash = $1 order by s.recorded_at desc, s.person_id desc limit 1) newest
             join people.link l on l.person_id = newest.person_id
            where newest.confirmed_at is null and l.used_at is null and l.expires_at > $2`,
    values: [identifierHash, now],
  })

export interface ColleagueRow {
  person_id: string
  name: string | null
  address: string
  role: string
  controller: string
  confirmed_at: Date | null
  suspended_at: Date | null
}

/** Every colleague, and who was invited and has chosen no password yet; the newest first. */
export const colleagues = () =>
  statement<'people.list-staff', ColleagueRow>({
    name: 'people.colleagues',
    text: `select s.person_id, n.value as name, a.address, s.role, s.controller, a.confirmed_at, s.suspended_at, k.wrapped
             from people.staff s
             join people.account a on a.person_id = s.person_id
             join people.key k on k.person_id = s.person_id
             left join people.name n on n.person_id = s.person_id and n.replaced_at is null
            order by s.recorded_at desc, s.person_id desc`,
    values: [],
    opens: { name: 'people.name.value', address: 'people.account.address' },
  })

/**
 * Ends a colleague's access, or gives it back; touches no row if it is so already. It waits to be taken into the history.
 * @param may whether they may come in from then on
 */
export const suspend = (person: string, may: boolean, at: Date) =>
  statement<'people.suspend-staff', { person_id: string }>({
    name: 'people.suspend',
    text: `update people.staff set suspended_at = case when $2::boolean then null else $3::timestamptz end, untold_at = $3,
                  untold_as = case when $2::boolean then 'access-restored' else 'suspended' end
            where person_id = $1 and (suspended_at is null) <> $2::boolean returning person_id`,
    values: [person, may, at],
    touches: 'any',
    fields: ['people.staff.suspended_at'],
  })

/** Takes back invitations of an address that nobody has used; whoever has chosen a password stays. */
export const withdrawInvitations = (identifierHash: Buffer) =>
  statement<'people.forget-unconfirmed', { person: string }>({
    name: 'people.withdraw-invitations',
    text: `select people.forget_unconfirmed(array(
             select a.person_id from people.account a join people.staff s on s.person_id = a.person_id
              where a.identifier_hash = $1)) as person`,
    values: [identifierHash],
    touches: 'any',
  })

/** Makes a person a colleague, with a role. */
export const addStaff = (
  person: string,
  role: string,
  controller: string,
  acknowledged: number | null,
  from: Provenance,
) =>
  statement<'people.make-staff' | 'people.invite-staff'>({
    name: 'people.add-staff',
    text: `insert into people.staff (person_id, role, controller, appointment, acknowledged_version, acknowledged_at, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5::integer, case when $5::integer is null then null else $6::timestamptz end, $6, $7, $8)`,
    values: [
      person,
      role,
      controller,
      new Sealed('people.staff.appointment', { role, controller }),
      acknowledged,
      from.at,
      from.source,
      from.version,
    ],
    fields: ['people.staff.role', 'people.staff.controller', 'people.staff.appointment'],
  })
