/** Two IDs of what became one. */
import { takenByJoining } from '../../../consent/index.ts'
import { movingRows, type MovingRow } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { undoneWithin } from './rules.ts'
import { type Restored, restored, type Standing } from './said.ts'
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

/** `anew`: purposes of which a yes has to be given anew. `unknown`: nothing to part, or its time is over. */
export type Parting = { moved: number; anew: string[] } | 'unknown' | 'changed' | Refusal

/**
 * Makes two IDs of what became one: what was moved goes back, as it stands now; what came since stays. What the stricter of
 * two answers took away stands again, where nothing was said since and the words are the same; what was deleted with it does
 * not come back.
 */
export async function part(
  parts: RightsParts,
  kept: string,
  former: string,
  by: By = { kind: 'person' },
  device: Device = nowhere,
): Promise<Parting> {
  const { gate, clock } = parts
  const requests = requestsOf(by, kept)
  for (let round = 0; round < rounds; round += 1) {
    const found = await gate.read(requests.view, {
      joined: store.joinedTo(kept),
      moved: store.movedRows(kept, former),
    })
    if (found instanceof Refusal) return found
    const joined = found.joined.find(row => row.former_id === former)
    if (!joined || joined.joined_at.getTime() + undoneWithin < clock.now().getTime()) return 'unknown'
    const moved = new Set(found.moved.map(row => `${row.target} ${row.row_id}`))
    const rows = await rowsBack(parts, kept, former, moved, by)
    if (rows instanceof Refusal) return rows
    const others = found.joined.flatMap(row => (row.former_id === former ? [] : [row.former_id]))
    const said = await saidBack(parts, kept, others, by)
    if (said instanceof Refusal) return said
    const done = await doneNow(parts, kept, former, by, device)
    if (done instanceof Refusal) return done
    if (!done) return 'changed'
    try {
      const written = await gate.write(requests.part, {
        parted: store.partIds(pairOf(parts, former, kept), rows, said.lines, done),
      })
      return written instanceof Refusal ? written : { moved: written.parted[0]?.moved ?? 0, anew: said.anew }
    } catch (error) {
      if (codeOf(error) === alreadyJoined) return 'unknown'
      if (codeOf(error) !== changedMeanwhile) throw error
    }
  }
  return 'changed'
}

async function rowsBack(
  parts: RightsParts,
  kept: string,
  former: string,
  moved: ReadonlySet<string>,
  by: By,
): Promise<MovingRow[] | Refusal> {
  const read = await readToJoin(parts, kept, by)
  if (read instanceof Refusal) return read
  // Read too, so that its key is at hand: what goes back is sealed with it again.
  const other = await readToJoin(parts, former, by)
  if (other instanceof Refusal) return other
  const key = parts.vault.recall(former)
  return key ? movingRows(read.statements, read.answers, key).filter(row => moved.has(`${row.target} ${row.id}`)) : []
}

/** What stands again under the ID that is kept. @param others IDs that stay joined to it */
async function saidBack(
  parts: RightsParts,
  kept: string,
  others: readonly string[],
  by: By,
): Promise<Restored | Refusal> {
  const { gate } = parts
  const read = await gate.read(requestsOf(by, kept).read, {
    taken: takenByJoining(kept),
    standing: store.standing(kept),
  })
  if (read instanceof Refusal) return read
  const theirs: Standing[] = []
  for (const other of others) {
    const one = await gate.read(requestsOf(by, other).read, { standing: store.standing(other) })
    if (one instanceof Refusal) return one
    theirs.push(one.standing[0])
  }
  return restored(parts, read.taken, read.standing[0], theirs)
}
