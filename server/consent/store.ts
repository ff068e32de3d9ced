/** What each person said, in the order in which they said it; and their standing, which the database makes of it. */
import { statement } from '../policy/statement.ts'
import type { Held } from './choices.ts'
import { opposite, type Said } from './consent.ts'

/** Under which version, from where and how something was said. */
export interface Provenance {
  at: Date
  source: string
  version: number
  /** The page or the call. */
  place: string
  /** Which form was shown, in which version of its layout. */
  layout: string
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
  layout: string
  /** Of a yes and its withdrawal: each a `topic/channel`; null: all of it. */
  choices: string[] | null
}

/** What was said last, with the version of the yes before it. */
export interface LastRow extends SaidRow {
  yes_version: number | null
}

/** A line of the history. `restrict` and `release` concern every purpose. */
export type HistoryRow = Omit<SaidRow, 'purpose' | 'said'> & {
  id: string
  purpose: string | null
  said: Said | 'restrict' | 'release'
  /** Of a restriction: the category; null: everything. */
  category: string | null
}

/** What is said of one purpose. */
export interface NewLine {
  id: string
  purpose: string
  said: Said
  language: string
  wording: string
  choices: readonly string[] | undefined
  /** The version under which a yes has to be given to reach as far as the policy does; 0: any. */
  since: number
  /** The bit of standing that this says, with that bit alone set; 0 where the purpose has none. */
  mask: bigint
  /** The version whose words were shown. */
  version: number
}

type Saying = 'consent.say' | 'consent.say-by-mail'
type Seeing = 'consent.view' | 'consent.view-by-mail' | 'consent.restrict' | Saying
const fields = ['consent.event.said', 'consent.event.choices']

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
export const add = (person: string, lines: readonly NewLine[], from: Omit<Provenance, 'version'>) =>
  statement<Saying, { purpose: string; recorded_at: Date }>({
    name: 'consent.add',
    text: `insert into consent.event
             (id, person_id, purpose, said, choices, language, recorded_at, source, policy_version, wording, place, layout)
           select line.id, $1::uuid, line.purpose, line.said, line.choices, line.language, moment.at, $4::text, line.version,
                  line.wording, $5::text, $6::text
             from json_to_recordset($2::json) as line (id uuid, purpose text, said text, opposite text, choices text[],
                                                       language text, wording text, mask bigint, since integer,
                                                       version integer)
             join people.person p on p.id = $1
            cross join (select greatest($3::timestamptz, max(e.recorded_at) + interval '1 millisecond') as at
                          from consent.event e where e.person_id = $1) moment
             left join lateral (select e.said, e.wording from consent.event e
                                 where e.person_id = $1 and e.purpose = line.purpose and e.said in (line.said, line.opposite)
                                 order by e.recorded_at desc, e.id desc limit 1) last on true
             left join lateral (select count(c.choice) filter (where c.choice = any (coalesce(line.choices, array['']))) as named,
                                       count(c.choice) filter (where c.choice = any (coalesce(line.choices, array['']))
                                                                 and c.wording = line.wording
                                                                 and c.policy_version >= line.since) as same
                                  from consent.choice c where c.person_id = $1 and c.purpose = line.purpose) now on true
            where case line.said
                    when 'agree' then now.same < cardinality(coalesce(line.choices, array[''])) or p.agreed & line.mask = 0
                    when 'withdraw' then case when line.choices is null then p.agreed & line.mask <> 0 else now.named > 0 end
                    when 'refuse' then last.said is distinct from 'refuse' or last.wording <> line.wording
                    else coalesce(last.said, line.opposite) <> line.said or (p.objected & line.mask <> 0) <> (line.said = 'object') end
           returning purpose, recorded_at`,
    values: [
      person,
      JSON.stringify(
        lines.map(({ mask, ...line }) => ({ ...line, opposite: opposite[line.said], mask: mask.toString() })),
      ),
      from.at,
      from.source,
      from.place,
      from.layout,
    ],
    fields,
    touches: 'any',
  })

/** A category that is to be kept and not used, or used again; null: everything. */
export interface Restriction {
  id: string
  said: 'restrict' | 'release'
  category: string | null
}

/** Somebody says so of some categories, at one moment. */
export const restrict = (person: string, lines: readonly Restriction[], language: string, from: Provenance) =>
  statement<'consent.restrict', { recorded_at: Date }>({
    name: 'consent.restrict',
    text: `insert into consent.event (id, person_id, said, category, language, recorded_at, source, policy_version, place, layout)
           select line.id, p.id, line.said, line.category, $3,
                  greatest($4::timestamptz, (select max(e.recorded_at) + interval '1 millisecond' from consent.event e where e.person_id = $1)),
                  $5, $6, $7, $8
             from json_to_recordset($2::json) as line (id uuid, said text, category text) join people.person p on p.id = $1
           returning recorded_at`,
    values: [person, JSON.stringify(lines), language, from.at, from.source, from.version, from.place, from.layout],
    fields: ['consent.event.said', 'consent.event.category'],
    touches: 'any',
  })

/** Standing as the database keeps it: bits as decimal numbers. */
export interface StandingRow {
  relation: string
  agreed: string
  objected: string
  restricted: boolean
  restricted_in: string
}

/** What somebody agrees to now. */
export const held = (person: string) =>
  statement<Seeing, Held & { purpose: string }>({
    name: 'consent.held',
    text: 'select purpose, choice, agreed_at, language, wording, policy_version from consent.choice where person_id = $1',
    values: [person],
    fields: ['consent.choice.choice'],
  })

/** Somebody's standing. */
export const standing = (person: string) =>
  statement<Seeing, StandingRow>({
    name: 'consent.standing',
    text: 'select relation, agreed, objected, restricted, restricted_in from people.person where id = $1',
    values: [person],
    fields,
  })

const saidColumns = 'purpose, said, choices, language, recorded_at, source, policy_version, wording, place, layout'

/** What somebody said last of each purpose: at that moment it can be two lines, for what was given and what was taken back. */
export const latest = (person: string) =>
  statement<Seeing, LastRow>({
    name: 'consent.latest',
    text: `select ${saidColumns},
                  (select y.policy_version from consent.event y
                    where y.person_id = $1 and y.purpose = line.purpose and y.said = 'agree' and y.recorded_at < line.recorded_at
                    order by y.recorded_at desc limit 1) as yes_version
             from (select ${saidColumns}, id, max(recorded_at) over (partition by purpose) as newest
                                         from consent.event where person_id = $1 and purpose is not null) line
            where recorded_at = newest order by purpose, id desc`,
    values: [person],
    fields,
  })

/** Everything that somebody said, the newest first. */
export const history = (person: string, limit: number, offset: number) =>
  statement<'consent.view', HistoryRow>({
    name: 'consent.history',
    text: `select id, category, ${saidColumns} from consent.event
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
