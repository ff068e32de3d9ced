/** Where letters by post go. */
import type { PostalAddress } from '../../base/postal.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/request.ts'
import * as store from './store.ts'

/**
 * The postal address of somebody, for a colleague who posts a letter to them.
 * @param actor who posts it: the person sees that they looked
 * @returns undefined where they gave none
 */
export async function postalAddressOf(
  { gate }: { gate: Gate },
  actor: Actor & { kind: 'staff' },
  person: string,
): Promise<PostalAddress | undefined | Refusal> {
  const read = await gate.read(
    { act: 'profile.address-for-post', actor, subject: { person } },
    { address: store.postalAddress(person) },
  )
  if (read instanceof Refusal) return read
  return read.address[0]?.value as PostalAddress | undefined
}
