/** Asking for a copy, looking how far it is, fetching it, having it deleted. Pages and calls both come here. */
import { Readable } from 'node:stream'
import type { Language } from '../../../base/http/index.ts'
import { newId } from '../../../base/ids.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Self } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'
import {
  aDayBefore,
  type Format,
  formats,
  isRunning,
  mayAsk,
  type Parts,
  stateOf,
  writtenParts,
  type CopyRow,
} from './copy.ts'
import * as store from './store.ts'

/** How many copies are listed. */
const listed = 20

/** Somebody's copies, the newest first. */
export async function viewCopies({ gate }: RightsParts, actor: Self): Promise<CopyRow[] | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'rights.view-copies', actor, subject: { person } },
    { copies: store.copiesOf(person, listed) },
  )
  return read instanceof Refusal ? read : read.copies
}

/** One of somebody's copies; undefined if they have no such one. */
export async function viewCopy({ gate }: RightsParts, actor: Self, id: string): Promise<CopyRow | undefined | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'rights.view-copies', actor, subject: { person } },
    { copy: store.copyOf(person, id) },
  )
  return read instanceof Refusal ? read : read.copy[0]
}

/** What a copy is asked for with. */
export interface Wish {
  parts: Parts
  formats: readonly Format[]
  language: Language
}

/** `wait`: seconds until it can be tried again. `from`: when the next copy can be asked for. */
export type Asked = { id: string; isNew: boolean } | { wait: number } | { from: Date } | Refusal

/** Asks for a copy, for somebody who has just proven who they are. While one is on its way, that one is the answer. */
export async function askCopy(parts: RightsParts, actor: Self, wish: Wish): Promise<Asked> {
  const { gate, clock } = parts
  const { person } = actor
  const at = clock.now()
  const written = await gate.write(
    { act: 'rights.ask-copy', actor, subject: { person } },
    {
      asked: store.askCopy({
        id: newId(),
        person,
        parts: writtenParts(wish.parts),
        formats: formats.filter(format => wish.formats.includes(format)).join(' '),
        language: wish.language,
        at,
        source: 'web',
        version: gate.policy().compiled.loaded.policy.policy.version,
        since: aDayBefore(at),
      }),
    },
  )
  if (written instanceof Refusal) return written
  const [made] = written.asked
  if (made) return { id: made.id, isNew: true }
  const rows = await viewCopies(parts, actor)
  if (rows instanceof Refusal) return rows
  const running = rows.find(row => isRunning(stateOf(row, at)))
  if (running) return { id: running.id, isNew: false }
  const may = mayAsk(rows, at)
  // The one that stood in the way was finished this very moment.
  if (may.yes) return rows[0] ? { id: rows[0].id, isNew: false } : { wait: 1 }
  return { from: may.from }
}

/** A copy on its way out. */
export interface Fetched {
  content: Readable
  bytes: number
  /** When it was made. */
  at: Date
}

/**
 * Opens a copy to be fetched; that leaves a line each time, before its first byte leaves. One part of it is in memory at a
 * time.
 * @returns undefined if there is nothing (any more) to fetch
 */
export async function fetchCopy(parts: RightsParts, who: Self, id: string): Promise<Fetched | undefined | Refusal> {
  const { gate, clock } = parts
  const { person } = who
  // Without a session: a view of one's own is noted once in each, and every download counts.
  const actor: Self = { kind: 'customer', person }
  const copy = await viewCopy(parts, who, id)
  if (copy instanceof Refusal || !copy) return copy
  if (stateOf(copy, clock.now()) !== 'ready') return undefined
  const first = await gate.read(
    { act: 'rights.download-copy', actor, subject: { person } },
    { part: store.partOf(person, id, 0, clock.now()) },
  )
  if (first instanceof Refusal) return first
  const [part] = first.part
  if (!part) return undefined
  const bytes = Number(copy.bytes)
  return { content: Readable.from(piecesOf(parts, actor, id, part.content, bytes)), bytes, at: copy.ready_at! }
}

async function* piecesOf(
  { gate, clock }: RightsParts,
  actor: Self,
  id: string,
  first: store.KeptPart,
  bytes: number,
): AsyncGenerator<Buffer> {
  const { person } = actor
  let part: store.KeptPart | undefined = first
  let sent = 0
  for (let number = 0; ; number += 1) {
    // Parts that were exchanged in the database, or are missing, make no copy.
    if (!part || part.copy !== id || part.number !== number) throw new Error('A part of a copy is missing.')
    const piece = Buffer.from(part.bytes, 'base64')
    sent += piece.length
    yield piece
    if (sent >= bytes) return
    const read: { part: { content: store.KeptPart }[] } | Refusal = await gate.read(
      { act: 'rights.continue-download', actor, subject: { person } },
      { part: store.partOf(person, id, number + 1, clock.now()) },
    )
    part = read instanceof Refusal ? undefined : read.part[0]?.content
  }
}

/** Deletes a copy, or stops it on its way; one that is gone already is no fault. */
export async function deleteCopy(parts: RightsParts, actor: Self, id: string): Promise<'done' | 'unknown' | Refusal> {
  const { gate, clock } = parts
  const { person } = actor
  const copy = await viewCopy(parts, actor, id)
  if (copy instanceof Refusal) return copy
  if (!copy) return 'unknown'
  if (copy.emptied_at) return 'done'
  const done = await gate.write(
    { act: 'rights.delete-copy', actor, subject: { person } },
    { end: store.endCopy(person, id, clock.now()), parts: store.dropParts(person, id) },
  )
  return done instanceof Refusal ? done : 'done'
}
