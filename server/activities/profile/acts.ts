/** What a customer does with their own profile. Pages and calls both come here. */
import type { Clock } from '../../base/clock.ts'
import { newId } from '../../base/ids.ts'
import { account, provenance, viewOwn, type AccountRow, type OwnView } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { isSame, type Contact } from './contact/index.ts'
import { arrange, headOf, lineOf, listOf, mostLines, type Line, type Lines, type LineWithHistory } from './profile.ts'
import * as store from './store.ts'

export interface ProfileParts {
  gate: Gate
  clock: Clock
}

/** How somebody can be reached: the address of the ID, phones and addresses. */
export interface Reach {
  account: AccountRow | undefined
  lines: Lines
}

export interface Profile extends OwnView {
  /** A refusal where the policy in force does not allow it. */
  reach: Reach | Refusal
}

/** Everything that stands in somebody's own profile, each part by an act of its own. */
export async function viewProfile(parts: ProfileParts, actor: Self): Promise<Profile> {
  const [own, reach] = await Promise.all([viewOwn(parts, actor), viewReach(parts, actor)])
  return { ...own, reach }
}

/** How somebody can be reached, with what it was before. */
export async function viewReach({ gate }: Pick<ProfileParts, 'gate'>, actor: Self): Promise<Reach | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'profile.view', actor, subject: { person } },
    { account: account(person), contacts: store.contacts(person) },
  )
  if (read instanceof Refusal) return read
  return { account: read.account[0], lines: arrange(read.contacts.map(lineFrom)) }
}

const lineFrom = (row: store.ContactRow): Line => ({
  id: row.id,
  contact: { kind: row.kind, value: row.value } as Contact,
  at: row.recorded_at,
  source: row.source,
  version: row.policy_version,
  replacedAt: row.replaced_at,
  replaces: row.replaces,
})

/**
 * How a change ended. `done`: `former` is the line that can be put back. `replaced`: somebody was faster, and `now` is
 * what stands there, if anything does. `limit`: there are as many of this kind as there may be.
 */
export type Change =
  | { done: string; former?: string }
  | { replaced: Line; now: LineWithHistory | undefined }
  | 'unknown'
  | 'limit'
  | Refusal

/** Adds a phone or an address to one's own profile. */
export async function addOwn(parts: ProfileParts, actor: Self, contact: Contact): Promise<Change> {
  return addLine(parts, actor, contact, null)
}

/** Corrects a line; what it said stays as history. */
export async function correct(parts: ProfileParts, actor: Self, id: string, contact: Contact): Promise<Change> {
  const { person } = actor
  const before = await findCurrent(parts, actor, id)
  if (!isCurrent(before)) return before
  if (before.current.contact.kind !== contact.kind) return 'unknown'
  if (isSame(before.current.contact, contact)) return { done: id }
  const next = newId()
  const from = provenance(parts, 'web')
  return unlessOvertaken(parts, actor, id, { done: next, former: id }, () =>
    parts.gate.write(
      { act: 'profile.correct', actor, subject: { person } },
      { end: store.end(id, person, from.at), add: store.add(next, person, contact, from, id) },
    ),
  )
}

/** Removes a line; it stays as history and can be put back. */
export async function remove(parts: ProfileParts, actor: Self, id: string): Promise<Change> {
  const before = await findCurrent(parts, actor, id)
  if (!isCurrent(before)) return before
  const { person } = actor
  return unlessOvertaken(parts, actor, id, { done: id, former: id }, () =>
    parts.gate.write(
      { act: 'profile.correct', actor, subject: { person } },
      { end: store.end(id, person, parts.clock.now()) },
    ),
  )
}

/** Puts back what a line said: in the place of what took its place, or as a new line where it was removed. */
export async function putBack(parts: ProfileParts, actor: Self, id: string): Promise<Change> {
  const reach = await viewReach(parts, actor)
  if (reach instanceof Refusal) return reach
  const line = lineOf(reach.lines, id)
  const head = headOf(reach.lines, id)
  if (!line || !head) return 'unknown'
  if (line.replacedAt === null) return { done: id }
  if (head.replacedAt === null) return correct(parts, actor, head.id, line.contact)
  return addLine(parts, actor, line.contact, head.id)
}

async function addLine(parts: ProfileParts, actor: Self, contact: Contact, replaces: string | null): Promise<Change> {
  const { person } = actor
  const id = newId()
  const add = store.addWithin(mostLines, id, person, contact, provenance(parts, 'web'), replaces)
  try {
    const written = await parts.gate.write(
      { act: 'profile.correct', actor, subject: { person } },
      { turn: store.takeTurn(person), add },
    )
    return written instanceof Refusal ? written : { done: id }
  } catch (error) {
    const reach = await viewReach(parts, actor)
    if (reach instanceof Refusal) return reach
    // It was put back a moment ago, in another window.
    const head = replaces === null ? undefined : headOf(reach.lines, replaces)
    if (head?.replacedAt === null) return { done: head.id }
    if (reach.lines[listOf(contact.kind)].length >= mostLines) return 'limit'
    throw error
  }
}

type Current = { current: Line }
const isCurrent = (found: Change | Current): found is Current => typeof found === 'object' && 'current' in found

async function findCurrent(parts: ProfileParts, actor: Self, id: string): Promise<Change | Current> {
  const reach = await viewReach(parts, actor)
  if (reach instanceof Refusal) return reach
  const line = lineOf(reach.lines, id)
  if (!line) return 'unknown'
  if (line.replacedAt === null) return { current: line }
  const now = headOf(reach.lines, id)
  return { replaced: line, now: now?.replacedAt === null ? now : undefined }
}

async function unlessOvertaken(
  parts: ProfileParts,
  actor: Self,
  id: string,
  done: Change,
  write: () => Promise<object>,
): Promise<Change> {
  try {
    const written = await write()
    return written instanceof Refusal ? written : done
  } catch (error) {
    const after = await findCurrent(parts, actor, id)
    if (isCurrent(after)) throw error
    return after
  }
}

/**
 * Brings in how somebody can be reached from elsewhere, as it came.
 * @throws if the policy does not allow it
 */
export async function addContact(
  { gate }: Pick<ProfileParts, 'gate'>,
  person: string,
  contact: Contact,
  from: store.Provenance,
): Promise<string> {
  const id = newId()
  const written = await gate.write(
    { act: 'profile.import', actor: { kind: 'system' }, subject: { person } },
    { add: store.add(id, person, contact, from) },
  )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return id
}
