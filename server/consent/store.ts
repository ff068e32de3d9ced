/** What each person said, in the order in which they said it; and their standing, which the database makes of it. */
import { statement } from '../policy/statement.ts'
import { opposite, type Said } from './consent.ts'

/** Under which version, from where and how something was said. */
export interface Provenance {
  at: Date
  source: string
  version: number
  /** The page or the call. */
  place: string
}

export interface SaidRow {
  purpose: string
  said: Said
  language: string
  recorded_at: Date
  source: string
  policy_version: number
  /** SHA-256 of the words, in hex; empty where they were not kept. */
  wording: string
  place: string
}

/** A line of the history. `restrict` and `release` concern every purpose. */
export type HistoryRow = Omit<SaidRow, 'purpose' | 'said'> & {
  id: string
  purpose: string | null
  said: Said | 'restrict' | 'release'
}

/** What is said of one purpose. */
export interface NewLine {
  id: string
  purpose: string
  said: Said
  language: string
  wording: string
  /** The bit of standing that this says, with that bit alone set; 0 where the purpose has none. */
  mask: bigint
}

type Saying = 'consent.say' | 'consent.say-by-mail'
type Seeing = 'consent.view' | 'consent.view-by-mail' | Saying
const fields = ['consent.event.said']

/**
 * Who says something says it alone: whatever the same person says at once waits. Whatever rests on a yes takes the same turn
 * before it writes: a yes that is taken back locks the person before the answers, and each would else wait for the other.
 */
export const takeTurn = <Act extends string = Saying>(person: string) =>
  statement<Act>({
    name: 'consent.take-turn',
    text: "select pg_advisory_xact_lock(hashtextextended('consent ' || $1, 0))",
    values: [person],
  })

/**
 * Adds what somebody says; the database turns it into standing in the same transaction. What is so already adds nothing,
 * unless it is a yes to other words. It is so already only where standing says so too: a purpose that rests on something
 * else for a while begins anew, and what was said before can be said again. All lines have one moment, later than every one before: history is in the order in
 * which it took effect, whatever the clocks of two processes say.
 */
export const add = (person: string, lines: readonly NewLine[], from: Provenance) =>
  statement<Saying, { purpose: string; recorded_at: Date }>({
    name: 'consent.add',
    text: `insert into consent.event
             (id, person_id, purpose, said, language, recorded_at, source, policy_version, wording, place)
           select line.id, $1::uuid, line.purpose, line.said, line.language, moment.at, $9::text, $10::integer, line.wording,
                  $11::text
             from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $12::bigint[])
                    line (id, purpose, said, opposite, language, wording, mask)
             join people.person p on p.id = $1
            cross join (select greatest($8::timestamptz, max(e.recorded_at) + interval '1 millisecond') as at
                          from consent.event e where e.person_id = $1) moment
             left join lateral (select e.said, e.wording from consent.event e
                                 where e.person_id = $1 and e.purpose = line.purpose and e.said in (line.said, line.opposite)
                                 order by e.recorded_at desc, e.id desc limit 1) last on true
            where coalesce(last.said, line.opposite) <> line.said
               or (line.said = 'agree' and last.wording <> line.wording)
               or (case when line.said in ('agree', 'withdraw') then p.agreed else p.objected end & line.mask <> 0)
                    <> (line.said in ('agree', 'object'))
           returning purpose, recorded_at`,
    values: [
      person,
      lines.map(({ id }) => id),
      lines.map(({ purpose }) => purpose),
      lines.map(({ said }) => said),
      lines.map(({ said }) => opposite[said]),
      lines.map(({ language }) => language),
      lines.map(({ wording }) => wording),
      from.at,
      from.source,
      from.version,
      from.place,
      lines.map(({ mask }) => mask.toString()),
    ],
    fields,
    touches: 'any',
  })

/** Somebody's standing. */
export const standing = (person: string) =>
  statement<Seeing, { relation: string; agreed: string; objected: string }>({
    name: 'consent.standing',
    text: 'select relation, agreed, objected from people.person where id = $1',
    values: [person],
    fields,
  })

const saidColumns = 'purpose, said, language, recorded_at, source, policy_version, wording, place'

/** What somebody said last of each purpose. */
export const latest = (person: string) =>
  statement<Seeing, SaidRow>({
    name: 'consent.latest',
    text: `select distinct on (purpose) ${saidColumns} from consent.event
            where person_id = $1 and purpose is not null order by purpose, recorded_at desc, id desc`,
    values: [person],
    fields,
  })

/** Everything that somebody said, the newest first. */
export const history = (person: string, limit: number, offset: number) =>
  statement<'consent.view', HistoryRow>({
    name: 'consent.history',
    text: `select id, ${saidColumns} from consent.event
            where person_id = $1 order by recorded_at desc, id desc limit $2 offset $3`,
    values: [person, limit, offset],
    fields,
  })

/** How many lines that is. */
export const historyLength = (person: string) =>
  statement<'consent.view', { lines: number }>({
    name: 'consent.history-length',
    text: 'select count(id)::integer as lines from consent.event where person_id = $1',
    values: [person],
    fields,
  })

/** What joining took from somebody and nobody said anything of since, with what stood there before. */
export interface TakenRow {
  purpose: string | null
  said: 'withdraw' | 'object' | 'restrict'
  language: string
  wording: string
  /** Of the yes that was taken back: its language and its words. */
  yes_language: string | null
  yes_wording: string | null
}

/**
 * What was said last of a purpose, where that was said with a join that can still be undone. What a former asked for that is
 * erased by now stays.
 */
export const takenByJoining = <Act extends string>(person: string) =>
  statement<Act, TakenRow>({
    name: 'consent.taken-by-joining',
    text: `select last.purpose, last.said, last.language, last.wording, before.language as yes_language,
                  before.wording as yes_wording
             from (select distinct on (purpose) purpose, said, language, wording, recorded_at, place from consent.event
                    where person_id = $1 order by purpose, recorded_at desc, id desc) last
             left join lateral (select e.said, e.language, e.wording from consent.event e
                                 where e.person_id = $1 and e.purpose = last.purpose and e.recorded_at < last.recorded_at
                                 order by e.recorded_at desc, e.id desc limit 1) before on before.said = 'agree'
            where last.place = 'joined'
              and last.recorded_at >= (select min(j.joined_at) from people.joined j where j.person_id = $1)`,
    values: [person],
    fields,
  })
