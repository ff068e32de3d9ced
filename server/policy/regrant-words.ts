/** What a publication granted and took away, in words for whoever published it. Pure. */
import type { Holding } from './activity.ts'
import type { Privilege } from './privileges.ts'

/** The differences of one publication. */
export interface Regranted {
  gained: readonly Privilege[]
  lost: readonly Privilege[]
  /** What a login is for: a purpose, or customers' own acts. */
  nameOf(role: string): string
}

/** What one privilege reaches: data of a category, what is about the row, or whole rows. */
type Reach = { category: string } | 'about'

/**
 * A line for each purpose and direction: which categories it may read or write now, or no longer, and whose rows it may
 * delete. Columns without a category are counted apart: ids, dates, where a row came from, what row policies ask.
 * @param holdings what the product holds; a table that no holding declares any more is named
 */
export function regrantInWords(holdings: readonly Holding[], { gained, lost, nameOf }: Regranted): string[] {
  const tables = new Map(holdings.map(holding => [holding.table, holding]))
  const names = [...new Set([...lost, ...gained].map(({ role }) => nameOf(role)))].sort()
  return names.flatMap(name => {
    const line = (says: string, privileges: readonly Privilege[]) => {
      const own = privileges.filter(({ role }) => nameOf(role) === name)
      return own.length === 0 ? [] : [`${name} ${says} ${allInWords(own, tables)}`]
    }
    return [...line('may no longer', lost), ...line('may now', gained)]
  })
}

function allInWords(privileges: readonly Privilege[], tables: ReadonlyMap<string, Holding>): string {
  const verb = (name: string, ...verbs: Privilege['verb'][]) => {
    const columns = new Map(
      privileges.filter(one => verbs.includes(one.verb)).map(one => [`${one.table}.${one.column}`, one]),
    )
    return columns.size === 0 ? [] : [`${name} ${columnsInWords([...columns.values()], tables)}`]
  }
  const deleted = privileges.filter(one => one.verb === 'DELETE').map(({ table }) => table)
  return [
    ...verb('read', 'SELECT'),
    ...verb('write', 'INSERT', 'UPDATE'),
    ...(deleted.length > 0 ? [`delete rows of ${deleted.sort().join(', ')}`] : []),
  ].join('; ')
}

/** `contact (3 columns), identity (1 column) and 12 columns about rows` */
function columnsInWords(columns: readonly Privilege[], tables: ReadonlyMap<string, Holding>): string {
  const categories = new Map<string, number>()
  let about = 0
  for (const column of columns) {
    const reach = reachOf(column, tables.get(column.table))
    if (reach === 'about') about += 1
    else categories.set(reach.category, (categories.get(reach.category) ?? 0) + 1)
  }
  const count = (number: number) => `${number} ${number === 1 ? 'column' : 'columns'}`
  const named = [...categories].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, size]) => `${name} (${count(size)})`)
  const rest = about === 0 ? [] : [`${count(about)} about rows`]
  return [named.join(', '), ...rest].filter(Boolean).join(' and ')
}

function reachOf({ table, column }: Privilege, holding: Holding | undefined): Reach {
  if (!holding) return { category: `${table}, which nobody declares any more` }
  const held = holding.standing?.includes(column) ? undefined : holding.columns[column]
  if (held === undefined) return 'about'
  return { category: typeof held === 'string' ? held : held.category }
}
