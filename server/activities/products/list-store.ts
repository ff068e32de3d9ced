/** Lists that were read from a file, until they are registered. */
import type { KeptFile } from '../../policy/activity.ts'
import { Sealed, statement } from '../../policy/statement.ts'
import { kept, type Finding, type ListRow } from './lists.ts'
import type { Owner, Provenance } from './store.ts'

export interface ListFacts {
  id: string
  organisation_id: string | null
  findings: KeptFile
  total: number
  wrong: number
  done: number
  added: number
  recorded_at: Date
  asked_at: Date | null
  finished_at: Date | null
}

/** Keeps a list that was read. */
export const addList = (
  owner: Owner,
  list: { id: string; rows: readonly ListRow[]; findings: readonly Finding[]; wrong: number },
  from: Provenance,
) =>
  statement<'products.register'>({
    name: 'products.add-list',
    text: `insert into products.list (id, person_id, organisation_id, rows, findings, total, wrong, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      list.id,
      owner.person,
      owner.organisation,
      new Sealed('products.list.rows', kept('list', list.rows), owner),
      new Sealed('products.list.findings', kept('findings', list.findings), owner),
      list.rows.length,
      list.wrong,
      from.at,
      from.source,
      from.version,
    ],
    fields: ['products.list.rows'],
  })

/** A list of somebody's, without its rows. */
export const list = (id: string, person: string) =>
  statement<'products.view' | 'products.register', ListFacts>({
    name: 'products.list',
    text: `select id, organisation_id, findings, total, wrong, done, added, recorded_at, asked_at, finished_at
             from products.list where id = $1 and person_id = $2`,
    values: [id, person],
    opens: { findings: 'products.list.findings' },
  })

/** Which of some serial numbers an owner whom the customer sees has now. */
export const currentSerials = (serials: readonly string[]) =>
  statement<'products.register', { serial_number: string }>({
    name: 'products.current-serials',
    text: 'select serial_number from products.registration where serial_number = any ($1) and ended_at is null',
    values: [serials],
    fields: ['products.registration.serial_number'],
  })

/** Asks for the good ones of a list to be registered. */
export const askForList = (id: string, person: string, at: Date) =>
  statement<'products.register'>({
    name: 'products.ask-for-list',
    text: 'update products.list set asked_at = $3 where id = $1 and person_id = $2 and asked_at is null',
    values: [id, person, at],
    fields: ['products.list.rows'],
  })

/** Lists that wait. */
export const waitingLists = (most: number) =>
  statement<'products.tidy', { id: string; person: string }>({
    name: 'products.waiting-lists',
    text: `select id, person_id as person from products.list
            where asked_at is not null and finished_at is null and person_id is not null order by asked_at limit $1`,
    values: [most],
  })

export interface ListToRegister {
  organisation_id: string | null
  rows: KeptFile
  findings: KeptFile
  done: number
}

/** A list with its rows. */
export const listToRegister = (id: string) =>
  statement<'products.bring-in', ListToRegister>({
    name: 'products.list-to-register',
    text: 'select organisation_id, rows, findings, done from products.list where id = $1 and finished_at is null',
    values: [id],
    opens: { rows: 'products.list.rows', findings: 'products.list.findings' },
  })

/** The sites of an owner, by name. */
export const sitesOfOwner = (owner: Owner) =>
  statement<'products.bring-in', { id: string; organisation_id: string | null; name: string }>({
    name: 'products.sites-of-owner',
    text: `select id, organisation_id, name from products.site
            where organisation_id is not distinct from $1 and ($1::uuid is not null or person_id = $2)`,
    values: [owner.organisation, owner.person],
    opens: { name: 'products.site.name' },
  })

/** Goes on in a list from one row to another, once: nothing where another process was faster. */
export const goOn = (id: string, from: number, to: number, ids: readonly string[]) =>
  statement<'products.bring-in'>({
    name: 'products.go-on',
    text: `update products.list set done = $3,
             added = added + (select count(r.id)::int from products.registration r where r.id = any ($4))
            where id = $1 and done = $2 and finished_at is null`,
    values: [id, from, to, ids],
  })

/** What somebody was told lately about serial numbers that are taken. */
export const guessesOf = (person: string) =>
  statement<'products.bring-in', { level: number; last_at: Date }>({
    name: 'products.guesses-of',
    text: 'select level::float8 as level, last_at from products.guess where person_id = $1',
    values: [person],
  })

/** Notes what turned out to be wrong. */
export const noteFindings = (id: string, owner: Owner, findings: readonly Finding[]) =>
  statement<'products.bring-in'>({
    name: 'products.note-findings',
    text: 'update products.list set findings = $2 where id = $1 and finished_at is null',
    values: [id, new Sealed('products.list.findings', kept('findings', findings), owner)],
    fields: ['products.list.findings'],
  })

/** A list is done; what was wrong stays to be read, and its rows go. */
export const finishList = (id: string, owner: Owner, at: Date) =>
  statement<'products.bring-in'>({
    name: 'products.finish-list',
    text: 'update products.list set finished_at = $2, rows = $3 where id = $1 and finished_at is null',
    values: [id, at, new Sealed('products.list.rows', kept('list', []), owner)],
    fields: ['products.list.rows'],
  })

/** Deletes what was read before a moment. */
export const forgetLists = (before: Date) =>
  statement<'products.tidy'>({
    name: 'products.forget-lists',
    text: 'delete from products.list where recorded_at <= $1',
    values: [before],
    touches: 'any',
  })
