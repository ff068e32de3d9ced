/** Addresses that an ID gave up, which whoever reads them may put back for a while. */
import { Sealed, statement } from '../policy/statement.ts'

export interface NewReturn {
  person: string
  tokenHash: Buffer
  /** The address that was given up. */
  address: string
  changedAt: Date
  expiresAt: Date
}

/** Keeps an address that was given up, with the link that puts it back. */
export const addReturn = (given: NewReturn) =>
  statement<'people.tell-of-changes'>({
    name: 'people.add-address-return',
    text: `insert into people.address_return (token_hash, person_id, address, changed_at, expires_at)
           values ($1, $2, $3, $4, $5)`,
    values: [
      given.tokenHash,
      given.person,
      new Sealed('people.address_return.address', given.address),
      given.changedAt,
      given.expiresAt,
    ],
    fields: ['people.address_return.address'],
  })

export interface ReturnRow {
  person_id: string
  address: string
  present: string
  changed_at: Date
  expires_at: Date
}

/** What a link puts back; nothing where the ID was joined to another. */
export const findReturn = (tokenHash: Buffer) =>
  statement<'people.check-credentials', ReturnRow>({
    name: 'people.find-address-return',
    text: `select r.person_id, r.address, a.address as present, r.changed_at, r.expires_at, k.wrapped
             from people.address_return r join people.account a on a.person_id = r.person_id
             join people.key k on k.person_id = r.person_id
            where r.token_hash = $1 and not exists (select from people.joined j where j.former_id = r.person_id)`,
    values: [tokenHash],
    opens: { address: 'people.address_return.address', present: 'people.account.address' },
  })

/** Uses a link up; touches nothing where it was, or its time is over. */
export const takeReturn = (person: string, tokenHash: Buffer, now: Date) =>
  statement<'people.change-address'>({
    name: 'people.take-address-return',
    text: 'delete from people.address_return where person_id = $1 and token_hash = $2 and expires_at > $3',
    values: [person, tokenHash, now],
    fields: ['people.address_return'],
  })

/** Drops the links of addresses that were given up after a moment: theirs is none to put back once an earlier one was. */
export const dropReturns = (person: string, since: Date) =>
  statement<'people.change-address'>({
    name: 'people.drop-address-returns',
    text: 'delete from people.address_return where person_id = $1 and changed_at >= $2',
    values: [person, since],
    touches: 'any',
    fields: ['people.address_return'],
  })

/** Gives an ID back the address that it had, also one that rests or was given up since. */
export const putBack = (person: string, address: string, identifierHash: Buffer) =>
  statement<'people.change-address'>({
    name: 'people.put-address-back',
    text: `update people.account a set address = $2, identifier_hash = $3 where person_id = $1
              and not exists (select from people.joined j where j.former_id = a.person_id)`,
    values: [person, new Sealed('people.account.address', address), identifierHash],
    fields: ['people.account.address', 'people.account.identifier_hash'],
  })

/** Forgets addresses that nobody put back in time. */
export const expireReturns = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-address-returns',
    text: 'delete from people.address_return where expires_at <= $1',
    values: [before],
    touches: 'any',
    fields: ['people.address_return'],
  })
