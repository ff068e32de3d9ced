/** Joining two IDs of one person: by that person, who has proven both, or by a colleague who answers their rights. */
import type { Language } from '../../../base/http/index.ts'
import { erasePersonById } from '../../../people/index.ts'
import { movingRows } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { undoneWithin } from './rules.ts'
import { stricter } from './said.ts'
import * as store from './store.ts'
import {
  alreadyJoined,
  type By,
  changedMeanwhile,
  codeOf,
  type Device,
  doneNow,
  nowhere,
  pairOf,
  readToJoin,
  requestsOf,
  rounds,
} from './together.ts'

/** What would move from an ID: how many rows, by table. */
export async function whatMoves(
  parts: RightsParts,
  former: string,
  by: By = { kind: 'person' },
): Promise<{ table: string; rows: number }[] | Refusal> {
  const read = await readToJoin(parts, former, by)
  if (read instanceof Refusal) return read
  return Object.keys(read.statements).flatMap(table => {
    const rows = read.answers[table]?.length ?? 0
    return rows > 0 ? [{ table, rows }] : []
  })
}

/** `same`: it is one ID. `joined`: one of them was joined before. `changed`: somebody went on working with the former. */
export type Joining = { moved: number } | 'same' | 'joined' | 'changed' | Refusal

/**
 * Makes two IDs of one person one: whatever the former owned is theirs under the one that is kept; of what was agreed and
 * objected to, the stricter counts. The former opens nothing from then on.
 * @param kept whose ID stays
 * @param former proven by whoever asks, a moment ago; or found by a colleague
 * @param language of what is said anew
 */
export async function join(
  parts: RightsParts,
  kept: string,
  former: string,
  language: Language,
  by: By = { kind: 'person' },
  device: Device = nowhere,
): Promise<Joining> {
  if (kept === former) return 'same'
  const { gate, vault } = parts
  const pair = pairOf(parts, former, kept)
  for (let round = 0; round < rounds; round += 1) {
    const [own, other] = [await readToJoin(parts, kept, by), await readToJoin(parts, former, by)]
    if (own instanceof Refusal) return own
    if (other instanceof Refusal) return other
    const done = await doneNow(parts, kept, former, by, device)
    if (done instanceof Refusal) return done
    const key = vault.recall(kept)
    if (!key || !done) return 'changed'
    const rows = movingRows(other.statements, other.answers, key)
    try {
      const written = await gate.write(requestsOf(by, kept).join, {
        joined: store.joinIds(pair, rows, stricter(parts, own.standing, other.standing, language), done),
      })
      return written instanceof Refusal ? written : { moved: written.joined[0]?.moved ?? 0 }
    } catch (error) {
      if (codeOf(error) === alreadyJoined) return 'joined'
      if (codeOf(error) !== changedMeanwhile) throw error
    }
  }
  return 'changed'
}

/** An ID that was joined, and until when it can be parted. */
export interface JoinedId {
  former: string
  at: Date
  until: Date
  by: 'customer' | 'staff'
}

/** The IDs that were joined to somebody's and can still be parted. */
export async function joinedTo(
  { gate }: Pick<RightsParts, 'gate'>,
  kept: string,
  by: By = { kind: 'person' },
): Promise<JoinedId[] | Refusal> {
  const read = await gate.read(requestsOf(by, kept).view, { rows: store.joinedTo(kept) })
  if (read instanceof Refusal) return read
  return read.rows.map(row => ({
    former: row.former_id,
    at: row.joined_at,
    until: new Date(row.joined_at.getTime() + undoneWithin),
    by: row.by,
  }))
}

/** Erases what was joined longer ago than it can be parted. @returns how many */
export async function endJoined(parts: RightsParts): Promise<number> {
  const before = new Date(parts.clock.now().getTime() - undoneWithin)
  const read = await parts.gate.read(
    { act: 'rights.end-joined', actor: { kind: 'system' }, subject: 'none' },
    { rows: store.overdue(before) },
  )
  if (read instanceof Refusal) return 0
  let ended = 0
  for (const { former_id: former } of read.rows) if (await erasePersonById(parts, former)) ended += 1
  return ended
}
