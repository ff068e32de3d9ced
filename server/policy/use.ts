/**
 * Since when each purpose uses each category, and which of what was collected before stays bound to the version that it was
 * collected under (GDPR 5(1)(b), 6(4), 7). Pure; the row policies ask what follows from it.
 */
import type { Holding } from './activity.ts'
import { basesOf } from './basis.ts'
import { needsAgreement } from './compile.ts'
import type { Policy, Purpose } from './document.ts'
import type { Slot } from './privileges.ts'

/** A purpose's use of a category; an empty category stands for all else that a yes covers: recipients, periods. */
export interface Use {
  purpose: string
  category: string
  /** The version that began it; 0: it was so from the first, or nothing could have been collected before. */
  since: number
  /** What was collected before waits: for a yes to that version or a later one, or for a record of why the new use fits. */
  bound: boolean
}

/** What a yes or a record binds: all but what the law asks for, whatever the occasion was. */
const waits = (purpose: Purpose): boolean =>
  needsAgreement(purpose) ||
  (purpose.compatibility === undefined && !basesOf(purpose).every(basis => basis === 'legal-obligation'))

/**
 * The uses of a version.
 * @param before those of the version before; none where it is the first
 * @param known every category that a version ever had: of any other nothing was collected yet
 * @param askAgain purposes whose earlier yes does not reach as far as this version
 */
export function usesOf(
  before: readonly Use[],
  policy: Policy,
  { known, askAgain }: { known: ReadonlySet<string>; askAgain: readonly string[] },
): Use[] {
  const { version } = policy.policy
  const sinceOf = new Map(before.map(use => [`${use.purpose} ${use.category}`, use.since]))
  return Object.entries(policy.purposes).flatMap(([id, purpose]) => {
    const uses = purpose.uses.map((category): Use => {
      const isNew = before.length > 0 && known.has(category)
      const since = sinceOf.get(`${id} ${category}`) ?? (isNew ? version : 0)
      return { purpose: id, category, since, bound: since > 0 && waits(purpose) }
    })
    if (!needsAgreement(purpose)) return uses
    const since = askAgain.includes(id) ? version : (sinceOf.get(`${id} `) ?? 0)
    return [...uses, { purpose: id, category: '', since, bound: since > 0 }]
  })
}

/** The categories that stand in each table. */
export function categoriesByPlace(holdings: readonly Holding[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>()
  for (const { table, columns } of holdings) {
    const categories = places.get(table) ?? new Set<string>()
    for (const column of Object.values(columns)) categories.add(typeof column === 'string' ? column : column.category)
    places.set(table, categories)
  }
  return places
}

/** From which version on the rows of a table are open to a login. */
export interface Bound {
  role: string
  place: string
  since: number
}

/** What the row policies ask. A row with several categories is as old as the youngest use of one of them allows. */
export function boundPlaces(
  uses: readonly Use[],
  places: ReadonlyMap<string, ReadonlySet<string>>,
  slots: ReadonlyMap<string, Slot>,
): Bound[] {
  const bounds = new Map<string, Bound>()
  for (const { purpose, category, since, bound } of uses) {
    const role = slots.get(purpose)?.role
    if (!bound || !role) continue
    for (const [place, categories] of places) {
      if (!categories.has(category)) continue
      const key = `${role} ${place}`
      bounds.set(key, { role, place, since: Math.max(since, bounds.get(key)?.since ?? 0) })
    }
  }
  return [...bounds.values()]
}
