/** The statements that the gate itself adds to those of the stores. */
import type { Query } from '../base/batch.ts'

/** A person's wrapped key, as the login that acts sees it. */
export const keyOf = (person: string): Query => ({
  name: 'key',
  text: 'select wrapped from people.key where person_id = $1',
  values: [person],
})

/** Keeps the key of a person who has just come to be. */
export const keepKey = (person: string, wrapped: Buffer): Query => ({
  name: 'keep-key',
  text: 'insert into people.key (person_id, wrapped) values ($1, $2)',
  values: [person, wrapped],
})

/** Whose rows the self login sees until the transaction ends. @param token of the person (vault.personToken) */
export const asPerson = (token: string): Query => ({
  name: 'as-person',
  text: "select set_config('abide.person', $1, true)",
  values: [token],
})

/** The same, with the lines of evidence about that person. */
export const asReader = (token: string, pseudonym: Buffer): Query => ({
  name: 'as-reader',
  text: "select set_config('abide.person', $1, true), set_config('abide.pseudonym', $2, true)",
  values: [token, pseudonym.toString('hex')],
})

/** Standing, as the gate's own login reads it to say why something was refused. */
export const standingOf = (person: string): Query => ({
  name: 'standing',
  text: 'select region, relation, agreed, objected, restricted, restricted_in from people.person where id = $1',
  values: [person],
})

/** Waits for rows that somebody else has as long as a statement may last: only where nobody shares the transaction. */
export const waitPatiently: Query = {
  name: 'wait-patiently',
  text: "select set_config('lock_timeout', '0', true)",
  values: [],
}

/** The version in force, if one is. */
export const compiledNow: Query = { name: 'compiled', text: 'select version, hash from policy.compiled', values: [] }

/** What a version was published with. */
export const versionSources = (number: number): Query => ({
  text: 'select number, source, texts, assessments, effective_at from policy.version where number = $1',
  values: [number],
})

/** The bit of each category. */
export const knownCategories: Query = { text: 'select category, bit from policy.category', values: [] }

/** What waits for a yes or a record, of what was collected before a version. */
export const boundUses: Query = {
  text: `select purpose, category, since,
                (select coalesce(json_agg(json_build_array(lower(one), upper(one))), '[]') from unnest(closed) one) as closed
           from policy.use where bound`,
  values: [],
}

/** Which login each purpose has. */
export const assignedSlots: Query = {
  text: 'select role, kind, restricted, bit, purpose from policy.slot where purpose is not null',
  values: [],
}
