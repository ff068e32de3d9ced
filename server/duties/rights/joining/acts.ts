/** Joining two IDs of one person, and parting them again. Both are proven before anything here is asked. */
import { sayWhatCan, viewConsents } from '../../../consent/index.ts'
import type { Language } from '../../../base/http/index.ts'
import { erasePersonById } from '../../../people/index.ts'
import { movingRows, movingStatements, type MovingRow } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Self } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'
import { strictest, undoneWithin } from './rules.ts'
import * as store from './store.ts'

/** How often what changed while it was to be moved is read anew. */
const rounds = 3

const codeOf = (error: unknown) => (error as { code?: string }).code
/** What the functions of the database say (migration 0019). */
const [alreadyJoined, changedMeanwhile] = ['AB003', 'AB004']

const pairOf = ({ vault }: RightsParts, former: string, kept: string): store.Pair => ({
  former,
  formerToken: vault.personToken(former),
  kept,
  keptToken: vault.personToken(kept),
})

/** What would move from an ID: how many rows, by table. */
export async function whatMoves(
  parts: RightsParts,
  former: Self,
): Promise<{ table: string; rows: number }[] | Refusal> {
  const read = await readToJoin(parts, former)
  if (read instanceof Refusal) return read
  return Object.entries(read.answers).flatMap(([table, rows]) =>
    rows.length > 0 ? [{ table, rows: rows.length }] : [],
  )
}

async function readToJoin({ gate }: RightsParts, actor: Self) {
  const { compiled } = gate.policy()
  const categories = compiled.grants.get('rights.read-to-join')?.reads ?? []
  const statements = movingStatements<'rights.read-to-join'>(compiled, categories, actor.person)
  const answers = await gate.read({ act: 'rights.read-to-join', actor, subject: { person: actor.person } }, statements)
  return answers instanceof Refusal ? answers : { statements, answers }
}

/** `same`: it is one ID. `joined`: one of them was joined before. `changed`: somebody went on working with the former. */
export type Joining = { moved: number } | 'same' | 'joined' | 'changed' | Refusal

/**
 * Makes two IDs of one person one: whatever the former owned is theirs under the one that is kept; of what was agreed and
 * objected to, the stricter counts. The former opens nothing from then on.
 * @param kept whose session it is
 * @param former proven by whoever asks, a moment ago
 */
export async function join(parts: RightsParts, kept: Self, former: Self, language: Language): Promise<Joining> {
  if (kept.person === former.person) return 'same'
  const stricter = await sayStricter(parts, kept, former, language)
  if (stricter) return stricter
  const pair = pairOf(parts, former.person, kept.person)
  for (let round = 0; round < rounds; round += 1) {
    const read = await readToJoin(parts, former)
    if (read instanceof Refusal) return read
    const key = parts.vault.recall(kept.person)
    if (!key) return 'changed'
    const rows = movingRows(read.statements, read.answers, key)
    try {
      const written = await parts.gate.write(
        { act: 'rights.join', actor: kept, subject: { person: kept.person } },
        { joined: store.joinIds(pair, rows, parts.clock.now(), 'customer') },
      )
      return written instanceof Refusal ? written : { moved: written.joined[0]?.moved ?? 0 }
    } catch (error) {
      if (codeOf(error) === alreadyJoined) return 'joined'
      if (codeOf(error) !== changedMeanwhile) throw error
    }
  }
  return 'changed'
}

/** Before anything moves, so that whoever dies in between has said too little rather than too much. */
async function sayStricter(
  parts: RightsParts,
  kept: Self,
  former: Self,
  language: Language,
): Promise<Refusal | undefined> {
  const [own, other] = [await viewConsents(parts, kept), await viewConsents(parts, former)]
  if (own instanceof Refusal) return own
  if (other instanceof Refusal) return other
  const said = await sayWhatCan(parts, kept, strictest(own.asks, other.asks), { language, place: 'joined' })
  return said instanceof Refusal ? said : undefined
}

/** The IDs that were joined to somebody's and can still be parted, with the last day on which they can. */
export async function joinedTo(
  { gate }: RightsParts,
  actor: Self,
): Promise<{ former: string; at: Date; until: Date; by: 'customer' | 'staff' }[] | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'rights.view-joined', actor, subject: { person } },
    { rows: store.joinedTo(person) },
  )
  if (read instanceof Refusal) return read
  return read.rows.map(row => ({
    former: row.former_id,
    at: row.joined_at,
    until: new Date(row.joined_at.getTime() + undoneWithin),
    by: row.by,
  }))
}

/** `unknown`: nothing to part, or its time is over. */
export type Parting = { moved: number } | 'unknown' | 'changed' | Refusal

/**
 * Makes two IDs of what became one: what was moved goes back, as it stands now; what came since stays. What the stricter of
 * two answers took away does not come back by itself.
 */
export async function part(parts: RightsParts, actor: Self, former: string): Promise<Parting> {
  const { gate, vault, clock } = parts
  const { person } = actor
  for (let round = 0; round < rounds; round += 1) {
    const journal = await gate.read(
      { act: 'rights.view-joined', actor, subject: { person } },
      {
        joined: store.joinedTo(person),
        moved: store.movedRows(person, former),
      },
    )
    if (journal instanceof Refusal) return journal
    const found = journal.joined.find(row => row.former_id === former)
    if (!found || found.joined_at.getTime() + undoneWithin < clock.now().getTime()) return 'unknown'
    const rows = await rowsBack(parts, actor, former, new Set(journal.moved.map(row => `${row.target} ${row.row_id}`)))
    if (rows instanceof Refusal) return rows
    try {
      const written = await gate.write(
        { act: 'rights.part', actor, subject: { person } },
        { parted: store.partIds(pairOf(parts, former, person), rows) },
      )
      if (!(written instanceof Refusal)) vault.forget(former)
      return written instanceof Refusal ? written : { moved: written.parted[0]?.moved ?? 0 }
    } catch (error) {
      if (codeOf(error) === alreadyJoined) return 'unknown'
      if (codeOf(error) !== changedMeanwhile) throw error
    }
  }
  return 'changed'
}

async function rowsBack(
  parts: RightsParts,
  kept: Self,
  former: string,
  moved: ReadonlySet<string>,
): Promise<MovingRow[] | Refusal> {
  const read = await readToJoin(parts, kept)
  if (read instanceof Refusal) return read
  // Read as the former, so that its key is at hand: what goes back is sealed with it again.
  const other = await readToJoin(parts, { kind: 'customer', person: former })
  if (other instanceof Refusal) return other
  const key = parts.vault.recall(former)
  return key ? movingRows(read.statements, read.answers, key).filter(row => moved.has(`${row.target} ${row.id}`)) : []
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
