/** The lines of a profile: what is current, and what each was before. Pure. */
import type { Entry, Kind, Question } from './contact/index.ts'

/** One line, as it came. */
export interface Line {
  id: string
  contact: Entry
  at: Date
  source: string
  version: number
  /** When it was corrected or removed. */
  replacedAt: Date | null
  /** The line whose place it took. */
  replaces: string | null
  /** Of an e-mail address: when somebody showed that it is theirs. */
  provenAt?: Date | null
}

/** A line with what it was before, newest first. */
export interface LineWithHistory extends Line {
  earlier: Line[]
}

const lists = {
  phone: 'phones',
  address: 'addresses',
  email: 'emails',
  country: 'countries',
  occupation: 'occupations',
  place: 'places',
} as const
type List = (typeof lists)[Kind | Question]

export type Lines = Record<List, LineWithHistory[]> & {
  /** Removed, and nothing took their place; newest removal first. */
  removed: LineWithHistory[]
}

/** The list that lines of a kind stand in. */
export const listOf = <One extends Kind | Question>(kind: One): (typeof lists)[One] => lists[kind]

/** How many current lines of a kind a profile holds at most, of those of which there can be several. */
export const mostLines = 20

/** The same for each kind: one lives in one country, and has one answer. */
export const mostOf = (kind: Kind | Question): number =>
  kind === 'phone' || kind === 'address' ? mostLines : kind === 'email' ? 10 : 1

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
  const of = (kind: Kind | Question) => current.filter(line => line.contact.kind === kind)
  return {
    phones: of('phone'),
    addresses: of('address'),
    emails: of('email'),
    countries: of('country'),
    occupations: of('occupation'),
    places: of('place'),
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

/** Every line that is current. */
export const currentLines = (lines: Lines): LineWithHistory[] => Object.values(lists).flatMap(list => lines[list])

/** Every line with a place of its own: current ones first, then those that were removed. */
export const allLines = (lines: Lines): LineWithHistory[] => [...currentLines(lines), ...lines.removed]

/** The line that a line, whatever became of it, belongs to the history of; itself if nothing took its place. */
export const headOf = (lines: Lines, id: string): LineWithHistory | undefined =>
  allLines(lines).find(line => line.id === id || line.earlier.some(one => one.id === id))

/** A line by its id, current or not. */
export function lineOf(lines: Lines, id: string): Line | undefined {
  const head = headOf(lines, id)
  return head && (head.id === id ? head : head.earlier.find(one => one.id === id))
}

/** Every line there is, and was. */
export const everyLine = (lines: Lines): Line[] => allLines(lines).flatMap(line => [line, ...line.earlier])
