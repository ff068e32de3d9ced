/** What joining two IDs took from what was agreed to. */
import { statement } from '../policy/statement.ts'

const fields = ['consent.event.said', 'consent.event.choices']

/** What joining took from somebody and nobody said anything of since, with what stood there before. */
export interface TakenRow {
  purpose: string | null
  said: 'withdraw' | 'object' | 'restrict'
  /** Of a yes that was taken back: each a `topic/channel`; null: all of it. */
  choices: string[] | null
  language: string
  wording: string
  /** Of the yes that was taken back: its language and its words. */
  yes_language: string | null
  yes_wording: string | null
  yes_version: number | null
}

/**
 * What was said last of a purpose, where that was said with a join that can still be undone. What a former asked for that is
 * erased by now stays.
 */
export const takenByJoining = <Act extends string>(person: string) =>
  statement<Act, TakenRow>({
    name: 'consent.taken-by-joining',
    text: `select last.purpose, last.said, last.choices, last.language, last.wording, before.language as yes_language,
                  before.wording as yes_wording, before.policy_version as yes_version
             from (select distinct on (purpose) purpose, said, choices, language, wording, recorded_at, place from consent.event
                    where person_id = $1 order by purpose, recorded_at desc, id desc) last
             left join lateral (select e.language, e.wording, e.policy_version from consent.event e
                                 where e.person_id = $1 and e.purpose = last.purpose and e.recorded_at < last.recorded_at and e.said = 'agree'
                                 order by e.recorded_at desc, e.id desc limit 1) before on true
            where last.place = 'joined'
              and last.recorded_at >= (select min(j.joined_at) from people.joined j where j.person_id = $1)`,
    values: [person],
    fields,
  })
