/** Which further e-mail addresses somebody proved to read. */
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
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
