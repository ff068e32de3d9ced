/** What a customer does with their own profile. Pages and calls both come here. */
import type { Clock } from '../../base/clock.ts'
import type { Vault } from '../../base/vault.ts'
import { account, provenance, viewOwn, type AccountRow, type OwnView } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { type Book, contactBook, lineFrom } from './books.ts'
import { essenceOf, isSame, type Contact, type Entry } from './contact/index.ts'
import {
  arrange,
  everyLine,
  headOf,
  lineOf,
  listOf,
  mostOf,
  type Line,
  type Lines,
  type LineWithHistory,
} from './profile.ts'
import { viewResearch, type Research } from './research.ts'
import * as store from './store.ts'
import { tryAgain } from './trying.ts'

export interface ProfileParts {
  gate: Gate
  clock: Clock
  vault: Pick<Vault, 'hash'>
}

/** How somebody can be reached: the address of the ID, phones and addresses. */
export interface Reach {
  account: AccountRow | undefined
  lines: Lines
}

export interface Profile extends OwnView {
  /** A refusal where the policy in force does not allow it. */
  reach: Reach | Refusal
  /** Undefined where the policy in force does not ask for it. */
  research: Research | undefined
}

/** Everything that stands in somebody's own profile, each part by an act of its own. */
export async function viewProfile(parts: ProfileParts, actor: Self): Promise<Profile> {
  const [own, reach, research] = await Promise.all([
    viewOwn(parts, actor),
    viewReach(parts, actor),
    viewResearch(parts, actor),
  ])
  return { ...own, reach, research }
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

/**
 * How a change ended. `done`: `former` is the line that can be put back. `replaced`: somebody was faster, and `now` is
 * what stands there, if anything does. `there`: another line says this already. `limit`: there are as many of this kind as
 * there may be. `no-yes`: it is kept only for those who agree.
 */
export type Change =
  | { done: string; former?: string; isNew?: true }
  | { replaced: Line; now: LineWithHistory | undefined }
  | { there: LineWithHistory }
  | 'unknown'
  | 'limit'
  | 'no-yes'
  | Refusal

/** Adds a line to one's own profile. What stands there already is answered as it was when it was added. */
export async function addOwn(
  parts: ProfileParts,
  actor: Self,
  entry: Entry,
  book: Book = contactBook,
): Promise<Change> {
  return addLine(parts, actor, entry, null, book)
}

/** Corrects a line; what it said stays as history. Sent twice, it is answered as the first. */
export async function correct(
  parts: ProfileParts,
  actor: Self,
  id: string,
  entry: Entry,
  { book = contactBook, provenAt = null }: { book?: Book; provenAt?: Date | null } = {},
): Promise<Change> {
  const { person } = actor
  return tryAgain(async () => {
    const lines = await book.view(parts, actor)
    if (lines instanceof Refusal) return lines
    const before = currentOf(lines, id)
    if (before === 'unknown' || lineOf(lines, id)?.contact.kind !== entry.kind) return 'unknown'
    if ('replaced' in before) {
      const isTheSame = before.now?.replaces === id && isSame(before.now.contact, entry)
      return isTheSame ? { done: before.now!.id, former: id } : before
    }
    if (isSame(before.current.contact, entry)) return { done: id }
    const other = sameIn(lines, entry)
    if (other && other.id !== id) return { there: other }
    const next = idOf(parts, person, entry, lines)
    const from = provenance(parts, 'web')
    const kept = provenAt ?? (other ? (before.current.provenAt ?? null) : null)
    const written = await parts.gate.write(
      { act: book.change, actor, subject: { person } },
      {
        turn: book.takeTurn(person),
        end: book.end(id, person, from.at),
        add: book.addWithin(mostOf(entry.kind), next, person, entry, from, id, kept),
      },
    )
    return written instanceof Refusal ? written : { done: next, former: id }
  })
}

/** Removes a line; it stays as history and can be put back. */
export async function remove(parts: ProfileParts, actor: Self, id: string, book: Book = contactBook): Promise<Change> {
  const { person } = actor
  return tryAgain(async () => {
    const lines = await book.view(parts, actor)
    if (lines instanceof Refusal) return lines
    const before = currentOf(lines, id)
    if (before === 'unknown' || 'replaced' in before) return before
    const written = await parts.gate.write(
      { act: book.change, actor, subject: { person } },
      { end: book.end(id, person, parts.clock.now()) },
    )
    return written instanceof Refusal ? written : { done: id, former: id }
  })
}

/** Puts back what a line said: in the place of what took its place, or as a new line where it was removed. */
export async function putBack(parts: ProfileParts, actor: Self, id: string, book: Book = contactBook): Promise<Change> {
  const lines = await book.view(parts, actor)
  if (lines instanceof Refusal) return lines
  const line = lineOf(lines, id)
  const head = headOf(lines, id)
  if (!line || !head) return 'unknown'
  if (line.replacedAt === null) return { done: id }
  const { contact: entry, provenAt = null } = line
  if (head.replacedAt === null) return correct(parts, actor, head.id, entry, { book, provenAt })
  return addLine(parts, actor, entry, head.id, book, provenAt)
}

async function addLine(
  parts: ProfileParts,
  actor: Self,
  entry: Entry,
  replaces: string | null,
  book: Book,
  provenAt: Date | null = null,
): Promise<Change> {
  const { person } = actor
  return tryAgain(async () => {
    const lines = await book.view(parts, actor)
    if (lines instanceof Refusal) return lines
    const there = sameIn(lines, entry)
    if (there) return isSame(there.contact, entry) ? { done: there.id } : { there }
    // It was put back a moment ago, in another window, and corrected since.
    const head = replaces === null ? undefined : headOf(lines, replaces)
    if (head?.replacedAt === null) return { done: head.id }
    if (lines[listOf(entry.kind)].length >= mostOf(entry.kind)) return 'limit'
    const id = idOf(parts, person, entry, lines)
    const from = provenance(parts, 'web')
    const written = await parts.gate.write(
      { act: book.change, actor, subject: { person } },
      {
        turn: book.takeTurn(person),
        add: book.addWithin(mostOf(entry.kind), id, person, entry, from, replaces, provenAt),
      },
    )
    return written instanceof Refusal ? written : { done: id, isNew: true }
  })
}

/** The current line that says this already, if one does. */
const sameIn = (lines: Lines, entry: Entry): LineWithHistory | undefined =>
  (lines[listOf(entry.kind)] as LineWithHistory[]).find(line => essenceOf(line.contact) === essenceOf(entry))

/**
 * The id of a line follows from what it says and how often that was said before: of two windows in which the same is sent
 * at the same moment, PostgreSQL lets one write, and the other finds it there. A keyed hash, and with the person in it: it
 * tells nobody whether two people have the same phone. RFC 9562, version 8.
 */
function idOf({ vault }: Pick<ProfileParts, 'vault'>, person: string, entry: Entry, lines: Lines): string {
  const before = everyLine(lines).filter(line => essenceOf(line.contact) === essenceOf(entry)).length
  return lineId(vault, person, entry, before)
}

function lineId(vault: Pick<Vault, 'hash'>, person: string, entry: Entry, before: number): string {
  const hex = vault.hash('profile.line.id', `${person}\0${before}\0${essenceOf(entry)}`).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

type Standing = { current: LineWithHistory } | Extract<Change, { replaced: Line }> | 'unknown'

function currentOf(lines: Lines, id: string): Standing {
  const line = lineOf(lines, id)
  const head = headOf(lines, id)
  if (!line || !head) return 'unknown'
  if (line.replacedAt === null) return { current: head }
  return { replaced: line, now: head.replacedAt === null ? head : undefined }
}

/**
 * Brings in what was said elsewhere, as it came.
 * @param by the person, for what they gave on the website; the system for everything else
 * @throws if the policy does not allow it
 */
export async function addContact(
  { gate, vault }: Pick<ProfileParts, 'gate' | 'vault'>,
  person: string,
  contact: Contact,
  from: store.Provenance,
  by: Self | { kind: 'system' } = { kind: 'system' },
): Promise<string> {
  const id = lineId(vault, person, contact, 0)
  const act = by.kind === 'system' ? 'profile.import' : 'profile.correct'
  const written = await gate.write(
    { act, actor: by, subject: { person } },
    { add: store.add(id, person, contact, from) },
  )
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return id
}
