/** The way in which one would do it first: everything in its turn, in a transaction of its own. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { BenchDatabase } from './cluster.ts'

/** 16 connections that become a purpose's login for each reading. */
export const openNaive = ({ superuser }: BenchDatabase): pg.Pool => new pg.Pool({ ...superuser, max: 16 })

/** BEGIN; SET LOCAL ROLE; set_config; the query; the line of evidence; COMMIT; and the key from the database each time. */
export async function naiveRead(pool: pg.Pool, db: BenchDatabase, text: string, person: string): Promise<void> {
  const slot = db.state.current().slots.get('account')!
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`set local role "${slot.role}"`)
    await client.query("select set_config('abide.region', $1, true)", [db.vault.regionToken('*')])
    const { rows } = await client.query<{ value: Buffer }>(text, [person])
    const keys = await client.query<{ wrapped: Buffer }>('select wrapped from people.key where person_id = $1', [
      person,
    ])
    const key = db.vault.unwrap(person, keys.rows[0]!.wrapped)
    for (const { value } of rows) key.open('profile.contact.value', value)
    await client.query('reset role')
    await client.query('insert into audit.evidence (at, form, subject) values ($1, $2, $3)', [
      new Date(),
      createHash('md5').update('naive').digest('hex'),
      key.pseudonym,
    ])
    await client.query('commit')
  } finally {
    client.release()
  }
}
