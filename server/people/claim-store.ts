/** People who are known by an address and have no ID yet, and how one who proves the address becomes them. */
import { Sealed, statement } from '../policy/statement.ts'
import type { Provenance } from './people.ts'

/** Adds the address of somebody who has no ID: without a password, it opens nothing. */
export const addKnownAccount = (account: Provenance & { person: string; address: string; identifierHash: Buffer }) =>
  statement<'people.note-person'>({
    name: 'people.add-known-account',
    text: `insert into people.account (person_id, address, identifier_hash, recorded_at, source, policy_version)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [
      account.person,
      new Sealed('people.account.address', account.address),
      account.identifierHash,
      account.at,
      account.source,
      account.version,
    ],
    fields: ['people.account.address'],
  })

/** Who is known by an address and has no ID. */
export const findKnown = (identifierHash: Buffer) =>
  statement<'people.note-person' | 'people.check-link', { person_id: string }>({
    name: 'people.find-known',
    text: `select person_id from people.account
            where identifier_hash = $1 and confirmed_at is null and password is null`,
    values: [identifierHash],
    fields: ['people.account.identifier_hash'],
  })

/** Who has proven an address; where that ID was joined to another, whoever it is now. */
export const findOwner = (identifierHash: Buffer) =>
  statement<'people.note-person', { person_id: string }>({
    name: 'people.find-owner',
    text: `select coalesce(j.person_id, a.person_id) as person_id from people.account a
             left join people.joined j on j.former_id = a.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null`,
    values: [identifierHash],
    fields: ['people.account.identifier_hash'],
  })

/** Gives the known person an ID: the password that whoever proved the address had chosen. */
export const giveId = (known: string, password: string, at: Date) =>
  statement<'people.claim'>({
    name: 'people.give-id',
    text: `update people.account set password = $2, confirmed_at = $3
            where person_id = $1 and confirmed_at is null and password is null`,
    values: [known, new Sealed('people.account.password', password), at],
    fields: ['people.account.password', 'people.account.confirmed_at'],
  })

/** The name that we had becomes history: they said themselves what it is. */
export const replaceKnownName = (known: string, at: Date) =>
  statement<'people.claim'>({
    name: 'people.replace-known-name',
    text: 'update people.name set replaced_at = $2 where person_id = $1 and replaced_at is null',
    values: [known, at],
    touches: 'any',
    fields: ['people.name.value'],
  })

/** Removes whoever signed up, with all that was typed: they are the known person. */
export const dropSignUp = (person: string) =>
  statement<'people.claim'>({
    name: 'people.drop-sign-up',
    text: 'select people.forget_unconfirmed(array[$1::uuid])',
    values: [person],
  })
