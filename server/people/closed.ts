/** How long an ID that was given up can be opened again. */
import { addDuration } from '../policy/duration.ts'
import type { PeopleParts } from './parts.ts'

/** The moment until which an ID that was given up can be opened again: what the policy keeps accounts for after that. */
export function lastDay({ gate }: Pick<PeopleParts, 'gate'>, closedAt: Date): Date {
  const keep = gate.policy().compiled.loaded.policy.purposes['account']?.keep
  return keep ? addDuration(closedAt, keep.for) : closedAt
}

/** Whether an ID was given up for good: nobody signs in with it any more. */
export const isOver = (parts: Pick<PeopleParts, 'gate' | 'clock'>, closedAt: Date | null): boolean =>
  closedAt !== null && lastDay(parts, closedAt) <= parts.clock.now()
