/** What stands in the profiles of the cast of the demonstration, put in by whom it says that it came from. */
import { spokenIn } from '../../base/http/index.ts'
import type { Arrived, PeopleParts, Seed } from '../../people/index.ts'
import { addContact, addOwn } from './acts.ts'
import { answerBook } from './books.ts'
import type { Address, Answer, Contact } from './contact/index.ts'
import { sayResearch } from './research.ts'
import { prove } from './store.ts'

interface Entry {
  phone?: string
  address?: Address
  /** Beside the ID; proven. */
  email?: string
  /** What they answered for research, when they had agreed. */
  research?: { at: string; occupation?: string; place?: string }
}

export const seed: Seed<unknown, Entry> = {
  name: 'profile',
  async person(given, who, { phone, address, email, research }) {
    const { member } = who
    const contacts: (Contact | undefined)[] = [
      { kind: 'country', value: { country: member.country } },
      phone === undefined ? undefined : { kind: 'phone', value: { number: phone, country: member.country } },
      address && { kind: 'address', value: address },
      email === undefined ? undefined : { kind: 'email', value: { address: email } },
    ]
    for (const contact of contacts) if (contact) await bring(given, who, contact)
    if (research) await answer(given, who, research)
  },
}

/** What somebody gave on the website they gave themselves: their profile and the evidence say the same. */
async function bring(given: PeopleParts, { person, at, source, version }: Arrived, contact: Contact) {
  const by = source === 'web' ? ({ kind: 'customer', person } as const) : ({ kind: 'system' } as const)
  const id = await addContact(given, person, contact, { at, source, version }, by)
  if (contact.kind !== 'email') return
  const actor = { kind: 'customer', person } as const
  await given.gate.write({ act: 'profile.correct', actor, subject: { person } }, { prove: prove(id, person, at) })
}

async function answer(
  given: PeopleParts,
  { person, member }: Arrived,
  { at, ...answers }: NonNullable<Entry['research']>,
) {
  const actor = { kind: 'customer', person } as const
  const then = { ...given, clock: { now: () => new Date(at) } }
  const language = spokenIn(member.language, given.languages)
  const said = await sayResearch(then, actor, 'agree', language)
  // A policy that does not ask for it is no reason to have no cast.
  if (said !== 'done') return
  for (const [kind, value] of Object.entries(answers)) await addOwn(then, actor, { kind, value } as Answer, answerBook)
}
