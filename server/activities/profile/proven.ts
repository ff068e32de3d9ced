/** Which further e-mail addresses somebody proved to read. */
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { otherIdsAmong, type PeopleParts } from '../../people/index.ts'
import type { Actor, Self } from '../../policy/request.ts'
import type { Reach } from './acts.ts'
import * as store from './store.ts'

/** The addresses in somebody's profile whose mailed link they opened; none where the policy does not let them be read. */
export async function provenAddressesOf({ gate }: { gate: Gate }, actor: Self): Promise<string[]> {
  const { person } = actor
  const read = await gate.read(
    { act: 'profile.view', actor, subject: { person } },
    { emails: store.provenEmails(person) },
  )
  return read instanceof Refusal ? [] : read.emails.map(({ value }) => value.address)
}

/**
 * The same, for a colleague who answers somebody's rights.
 * @param actor who looks: the person sees that they did
 * @param reference number of the case
 */
export async function provenAddressesFor(
  { gate }: { gate: Gate },
  actor: Actor & { kind: 'staff' },
  person: string,
  reference: string,
): Promise<string[] | Refusal> {
  const read = await gate.read(
    { act: 'profile.proven-for-rights', actor, subject: { person }, reference },
    { emails: store.provenEmails(person) },
  )
  return read instanceof Refusal ? read : read.emails.map(({ value }) => value.address)
}

/** Those of somebody's proven addresses that are IDs of their own: whoever reads the letters to one may hear that it is an ID. */
export async function otherIdsIn(
  parts: Pick<PeopleParts, 'gate' | 'vault'>,
  person: string,
  reach: Reach | Refusal,
): Promise<string[]> {
  if (reach instanceof Refusal) return []
  const addresses = reach.lines.emails.flatMap(({ contact, provenAt }) =>
    contact.kind === 'email' && provenAt ? [contact.value.address] : [],
  )
  return otherIdsAmong(parts, person, addresses)
}
