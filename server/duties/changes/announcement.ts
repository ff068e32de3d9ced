/** What every page says of a change of the policy: from its publication until thirty days after its effect. */
import type { Clock } from '../../base/clock.ts'
import type { PublishedVersion, Versions } from '../../policy/versions.ts'

/** A change that is announced. */
export interface Announced {
  from: number
  to: number
  at: Date
}

/** Milliseconds after its effect for which a change is still told. */
const lasts = 30 * 86_400_000
/** Milliseconds for which an answer is good. */
const good = 5_000

/** The change to announce among versions, if there is one. @param versions the newest first */
export function announcedOf(versions: readonly PublishedVersion[], now: Date): Announced | undefined {
  const shown = versions.find(
    ({ material, state, effectiveAt }) =>
      material === true &&
      (state === 'coming' || (state === 'in-force' && now.getTime() < effectiveAt.getTime() + lasts)),
  )
  if (!shown) return undefined
  const { number: to, effectiveAt: at } = shown
  const from = shown.against ?? versions.find(({ number, state }) => number < to && state !== 'never')?.number
  return from === undefined ? undefined : { from, to, at }
}

/**
 * Follows what is announced, without a question to the database for each page.
 * @returns what was announced a few seconds ago
 */
export async function followAnnouncement(
  versions: Pick<Versions, 'list'>,
  clock: Clock,
): Promise<() => Announced | undefined> {
  let list = await versions.list()
  let readAt = clock.now().getTime()
  let reading = false
  return () => {
    const now = clock.now()
    if (!reading && Math.abs(now.getTime() - readAt) >= good) {
      reading = true
      void versions
        .list()
        .then(
          next => {
            list = next
            readAt = now.getTime()
          },
          // A page is shown without it rather than not at all; whoever asks for a version hears of the fault.
          () => undefined,
        )
        .finally(() => (reading = false))
    }
    return announcedOf(list, now)
  }
}
