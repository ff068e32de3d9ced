/** What protects an ID besides its password. */
import { statement } from '../../policy/statement.ts'

/** Whether there is anything; the person stands in the row for the gate. */
export const protection = (person: string) =>
  statement<'people.check-credentials', { person_id: string; protected: boolean }>({
    name: 'people.protection',
    text: `select a.person_id, exists (select from people.staff s where s.person_id = a.person_id) as protected
             from people.account a where a.person_id = $1`,
    values: [person],
  })
