/** The subjects that somebody ticked. */
import { statement } from '../policy/statement.ts'
import { takeTurn as turn } from './store.ts'

const fields = ['consent.interest.interest']

/** Who ticks does it alone, and not while a yes is being taken back. */
export const takeTurn = (person: string) => turn<'consent.choose'>(person)

/** Those that somebody ticked. */
export const interests = (person: string) =>
  statement<'consent.choose', { interest: string }>({
    name: 'consent.interests',
    text: 'select interest from consent.interest where person_id = $1 order by interest',
    values: [person],
    fields,
  })

/** Forgets all but these. */
export const forgetOthers = (person: string, but: readonly string[]) =>
  statement<'consent.choose'>({
    name: 'consent.forget-interests',
    text: 'delete from consent.interest where person_id = $1 and interest <> all ($2)',
    values: [person, but],
    touches: 'any',
  })

/** Keeps these; one that stands already keeps its day. */
export const keep = (
  person: string,
  lines: readonly { id: string; interest: string }[],
  from: { at: Date; source: string; version: number },
) =>
  statement<'consent.choose'>({
    name: 'consent.keep-interests',
    text: `insert into consent.interest (id, person_id, interest, recorded_at, source, policy_version)
           select line.id, p.id, line.interest, $4, $5, $6
             from unnest($2::uuid[], $3::text[]) as line (id, interest) join people.person p on p.id = $1
           on conflict (person_id, interest) do nothing`,
    values: [
      person,
      lines.map(({ id }) => id),
      lines.map(({ interest }) => interest),
      from.at,
      from.source,
      from.version,
    ],
    fields,
    touches: 'any',
  })
