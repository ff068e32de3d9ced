/** What somebody has kept and not used, from the bits that the database keeps. */
import type { InForce } from '../policy/in-force.ts'
import type { StandingRow } from './store.ts'

/** What somebody asked us to keep and not to use. */
export interface Restricted {
  everything: boolean
  categories: readonly string[]
}

/** What is restricted, from the bits that the database keeps. */
export function restrictedIn({ categories }: InForce, row: StandingRow | undefined): Restricted {
  const mask = BigInt(row?.restricted_in ?? 0)
  return {
    everything: row?.restricted ?? false,
    categories: [...categories].flatMap(([category, place]) => ((mask >> BigInt(place)) & 1n ? [category] : [])),
  }
}
