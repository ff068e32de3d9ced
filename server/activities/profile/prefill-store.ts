/** What an ID knows already, one statement for each category that a policy promises. */
import type { PostalAddress } from '../../base/postal.ts'
import { statement } from '../../policy/statement.ts'
import type { PrefillAct } from '../../people/index.ts'

/** Name and language. */
export const identityOf = (person: string) =>
  statement<PrefillAct, { name: string | null; language: string; several: boolean }>({
    name: 'profile.prefill-identity',
    text: `select n.value as name, p.language, coalesce(i.several, false) as several
             from people.person p
             left join people.name n on n.person_id = p.id and n.replaced_at is null
             left join people.shared_id i on i.person_id = p.id
            where p.id = $1`,
    values: [person],
    fields: ['people.name.value', 'people.person.language'],
    opens: { name: 'people.name.value' },
  })

/** The confirmed address of the ID. */
export const idOf = (person: string) =>
  statement<PrefillAct, { address: string }>({
    name: 'profile.prefill-id',
    text: 'select address from people.account where person_id = $1 and confirmed_at is not null',
    values: [person],
    opens: { address: 'people.account.address' },
  })

/** The newest line of a kind that is current. */
export const newestLine = <Kind extends 'phone' | 'address'>(person: string, kind: Kind) =>
  statement<PrefillAct, { value: Kind extends 'phone' ? { number: string } : PostalAddress }>({
    name: 'profile.prefill-line',
    text: `select value from profile.contact where person_id = $1 and kind = $2 and replaced_at is null
            order by recorded_at desc, id desc limit 1`,
    values: [person, kind],
    opens: { value: 'profile.contact.value' },
  })

/** The first company by name that somebody works for now. */
export const companyOf = (person: string) =>
  statement<PrefillAct, { name: string; country: string }>({
    name: 'profile.prefill-company',
    text: `select o.name, o.country from people.membership m join people.organisation o on o.id = m.organisation_id
            where m.person_id = $1 and m.left_at is null order by o.name, o.id limit 1`,
    values: [person],
    fields: ['people.organisation.name'],
  })
