/** What somebody said, as a record of it needs it. */
import { statement } from '../../policy/statement.ts'
import type { Language } from '../../policy/document.ts'
import type { AnySaying } from './terms.ts'

export interface EventRow {
  id: string
  purpose: string | null
  said: AnySaying
  language: Language
  recorded_at: Date
  source: string
  policy_version: number
  wording: string
  place: string
  layout: string
  choices: string[] | null
  category: string | null
  region: string
}

const eventColumns = `e.id, e.purpose, e.said, e.choices, e.category, e.language, e.recorded_at, e.source, e.policy_version, e.wording,
                  e.place, e.layout, p.region
             from consent.event e join people.person p on p.id = e.person_id`
const fields = ['consent.event.said', 'consent.event.choices', 'consent.event.category']

/** One of them, if it is theirs. */
export const event = (person: string, id: string) =>
  statement<'consent.take-receipt', EventRow>({
    name: 'consent.receipt-event',
    text: `select ${eventColumns} where e.person_id = $1 and e.id = $2`,
    values: [person, id],
    fields,
  })

/** A part of all of them, the newest first. */
export const events = (person: string, limit: number, offset: number) =>
  statement<'consent.take-receipt', EventRow>({
    name: 'consent.receipt-events',
    text: `select ${eventColumns} where e.person_id = $1 order by e.recorded_at desc, e.id desc limit $2 offset $3`,
    values: [person, limit, offset],
    fields,
  })

/** How many there are. */
export const length = (person: string) =>
  statement<'consent.take-receipt', { lines: number }>({
    name: 'consent.receipt-events-length',
    text: 'select count(id)::integer as lines from consent.event where person_id = $1',
    values: [person],
    fields,
  })
