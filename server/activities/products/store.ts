/** Registrations and the catalogue. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Family } from './products.ts'

/** When, where and under which version of the policy something came. */
export interface Provenance {
  at: Date
  source: string
  version: number
}

/** Whose something is: a person's, or a company's and then brought by the person. */
export interface Owner {
  person: string
  organisation: string | null
}

export interface Details {
  seller?: string
  note?: string
}

export interface RegistrationRow {
  id: string
  organisation_id: string | null
  serial_number: string
  bought_on: string | null
  details: Details | null
  site_id: string | null
  came_by: 'registered' | 'transferred' | 'imported'
  recorded_at: Date
  source: string
  policy_version: number
  ended_at: Date | null
  ended_how: 'removed' | 'transferred' | null
}

/** What is put into a registration. */
export interface NewRegistration {
  id: string
  serial: string
  boughtOn: string | null
  details: Details
  site: string | null
}

type Viewing = 'products.system-list' | 'products.view' | 'products.register' | 'products.correct' | 'products.remove'

const registrationColumns = `id, organisation_id, serial_number, bought_on, details, site_id, came_by, recorded_at, source,
  policy_version, ended_at, ended_how`
const opens = { details: 'products.registration.details' }
const shows = [
  'products.registration.serial_number',
  'products.registration.bought_on',
  'products.registration.details',
]

const sealedDetails = (details: Details, organisation: string | null) =>
  Object.keys(details).length === 0 ? null : new Sealed('products.registration.details', details, { organisation })

/** The catalogue. */
export const families = () =>
  statement<'products.keep-catalogue', Family>({
    name: 'products.families',
    text: `select code, scheme, plants, name, says, months, extra_months as "extraMonths" from products.family
            order by position, code`,
  })

/** Puts a family into the catalogue, or says anew what it is. */
export const keepFamily = (family: Family, position: number, at: Date) =>
  statement<'products.keep-catalogue'>({
    name: 'products.keep-family',
    text: `insert into products.family (code, scheme, plants, name, says, months, extra_months, position, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (code) do update set scheme = excluded.scheme, plants = excluded.plants, name = excluded.name,
             says = excluded.says, months = excluded.months, extra_months = excluded.extra_months,
             position = excluded.position`,
    values: [
      family.code,
      family.scheme,
      family.plants,
      family.name,
      JSON.stringify(family.says),
      family.months,
      family.extraMonths,
      position,
      at,
    ],
  })

/** Which rows of an owner a list shows. */
export interface Filter {
  family?: string | undefined
  site?: string | undefined
  /** Part of a serial number, without hyphens. */
  serial?: string | undefined
  /** What ended, instead of what is current. */
  ended?: boolean | undefined
}

/** An owner's registrations that fit, in the order of their serial numbers. */
export const registrations = (owner: Owner, filter: Filter, limit: number, offset: number) =>
  statement<Viewing, RegistrationRow>({
    name: 'products.registrations',
    text: `select ${registrationColumns} from products.registration
            where organisation_id is not distinct from $1 and ($1::uuid is not null or person_id = $2)
              and (ended_at is not null) = $3
              and ($4::text is null or starts_with(serial_number, $4))
              and ($5::uuid is null or site_id = $5)
              and ($6::text is null or strpos(replace(serial_number, '-', ''), $6) > 0)
            order by serial_number, recorded_at desc limit $7 offset $8`,
    values: [
      owner.organisation,
      owner.person,
      filter.ended ?? false,
      filter.family ?? null,
      filter.site ?? null,
      filter.serial ?? null,
      limit,
      offset,
    ],
    fields: shows,
    opens,
  })

/** How many there are of these. */
export const countRegistrations = (owner: Owner, filter: Filter) =>
  statement<'products.view' | 'products.system-list', { count: string }>({
    name: 'products.count-registrations',
    text: `select count(id) as count from products.registration
            where organisation_id is not distinct from $1 and ($1::uuid is not null or person_id = $2)
              and (ended_at is not null) = $3
              and ($4::text is null or starts_with(serial_number, $4))
              and ($5::uuid is null or site_id = $5)
              and ($6::text is null or strpos(replace(serial_number, '-', ''), $6) > 0)`,
    values: [
      owner.organisation,
      owner.person,
      filter.ended ?? false,
      filter.family ?? null,
      filter.site ?? null,
      filter.serial ?? null,
    ],
  })

/** How many each owner has whom the customer sees: oneself, and one's companies. */
export const owned = () =>
  statement<'products.view', { organisation_id: string | null; current: number; ended: number }>({
    name: 'products.owned',
    text: `select organisation_id, count(id) filter (where ended_at is null)::int as current,
                  count(id) filter (where ended_at is not null)::int as ended
             from products.registration group by organisation_id`,
  })

/** One of them. */
export const registration = (id: string) =>
  statement<Viewing | 'products.transfer', RegistrationRow>({
    name: 'products.registration',
    text: `select ${registrationColumns} from products.registration where id = $1`,
    values: [id],
    fields: shows,
    opens,
  })

/** Everything that an owner whom the customer sees has, or had, of these serial numbers. */
export const registrationsOf = (serials: readonly string[]) =>
  statement<Viewing, RegistrationRow>({
    name: 'products.registrations-of',
    text: `select ${registrationColumns} from products.registration where serial_number = any ($1) order by recorded_at desc`,
    values: [serials],
    fields: shows,
    opens,
  })

/**
 * Registers products. What is registered already, by whomever, is left out: the answer names those that were added.
 * @param cameBy how they came
 */
export const addRegistrations = (
  owner: Owner,
  added: readonly NewRegistration[],
  cameBy: 'registered' | 'imported',
  from: Provenance,
) =>
  statement<
    'products.register' | 'products.bring-in' | 'products.system-register',
    { id: string; serial_number: string }
  >({
    name: 'products.add-registrations',
    text: `insert into products.registration (id, person_id, organisation_id, serial_number, bought_on, details, site_id,
             came_by, recorded_at, source, policy_version)
           select one.id, $1, $2, one.serial_number, one.bought_on, one.details, one.site_id, $3, $4, $5, $6
             from unnest($7::uuid[], $8::text[], $9::date[], $10::bytea[], $11::uuid[])
               as one (id, serial_number, bought_on, details, site_id)
           on conflict (serial_number) where ended_at is null do nothing returning id, serial_number`,
    values: [
      owner.person,
      owner.organisation,
      cameBy,
      from.at,
      from.source,
      from.version,
      added.map(({ id }) => id),
      added.map(({ serial }) => serial),
      added.map(({ boughtOn }) => boughtOn),
      added.map(({ details }) => sealedDetails(details, owner.organisation)),
      added.map(({ site }) => site),
    ],
    fields: shows,
    touches: 'any',
  })

/** Corrects what is known of a product. */
export const correctRegistration = (
  id: string,
  organisation: string | null,
  facts: { boughtOn: string | null; details: Details; site: string | null },
) =>
  statement<'products.correct'>({
    name: 'products.correct-registration',
    text: 'update products.registration set bought_on = $2, details = $3, site_id = $4 where id = $1 and ended_at is null',
    values: [id, facts.boughtOn, sealedDetails(facts.details, organisation), facts.site],
    fields: ['products.registration.bought_on', 'products.registration.details'],
  })

/** Ends what is current. */
export const removeRegistration = (id: string, at: Date) =>
  statement<'products.remove'>({
    name: 'products.remove-registration',
    text: `update products.registration set ended_at = $2, ended_how = 'removed' where id = $1 and ended_at is null`,
    values: [id, at],
    fields: ['products.registration.serial_number'],
  })

/** Undoes that. @param since what was removed earlier stays removed */
export const restoreRegistration = (id: string, since: Date) =>
  statement<'products.remove'>({
    name: 'products.restore-registration',
    text: `update products.registration set ended_at = null, ended_how = null
            where id = $1 and ended_how = 'removed' and ended_at > $2`,
    values: [id, since],
    fields: ['products.registration.serial_number'],
  })

/** What somebody was told lately about serial numbers that are taken. */
export const guesses = (person: string) =>
  statement<'products.register' | 'products.view', { level: number; last_at: Date }>({
    name: 'products.guesses',
    text: 'select level::float8 as level, last_at from products.guess where person_id = $1',
    values: [person],
  })

/** Lets one registering of a person go after the other, so that nobody asks faster than they may by asking twice at once. */
export const takeTurn = (person: string) =>
  statement<'products.register'>({
    name: 'products.register-turn',
    text: "select pg_advisory_xact_lock(hashtextextended('products.register ' || $1, 0))",
    values: [person],
  })

/** Touches nothing where somebody was told too often of late that a serial number is taken. */
export const mayGuess = (person: string, at: Date, { most, every }: { most: number; every: number }) =>
  statement<'products.register'>({
    name: 'products.may-guess',
    text: `select from (values (1)) one (row)
            where coalesce((select g.level - extract(epoch from $2::timestamptz - g.last_at) / $4
                              from products.guess g where g.person_id = $1), 0) + 1 <= $3`,
    values: [person, at, most, every],
  })

/** Counts those of some new rows that did not come to be. */
export const countTaken = (
  person: string,
  ids: readonly string[],
  at: Date,
  { every, cap }: { every: number; cap: number },
) =>
  statement<'products.register' | 'products.bring-in'>({
    name: 'products.count-taken',
    text: `insert into products.guess (person_id, level, last_at)
           select $1, least($5, cardinality($2::uuid[]) - count(r.id)), $3 from products.registration r where r.id = any ($2)
           on conflict (person_id) do update set last_at = excluded.last_at,
             level = least($5, excluded.level + greatest(0, products.guess.level
               - extract(epoch from excluded.last_at - products.guess.last_at) / $4))`,
    values: [person, ids, at, every, cap],
  })

/** Deletes what was removed before a moment, for good. */
export const forgetRemoved = (before: Date) =>
  statement<'products.tidy'>({
    name: 'products.forget-removed',
    text: `delete from products.registration where ended_how = 'removed' and ended_at <= $1`,
    values: [before],
    fields: ['products.registration.serial_number'],
    touches: 'any',
  })
