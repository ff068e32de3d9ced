/** People, their names, IDs and links. */
import { Sealed, statement } from '../policy/statement.ts'
import type { Provenance } from './people.ts'

interface NewPerson extends Provenance {
  id: string
  region: string
  relation: 'consumer' | 'business-contact' | 'staff'
  language: string
  /** How the database recognises a connection that may see this person (vault.rowKeys). */
  regionKey: Buffer
  selfKey: Buffer
}

/** Adds a person: the row that every other one belongs to. */
export const addPerson = (person: NewPerson) =>
  statement<'people.sign-up' | 'people.make-staff' | 'people.invite-staff' | 'people.note-person'>({
    name: 'people.add-person',
    text: `insert into people.person (id, region, relation, language, recorded_at, source, policy_version, region_key, self_key)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      person.id,
      person.region,
      person.relation,
      person.language,
      person.at,
      person.source,
      person.version,
      person.regionKey,
      person.selfKey,
    ],
    fields: ['people.person.language'],
  })

export interface NewAccount extends Provenance {
  person: string
  address: string
  identifierHash: Buffer
  /** argon2id, PHC string */
  password: string
  confirmedAt: Date | null
}

/** Adds an ID, confirmed or not, with its password. */
export const addAccount = (account: NewAccount) =>
  statement<'people.sign-up' | 'people.make-staff' | 'people.invite-staff'>({
    name: 'people.add-account',
    text: `insert into people.account (person_id, address, identifier_hash, password, confirmed_at, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      account.person,
      new Sealed('people.account.address', account.address),
      account.identifierHash,
      new Sealed('people.account.password', account.password),
      account.confirmedAt,
      account.at,
      account.source,
      account.version,
    ],
    fields: ['people.account.address', 'people.account.password'],
  })

export interface CredentialRow {
  person_id: string
  /** argon2id, PHC string */
  password: string
  /** SHA-256 of the password as it is sealed: it tells this one from every later one. */
  mark: Buffer
  /** Whether this is a colleague, also one who is suspended. */
  colleague: boolean
  suspended_at: Date | null
  /** Since when the ID was given up. */
  closed_at: Date | null
  /** Whether there is an authenticator app or a passkey; a colleague always needs one. */
  guarded: boolean
}

/** What a password is checked against, by ID; nothing for an ID that nobody confirmed. */
export const credentials = (identifierHash: Buffer) =>
  statement<'people.check-credentials', CredentialRow>({
    name: 'people.credentials',
    text: `select a.person_id, a.password, sha256(a.password) as mark, s.person_id is not null as colleague, s.suspended_at,
                  a.closed_at, k.wrapped,
                  exists (select from people.totp t where t.person_id = a.person_id)
                    or exists (select from people.passkey y where y.person_id = a.person_id) as guarded
             from people.account a join people.key k on k.person_id = a.person_id
             left join people.staff s on s.person_id = a.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [identifierHash],
    opens: { password: 'people.account.password' },
  })

/** The password of somebody who is known, to be shown once more before something grave. */
export const ownCredentials = (person: string) =>
  statement<'people.check-credentials', { person_id: string; password: string }>({
    name: 'people.own-credentials',
    text: `select a.person_id, a.password, k.wrapped from people.account a join people.key k on k.person_id = a.person_id
            where a.person_id = $1 and a.confirmed_at is not null`,
    values: [person],
    opens: { password: 'people.account.password' },
  })

/** Adds a name. */
export const addName = (id: string, person: string, name: string, from: Provenance) =>
  statement<
    | 'people.sign-up'
    | 'people.make-staff'
    | 'people.invite-staff'
    | 'people.correct'
    | 'people.note-person'
    | 'people.claim'
  >({
    name: 'people.add-name',
    text: 'insert into people.name (id, person_id, value, recorded_at, source, policy_version) values ($1, $2, $3, $4, $5, $6)',
    values: [id, person, new Sealed('people.name.value', name), from.at, from.source, from.version],
    fields: ['people.name.value'],
  })

export interface NameRow {
  id: string
  value: string
  recorded_at: Date
  source: string
  policy_version: number
  replaced_at: Date | null
}

/** Somebody’s names, the current one first. */
export const names = (person: string) =>
  statement<'people.view', NameRow>({
    name: 'people.names',
    text: `select id, value, recorded_at, source, policy_version, replaced_at from people.name
            where person_id = $1 order by recorded_at desc, id desc`,
    values: [person],
    opens: { value: 'people.name.value' },
  })

export interface AccountRow {
  address: string
  confirmed_at: Date | null
  recorded_at: Date
  source: string
  policy_version: number
}

/** Somebody’s ID and where letters go. */
export const account = (person: string) =>
  statement<'profile.view' | 'people.write-letter', AccountRow>({
    name: 'people.account',
    text: 'select address, confirmed_at, recorded_at, source, policy_version from people.account where person_id = $1',
    values: [person],
    opens: { address: 'people.account.address' },
  })

/** Who has an ID. */
export const findConfirmed = (identifierHash: Buffer) =>
  statement<'people.find-account', { person_id: string }>({
    name: 'people.find-confirmed',
    text: 'select person_id from people.account where identifier_hash = $1 and confirmed_at is not null',
    values: [identifierHash],
    fields: ['people.account.identifier_hash'],
  })

/**
 * The same for whoever signs up: of an ID that was joined, the one that was kept, and in which language the former's person
 * reads. Opened for either: it takes as long.
 */
export const findTaken = (identifierHash: Buffer) =>
  statement<'people.find-account', { person_id: string; address: string; joined: boolean; language: string }>({
    name: 'people.find-taken',
    text: `select k.person_id, k.address, j.former_id is not null as joined, p.language, key.wrapped
             from people.account a join people.person p on p.id = a.person_id
             left join people.joined j on j.former_id = a.person_id
             join people.account k on k.person_id = coalesce(j.person_id, a.person_id)
             join people.key key on key.person_id = k.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null`,
    values: [identifierHash],
    opens: { address: 'people.account.address' },
    fields: ['people.account.identifier_hash', 'people.account.address'],
  })

/** `confirm` an ID, choose a password as a colleague (`staff`), choose another password (`reset`), `join` another ID. */
export type LinkKind = 'confirm' | 'staff' | 'reset' | 'join'

/** Adds a mailed link. */
export const addLink = (person: string, kind: LinkKind, tokenHash: Buffer, at: Date, expiresAt: Date) =>
  statement<
    | 'people.sign-up'
    | 'people.make-staff'
    | 'people.invite-staff'
    | 'people.answer-reset'
    | 'people.recover'
    | 'people.offer-to-join'
    | 'people.reset-factors'
    | 'people.reset-factors-at-terminal'
  >({
    name: 'people.add-link',
    text: 'insert into people.link (token_hash, person_id, kind, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    values: [tokenHash, person, kind, at, expiresAt],
  })

export interface LinkRow {
  person_id: string
  kind: LinkKind
  used_at: Date | null
  expires_at: Date
  /** argon2id, PHC string */
  password: string
  address: string
  name: string | null
  /** Whether somebody signs in with this ID already. */
  confirmed: boolean
  /** Whether a newer invitation went to the same ID. */
  replaced: boolean
  /** Whether the ID is paused, closed or suspended. */
  rests: boolean
}

/** What a mailed link belongs to. */
export const findLink = (tokenHash: Buffer) =>
  statement<'people.check-link', LinkRow>({
    name: 'people.find-link',
    // A person's row of staff is as old as the invitation.
    text: `select l.person_id, l.kind, l.used_at, l.expires_at, a.password, a.address, n.value as name, k.wrapped,
                  a.confirmed_at is not null as confirmed,
                  l.kind = 'staff' and exists (
                    select from people.staff newer join people.account other on other.person_id = newer.person_id
                     where other.identifier_hash = a.identifier_hash
                       and (newer.recorded_at, newer.person_id) > (l.created_at, l.person_id)) as replaced,
                  a.paused_at is not null or a.closed_at is not null or exists (
                    select from people.staff f where f.person_id = l.person_id and f.suspended_at is not null) as rests
             from people.link l join people.account a on a.person_id = l.person_id join people.key k on k.person_id = l.person_id
             left join people.name n on n.person_id = l.person_id and n.replaced_at is null
            where l.token_hash = $1`,
    values: [tokenHash],
    opens: { password: 'people.account.password', address: 'people.account.address', name: 'people.name.value' },
  })

/** Uses a link up; touches no row if it was used, or is over. */
export const useLink = (tokenHash: Buffer, at: Date) =>
  statement<'people.confirm' | 'people.claim' | 'people.reset-password' | 'people.offer-to-join'>({
    name: 'people.use-link',
    text: 'update people.link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2',
    values: [tokenHash, at],
    fields: ['people.link.token_hash'],
  })

/** Gives the ID to whoever confirms it; the unique index lets one have it. */
export const confirmAccount = (person: string, at: Date) =>
  statement<'people.confirm'>({
    name: 'people.confirm-account',
    text: 'update people.account set confirmed_at = $2 where person_id = $1 and confirmed_at is null',
    values: [person, at],
    fields: ['people.account.confirmed_at'],
  })

/** Writes a password in the place of the one before. @returns its mark */
export const setPassword = (person: string, password: string) =>
  statement<
    | 'people.confirm'
    | 'people.reset-password'
    | 'people.change-password'
    | 'people.reset-factors'
    | 'people.reset-factors-at-terminal',
    { mark: Buffer }
  >({
    name: 'people.set-password',
    text: 'update people.account set password = $2 where person_id = $1 returning sha256(password) as mark',
    values: [person, new Sealed('people.account.password', password)],
    fields: ['people.account.password'],
  })

/** Links that were over long ago: used or not, they open nothing, and nobody asks any more why. */
export const forgetLinks = (before: Date) =>
  statement<'people.forget-links'>({
    name: 'people.forget-links',
    text: 'select people.forget_links($1)',
    values: [before],
  })

/** Those who never confirmed, once the last link with which they could have is over. */
export const forgetUnconfirmed = (before: Date) =>
  statement<'people.forget-unconfirmed', { person: string }>({
    name: 'people.forget-unconfirmed',
    text: `select people.forget_unconfirmed(array(
             select a.person_id from people.account a where a.confirmed_at is null and a.recorded_at < $1
                and (select max(l.expires_at) from people.link l where l.person_id = a.person_id) < $1)) as person`,
    values: [before],
    touches: 'any',
  })

/** Removes a person; everything of theirs goes along. */
export const erase = (person: string, token: string) =>
  statement<'people.erase'>({
    name: 'people.erase',
    text: 'select people.erase_person($1, $2)',
    values: [person, token],
  })
