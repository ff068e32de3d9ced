/**
 * Which purpose uses which category since when, and which of what was collected before stays bound to the version that it was
 * collected under (GDPR 5(1)(b), 6(4), 7). Pure; the row policies ask what follows from it.
 */
import type { Holding } from './activity.ts'
import { basesOf } from './basis.ts'
import { needsAgreement } from './compile.ts'
import type { Policy, Purpose } from './document.ts'
import type { Slot } from './privileges.ts'
import type { Range, Waiting } from './waiting.ts'

/** A purpose's use of a category; an empty category stands for all else that a yes covers: recipients, periods. */
export interface Use extends Waiting {
  purpose: string
  category: string
  /** Whether what is closed waits: for a yes to that version or a later one, or for a record of why the new use fits. */
  bound: boolean
  /** The version that ended it; null while it lasts. */
  stopped: number | null
}

/** What a yes or a record opens: all but what the law asks for, whatever it was collected for. */
const waits = (purpose: Purpose): boolean =>
  needsAgreement(purpose) ||
  (purpose.compatibility === undefined && !basesOf(purpose).every(basis => basis === 'legal-obligation'))

/**
 * The uses of a version, and those that ended.
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
  const was = new Map(before.map(use => [`${use.purpose} ${use.category}`, use]))
  const now = Object.entries(policy.purposes).flatMap(([id, purpose]) => {
    const uses = purpose.uses.map((category): Use => {
      const found = waitingOf(was.get(`${id} ${category}`), before.length > 0 && known.has(category), version)
      // What is collected from then on waits for the yes as well.
      const waiting = needsAgreement(purpose) && found.since > 0 ? { ...found, closed: everything } : found
      return { purpose: id, category, ...waiting, bound: waiting.closed.length > 0 && waits(purpose), stopped: null }
    })
    if (!needsAgreement(purpose)) return uses
    const since = askAgain.includes(id) ? version : (was.get(`${id} `)?.since ?? 0)
    return [...uses, { purpose: id, category: '', since, closed: [], bound: since > 0, stopped: null }]
  })
  const lasting = new Set(now.map(use => `${use.purpose} ${use.category}`))
  const ended = before.filter(use => !lasting.has(`${use.purpose} ${use.category}`))
  return [...now, ...ended.map(use => ({ ...use, bound: false, stopped: use.stopped ?? version }))]
}

const everything: readonly Range[] = [[0, null]]

/** What is closed to a use: all from before it began; of one that paused, what was collected meanwhile. */
function waitingOf(was: Use | undefined, isHeld: boolean, version: number): Waiting {
  if (!was) return isHeld ? { since: version, closed: [[0, version]] } : { since: 0, closed: [] }
  if (was.stopped === null) return { since: was.since, closed: was.closed }
  return { since: version, closed: [...was.closed, [was.stopped, version]] }
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

/** What of a table is closed to a login. */
export interface Bound extends Waiting {
  role: string
  purpose: string
  place: string
}

/** What the row policies ask. A row with several categories is closed where the use of one of them is. */
export function boundPlaces(
  uses: readonly Use[],
  places: ReadonlyMap<string, ReadonlySet<string>>,
  slots: ReadonlyMap<string, Slot>,
): Bound[] {
  const bounds = new Map<string, Bound>()
  for (const { purpose, category, since, closed, bound } of uses) {
    const role = slots.get(purpose)?.role
    if (!bound || !role) continue
    for (const [place, categories] of places) {
      if (!categories.has(category)) continue
      const key = `${role} ${place}`
      const other = bounds.get(key)
      bounds.set(key, {
        role,
        purpose,
        place,
        since: Math.max(since, other?.since ?? 0),
        closed: [...(other?.closed ?? []), ...closed],
      })
    }
  }
  return [...bounds.values()]
}
