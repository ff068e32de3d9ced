/** What goes by itself, because its time is over. */
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import { subtractDuration } from '../policy/duration.ts'
import { expireChallenges } from './factors/index.ts'
import { freeTries } from './people.ts'
import { expireReturns } from './address-back-store.ts'
import { expireChanges, expireReturnCodes } from './care/index.ts'
import { expireEvents } from './security/index.ts'
import { expireSessions } from './session-store.ts'
import { expireKeys } from './staff/index.ts'
import { forgetLinks as oldLinks, forgetUnconfirmed as unconfirmed } from './store.ts'
import { expireTries } from './try-store.ts'

const system = { kind: 'system' } as const
const minute = 60_000
const day = 24 * 60 * minute

/** Forgets sessions that ended, counts of tries (a few after a day, many after thirty), keys that ended, and what happened to IDs, longer ago than the policy keeps. */
export async function expire({ gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>): Promise<void> {
  const now = clock.now()
  const kept = gate.policy().compiled.loaded.policy.purposes['security']?.keep.for
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  await gate.write(
    { act: 'people.expire', actor: system, subject: 'none' },
    {
      sessions: expireSessions(now),
      changes: expireChanges(now),
      returns: expireReturns(now),
      codes: expireReturnCodes(now),
      challenges: expireChallenges(now),
      tries: expireTries(freeTries, ago(day), ago(30 * day)),
      ...(kept === undefined
        ? {}
        : { events: expireEvents(subtractDuration(now, kept)), keys: expireKeys(subtractDuration(now, kept)) }),
    },
  )
}

/**
 * Forgets who signed up, or was invited, and never used the link: all that was typed goes. Ten minutes after the link's
 * end, so that nobody is forgotten in the middle of confirming.
 * @returns how many
 */
export async function forgetUnconfirmed({
  gate,
  clock,
  vault,
}: Pick<PeopleParts, 'gate' | 'clock' | 'vault'>): Promise<number> {
  const done = await gate.write(
    { act: 'people.forget-unconfirmed', actor: system, subject: 'none' },
    { gone: unconfirmed(new Date(clock.now().getTime() - 10 * minute)) },
  )
  if (done instanceof Refusal) return 0
  for (const { person } of done.gone) vault.forget(person)
  return done.gone.length
}

/** Forgets mailed links that were over for as long as the policy keeps accounts after their end. */
export async function forgetLinks({ gate, clock }: Pick<PeopleParts, 'gate' | 'clock'>): Promise<void> {
  const kept = gate.policy().compiled.loaded.policy.purposes['account']?.keep.for
  if (kept === undefined) return
  await gate.write(
    { act: 'people.forget-links', actor: system, subject: 'none' },
    { links: oldLinks(subtractDuration(clock.now(), kept)) },
  )
}
