/** What publishing writes down for the row policies, on a connection of the owner. */
import type { Client } from '../base/client.ts'
import type { Bound, Use } from './use.ts'
import type { Range } from './waiting.ts'

/** As PostgreSQL writes several ranges of whole numbers. */
const multirange = (closed: readonly Range[]): string =>
  `{${closed.map(([from, before]) => `[${from},${before ?? ''})`).join()}}`

/** The same as data. */
const closedAsData = `(select coalesce(json_agg(json_build_array(lower(one), upper(one)) order by one), '[]') from unnest(closed) one)`

/** Every category that a version ever had, with its bit. */
export async function categories(client: Client): Promise<Map<string, number>> {
  const found = await client.query<{ category: string; bit: number }>('select category, bit from policy.category')
  return new Map(found.rows.map(({ category, bit }) => [category, bit]))
}

/** How many categories the versions of a policy can have had in all: each has a bit. */
export const mostCategories = 63

/**
 * Gives those that are new a bit, which is never given to another.
 * @throws if there are more than 63
 */
export async function addCategories(
  client: Client,
  known: ReadonlyMap<string, number>,
  wanted: readonly string[],
): Promise<Map<string, number>> {
  const bits = new Map(known)
  for (const category of wanted) if (!bits.has(category)) bits.set(category, bits.size)
  const added = [...bits].filter(([category]) => !known.has(category))
  if (bits.size > mostCategories) throw new Error(`There is no room for more than ${mostCategories} categories in all.`)
  await client.query('insert into policy.category (category, bit) select unnest($1::text[]), unnest($2::integer[])', [
    added.map(([category]) => category),
    added.map(([, bit]) => bit),
  ])
  return bits
}

/** What each purpose uses since when. */
export async function uses(client: Client): Promise<Use[]> {
  const found = await client.query<Use>(
    `select purpose, category, since, ${closedAsData} as closed, bound, stopped from policy.use`,
  )
  return found.rows
}

/** Replaces it. */
export async function keepUses(client: Client, all: readonly Use[]): Promise<void> {
  await client.query('delete from policy.use')
  await client.query(
    `insert into policy.use (purpose, category, since, closed, bound, stopped)
     select u.purpose, u.category, u.since, u.closed, u.bound, u.stopped
       from json_to_recordset($1) as u (purpose text, category text, since integer, closed int4multirange, bound boolean,
                                        stopped integer)`,
    [JSON.stringify(all.map(use => ({ ...use, closed: multirange(use.closed) })))],
  )
}

/** Replaces which categories stand in each table. Of those that no policy had yet, nothing is restricted. */
export async function keepPlaces(
  client: Client,
  places: ReadonlyMap<string, ReadonlySet<string>>,
  bits: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = [...places].map(([place, own]) => ({
    place,
    categories: [...own]
      .reduce((mask, category) => (bits.has(category) ? mask | (1n << BigInt(bits.get(category)!)) : mask), 0n)
      .toString(),
  }))
  await client.query('delete from policy.place')
  await client.query(
    `insert into policy.place (place, categories)
     select p.place, p.categories from json_to_recordset($1) as p (place text, categories bigint)`,
    [JSON.stringify(rows)],
  )
}

/** Replaces from which version on rows are open to whom. */
export async function keepBound(client: Client, bounds: readonly Bound[]): Promise<void> {
  await client.query('delete from policy.bound')
  await client.query(
    `insert into policy.bound (role, purpose, place, since, closed)
     select b.role, b.purpose, b.place, b.since, b.closed
       from json_to_recordset($1) as b (role text, purpose text, place text, since integer, closed int4multirange)`,
    [JSON.stringify(bounds.map(bound => ({ ...bound, closed: multirange(bound.closed) })))],
  )
}

/** Makes a yes from before a purpose had topics or channels one to each that it has now: it was one to all of it. */
export async function chooseAll(client: Client, purpose: string, choices: readonly string[]): Promise<void> {
  await client.query(
    `with whole as (delete from consent.choice where purpose = $1 and choice = ''
                    returning person_id, agreed_at, language, wording, policy_version)
     insert into consent.choice (person_id, purpose, choice, agreed_at, language, wording, policy_version)
     select w.person_id, $1, one.choice, w.agreed_at, w.language, w.wording, w.policy_version
       from whole w cross join unnest($2::text[]) as one (choice) on conflict do nothing`,
    [purpose, choices],
  )
}

/** A purpose that rests on something else from now on: what was agreed to is no answer to what may be asked later. */
export async function forgetChoices(client: Client, purpose: string): Promise<void> {
  await client.query('delete from consent.choice where purpose = $1', [purpose])
}
