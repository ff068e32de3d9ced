/** How the cast of the demonstration can be reached. */
import type { Seed } from '../../people/index.ts'
import { addContact } from './acts.ts'
import type { Address } from './contact/index.ts'

interface Entry {
  phone?: string
  address?: Address
}

export const seed: Seed<unknown, Entry> = {
  name: 'profile',
  async person(given, { person, member, at, source, version }, { phone, address }) {
    const from = { at, source, version }
    if (phone)
      await addContact(given, person, { kind: 'phone', value: { number: phone, country: member.country } }, from)
    if (address) await addContact(given, person, { kind: 'address', value: address }, from)
  },
}
