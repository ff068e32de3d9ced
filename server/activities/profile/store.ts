/** The lines of profiles, and what they were before. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Contact, Entry } from './contact/index.ts'

/** When, where and under which version of the policy a line came. */
export interface Provenance {
  at: Date
  source: string
  version: number
}

export interface LineRow {
  id: string
  kind: Entry['kind']
  value: Entry['value']
  recorded_at: Date
  source: string
  policy_version: number
  replaced_at: Date | null
  replaces: string | null
  proven_at?: Date | null
}

const sealed = (entry: Entry) => new Sealed('profile.contact.value', entry.value)

/** All of a person's, oldest first. */
export const contacts = (person: string) =>
  statement<'profile.view', LineRow>({
    name: 'profile.contacts',
    text: `select id, kind, value, recorded_at, source, policy_version, replaced_at, replaces, proven_at
             from profile.contact where person_id = $1 order by recorded_at, id`,
    values: [person],
    opens: { value: 'profile.contact.value' },
  })

/**
 * The newest postal address of somebody that stands since a moment, or for as long as their ID: one that was given within its
 * first hour came from whoever made it.
 */
export const postalAddress = (person: string, since: Date) =>
  statement<'profile.address-for-post' | 'profile.look-for-post', { value: Entry['value'] }>({
    name: 'profile.address-for-post',
    text: `select c.value from profile.contact c join people.account a on a.person_id = c.person_id
            where c.person_id = $1 and c.kind = 'address' and c.replaced_at is null
              and (c.recorded_at <= $2 or c.recorded_at <= a.recorded_at + interval '1 hour')
            order by c.recorded_at desc, c.id desc limit 1`,
    values: [person, since],
    opens: { value: 'profile.contact.value' },
  })

/** Lets one writing to a profile go after the other: counted lines stay counted until the end of the transaction. */
export const takeTurn = (person: string) =>
  statement<'profile.correct'>({
    name: 'profile.take-turn',
    text: "select pg_advisory_xact_lock(hashtextextended('profile ' || $1, 0))",
    values: [person],
  })

/** Touches nothing if there are as many of its kind as there may be. @param provenAt of an e-mail address that was proven before */
export const addWithin = (
  most: number,
  id: string,
  person: string,
  entry: Entry,
  from: Provenance,
  replaces: string | null,
  provenAt: Date | null = null,
) =>
  statement<'profile.correct'>({
    name: 'profile.add-within',
    text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version, replaces, proven_at)
           select $1, $2, $3, $4, $5, $6, $7, $8, $10
            where (select count(id) from profile.contact where person_id = $2 and kind = $3 and replaced_at is null) < $9`,
    values: [id, person, entry.kind, sealed(entry), from.at, from.source, from.version, replaces, most, provenAt],
    fields: ['profile.contact.value'],
  })

/** Adds a line. @param replaces the line whose place it takes */
export const add = (id: string, person: string, entry: Contact, from: Provenance, replaces: string | null = null) =>
  statement<'profile.correct' | 'profile.import'>({
    name: 'profile.add',
    text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version, replaces)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [id, person, entry.kind, sealed(entry), from.at, from.source, from.version, replaces],
    fields: ['profile.contact.value'],
  })

/** Ends a line that is still current; touches nothing if somebody was faster, or if it is somebody else's. */
export const end = (id: string, person: string, at: Date) =>
  statement<'profile.correct'>({
    name: 'profile.end',
    text: 'update profile.contact set replaced_at = $3 where id = $1 and person_id = $2 and replaced_at is null',
    values: [id, person, at],
    fields: ['profile.contact.value'],
  })

/** Notes that an e-mail address is its person's own; touches nothing if that was noted, or it is current no more. */
export const prove = (id: string, person: string, at: Date) =>
  statement<'profile.correct'>({
    name: 'profile.prove',
    text: `update profile.contact set proven_at = $3
            where id = $1 and person_id = $2 and kind = 'email' and proven_at is null and replaced_at is null`,
    values: [id, person, at],
    fields: ['profile.contact.value'],
  })

/** Somebody's e-mail addresses that they proved, beside their ID. */
export const provenEmails = (person: string) =>
  statement<'profile.view' | 'profile.proven-for-rights', { value: { address: string } }>({
    name: 'profile.proven-emails',
    text: `select value from profile.contact
            where person_id = $1 and kind = 'email' and proven_at is not null and replaced_at is null`,
    values: [person],
    opens: { value: 'profile.contact.value' },
  })
