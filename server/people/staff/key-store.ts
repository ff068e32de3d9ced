/** Keys of the company's own systems, under the security purpose. */
import { statement } from '../../policy/statement.ts'

export interface KeyRow {
  id: string
  name: string
  purpose: string
  controller: string
  acts: string[]
  made_at: Date
  expires_at: Date
  ends_at: Date
  /** Day, YYYY-MM-DD. */
  used_on: string | null
  refused: number
  refused_on: string | null
}

/** A key as administrators see it. */
export interface KeySeenRow extends KeyRow {
  /** The person who made it; null once they are erased. */
  made_by: string | null
}

/** Every key, the newest first. */
export const keys = () =>
  statement<'people.view-keys' | 'people.manage-keys', KeySeenRow>({
    name: 'people.keys',
    text: `select id, name, purpose, controller, acts, made_at, made_by, expires_at, ends_at, used_on::text as used_on, refused,
                  refused_on::text as refused_on
             from people.api_key order by made_at desc, id desc`,
    values: [],
  })

/** Who made keys that are kept, with their names. */
export const makers = () =>
  statement<'people.view-keys', { person_id: string; name: string | null }>({
    name: 'people.key-makers',
    text: `select p.id as person_id, n.value as name, k.wrapped
             from people.person p
             join people.key k on k.person_id = p.id
             left join people.name n on n.person_id = p.id and n.replaced_at is null
            where p.id in (select made_by from people.api_key)`,
    values: [],
    opens: { name: 'people.name.value' },
  })

/** The key with a fingerprint. */
export const keyOf = (tokenHash: Buffer) =>
  statement<'people.check-key', KeyRow>({
    name: 'people.key-of',
    text: `select id, name, purpose, controller, acts, made_at, expires_at, ends_at, used_on::text as used_on, refused,
                  refused_on::text as refused_on
             from people.api_key where token_hash = $1`,
    values: [tokenHash],
  })

export interface NewKey {
  id: string
  name: string
  purpose: string
  controller: string
  acts: readonly string[]
  tokenHash: Buffer
  /** The person who makes it. */
  by: string
  at: Date
  expiresAt: Date
}

/** Adds a key. */
export const addKey = (key: NewKey) =>
  statement<'people.manage-keys'>({
    name: 'people.add-key',
    text: `insert into people.api_key (id, name, purpose, controller, acts, token_hash, made_at, made_by, expires_at, ends_at)
           values ($1, $2, $3, $4, $5, $6, $7, $9, $8, $8)`,
    values: [key.id, key.name, key.purpose, key.controller, key.acts, key.tokenHash, key.at, key.expiresAt, key.by],
    fields: ['people.api_key.token_hash'],
  })

/** Ends a key at a moment; touches no row if it ends by then anyway, or is not the controllers' to end. */
export const endKey = (id: string, controllers: readonly string[], at: Date) =>
  statement<'people.manage-keys'>({
    name: 'people.end-key',
    text: 'update people.api_key set ends_at = $3 where id = $1 and controller = any ($2) and ends_at > $3',
    values: [id, controllers, at],
    fields: ['people.api_key.ends_at'],
  })

/** Notes the day on which a key was used. */
export const useKey = (id: string, day: string) =>
  statement<'people.check-key'>({
    name: 'people.use-key',
    text: 'update people.api_key set used_on = $2::date where id = $1 and used_on is distinct from $2::date',
    values: [id, day],
    touches: 'any',
  })

/** Counts that a key came along after its end. */
export const countRefused = (id: string, day: string) =>
  statement<'people.check-key'>({
    name: 'people.count-refused-key',
    text: 'update people.api_key set refused = least(refused, 2147483646) + 1, refused_on = $2::date where id = $1',
    values: [id, day],
    touches: 'any',
  })

/** Forgets keys that ended before a moment. */
export const expireKeys = (before: Date) =>
  statement<'people.expire'>({
    name: 'people.expire-keys',
    text: 'delete from people.api_key where ends_at < $1',
    values: [before],
    touches: 'any',
    fields: ['people.api_key'],
  })
