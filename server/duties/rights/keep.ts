/** Until when something is kept. Pure. */
import type { Policy } from '../../policy/document.ts'
import { addDuration } from '../../policy/duration.ts'
import type { RecordItem } from '../../policy/record.ts'

/** Either the day is known, or the event that the period waits for has not happened. */
export type KeptUntil =
  | { known: true; at: Date }
  | {
      known: false
      /** account-closed, case-closed … as the policy names it. */
      after: string
      /** ISO 8601 */
      period: string
    }

/** Columns with the moment at which a row came to be: no event that ends anything. */
const beginnings = new Set(['recorded_at', 'created_at', 'joined_at'])

/**
 * When the period of an item's row ends.
 * @returns undefined if the policy in force does not know the purpose that the row is held for
 */
export function keptUntil({ holding, row, at }: RecordItem, policy: Policy): KeptUntil | undefined {
  const keep = Object.hasOwn(policy.purposes, holding.purpose) ? policy.purposes[holding.purpose]!.keep : undefined
  if (!keep) return undefined
  const since = holding.since === undefined ? undefined : row[holding.since]
  // What ended (a membership that was left) counts from its end, whatever else is still open.
  const ended = since instanceof Date && !beginnings.has(holding.since!)
  const start = keep.after === 'recorded' ? (since instanceof Date ? since : at) : ended ? since : undefined
  return start
    ? { known: true, at: addDuration(start, keep.for) }
    : { known: false, after: keep.after, period: keep.for }
}
