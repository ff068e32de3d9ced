/** What somebody says of one purpose: recorded, and from then on their standing. */
import type { Clock } from '../base/clock.ts'
import { newId } from '../base/ids.ts'
import { provenance } from '../people/index.ts'
import type { Gate } from '../policy/gate.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import * as store from './store.ts'

export interface ConsentParts {
  gate: Gate
  clock: Clock
}

/** What is said of a purpose. */
export interface Saying {
  /** Its id in the policy. */
  purpose: string
  said: store.Said
  /** In which the question was read. */
  language: string
  /** Where it was said; `web` unless it is given. */
  source?: Parameters<typeof provenance>[1]
}

/** The policy's purpose does not wait for this: it needs no yes, or nobody can object to it. SQLSTATE of the trigger. */
const doesNotRest = 'AB001'

/**
 * Records what somebody says of one purpose. Said again it is another line; standing stays what it was.
 * @returns `not-asked` where the purpose does not rest on what a person says in this way
 */
export async function sayConsent(
  parts: ConsentParts,
  actor: Self,
  { purpose, said, language, source = 'web' }: Saying,
): Promise<'done' | 'not-asked' | Refusal> {
  const { person } = actor
  try {
    const written = await parts.gate.write(
      { act: 'consent.say', actor, subject: { person } },
      { add: store.add(newId(), person, purpose, said, language, provenance(parts, source)) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if ((error as { code?: string }).code === doesNotRest) return 'not-asked'
    throw error
  }
}

/** What somebody said last of one purpose; undefined where they said nothing yet. */
export async function lastSaid(
  { gate }: Pick<ConsentParts, 'gate'>,
  actor: Self,
  purpose: string,
): Promise<store.SaidRow | undefined | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'consent.say', actor, subject: { person } },
    { last: store.last(person, purpose) },
  )
  return read instanceof Refusal ? read : read.last[0]
}
