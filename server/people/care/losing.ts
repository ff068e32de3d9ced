/**
 * What is left to whoever has lost every second factor: to say so, and to wait. Whoever only has the password would say so too,
 * so that for seven days every session and a letter can take it back. A colleague asks an administrator instead.
 */
import { link } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import { isMailable, writeTo } from '../letters.ts'
import type { PeopleParts } from '../parts.ts'
import { lifetimes } from '../people.ts'
import { noted, ownLoss as lossOf } from '../security/index.ts'
import type { Device } from '../session-store.ts'
import { isWorth, newToken, tokenHash } from '../tokens.ts'
import { presentOf } from './addressing.ts'
import { dropLoss } from '../ending-store.ts'
import * as store from './loss-store.ts'

const stranger = { kind: 'stranger' } as const
const system = { kind: 'system' } as const
const nowhere = { agent: '', address: '' }

/** `until`: a reset was lately, and it can be said from then on. `post`: no e-mail reaches them, and no posted code brought them back. */
export type SaidLost = 'done' | { until: Date } | 'post' | Refusal

/**
 * Notes that somebody's second factors are lost, and writes to them. Saying it again changes nothing. Not for a week after a
 * reset: whoever reads a mailbox would have password and factors alike. Where no letter can warn anybody, a code by post came
 * before (NIST 800-63B-4, 4.2.2).
 */
export async function sayLost(parts: PeopleParts, person: string, device: Device): Promise<SaidLost> {
  const { gate, clock, vault, publicUrl } = parts
  const request = { act: 'people.lose-factors', actor: stranger, subject: { person } } as const
  const at = clock.now()
  const since = new Date(at.getTime() - lifetimes.afterReset)
  const [found, present] = await Promise.all([
    gate.read(request, { back: store.wayBack(person, since) }),
    presentOf(parts, person),
  ])
  if (found instanceof Refusal) return found
  if (present instanceof Refusal) return present
  const [back] = found.back
  if (back?.reset_at) return { until: new Date(back.reset_at.getTime() + lifetimes.afterReset) }
  if (!back?.posted && !isMailable(present.address)) return 'post'
  const endsAt = new Date(at.getTime() + lifetimes.factorLoss)
  const token = newToken(vault, { place: 'people.factor_loss', kind: 'lost', person, expiresAt: endsAt })
  try {
    const said = await gate.write(request, {
      said: store.sayLost(person, tokenHash(token), at, endsAt),
      note: noted(parts, person, 'recovery-started', device),
    })
    if (said instanceof Refusal) return said
  } catch (error) {
    // Said before: that time counts, and that letter.
    if (error instanceof Untouched) return 'done'
    throw error
  }
  const written = await writeTo(parts, person, 'care.factors-lost', language => ({
    until: endsAt,
    link: `${publicUrl}${link(language, 'lost')}?token=${token}`,
  }))
  return written instanceof Refusal ? written : 'done'
}

/** Looks at a link and changes nothing. @returns whose it is, and until when; undefined where it takes nothing back */
export async function lookAtLoss(
  { gate, vault }: PeopleParts,
  token: string,
): Promise<{ person: string; until: Date } | undefined | Refusal> {
  const found = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { loss: store.findLoss(tokenHash(token)) },
  )
  if (found instanceof Refusal) return found
  const [row] = found.loss
  if (!row) return undefined
  const { person_id: person, ends_at: until } = row
  const worth = { place: 'people.factor_loss', kind: 'lost', person, expiresAt: until } as const
  return isWorth(vault, token, worth) ? { person, until } : undefined
}

/** Until when one's own second factors stay, if somebody said that they are lost. */
export async function ownLoss({ gate }: Pick<PeopleParts, 'gate'>, actor: Self): Promise<Date | undefined | Refusal> {
  const { person } = actor
  const read = await gate.read({ act: 'people.view-security', actor, subject: { person } }, { loss: lossOf(person) })
  return read instanceof Refusal ? read : read.loss[0]?.ends_at
}

/** Takes it back. */
export async function keepFactors({ gate }: Pick<PeopleParts, 'gate'>, person: string): Promise<'done' | Refusal> {
  const written = await gate.write(
    { act: 'people.lose-factors', actor: stranger, subject: { person } },
    { drop: dropLoss(person) },
  )
  return written instanceof Refusal ? written : 'done'
}

/** Removes what was lost, once the wait is over; a letter tells of it. @returns of how many people */
export async function removeLost(parts: Pick<PeopleParts, 'gate' | 'clock'>): Promise<number> {
  const { gate, clock } = parts
  const now = clock.now()
  const due = await gate.read(
    { act: 'people.remove-lost-factors', actor: system, subject: 'none' },
    { people: store.dueLosses(now) },
  )
  if (due instanceof Refusal) return 0
  let removed = 0
  for (const { person, asked_at: asked } of due.people) {
    try {
      const done = await gate.write(
        { act: 'people.remove-lost-factors', actor: system, subject: { person } },
        {
          take: store.takeLoss(person, asked, now),
          app: store.removeApp(person, asked),
          passkeys: store.removePasskeys(person, asked),
          codes: store.removeCodes(person, asked),
          note: noted(parts, person, 'authenticator-removed', nowhere),
        },
      )
      if (!(done instanceof Refusal)) removed += 1
    } catch (error) {
      // Taken back a moment ago, or removed by another process.
      if (!(error instanceof Untouched)) throw error
    }
  }
  return removed
}
