/** Reads what goes into a copy: as the person, through a login that sees nobody else. */
import { ownEntries, type OwnEntry } from '../../../audit/index.ts'
import type { Holding, KeptFile } from '../../../policy/activity.ts'
import type { Compiled } from '../../../policy/compile.ts'
import {
  fileOf,
  fileStatement,
  recordItems,
  type RecordItem,
  type RecordRow,
  recordStatements,
  type RecordStatement,
  unreadable,
} from '../../../policy/record.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { timeZone } from '../periods.ts'
import type { Self } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'
import { viewReceived, type Disclosure } from '../received/index.ts'
import { hasPart, readParts, type Parts, type CopyRow } from './copy.ts'
import { copyOf } from './store.ts'

/** The rows of one table. */
export interface TableRows {
  statement: RecordStatement<'rights.make-copy'>
  rows: readonly RecordRow[]
}

/** Everything but the files themselves. */
export interface Gathered {
  copy: CopyRow
  parts: Parts
  compiled: Compiled
  items: RecordItem[]
  tables: TableRows[]
  /** Holdings of which nothing can be read, not even whether there is a row. */
  closed: readonly Holding[]
  looked: OwnEntry[]
  received: Disclosure[]
}

/** Lines of evidence that are read at once. */
const lines = 1_000

/**
 * Reads everything that is held about somebody, with one line of evidence.
 * @returns undefined if the copy is not there any more
 */
export async function gather(parts: RightsParts, person: string, id: string): Promise<Gathered | Refusal | undefined> {
  const { gate } = parts
  const actor: Self = { kind: 'customer', person }
  const wish = await gate.read({ act: 'rights.keep-copy', actor, subject: { person } }, { copy: copyOf(person, id) })
  if (wish instanceof Refusal) return wish
  const [copy] = wish.copy
  if (!copy) return undefined
  const chosen = readParts(copy.parts)
  const { compiled } = gate.policy()
  const readable = compiled.grants.get('rights.make-copy')?.reads ?? []
  // What was not chosen is not read, and the line of evidence does not name it.
  const categories = readable.filter(category => hasPart(chosen, category))
  const statements = recordStatements<'rights.make-copy'>(compiled, categories, person)
  const rows = await gate.read({ act: 'rights.make-copy', actor, subject: { person } }, statements)
  if (rows instanceof Refusal) return rows
  const looked = hasPart(chosen, 'looked') ? await allLooked(parts, actor) : []
  if (looked instanceof Refusal) return looked
  const received = hasPart(chosen, 'received') ? await allReceived(parts, actor) : []
  if (received instanceof Refusal) return received
  return {
    copy,
    parts: chosen,
    compiled,
    items: recordItems(statements, rows).filter(item => item.shown !== 'withheld' || !readable.includes(item.category)),
    tables: Object.entries(statements)
      .map(([table, one]) => ({ statement: one, rows: rows[table] ?? [] }))
      .filter(({ statement, rows: found }) => found.length > 0 && columnsOf(statement).length > 0),
    closed: unreadable(compiled, readable),
    looked,
    received,
  }
}

/** The columns of a table that a copy has, in the order of its declaration: what is shown, and files. */
export function columnsOf({ holding, columns, files }: TableRows['statement']): string[] {
  return Object.keys(holding.columns).filter(name => (columns[name] ?? files[name]) !== undefined)
}

async function allLooked({ gate, clock }: RightsParts, actor: Self): Promise<OwnEntry[] | Refusal> {
  // What comes while this reads would move the entries of the next pages.
  const until = new Date(clock.now().getTime() + 1)
  const found: OwnEntry[] = []
  for (;;) {
    const filter = { since: null, until, purpose: null, by: null }
    const read = await gate.read(
      { act: 'audit.view-own', actor, subject: { person: actor.person } },
      { entries: ownEntries(filter, timeZone, lines, found.length) },
    )
    if (read instanceof Refusal) return read
    found.push(...read.entries)
    if (read.entries.length < lines) return found
  }
}

async function allReceived(parts: RightsParts, actor: Self): Promise<Disclosure[] | Refusal> {
  const found: Disclosure[] = []
  for (;;) {
    const read = await viewReceived(parts, actor, { since: null, recipient: null }, lines, found.length)
    if (read instanceof Refusal) return read
    found.push(...read.disclosures)
    if (read.disclosures.length < lines) return found
  }
}

/**
 * Reads one file that a record only says is there.
 * @param item shown as a `file`
 * @returns what is kept there, if it is a file; undefined if it is gone in the meantime
 */
export async function readFile(
  { gate }: Pick<RightsParts, 'gate'>,
  person: string,
  item: RecordItem,
): Promise<KeptFile | undefined | Refusal> {
  const read = await gate.read(
    { act: 'rights.make-copy', actor: { kind: 'customer', person }, subject: { person } },
    { file: fileStatement<'rights.make-copy'>(item, person) },
  )
  return read instanceof Refusal ? read : fileOf(item, read.file[0])
}
