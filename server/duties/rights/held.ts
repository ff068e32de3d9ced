/** What is held, arranged for the person whom it is about: by category, history under what is current. Pure. */
import type { RecordItem } from '../../policy/record.ts'

/** Something that is held now, or was and left nothing in its place, with what it was before. */
export interface Datum extends RecordItem {
  /** Newest first. */
  earlier: RecordItem[]
  /** Everything that its table has of this category, newest first, where it stands for all of it (`Holding.together`). */
  together?: readonly RecordItem[]
}

/** Everything of one category. */
export interface Section {
  category: string
  data: Datum[]
}

/** Numbers for a sentence. */
export interface HeldFigures {
  /** What is current; fingerprints and what is withheld count. */
  items: number
  /** What was replaced and stays as history. */
  earlier: number
  /** Purposes that something is kept for. */
  purposes: number
  categories: number
}

/** Counts. */
export function figuresOf(items: readonly RecordItem[]): HeldFigures {
  const current = items.filter(item => item.current)
  return {
    items: current.length,
    earlier: items.length - current.length,
    purposes: new Set(items.map(item => item.holding.purpose)).size,
    categories: new Set(items.map(item => item.category)).size,
  }
}

/**
 * Arranges items by category.
 * @param order categories in the order in which the policy has them
 */
export function sectionsOf(items: readonly RecordItem[], order: readonly string[]): Section[] {
  const byCategory = new Map<string, RecordItem[]>()
  for (const item of items) byCategory.set(item.category, [...(byCategory.get(item.category) ?? []), item])
  const place = (category: string) => (order.includes(category) ? order.indexOf(category) : order.length)
  return [...byCategory]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([category, members]) => ({ category, data: together(withHistory(members)) }))
}

/** What is shown together stands where the first of it stood. */
function together(data: readonly Datum[]): Datum[] {
  const shown = new Map<string, Datum>()
  data.forEach((datum, at) => {
    const { table, together } = datum.holding
    if (!together) return void shown.set(`${table} ${at}`, datum)
    const all = data
      .filter(one => one.holding.table === table)
      .toSorted((a, b) => Number(b.at ?? 0) - Number(a.at ?? 0))
    shown.set(table, { ...(all.find(one => one.shown === 'shown') ?? datum), together: all })
  })
  return [...shown.values()]
}

function withHistory(items: readonly RecordItem[]): Datum[] {
  const heads: Datum[] = items.filter(item => item.current).map(item => ({ ...item, earlier: [] }))
  for (const item of items.filter(one => !one.current)) {
    const head = headOf(item, items, heads)
    if (head) head.earlier.push(item)
    else heads.push({ ...item, earlier: [] })
  }
  return heads
}

/** What took an item's place: the row that says so; or the current one, where a table keeps only one of its kind. */
function headOf(item: RecordItem, items: readonly RecordItem[], heads: readonly Datum[]): Datum | undefined {
  const sameColumn = heads.filter(head => head.place === item.place && head.row['kind'] === item.row['kind'])
  if (!item.holding.bookkeeping.includes('replaces')) return sameColumn.length === 1 ? sameColumn[0] : undefined
  let row = item.row
  for (let steps = 0; steps < items.length; steps += 1) {
    const next = items.find(one => one.place === item.place && one.row['replaces'] === row['id'])
    if (!next) return undefined
    if (next.current) return heads.find(head => head.place === next.place && head.row['id'] === next.row['id'])
    row = next.row
  }
  return undefined
}
