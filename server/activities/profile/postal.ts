/** Where letters by post go. */
import type { Clock } from '../../base/clock.ts'
import type { PostalAddress } from '../../base/postal.ts'
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/request.ts'
import * as store from './store.ts'

type Parts = { gate: Gate; clock: Clock }

/** For so long an address has to stand before a code is posted there, in milliseconds: whoever has a session alone adds one too. */
const settled = 14 * 24 * 60 * 60_000

const standing = ({ clock }: Parts, person: string) =>
  store.postalAddress(person, new Date(clock.now().getTime() - settled))

/**
 * The postal address of somebody, for a colleague who posts a letter with a code to them.
 * @param actor who posts it: the person sees that they looked
 * @returns undefined where they gave none, or it stands there neither for fourteen days nor for as long as their ID
 */
export async function postalAddressOf(
  parts: Parts,
  actor: Actor & { kind: 'staff' },
  person: string,
): Promise<PostalAddress | undefined | Refusal> {
  const read = await parts.gate.read(
    { act: 'profile.address-for-post', actor, subject: { person } },
    { address: standing(parts, person) },
  )
  if (read instanceof Refusal) return read
  return read.address[0]?.value as PostalAddress | undefined
}

/** Whether there is such an address, for the job that has a letter wait. */
export async function canBePosted(parts: Parts, person: string): Promise<boolean> {
  const read = await parts.gate.read(
    { act: 'profile.look-for-post', actor: { kind: 'system' }, subject: { person } },
    { address: standing(parts, person) },
  )
  return !(read instanceof Refusal) && read.address.length > 0
}
