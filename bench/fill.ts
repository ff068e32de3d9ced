import { createHash } from 'node:crypto'
import type pg from 'pg'
import { idOf, type WrittenForm } from '../server/audit/form-text.ts'
import { keepForm } from '../server/audit/store.ts'
import type { Vault } from '../server/base/vault.ts'

const together = 10_000

/** What was done with everybody before: by whom, which act, and when. */
const past = [
  ['2026-11-02', 'customer', 'people.sign-up', 'account'],
  ['2026-11-09', 'staff', 'desk.find-for-support', 'support'],
  ['2026-11-09', 'staff', 'desk.open-for-support', 'support'],
  ['2026-11-16', 'customer', 'profile.view', 'account'],
  ['2026-11-16', 'customer', 'rights.view-held', 'answer-rights'],
  ['2026-11-20', 'system', 'people.write-letter', 'account'],
] as const

/** An id that looks like one of the product's. */
export function personAt(at: number): string {
  const hex = at.toString(16).padStart(12, '0')
  return `0190${hex.slice(8)}-${hex.slice(4, 8)}-7000-8000-${hex}`
}

/**
 * Fills a migrated database with people, each with a key, an ID, a name, a phone, a session, a letter that waits, and lines of
 * evidence.
 * @param client a superuser: foreign keys are not checked on the way in
 */
export async function fill(client: pg.Client, vault: Vault, people: number): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query('set synchronous_commit = off')
  const forms = await fillForms(client)
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
    const account = keys.map(({ key }, at) => key.seal('people.account.address', `person.${from + at}@mail.example`))
    const hashes = ids.map(id => createHash('sha256').update(id).digest())
    await client.query(
      `insert into people.account (person_id, address, identifier_hash, password, confirmed_at, recorded_at, source, policy_version)
       select id, address, hash, address, '2026-11-02', '2026-11-02', 'web', 4
         from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as p (id, address, hash)`,
      [ids, account, hashes],
    )
    const name = keys.map(({ key }, at) => key.seal('people.name.value', `Person ${from + at}`))
    await client.query(
      `insert into people.name (id, person_id, value, recorded_at, source, policy_version)
       select gen_random_uuid(), id, value, '2026-11-02', 'web', 4 from unnest($1::uuid[], $2::bytea[]) as p (id, value)`,
      [ids, name],
    )
    const device = keys.map(({ key }) =>
      key.seal('people.session.device', { agent: 'Browser', address: '203.0.113.7' }),
    )
    await client.query(
      `insert into people.session (token_hash, person_id, kind, device, created_at, seen_at, proven_at, expires_at)
       select hash, id, 'customer', device, '2026-11-16', '2026-11-16', '2026-11-16', '2026-12-16'
         from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as p (id, hash, device)`,
      [ids, hashes, device],
    )
    for (const [at, form] of forms)
      await client.query(
        'insert into audit.evidence (at, form, subject) select $1, $2, subject from unnest($3::bytea[]) as p (subject)',
        [at, form, keys.map(({ key }) => key.pseudonym)],
      )
  }
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

/** Writes down what those lines have in common. @returns when each was, and the id of its form */
async function fillForms(client: pg.Client): Promise<(readonly [string, string])[]> {
  const forms: (readonly [string, string])[] = []
  for (const [at, by, act, purpose] of past) {
    const form = {
      writer: 'bench_evidence',
      act,
      purpose,
      clause: 'why.support',
      version: 4,
      by,
      outcome: 'done',
    } as const
    const part = by === 'staff' ? 'service-desk hes' : ''
    const written: WrittenForm = { ...form, part, fields: ['people.name.value', 'people.account.address'] }
    const id = idOf(written)
    const { text, values } = keepForm(id, written)
    await client.query(text, [...values])
    forms.push([at, id])
  }
  return forms
}
