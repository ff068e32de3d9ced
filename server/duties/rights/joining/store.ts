/** Two IDs of one person that become one, and two again. */
import type { MovingRow } from '../../../policy/moving.ts'
import { statement } from '../../../policy/statement.ts'

/** Who is who, with what only the product can make from its secret for each (vault.personToken). */
export interface Pair {
  former: string
  formerToken: string
  kept: string
  keptToken: string
}

/** Makes two IDs one: moves what the former owned. AB003: one of them was joined already. AB004: a row changed meanwhile. */
export const joinIds = (pair: Pair, rows: readonly MovingRow[], at: Date, by: 'customer' | 'staff') =>
  statement<'rights.join' | 'rights.join-for-somebody', { moved: number }>({
    name: 'rights.join-ids',
    text: 'select rights.join_ids($1, $2, $3, $4, $5::jsonb, $6, $7) as moved',
    values: [pair.former, pair.formerToken, pair.kept, pair.keptToken, JSON.stringify(rows), at, by],
    fields: ['people.joined.former_id', 'rights.moved_row.target'],
  })

/** Makes them two again: moves back what is named. */
export const partIds = (pair: Pair, rows: readonly MovingRow[]) =>
  statement<'rights.part', { moved: number }>({
    name: 'rights.part-ids',
    text: 'select rights.part_ids($1, $2, $3, $4, $5::jsonb) as moved',
    values: [pair.former, pair.formerToken, pair.kept, pair.keptToken, JSON.stringify(rows)],
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
  statement<'rights.view-joined', JoinedRow>({
    name: 'rights.joined-to',
    text: 'select former_id, joined_at, by from people.joined where person_id = $1 order by joined_at desc',
    values: [person],
    fields: ['people.joined.former_id'],
  })

/** Which rows were moved from one ID to another. */
export const movedRows = (person: string, former: string) =>
  statement<'rights.view-joined', { target: string; row_id: string }>({
    name: 'rights.moved-rows',
    text: 'select target, row_id from rights.moved_row where person_id = $1 and former_id = $2',
    values: [person, former],
    fields: ['rights.moved_row.target'],
  })

/** IDs that can be parted no longer. */
export const overdue = (before: Date) =>
  statement<'rights.end-joined', { former_id: string }>({
    name: 'rights.overdue-joined',
    text: 'select former_id from people.joined where joined_at < $1',
    values: [before],
  })
