/**
 * Joining two IDs of one person, and parting them again: by that person, who has proven both, or by a colleague who answers
 * their rights.
 */
import { asksIn, wordingOf } from '../../../consent/index.ts'
import type { Language } from '../../../base/http/index.ts'
import { newId } from '../../../base/ids.ts'
import type { SealingKey } from '../../../base/vault.ts'
import { erasePersonById } from '../../../people/index.ts'
import { movingRows, movingStatements, type MovingRow } from '../../../policy/moving.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Actor } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'
import { strictest, undoneWithin } from './rules.ts'
import * as store from './store.ts'

/** How often what changed while it was to be moved is read anew. */
const rounds = 3

const codeOf = (error: unknown) => (error as { code?: string }).code
/** What the functions of the database say (migration 0023). */
const [alreadyJoined, changedMeanwhile] = ['AB003', 'AB004']

/** Who does it: each on themselves, or a colleague. */
export type By = { kind: 'person' } | { kind: 'staff'; actor: Actor & { kind: 'staff' }; reference: string }

/** From where it is done; of a colleague nothing is told. */
export interface Device {
  agent: string
  address: string
}
const nowhere: Device = { agent: '', address: '' }

/** The acts of either, on somebody. */
function requestsOf(by: By, person: string) {
  const subject = { person }
  if (by.kind === 'staff') {
    const common = { actor: by.actor, subject, reference: by.reference }
    return {
      read: { act: 'rights.read-to-join-for-somebody', ...common },
      join: { act: 'rights.join-for-somebody', ...common },
      view: { act: 'rights.view-joined-for-somebody', ...common },
      part: { act: 'rights.part-for-somebody', ...common },
    } as const
  }
  const common = { actor: { kind: 'customer', person }, subject } as const
  return {
    read: { act: 'rights.read-to-join', ...common },
    join: { act: 'rights.join', ...common },
    view: { act: 'rights.view-joined', ...common },
    part: { act: 'rights.part', ...common },
  } as const
}

const pairOf = ({ vault }: RightsParts, former: string, kept: string): store.Pair => ({
  former,
  formerToken: vault.personToken(former),
  kept,
  keptToken: vault.personToken(kept),
})

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

/** What somebody owns and said, read so that it can go to somebody else. */
async function readToJoin({ gate }: RightsParts, person: string, by: By) {
  const { compiled } = gate.policy()
  const request = requestsOf(by, person).read
  const categories = compiled.grants.get(request.act)?.reads ?? []
  const statements = movingStatements<typeof request.act>(compiled, categories, person)
  const answers = await gate.read(request, statements)
  if (answers instanceof Refusal) return answers
  const said = await gate.read(request, { standing: store.standing(person) })
  return said instanceof Refusal ? said : { statements, answers, standing: said.standing[0] }
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
  const { gate, vault, clock } = parts
  const pair = pairOf(parts, former, kept)
  for (let round = 0; round < rounds; round += 1) {
    const [own, other] = [await readToJoin(parts, kept, by), await readToJoin(parts, former, by)]
    if (own instanceof Refusal) return own
    if (other instanceof Refusal) return other
    const key = vault.recall(kept)
    const address = await addressOf(parts, former, by)
    if (address instanceof Refusal) return address
    if (!key) return 'changed'
    const { version } = gate.policy().compiled.loaded.policy.policy
    const at = clock.now()
    const told = toldLine(key, address, device, at)
    const done = { at, version, by: by.kind === 'staff' ? by.kind : 'customer', told } as const
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

/** Where letters to the ID go that is given up: its person is told there too. */
async function addressOf({ gate }: RightsParts, person: string, by: By): Promise<string | Refusal> {
  const read = await gate.read(requestsOf(by, person).read, { account: store.addressToTell(person) })
  return read instanceof Refusal ? read : (read.account[0]?.address ?? '')
}

/** What stands in the history of the ID that is kept, and goes by letter to both. */
function toldLine(key: SealingKey, address: string, device: Device, at: Date): store.ToldLine {
  const detail = { ...device, about: address, ...(address ? { former: address } : {}) }
  return { id: newId(), detail: key.seal('people.security_event.detail', detail).toString('base64'), at, tell_at: at }
}

type Standing = { relation: string; agreed: string; objected: string; restricted: boolean } | undefined

function stricter({ gate }: RightsParts, kept: Standing, former: Standing, language: Language): store.StricterLine[] {
  const inForce = gate.policy()
  const { loaded } = inForce.compiled
  const lines = strictest(asksIn(inForce, kept), asksIn(inForce, former)).map(({ purpose, said }) => {
    const words = wordingOf(loaded, purpose, language)
    return { id: newId(), purpose, said, language: words?.language ?? language, wording: words?.hash ?? '' }
  })
  if (!former?.restricted || kept?.restricted) return lines
  return [...lines, { id: newId(), purpose: null, said: 'restrict', language, wording: '' }]
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

/** `unknown`: nothing to part, or its time is over. */
export type Parting = { moved: number } | 'unknown' | 'changed' | Refusal

/**
 * Makes two IDs of what became one: what was moved goes back, as it stands now; what came since stays. What the stricter of
 * two answers took away does not come back by itself.
 */
export async function part(
  parts: RightsParts,
  kept: string,
  former: string,
  by: By = { kind: 'person' },
  device: Device = nowhere,
): Promise<Parting> {
  const { gate, clock, vault } = parts
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
    const address = await addressOf(parts, former, by)
    if (address instanceof Refusal) return address
    const key = vault.recall(kept)
    if (!key) return 'changed'
    const told = toldLine(key, address, device, clock.now())
    try {
      const written = await gate.write(requests.part, {
        parted: store.partIds(pairOf(parts, former, kept), rows, told),
      })
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
