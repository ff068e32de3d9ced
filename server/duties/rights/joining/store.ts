/** Two IDs of one person that become one, and two again. */
import type { MovingRow } from '../../../policy/moving.ts'
import { statement } from '../../../policy/statement.ts'

type Joining = 'rights.join' | 'rights.join-for-somebody'
type Parting = 'rights.part' | 'rights.part-for-somebody'
type Viewing = 'rights.view-joined' | 'rights.view-joined-for-somebody'

/** Who is who, with what only the product can make from its secret for each (vault.personToken). */
export interface Pair {
  former: string
  formerToken: string
  kept: string
  keptToken: string
}

/** What is said under the ID that is kept, so that the stricter counts. `purpose` is null where it concerns everything. */
export interface StricterLine {
  id: string
  purpose: string | null
  said: 'withdraw' | 'object' | 'restrict'
  /** Agreed to under both: what is taken back is only what was not chosen under both. */
  partly?: boolean
  language: string
  wording: string
}

/** A line in the history of one of the two IDs, of which a letter tells; sealed with its own person's key. */
export interface ToldLine {
  id: string
  /** base64 */
  detail: string
  at: Date
  tell_at: Date
}

/** What is told: to whose ID is kept, and to whose was given up. */
export interface Told {
  kept: ToldLine
  former: ToldLine
}

/** When and by whom it is done, under which version of the policy. */
export interface Done {
  at: Date
  version: number
  by: 'customer' | 'staff'
  told: Told
}

/** What stands again under the ID that is kept, with the words that it was said to. */
export interface AgainLine {
  id: string
  purpose: string | null
  language: string
  wording: string
}

/** Makes two IDs one: moves what the former owned. AB003: one of them was joined already. AB004: a row changed meanwhile. */
export const joinIds = (
  pair: Pair,
  rows: readonly MovingRow[],
  said: readonly StricterLine[],
  { at, version, by, told }: Done,
) =>
  statement<Joining, { moved: number }>({
    name: 'rights.join-ids',
    text: 'select rights.join_ids($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10::jsonb, $11::jsonb) as moved',
    values: [
      pair.former,
      pair.formerToken,
      pair.kept,
      pair.keptToken,
      JSON.stringify(rows),
      JSON.stringify(said),
      at,
      version,
      by,
      JSON.stringify(told.kept),
      JSON.stringify(told.former),
    ],
    fields: ['people.joined.former_id', 'rights.moved_row.target'],
  })

/** Makes them two again: moves back what is named, and says again what joining took. */
export const partIds = (
  pair: Pair,
  rows: readonly MovingRow[],
  said: readonly AgainLine[],
  { at, version, by, told }: Done,
) =>
  statement<Parting, { moved: number }>({
    name: 'rights.part-ids',
    text: 'select rights.part_ids($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10::jsonb, $11::jsonb) as moved',
    values: [
      pair.former,
      pair.formerToken,
      pair.kept,
      pair.keptToken,
      JSON.stringify(rows),
      JSON.stringify(said),
      at,
      version,
      by,
      JSON.stringify(told.kept),
      JSON.stringify(told.former),
    ],
    fields: ['people.joined.former_id', 'rights.moved_row.target'],
  })

/** An ID that was joined to somebody's. */
export interface JoinedRow {
  former_id: string
  joined_at: Date
  by: 'customer' | 'staff'
}

/** The IDs that were joined to somebody's, the newest first. */
export const joinedTo = (person: string) =>
  statement<Viewing, JoinedRow>({
    name: 'rights.joined-to',
    text: 'select former_id, joined_at, by from people.joined where person_id = $1 order by joined_at desc',
    values: [person],
    fields: ['people.joined.former_id'],
  })

/** Which rows were moved from one ID to another. */
export const movedRows = (person: string, former: string) =>
  statement<Viewing, { target: string; row_id: string }>({
    name: 'rights.moved-rows',
    text: 'select target, row_id from rights.moved_row where person_id = $1 and former_id = $2',
    values: [person, former],
    fields: ['rights.moved_row.target'],
  })

/** What somebody agreed and objected to, and whether their data are restricted. */
export const standing = (person: string) =>
  statement<
    'rights.read-to-join' | 'rights.read-to-join-for-somebody',
    { relation: string; agreed: string; objected: string; restricted: boolean }
  >({
    name: 'rights.standing-to-join',
    text: 'select relation, agreed, objected, restricted from people.person where id = $1',
    values: [person],
  })

/** The address of somebody's ID, of which both are told; and how they are called, which moves with what they own. */
export const whoToTell = (person: string) =>
  statement<'rights.read-to-join' | 'rights.read-to-join-for-somebody', { address: string; name: string | null }>({
    name: 'rights.who-to-tell',
    text: `select a.address, n.value as name from people.account a
             left join people.name n on n.person_id = a.person_id and n.replaced_at is null
            where a.person_id = $1`,
    values: [person],
    opens: { address: 'people.account.address', name: 'people.name.value' },
  })

/** IDs that can be parted no longer. */
export const overdue = (before: Date) =>
  statement<'rights.end-joined', { former_id: string }>({
    name: 'rights.overdue-joined',
    text: 'select former_id from people.joined where joined_at < $1',
    values: [before],
  })

/** Whose a confirmed ID is, if it is a customer's. */
export const customerWith = (identifierHash: Buffer) =>
  statement<'rights.find-to-join', { person_id: string }>({
    name: 'rights.customer-with-id',
    text: `select a.person_id from people.account a join people.person p on p.id = a.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null and p.relation <> 'staff'`,
    values: [identifierHash],
    fields: ['people.account.identifier_hash'],
  })
