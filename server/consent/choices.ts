/** What of a purpose can be agreed to by itself, and how far a yes reaches. Pure. */
import type { Compiled } from '../policy/compile.ts'
import type { Purpose } from '../policy/document.ts'
import type { TopicChoice } from '../policy/topics.ts'

/** One thing that can be agreed to of a purpose by itself: a topic by a channel. */
export interface Choice extends TopicChoice {
  on: boolean
}

/** What somebody agrees to now, of one purpose. */
export interface Held {
  choice: string
  agreed_at: Date
  language: string
  wording: string
  policy_version: number
}

/** The version under which a yes has to be given to reach as far as a purpose does; 0: any. */
export const reachesSince = (id: string, { uses }: Purpose, bound: Compiled['bound']): number =>
  Math.max(0, ...[...uses, ''].map(category => bound.get(`${id} ${category}`)?.since ?? 0))

/** That version, where something that somebody agrees to was said before it. */
export function widenedSince(
  id: string,
  purpose: Purpose,
  bound: Compiled['bound'],
  own: readonly Held[],
): number | undefined {
  const since = reachesSince(id, purpose, bound)
  return Math.min(...own.map(one => one.policy_version)) < since ? since : undefined
}
