/** What holds when two IDs of one person become one. Pure. */

/** For so long two IDs that became one can become two again, in milliseconds; then the former is erased. */
export const undoneWithin = 30 * 24 * 60 * 60_000

/** What somebody can say of a purpose, and whether it is said: agreed, or objected. */
export interface Asked {
  purpose: string
  kind: 'agree' | 'object' | 'weighed'
  on: boolean
}

/**
 * What has to be said under the ID that is kept, so that of both the stricter counts: a yes stands if it was said under both,
 * choice by choice; an objection if it was said under one.
 */
export function strictest(kept: readonly Asked[], former: readonly Asked[]) {
  return kept.flatMap(({ purpose, kind, on }): { purpose: string; said: 'withdraw' | 'object'; partly?: true }[] => {
    const other = former.find(one => one.purpose === purpose)?.on ?? false
    if (kind === 'agree') return on ? [{ purpose, said: 'withdraw', ...(other ? { partly: true } : {}) }] : []
    return kind === 'object' && !on && other ? [{ purpose, said: 'object' }] : []
  })
}
