/** What of a purpose can be agreed to by itself. Pure. */
import type { Purpose } from './document.ts'

/** A topic by a channel. */
export interface TopicChoice {
  /** `topic/channel`; either side is empty where the purpose has none. */
  choice: string
  topic: string
  channel: string
}

/** What can be chosen of a purpose, in the order of the policy; none where it is all or nothing. */
export function choicesOf({ topics = [], channels = [] }: Purpose): TopicChoice[] {
  if (topics.length + channels.length === 0) return []
  const either = (ids: readonly string[]) => (ids.length > 0 ? ids : [''])
  return either(topics).flatMap(topic =>
    either(channels).map(channel => ({ choice: `${topic}/${channel}`, topic, channel })),
  )
}
