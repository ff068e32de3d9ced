/** Registering a list from a file: read and judged first, registered by a job when somebody asks for the good ones. */
import { newId } from '../../base/ids.ts'
import { provenance } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { Words } from '../../ui/index.ts'
import { catalogueOf } from './catalogue.ts'
import * as store from './list-store.ts'
import { judgeLines, linesOf, mostFindings, type Finding, type ListRow } from './lists.ts'
import { ownerOf } from './owners.ts'
import type { ProductParts, Self } from './parts.ts'
import { guessing, guessWait } from './products.ts'
import { readSheet, type Unreadable } from './sheet/index.ts'
import { addSites, sites } from './site-store.ts'
import { matchSites } from './sites.ts'
import { addRegistrations, countTaken, type Owner } from './store.ts'

/** Rows in one transaction. */
const batch = 500
/** Lists that one turn of the job takes up. */
const mostLists = 5
/** How long a list stays, in milliseconds. */
const listLasts = 7 * 86_400_000
const system = { kind: 'system' } as const

/**
 * Reads a file and keeps what it says. Nothing is registered yet, and nothing is asked about anybody else's products.
 * @returns the list's id; or why the file cannot be read
 */
export async function readList(
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  bytes: Buffer,
  words: Pick<Words, 't'>,
): Promise<{ list: string } | Unreadable | 'unknown' | 'too-many-sites' | Refusal> {
  const owner = await ownerOf(parts, actor, organisation)
  if (!owner) return 'unknown'
  const lines = readSheet(bytes)
  if ('unreadable' in lines) return lines
  const judged = judgeLines(lines, await catalogueOf(parts), parts.clock.now(), words)
  const { person } = actor
  const asked = { act: 'products.register', actor, subject: { person } } as const
  const own = await parts.gate.read(asked, {
    own: store.currentSerials(judged.rows.map(({ serial }) => serial)),
    sites: sites(owner),
  })
  if (own instanceof Refusal) return own
  const plan = matchSites(
    own.sites,
    judged.rows.map(({ site }) => site),
  )
  if (plan === 'too-many') return 'too-many-sites'
  const there = new Set(own.own.map(row => row.serial_number))
  const rows = judged.rows.filter(({ serial }) => !there.has(serial))
  const says = words.t('products.fault.yours')
  const findings = [
    ...judged.findings,
    ...judged.rows.filter(({ serial }) => there.has(serial)).map(({ line, serial }) => ({ line, what: serial, says })),
  ].toSorted((a, b) => a.line - b.line)
  const list = newId()
  const kept = { id: list, rows, findings: findings.slice(0, mostFindings), wrong: findings.length }
  const written = await parts.gate.write(asked, { list: store.addList(owner, kept, provenance(parts, 'import')) })
  return written instanceof Refusal ? written : { list }
}

/** A list with what is wrong in it. */
export type ListSeen = Omit<store.ListFacts, 'findings'> & { findings: Finding[] }

/** A list, as far as it has come. */
export async function viewList(parts: ProductParts, actor: Self, id: string): Promise<ListSeen | undefined | Refusal> {
  const { person } = actor
  const read = await parts.gate.read(
    { act: 'products.view', actor, subject: { person } },
    { list: store.list(id, person) },
  )
  if (read instanceof Refusal) return read
  const [list] = read.list
  return list && { ...list, findings: linesOf<Finding>(list.findings) }
}

/** Asks for the good ones of a list. @returns `done` also where that was asked for already */
export async function askForList(parts: ProductParts, actor: Self, id: string): Promise<'done' | 'unknown' | Refusal> {
  const { person } = actor
  try {
    const written = await parts.gate.write(
      { act: 'products.register', actor, subject: { person } },
      { list: store.askForList(id, person, parts.clock.now()) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (!(error instanceof Untouched)) throw error
    const list = await viewList(parts, actor, id)
    return list instanceof Refusal ? list : list ? 'done' : 'unknown'
  }
}

/**
 * Registers what was asked for, batch by batch: a transaction each, with how far the list has come. A process that dies
 * leaves whole batches, and the next turn goes on after them.
 * @returns how many lists came to their end
 */
export async function registerLists(parts: ProductParts): Promise<number> {
  const due = await parts.gate.read(
    { act: 'products.tidy', actor: system, subject: 'none' },
    { lists: store.waitingLists(mostLists) },
  )
  if (due instanceof Refusal) return 0
  let finished = 0
  for (const { id, person } of due.lists) if (await registerList(parts, id, person)) finished += 1
  return finished
}

async function registerList(parts: ProductParts, id: string, person: string): Promise<boolean> {
  const asked = { act: 'products.bring-in', actor: system, subject: { person } } as const
  const read = await parts.gate.read(asked, { list: store.listToRegister(id) })
  const [list] = read instanceof Refusal ? [] : read.list
  if (!list?.rows) return false
  const owner = { person, organisation: list.organisation_id }
  let findings = linesOf<Finding>(list.findings)
  const all = linesOf<ListRow>(list.rows)
  try {
    for (let from = list.done; from < all.length; from += batch) {
      const rows = all.slice(from, from + batch)
      const left = await registerRows(parts, id, owner, from, rows)
      // Too many of them are registered already: the list goes on when this person may ask again.
      if (left === 'later') return false
      if (left.length === 0) continue
      findings = [...findings, ...left.map(takenFinding)].slice(0, mostFindings)
      await parts.gate.write(asked, { list: store.noteFindings(id, owner, findings) })
    }
    const written = await parts.gate.write(asked, { list: store.finishList(id, owner, parts.clock.now()) })
    return !(written instanceof Refusal)
  } catch (error) {
    // Another process does the same.
    if (error instanceof Untouched) return false
    throw error
  }
}

/** Said when it is shown, in the language of whoever looks. */
export const takenMark = '#taken'
const takenFinding = ({ line, serial }: ListRow): Finding => ({ line, what: serial, says: takenMark })

async function registerRows(
  parts: ProductParts,
  list: string,
  owner: Owner,
  from: number,
  rows: readonly ListRow[],
): Promise<ListRow[] | 'later'> {
  const { person } = owner
  const asked = { act: 'products.bring-in', actor: system, subject: { person } } as const
  const before = await parts.gate.read(asked, { sites: store.sitesOfOwner(owner), guesses: store.guessesOf(person) })
  if (before instanceof Refusal) return 'later'
  const [told] = before.guesses
  if (guessWait(told && { level: told.level, lastAt: told.last_at }, parts.clock.now()) > 0) return 'later'
  const plan = matchSites(
    before.sites,
    rows.map(({ site }) => site),
  )
  const where = plan === 'too-many' ? matchSites(before.sites, []) : plan
  if (where === 'too-many') return 'later'
  const at = provenance(parts, 'import')
  const added = rows.map(row => ({ ...row, id: newId(), site: where.idOf(row.site) }))
  const ids = added.map(({ id }) => id)
  const written = await parts.gate.write(asked, {
    sites: addSites(owner, where.added, at),
    added: addRegistrations(owner, added, 'imported', at),
    on: store.goOn(list, from, from + rows.length, ids),
    taken: countTaken(person, ids, at.at, guessing),
  })
  if (written instanceof Refusal) return 'later'
  const there = new Set(written.added.map(row => row.serial_number))
  return rows.filter(({ serial }) => !there.has(serial))
}

/** Deletes lists that nobody asks for any more. */
export const listsBefore = (now: Date): Date => new Date(now.getTime() - listLasts)
