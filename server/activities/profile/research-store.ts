/** What people answered for research, and what they answered before. PostgreSQL takes nothing from who did not agree. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Entry } from './contact/index.ts'
import type { LineRow, Provenance } from './store.ts'

/** All of a person's, oldest first. */
export const answers = (person: string) =>
  statement<'profile.view-research', LineRow>({
    name: 'profile.answers',
    text: `select id, kind, value, recorded_at, source, policy_version, replaced_at, replaces
             from profile.research where person_id = $1 order by recorded_at, id`,
    values: [person],
    opens: { value: 'profile.research.value' },
  })

/** Touches nothing if there is an answer already. */
export const addWithin = (
  most: number,
  id: string,
  person: string,
  entry: Entry,
  from: Provenance,
  replaces: string | null,
) =>
  statement<'profile.correct-research'>({
    name: 'profile.add-answer',
    text: `insert into profile.research (id, person_id, kind, value, recorded_at, source, policy_version, replaces)
           select $1, $2, $3, $4, $5, $6, $7, $8
            where (select count(id) from profile.research where person_id = $2 and kind = $3 and replaced_at is null) < $9`,
    values: [
      id,
      person,
      entry.kind,
      new Sealed('profile.research.value', entry.value),
      from.at,
      from.source,
      from.version,
      replaces,
      most,
    ],
    fields: ['profile.research.value'],
  })

/** Ends an answer that is still current; touches nothing if somebody was faster, or if it is somebody else's. */
export const end = (id: string, person: string, at: Date) =>
  statement<'profile.correct-research'>({
    name: 'profile.end-answer',
    text: 'update profile.research set replaced_at = $3 where id = $1 and person_id = $2 and replaced_at is null',
    values: [id, person, at],
    fields: ['profile.research.value'],
  })

export interface TradeRow {
  person_id: string
  kind: 'occupation' | 'place'
  value: string
}

/** What those answer who agree. Whoever does not is not seen by the login that asks. */
export const trades = () =>
  statement<'profile.count-trades', TradeRow>({
    name: 'profile.trades',
    text: `select r.person_id, r.kind, r.value, k.wrapped
             from profile.research r join people.key k on k.person_id = r.person_id where r.replaced_at is null`,
    opens: { value: 'profile.research.value' },
  })
