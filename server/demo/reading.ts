/** Colleagues of the cast have always read the version in force, whoever published it and whatever was killed meanwhile. */
import { acknowledgeAsCast } from '../people/index.ts'
import type { DemoParts } from './parts.ts'

/** Has the cast acknowledge the version in force, once for each: whoever opens a page of the tours may be the first after it. */
export function createReading(parts: DemoParts) {
  let done: { version: number; count: Promise<number> } | undefined

  /** @returns how many colleagues acknowledged it */
  return (): Promise<number> => {
    const { version } = parts.gate.policy().compiled.loaded.policy.policy
    if (done?.version !== version) {
      const begun = { version, count: acknowledgeAsCast(parts, version) }
      // What failed is tried again by whoever comes next.
      begun.count.catch(() => {
        if (done === begun) done = undefined
      })
      done = begun
    }
    return done.count
  }
}
