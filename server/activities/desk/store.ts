/** What the desk asks of the database; the record itself is read from the declarations (policy/record.ts). */
import { statement } from '../../policy/statement.ts'
import type { FindAct, OpenAct, RevealAct, SystemFindAct, SystemOpenAct } from './desk.ts'

export interface FoundRow {
  person_id: string
  region: string
  address: string
  name: string | null
}

/** The customer with an ID. Colleagues are not customers; who paused their ID, or gave it up, is not looked for. */
export const findById = (identifierHash: Buffer) =>
  statement<FindAct | SystemFindAct, FoundRow>({
    name: 'desk.find-by-id',
    text: `select p.id as person_id, p.region, k.wrapped, a.address, n.value as name
             from people.account a
             join people.person p on p.id = a.person_id
             join people.key k on k.person_id = p.id
             left join people.name n on n.person_id = p.id and n.replaced_at is null
            where a.identifier_hash = $1 and a.confirmed_at is not null and p.relation <> 'staff'
              and a.paused_at is null and a.closed_at is null`,
    values: [identifierHash],
    opens: { address: 'people.account.address', name: 'people.name.value' },
  })

/** Which controller answers for somebody, if the purpose sees them. */
export const regionOf = (person: string) =>
  statement<OpenAct | RevealAct | SystemOpenAct, { region: string }>({
    name: 'desk.region',
    text: "select region from people.person where id = $1 and relation <> 'staff'",
    values: [person],
  })

/** Whether a permit was closed. @param mark its keyed hash */
export const isClosed = (mark: Buffer) =>
  statement<'desk.close', { ends_at: Date }>({
    name: 'desk.is-closed',
    text: 'select ends_at from desk.closed_permit where mark = $1',
    values: [mark],
  })

/** Closes a permit, once and for all. */
export const closePermit = (mark: Buffer, endsAt: Date) =>
  statement<'desk.close'>({
    name: 'desk.close',
    text: 'insert into desk.closed_permit (mark, ends_at) values ($1, $2) on conflict do nothing',
    values: [mark, endsAt],
    touches: 'any',
  })

/** Forgets which permits were closed that have ended by themselves since. */
export const forgetEnded = (at: Date) =>
  statement<'desk.close'>({
    name: 'desk.forget-ended',
    text: 'delete from desk.closed_permit where ends_at <= $1',
    values: [at],
    touches: 'any',
  })
