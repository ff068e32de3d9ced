/** The rules of the demonstration: what can be struck, and what a login's answer means. Pure. */
import type { Holding } from '../policy/activity.ts'
import type { Compiled } from '../policy/compile.ts'
import { neededOf } from '../policy/needed.ts'

/** A category that a purpose's login reads, and a column by which it is seen. */
export interface Readable {
  purpose: string
  category: string
  /** schema.table */
  table: string
  column: string
}

/**
 * Everything that can be struck: what a purpose's login really reads of people, except for the purposes without which nobody
 * could sign in or see what is held.
 */
export function strikable({ loaded, declarations, grants }: Compiled): Readable[] {
  const needs = neededOf(declarations.acts)
  return Object.entries(loaded.policy.purposes).flatMap(([purpose, { uses }]) => {
    if (needs.has(purpose) || uses.length < 2) return []
    const own = [...grants.values()].filter(grant => grant.purpose === purpose && grant.by !== 'customer')
    return uses.flatMap(category => {
      const place = own.some(grant => grant.reads.includes(category)) && placeOf(category, declarations.holdings)
      return place ? [{ purpose, category, ...place }] : []
    })
  })
}

/** A column with a category in it: one that is sealed, if there is one. */
function placeOf(category: string, holdings: readonly Holding[]): Pick<Readable, 'table' | 'column'> | undefined {
  const all = holdings.flatMap(({ table, columns, standing, person }) =>
    Object.entries(columns).flatMap(([column, held]) => {
      const [its, kept] = typeof held === 'string' ? [held, 'sealed'] : [held.category, held.kept]
      const fits = its === category && person !== null && !standing?.includes(column)
      return fits && (kept === 'sealed' || kept === 'plain') ? [{ table, column, kept }] : []
    }),
  )
  const found = all.find(({ kept }) => kept === 'sealed') ?? all[0]
  return found && { table: found.table, column: found.column }
}

/** How many rows of an answer are shown, and how long a value may be. */
export const mostRows = 5
const mostCharacters = 48

/** A value as it lies in the database; of what is sealed its first bytes and how many there are. */
export function asItLies(value: unknown): { text: string; bytes?: number } {
  if (value === null || value === undefined) return { text: 'null' }
  if (value instanceof Uint8Array)
    return { text: `\\x${Buffer.from(value).toString('hex').slice(0, 24)}…`, bytes: value.length }
  const text = value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : JSON.stringify(value)
  return { text: text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text }
}
