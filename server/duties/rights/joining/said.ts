/** What is said of purposes where two IDs become one, and where they become two again. */
import { newId } from '../../../base/ids.ts'
import type { Language } from '../../../base/http/index.ts'
import { asksIn, reachesSince, type TakenRow, wordingOf } from '../../../consent/index.ts'
import type { RightsParts } from '../parts.ts'
import { strictest } from './rules.ts'
import type { AgainLine, StricterLine } from './store.ts'

/** As the database keeps it; of somebody who is gone, nothing. */
export type Standing = { relation: string; agreed: string; objected: string; restricted: boolean } | undefined

/** What has to be said under the ID that is kept, so that the stricter counts. @param language of what is said */
export function stricter(
  { gate }: Pick<RightsParts, 'gate'>,
  kept: Standing,
  former: Standing,
  language: Language,
): StricterLine[] {
  const inForce = gate.policy()
  const { loaded } = inForce.compiled
  const lines = strictest(asksIn(inForce, kept), asksIn(inForce, former)).map(({ purpose, said, partly }) => {
    const words = wordingOf(loaded, purpose, language)
    return {
      id: newId(),
      purpose,
      said,
      ...(partly ? { partly } : {}),
      language: words?.language ?? language,
      wording: words?.hash ?? '',
    }
  })
  if (!former?.restricted || kept?.restricted) return lines
  return [...lines, { id: newId(), purpose: null, said: 'restrict', language, wording: '' }]
}

/** What stands again, and the purposes of which a yes has to be given anew. */
export interface Restored {
  lines: AgainLine[]
  anew: string[]
}

/**
 * What stands again once two IDs are parted: what joining them took and nobody said anything of since. A yes to words that have
 * changed since is none, and one whose words were not kept is none either: its person is asked anew. What another ID that is
 * still joined asks for stays as it is.
 * @param others the standing of the other IDs that are still joined
 */
export function restored(
  { gate }: Pick<RightsParts, 'gate'>,
  taken: readonly TakenRow[],
  kept: Standing,
  others: readonly Standing[],
): Restored {
  const inForce = gate.policy()
  const { loaded } = inForce.compiled
  const asks = asksIn(inForce, kept)
  const found: Restored = { lines: [], anew: [] }
  for (const { purpose, said, choices, language, wording, yes_language, yes_wording, yes_version } of taken) {
    if (purpose === null) {
      if (!others.some(one => one?.restricted)) found.lines.push({ id: newId(), purpose, language, wording })
      continue
    }
    const ask = asks.find(one => one.purpose === purpose)
    // What the policy no longer asks in this way, or is so already, is left alone.
    const isSo = said === 'object' ? !ask?.on : ask?.on && choices === null
    if (!ask || (said === 'withdraw') !== (ask.kind === 'agree') || isSo) continue
    const wanted = [{ ...ask, on: said === 'withdraw' }]
    if (others.some(other => strictest(wanted, asksIn(inForce, other)).some(one => !one.partly))) continue
    if (said === 'object') found.lines.push({ id: newId(), purpose, language, wording })
    else if ((yes_version ?? 0) < reachesSince(purpose, loaded.policy.purposes[purpose]!, inForce.compiled.bound))
      found.anew.push(purpose)
    else if (yes_wording && wordingOf(loaded, purpose, yes_language as Language)?.hash === yes_wording)
      found.lines.push({ id: newId(), purpose, language: yes_language!, wording: yes_wording })
    else found.anew.push(purpose)
  }
  return found
}
