/** What each person said, in the order in which they said it. */
import { statement } from '../policy/statement.ts'

/** What can be said of one purpose. */
export type Said = 'agree' | 'withdraw' | 'object' | 'allow'

/** When, where and under which version of the policy something was said. */
export interface Provenance {
  at: Date
  source: string
  version: number
}

export interface SaidRow {
  purpose: string
  said: Said
  language: string
  recorded_at: Date
  source: string
  policy_version: number
}

/** Adds what somebody says; the database turns it into standing in the same transaction. */
export const add = (id: string, person: string, purpose: string, said: Said, language: string, from: Provenance) =>
  statement<'consent.say'>({
    name: 'consent.add',
    text: `insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [id, person, purpose, said, language, from.at, from.source, from.version],
    fields: ['consent.event.said'],
  })

/** What somebody said last of one purpose. */
export const last = (person: string, purpose: string) =>
  statement<'consent.say', SaidRow>({
    name: 'consent.last',
    text: `select purpose, said, language, recorded_at, source, policy_version from consent.event
            where person_id = $1 and purpose = $2 order by recorded_at desc, id desc limit 1`,
    values: [person, purpose],
    fields: ['consent.event.said'],
  })
