/** The lines of a profile: what is current, and what each was before. Pure. */
import type { Contact, Kind } from './contact/index.ts'

/** One line, as it came. */
export interface Line {
  id: string
  contact: Contact
  at: Date
  source: string
  version: number
  /** When it was corrected or removed. */
  replacedAt: Date | null
  /** The line whose place it took. */
  replaces: string | null
}

/** A line with what it was before, newest first. */
export interface LineWithHistory extends Line {
  earlier: Line[]
}

export interface Lines {
  phones: LineWithHistory[]
  addresses: LineWithHistory[]
  /** Removed, and nothing took their place; newest removal first. */
  removed: LineWithHistory[]
}

/** The list that lines of a kind stand in. */
export const listOf = (kind: Kind): 'phones' | 'addresses' => (kind === 'phone' ? 'phones' : 'addresses')

/** How many current lines of a kind a profile holds at most. */
export const mostLines = 20

/**
 * Puts lines in their places.
 * @param lines all of one person's, oldest first
 */
export function arrange(lines: readonly Line[]): Lines {
  const byId = new Map(lines.map(line => [line.id, line]))
  const followed = new Set(lines.map(line => line.replaces))
  const heads = lines
    .filter(line => !followed.has(line.id))
    .map(line => ({ ...line, earlier: earlierThan(line, byId) }))
  const current = heads.filter(line => line.replacedAt === null)
  return {
    phones: current.filter(line => line.contact.kind === 'phone'),
    addresses: current.filter(line => line.contact.kind === 'address'),
    removed: heads
      .filter(line => line.replacedAt !== null)
      .sort((a, b) => b.replacedAt!.getTime() - a.replacedAt!.getTime()),
  }
}

function earlierThan(line: Line, byId: ReadonlyMap<string, Line>): Line[] {
  const earlier: Line[] = []
  for (let at = before(line, byId); at && !earlier.includes(at); at = before(at, byId)) earlier.push(at)
  return earlier
}

const before = (line: Line, byId: ReadonlyMap<string, Line>): Line | undefined =>
  line.replaces === null ? undefined : byId.get(line.replaces)

/** Every line with a place of its own: current ones first, then those that were removed. */
export const allLines = ({ phones, addresses, removed }: Lines): LineWithHistory[] => [
  ...phones,
  ...addresses,
  ...removed,
]

/** The line that a line, whatever became of it, belongs to the history of; itself if nothing took its place. */
export const headOf = (lines: Lines, id: string): LineWithHistory | undefined =>
  allLines(lines).find(line => line.id === id || line.earlier.some(one => one.id === id))

/** A line by its id, current or not. */
export function lineOf(lines: Lines, id: string): Line | undefined {
  const head = headOf(lines, id)
  return head && (head.id === id ? head : head.earlier.find(one => one.id === id))
}
