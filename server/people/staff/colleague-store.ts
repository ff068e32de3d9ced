/** Colleagues as an administrator sees and changes them. Which of them a change may touch, PostgreSQL judges. */
import { Sealed, statement } from '../../policy/statement.ts'

export interface ColleagueSeen {
  person_id: string
  name: string | null
  address: string
  language: string
  /** The controller that answers for their own data. */
  region: string
  role: string
  controller: string
  confirmed_at: Date | null
  suspended_at: Date | null
  factor: boolean
  /** When a session of theirs was in use last, or they signed in. */
  seen_at: Date | null
  invited_until: Date | null
}

/** Every colleague, or one, the newest first. @param person null for all */
export const colleaguesSeen = (person: string | null) =>
  statement<'people.view-staff', ColleagueSeen>({
    name: 'people.colleagues-seen',
    text: `select s.person_id, n.value as name, a.address, p.language, p.region, s.role, s.controller, a.confirmed_at,
                  s.suspended_at, k.wrapped,
                  s.second_factor is not null or exists (select from people.totp t where t.person_id = s.person_id)
                    or exists (select from people.passkey y where y.person_id = s.person_id) as factor,
                  greatest((select max(one.seen_at) from people.session one where one.person_id = s.person_id),
                           (select max(one.at) from people.security_event one
                             where one.person_id = s.person_id and one.kind = any ('{signed-in,new-device}'))) as seen_at,
                  (select max(l.expires_at) from people.link l
                    where l.person_id = s.person_id and l.kind = 'staff' and l.used_at is null) as invited_until
             from people.staff s
             join people.person p on p.id = s.person_id
             join people.account a on a.person_id = s.person_id
             join people.key k on k.person_id = s.person_id
             left join people.name n on n.person_id = s.person_id and n.replaced_at is null
            where $1::uuid is null or s.person_id = $1
            order by s.recorded_at desc, s.person_id desc`,
    values: [person],
    opens: { name: 'people.name.value', address: 'people.account.address' },
  })

type Changing = 'people.appoint-staff' | 'people.suspend-colleague'

/** Waits until nobody else changes who administers, so that two administrators cannot end each other at once. */
export const holdAdministrators = (roles: readonly string[]) =>
  statement<Changing>({
    name: 'people.hold-administrators',
    text: 'select person_id from people.staff where role = any ($1) order by person_id for update',
    values: [roles],
    touches: 'any',
    fields: [],
  })

export interface Appointment {
  role: string
  controller: string
}

/**
 * Gives a colleague another place; touches no row if it is theirs already, or no administrator would be left.
 * @param administrators the roles that administer
 */
export const appoint = (
  person: string,
  { role, controller }: Appointment,
  administrators: readonly string[],
  at: Date,
) =>
  statement<'people.appoint-staff'>({
    name: 'people.appoint',
    text: `update people.staff s set role = $2, controller = $3, appointment = $4, untold_at = $6, untold_as = 'role-changed'
            where s.person_id = $1 and (s.role, s.controller) <> ($2, $3)
              and ($2 = any ($5) or s.role <> all ($5)
                   or exists (select from people.staff o join people.account a on a.person_id = o.person_id
                               where o.person_id <> $1 and o.role = any ($5) and o.suspended_at is null
                                 and a.confirmed_at is not null))`,
    values: [
      person,
      role,
      controller,
      new Sealed('people.staff.appointment', { role, controller }),
      administrators,
      at,
    ],
    fields: ['people.staff.role', 'people.staff.controller', 'people.staff.appointment'],
  })

/** Ends the access of a colleague for whom another controller answers; touches no row where `suspendColleague` would not. */
export const suspendElsewhere = (person: string, administrators: readonly string[], at: Date) =>
  statement<'people.suspend-elsewhere'>({
    name: 'people.suspend-elsewhere',
    text: 'select people.suspend_elsewhere($1, $2, $3)',
    values: [person, at, administrators],
    // None of its purpose: the name of the act says all.
    fields: [],
  })

/** Ends a colleague's access; touches no row if it is ended, nobody uses it yet, or no administrator would be left. */
export const suspendColleague = (person: string, administrators: readonly string[], at: Date) =>
  statement<'people.suspend-colleague'>({
    name: 'people.suspend-colleague',
    text: `update people.staff s set suspended_at = $3, untold_at = $3, untold_as = 'suspended'
            where s.person_id = $1 and s.suspended_at is null
              and exists (select from people.account a where a.person_id = $1 and a.confirmed_at is not null)
              and (s.role <> all ($2)
                   or exists (select from people.staff o join people.account a on a.person_id = o.person_id
                               where o.person_id <> $1 and o.role = any ($2) and o.suspended_at is null
                                 and a.confirmed_at is not null))`,
    values: [person, administrators, at],
    fields: ['people.staff.suspended_at'],
  })

/** Gives access back; touches no row if it was not ended. */
export const resumeColleague = (person: string, at: Date) =>
  statement<'people.suspend-colleague'>({
    name: 'people.resume-colleague',
    text: `update people.staff set suspended_at = null, untold_at = $2, untold_as = 'access-restored'
            where person_id = $1 and suspended_at is not null`,
    values: [person, at],
    fields: ['people.staff.suspended_at'],
  })

/** Removes earlier invitations of an address that nobody has used: one link works, and the list shows one line. */
export const withdrawEarlier = (identifierHash: Buffer, newest: string) =>
  statement<'people.invite-staff', { person: string }>({
    name: 'people.withdraw-earlier',
    text: `select people.forget_unconfirmed(array(
             select a.person_id from people.account a join people.staff s on s.person_id = a.person_id
              where a.identifier_hash = $1 and a.person_id <> $2)) as person`,
    values: [identifierHash, newest],
    touches: 'any',
  })

/** Takes an invitation back that nobody has used: what was noted goes with it. */
export const withdrawStaff = (person: string) =>
  statement<'people.withdraw-staff'>({
    name: 'people.withdraw-staff',
    text: `select people.forget_unconfirmed(array(select s.person_id from people.staff s where s.person_id = $1))`,
    values: [person],
  })

/** Colleagues whose change does not stand in the history of their ID yet. */
export const untoldStaff = (most: number) =>
  statement<'people.note-staff-change', { person: string }>({
    name: 'people.untold-staff',
    text: `select person_id as person from people.staff where untold_at is not null order by untold_at limit $1`,
    values: [most],
  })

export interface Untold {
  untold_at: Date
  untold_as: 'role-changed' | 'suspended' | 'access-restored'
  role: string
  controller: string
  language: string
}

/** What of a colleague's change does not stand in the history yet. */
export const untoldOf = (person: string) =>
  statement<'people.note-staff-change', Untold>({
    name: 'people.untold-of-staff',
    text: `select s.untold_at, s.untold_as, s.role, s.controller, p.language
             from people.staff s join people.person p on p.id = s.person_id
            where s.person_id = $1 and s.untold_at is not null`,
    values: [person],
  })

/** Takes a change into the history; touches no row if that was done, or a later change waits. */
export const tellStaff = (person: string, at: Date) =>
  statement<'people.note-staff-change'>({
    name: 'people.tell-staff',
    text: 'update people.staff set untold_at = null, untold_as = null where person_id = $1 and untold_at = $2',
    values: [person, at],
    fields: [],
  })

/** Ends every session of a colleague. */
export const endStaffSessions = (person: string) =>
  statement<'people.note-staff-change' | 'people.reset-factors' | 'people.reset-factors-at-terminal'>({
    name: 'people.end-staff-sessions',
    text: 'delete from people.session where person_id = $1',
    values: [person],
    touches: 'any',
    fields: ['people.session'],
  })
