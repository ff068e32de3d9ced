/** Phones and addresses, read by the act that tells a site. */
import type { TellContact } from '../../people/index.ts'
import { statement } from '../../policy/statement.ts'
import type { Contact } from './contact/index.ts'

/** A line that is current. */
export type ToldRow = Extract<Contact, { kind: 'phone' | 'address' }>

/** Somebody's phones and postal addresses, the newest first. */
export const toldContacts = (person: string) =>
  statement<TellContact, ToldRow>({
    name: 'profile.told-contacts',
    text: `select kind, value from profile.contact
            where person_id = $1 and kind in ('phone', 'address') and replaced_at is null
            order by recorded_at desc, id desc`,
    values: [person],
    opens: { value: 'profile.contact.value' },
  })
