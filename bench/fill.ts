import type pg from 'pg'
import type { Vault } from '../server/base/vault.ts'

const together = 10_000

/** An id that looks like one of the product's. */
export function personAt(at: number): string {
  const hex = at.toString(16).padStart(12, '0')
  return `0190${hex.slice(8)}-${hex.slice(4, 8)}-7000-8000-${hex}`
}

/**
 * Fills a migrated database with people, each with a key, a phone and a letter that waits.
 * @param client a superuser: foreign keys are not checked on the way in
 */
export async function fill(client: pg.Client, vault: Vault, people: number): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query('set synchronous_commit = off')
  for (let from = 0; from < people; from += together) {
    const ids = Array.from({ length: Math.min(together, people - from) }, (_, at) => personAt(from + at))
    const keys = ids.map(id => vault.newKey(id))
    await client.query(
      `insert into people.person (id, region, relation, language, recorded_at, source, policy_version, region_key, self_key)
       select id, 'hes', 'consumer', 'en', '2026-11-02', 'web', 4, $2, self_key from unnest($1::uuid[], $3::bytea[]) as p (id, self_key)`,
      [ids, vault.rowKeys('', 'hes').regionKey, ids.map(id => vault.rowKeys(id, 'hes').selfKey)],
    )
    await client.query(
      'insert into people.key (person_id, wrapped) select id, wrapped from unnest($1::uuid[], $2::bytea[]) as p (id, wrapped)',
      [ids, keys.map(key => key.wrapped)],
    )
    const phone = keys.map(({ key }) => key.seal('profile.contact.value', { number: '+32 0 000 01 23' }))
    await client.query(
      `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
       select gen_random_uuid(), id, 'phone', value, '2026-11-02', 'web', 4 from unnest($1::uuid[], $2::bytea[]) as p (id, value)`,
      [ids, phone],
    )
    const letter = keys.map(({ key }) => key.seal('people.letter.content', { subject: 'Welcome', text: 'Good day.' }))
    await client.query(
      `insert into people.letter (id, person_id, kind, language, content, created_at)
       select gen_random_uuid(), id, 'confirm', 'en', content, '2026-11-02' from unnest($1::uuid[], $2::bytea[]) as p (id, content)`,
      [ids, letter],
    )
  }
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}
