/** Whose address a link in a letter is of. */
import { statement } from '../policy/statement.ts'

/** The customer who has this address as a proven ID that is in use. */
export const mailReader = (identifierHash: Buffer) =>
  statement<'people.open-mail-link', { person: string }>({
    name: 'people.mail-reader',
    text: `select a.person_id as person from people.account a join people.person p on p.id = a.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null and a.paused_at is null and a.closed_at is null
              and p.relation <> 'staff'
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [identifierHash],
    fields: ['people.account.identifier_hash'],
  })
