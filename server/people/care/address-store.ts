/** Another address for an ID: what waits for a yes, and the change itself. */
import { Sealed, statement } from '../../policy/statement.ts'

export interface NewChange {
  person: string
  address: string
  identifierHash: Buffer
  newHash: Buffer
  /** null: the present address is not asked. */
  oldHash: Buffer | null
  /** The session in which it is asked for. */
  sessionHash: Buffer
  at: Date
  expiresAt: Date
}

/** Notes which address was asked for, in the place of one that was asked for before. */
export const askChange = (change: NewChange) =>
  statement<'people.change-address'>({
    name: 'people.ask-address-change',
    text: `insert into people.address_change (person_id, address, identifier_hash, new_hash, old_hash, asked_at, expires_at,
             session_hash)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (person_id) do update set address = excluded.address, identifier_hash = excluded.identifier_hash,
             new_hash = excluded.new_hash, old_hash = excluded.old_hash, new_at = null, old_at = null,
             asked_at = excluded.asked_at, expires_at = excluded.expires_at, session_hash = excluded.session_hash`,
    values: [
      change.person,
      new Sealed('people.address_change.address', change.address),
      change.identifierHash,
      change.newHash,
      change.oldHash,
      change.at,
      change.expiresAt,
      change.sessionHash,
    ],
    fields: ['people.address_change.address'],
  })

export interface ChangeRow {
  person_id: string
  address: string
  identifier_hash: Buffer
  new_hash: Buffer
  old_hash: Buffer | null
  new_at: Date | null
  old_at: Date | null
  asked_at: Date
  expires_at: Date
  session_hash: Buffer
}

const changeColumns =
  'person_id, address, identifier_hash, new_hash, old_hash, new_at, old_at, asked_at, expires_at, session_hash'
const opens = { address: 'people.address_change.address' }

/** What waits for somebody. */
export const pendingChange = (person: string, now: Date) =>
  statement<'people.view-security', ChangeRow>({
    name: 'people.pending-address-change',
    text: `select ${changeColumns} from people.address_change where person_id = $1 and expires_at > $2`,
    values: [person, now],
    opens,
  })

/**
 * What a mailed link belongs to, whichever of the two addresses it went to; nothing where the ID is paused, closed, joined to another
 * or its colleague suspended.
 */
export const findChange = (tokenHash: Buffer) =>
  statement<'people.check-credentials', ChangeRow & { present: string }>({
    name: 'people.find-address-change',
    text: `select c.person_id, c.address, c.identifier_hash, c.new_hash, c.old_hash, c.new_at, c.old_at, c.asked_at,
                  c.expires_at, c.session_hash, a.address as present, k.wrapped
             from people.address_change c join people.account a on a.person_id = c.person_id
             join people.key k on k.person_id = c.person_id
            where (c.new_hash = $1 or c.old_hash = $1) and a.paused_at is null and a.closed_at is null
              and not exists (select from people.joined j where j.former_id = a.person_id)
              and not exists (select from people.staff s where s.person_id = a.person_id and s.suspended_at is not null)`,
    values: [tokenHash],
    opens: { ...opens, present: 'people.account.address' },
  })

/** Notes a yes; it stays the first one. Touches nothing where the change is gone or over. */
export const sayYes = (person: string, tokenHash: Buffer, at: Date) =>
  statement<'people.change-address', Pick<ChangeRow, 'old_hash' | 'new_at' | 'old_at'>>({
    name: 'people.say-yes-to-address',
    text: `update people.address_change set
             new_at = case when new_hash = $2 then coalesce(new_at, $3) else new_at end,
             old_at = case when old_hash = $2 then coalesce(old_at, $3) else old_at end
            where person_id = $1 and (new_hash = $2 or old_hash = $2) and expires_at > $3
        returning old_hash, new_at, old_at`,
    values: [person, tokenHash, at],
    fields: ['people.address_change.new_hash'],
  })

/** Ends what waited, if everybody who is asked said yes to exactly this; the change itself stands beside it in one transaction. */
export const takeChange = (person: string, newHash: Buffer) =>
  statement<'people.change-address'>({
    name: 'people.take-address-change',
    text: `delete from people.address_change
            where person_id = $1 and new_hash = $2 and new_at is not null and (old_hash is null or old_at is not null)`,
    values: [person, newHash],
    fields: ['people.address_change'],
  })

/** Gives an ID that is in use another address; the unique index on confirmed IDs lets one have it. */
export const setAddress = (person: string, address: string, identifierHash: Buffer) =>
  statement<'people.change-address'>({
    name: 'people.set-address',
    text: `update people.account a set address = $2, identifier_hash = $3 where person_id = $1 and a.paused_at is null and a.closed_at is null
              and not exists (select from people.joined j where j.former_id = a.person_id)
              and not exists (select from people.staff s where s.person_id = a.person_id and s.suspended_at is not null)`,
    values: [person, new Sealed('people.account.address', address), identifierHash],
    fields: ['people.account.address', 'people.account.identifier_hash'],
  })

/** Whether somebody's ID has this address; of one that was joined, the ID that was kept. Opened for either: it takes as long. */
export const isTaken = (identifierHash: Buffer) =>
  statement<'people.check-credentials', { person_id: string; address: string; former: string | null }>({
    name: 'people.is-address-taken',
    text: `select k.person_id, k.address, j.former_id as former, key.wrapped
             from people.account a left join people.joined j on j.former_id = a.person_id
             join people.account k on k.person_id = coalesce(j.person_id, a.person_id)
             join people.key key on key.person_id = k.person_id
            where a.identifier_hash = $1 and a.confirmed_at is not null`,
    values: [identifierHash],
    opens: { address: 'people.account.address' },
  })

/** The present address of somebody. */
export const presentAddress = (person: string) =>
  statement<'people.check-credentials', { person_id: string; address: string; name: string | null }>({
    name: 'people.present-address',
    text: `select a.person_id, a.address, n.value as name, k.wrapped from people.account a
             join people.key k on k.person_id = a.person_id
             left join people.name n on n.person_id = a.person_id and n.replaced_at is null
            where a.person_id = $1`,
    values: [person],
    opens: { address: 'people.account.address', name: 'people.name.value' },
  })

/** Forgets changes that nobody said yes to in time. */
export const expireChanges = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-address-changes',
    text: 'delete from people.address_change where expires_at <= $1',
    values: [before],
    touches: 'any',
    fields: ['people.address_change'],
  })
