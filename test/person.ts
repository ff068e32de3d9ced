/** People for tests, made through the gate as the product makes them. */
import type { Clock } from '../server/base/clock.ts'
import { newId } from '../server/base/ids.ts'
import { normalIdentifier } from '../server/people/people.ts'
import * as people from '../server/people/store.ts'
import type { Gate } from '../server/policy/gate.ts'
import { Refusal } from '../server/policy/refusal.ts'
import { Sealed, statement } from '../server/policy/statement.ts'
import type { Vault } from '../server/base/vault.ts'

/** What somebody gives when they sign up. What is left out is made up; a phone or address is there only if given. */
export interface NewPerson {
  /** The controller that answers for them; `hes` by default. */
  region?: string
  relation?: 'consumer' | 'business-contact' | 'staff'
  language?: string
  name?: string
  email?: string
  phone?: string
  address?: { street: string; city: string; country: string }
}

export interface Person {
  id: string
  name: string
  email: string
}

/** What `password` holds for everybody here: hashing a real one takes longer than the rest of a test. */
export const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$bm90IGEgcmVhbCBzYWx0$bm90IGEgcmVhbCBoYXNoIGF0IGFsbCwganVzdCB3b3Jkcw'

/** @throws if the gate refuses */
export async function makePerson(
  { gate, clock, vault }: { gate: Gate; clock: Clock; vault: Vault },
  given: NewPerson = {},
): Promise<Person> {
  const id = newId()
  const name = given.name ?? 'Jo Peeters'
  const email = given.email ?? `${id}@customer.example`
  const at = clock.now()
  const version = gate.policy().compiled.loaded.policy.policy.version
  const from = { at, source: 'web', version } as const
  const person = {
    id,
    region: given.region ?? 'hes',
    relation: given.relation ?? 'consumer',
    language: given.language ?? 'en',
  }
  const identifierHash = vault.hash('people.account.identifier_hash', normalIdentifier(email))
  done(
    await gate.write(
      { act: 'people.sign-up', actor: { kind: 'stranger' }, subject: { newPerson: id } },
      {
        person: people.addPerson({ ...person, ...vault.rowKeys(id, person.region), ...from }),
        account: people.addAccount({
          person: id,
          address: email,
          identifierHash,
          password: passwordHash,
          confirmedAt: at,
          ...from,
        }),
        name: people.addName(newId(), id, name, from),
      },
    ),
  )
  const contacts = { phone: given.phone && { number: given.phone }, address: given.address }
  for (const [kind, value] of Object.entries(contacts)) {
    if (!value) continue
    const contact = statement<'profile.correct'>({
      name: 'test-new-contact',
      text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
             values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [newId(), id, kind, new Sealed('profile.contact.value', value), at, from.source, version],
      fields: ['profile.contact.value'],
    })
    const actor = { kind: 'customer', person: id } as const
    done(await gate.write({ act: 'profile.correct', actor, subject: { person: id } }, { contact }))
  }
  return { id, name, email }
}

/** What a gate answered, when it was not a refusal. @throws if it was */
export function done<T>(answer: T | Refusal): T {
  if (answer instanceof Refusal) throw new Error(`${answer.act} was refused: ${answer.code}`)
  return answer
}
