/** What a colleague says to have read. */
import { Refusal } from '../policy/refusal.ts'
import type { PeopleParts } from './parts.ts'
import * as store from './staff-store.ts'

/** A colleague has read the version of the policy that is in force; without this no purpose opens (policy, 10.1). */
export async function acknowledge(
  { gate, clock }: PeopleParts,
  person: string,
  version: number,
): Promise<Refusal | undefined> {
  const written = await gate.write(
    { act: 'people.acknowledge', actor: { kind: 'stranger' }, subject: { person } },
    { said: store.acknowledge(person, version, clock.now()) },
  )
  return written instanceof Refusal ? written : undefined
}
