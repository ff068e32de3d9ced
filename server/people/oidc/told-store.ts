/** What sites are told, read by the act of their purpose. */
import { statement } from '../../policy/statement.ts'
import type { TellContact, TellIdentity } from './sites.ts'

export interface IdentityRow {
  language: string
  name: string | null
  /** Whether several people use this ID. */
  several: boolean
}

/** Name and language. */
export const identity = (person: string) =>
  statement<TellIdentity, IdentityRow>({
    name: 'people.told-identity',
    text: `select p.language, n.value as name, coalesce(i.several, false) as several
             from people.person p
             left join people.name n on n.person_id = p.id and n.replaced_at is null
             left join people.shared_id i on i.person_id = p.id
            where p.id = $1`,
    values: [person],
    opens: { name: 'people.name.value' },
    fields: ['people.name.value', 'people.person.language'],
  })

/** The address of an ID that was confirmed. */
export const accountAddress = (person: string) =>
  statement<TellContact, { address: string }>({
    name: 'people.told-address',
    text: 'select address from people.account where person_id = $1 and confirmed_at is not null',
    values: [person],
    opens: { address: 'people.account.address' },
  })
