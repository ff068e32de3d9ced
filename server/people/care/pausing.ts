/**
 * An ID that rests, or that was given up. A pause is a state of the ID and not the restriction of GDPR 18, which is one of the
 * data: that stops the purpose that writes letters, and with it those that keep an ID safe and lead back to it.
 */
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { dropChange, dropLoss, endCodes, useUpLinks } from '../ending-store.ts'
import type { PeopleParts } from '../parts.ts'
import { noted } from '../security/index.ts'
import { type Device, endSessions } from '../session-store.ts'
import * as store from './pause-store.ts'

const stranger = { kind: 'stranger' } as const

/**
 * Lets an ID rest or gives it up. Every session ends, this one too; signing in offers to go on.
 * @param how `close`: for good, unless it is opened again in time
 */
export async function rest(
  parts: PeopleParts,
  how: 'pause' | 'close',
  person: string,
  device: Device,
): Promise<'done' | Refusal> {
  const now = parts.clock.now()
  // What was asked for before, by whomever, is not to come true while nobody looks.
  const others = {
    sessions: endSessions(person, null),
    change: dropChange(person),
    links: useUpLinks(person, now),
    loss: dropLoss(person),
  }
  try {
    const written =
      how === 'pause'
        ? await parts.gate.write(
            { act: 'people.pause', actor: stranger, subject: { person } },
            { pause: store.pause(person, now), ...others, note: noted(parts, person, 'paused', device) },
          )
        : await parts.gate.write(
            { act: 'people.close', actor: stranger, subject: { person } },
            {
              close: store.close(person, now),
              ...others,
              codes: endCodes(person, now),
              note: noted(parts, person, 'closed', device),
            },
          )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    // It rests already: nothing to change, and nothing that should stand in the history twice.
    if (error instanceof Untouched) return 'done'
    throw error
  }
}

/** Goes on with an ID that rests, or opens one again that was given up. */
export async function goOn(
  parts: PeopleParts,
  state: 'paused' | 'closed',
  person: string,
  device: Device,
): Promise<'done' | Refusal> {
  const act = state === 'paused' ? 'people.pause' : 'people.close'
  try {
    const written = await parts.gate.write(
      { act, actor: stranger, subject: { person } },
      {
        open: store.goOn(person),
        note: noted(parts, person, state === 'paused' ? 'resumed' : 'reopened', device),
      },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'done'
    throw error
  }
}
