/** What is held, arranged for the person whom it is about: by category, history under what is current. Pure. */
import type { Compiled, Grant } from '../../policy/compile.ts'
import { oncePerPolicy } from '../../policy/once.ts'
import type { RecordItem } from '../../policy/record.ts'

/** Something that is held now, or was and left nothing in its place, with what it was before. */
export interface Datum extends RecordItem {
  /** Newest first. */
  earlier: RecordItem[]
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
    .map(([category, members]) => ({ category, data: withHistory(members) }))
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

/** Why and by whom a category may be used: what the policy promises and the product does. */
export interface Use {
  purpose: string
  /** Acts of the product that read the category for it; none: promised, and nothing does it. */
  acts: readonly Grant[]
}

/** The purposes that may use a category, those that something is done for first. */
export const usesOf = (category: string, compiled: Compiled): readonly Use[] => usesIn(compiled, [category])

const usesIn = oncePerPolicy(({ loaded, grants }, [category = '']): readonly Use[] => {
  const granted = [...grants.values()].filter(grant => grant.reads.includes(category))
  return Object.entries(loaded.policy.purposes)
    .filter(([, purpose]) => purpose.uses.includes(category))
    .map(([purpose]) => ({ purpose, acts: granted.filter(grant => grant.purpose === purpose) }))
    .sort((a, b) => Math.sign(b.acts.length) - Math.sign(a.acts.length))
})

/** Who sees a category. */
export interface Audience {
  /** Roles of colleagues who can, with the purposes that they have to state. */
  roles: { role: string; purposes: string[] }[]
  /** Purposes for which our systems use it, without anybody looking. */
  systems: string[]
}

/** Who can see a category: colleagues by role, and machines by purpose. */
export const audienceOf = (category: string, compiled: Compiled): Audience => audienceIn(compiled, [category])

const audienceIn = oncePerPolicy((compiled, [category = '']): Audience => {
  const uses = usesOf(category, compiled)
  const forStaff = uses.filter(use => use.acts.some(act => act.by === 'staff')).map(use => use.purpose)
  return {
    roles: Object.entries(compiled.loaded.policy.staff)
      .map(([role, { purposes }]) => ({ role, purposes: purposes.filter(purpose => forStaff.includes(purpose)) }))
      .filter(({ purposes }) => purposes.length > 0),
    systems: uses
      .filter(use => use.acts.some(act => act.by === 'system' || act.by === 'stranger'))
      .map(use => use.purpose),
  }
})
