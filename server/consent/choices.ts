/** What of a purpose can be agreed to by itself, and how far a yes reaches. Pure. */
import type { Compiled } from '../policy/compile.ts'
import type { Purpose } from '../policy/document.ts'

/** One thing that can be agreed to of a purpose by itself: a topic by a channel. */
export interface Choice {
  /** `topic/channel`; either side is empty where the purpose has none. */
  choice: string
  topic: string
  channel: string
  on: boolean
}

/** What can be chosen of a purpose, in the order of the policy; none where it is all or nothing. */
export function choicesOf({ topics = [], channels = [] }: Purpose): Omit<Choice, 'on'>[] {
  if (topics.length + channels.length === 0) return []
  const either = (ids: readonly string[]) => (ids.length > 0 ? ids : [''])
  return either(topics).flatMap(topic =>
    either(channels).map(channel => ({ choice: `${topic}/${channel}`, topic, channel })),
  )
}

/** What somebody agrees to now, of one purpose. */
export interface Held {
  choice: string
  agreed_at: Date
  language: string
  wording: string
  policy_version: number
}

/** The newest version that a yes would have to be given under, if none of somebody's was. */
export function widenedSince(
  id: string,
  purpose: Purpose,
  bound: Compiled['bound'],
  own: readonly Held[],
): number | undefined {
  const since = Math.max(0, ...[...purpose.uses, ''].map(category => bound.get(`${id} ${category}`)?.since ?? 0))
  const newest = Math.max(...own.map(one => one.policy_version))
  return newest < since ? since : undefined
}
