/** What is left of destroyed keys in the files of the database, on a connection of its owner. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../base/client.ts'

/** How often, and for how many milliseconds each time, everybody else waits behind a rewriting that waits itself. */
const tries = 10
const patience = 200

/** What is known of the table of keys. */
export interface KeyTable {
  /** How many keys were destroyed since PostgreSQL began to count; says only whether there are more than before. */
  destroyed: string
  /** What its rows take on the disk. */
  bytes: number
}

/** Looks at the table of keys. */
export async function lookAtKeys(client: Client): Promise<KeyTable> {
  const { rows } = await client.query<{ destroyed: string; bytes: string }>(
    `select pg_stat_get_tuples_deleted(c.oid)::text as destroyed, pg_relation_size(c.oid)::text as bytes
       from pg_class c where c.oid = 'people.key'::regclass`,
  )
  return { destroyed: rows[0]!.destroyed, bytes: Number(rows[0]!.bytes) }
}

/**
 * Writes the table of keys anew and drops the old file. A deleted row stays in its page until others are written over it:
 * VACUUM makes room but leaves the bytes. Whoever needs a key meanwhile waits; a row takes about four microseconds.
 * @returns false if others held the table all the time: nothing has happened
 */
export async function rewriteKeys(client: Client): Promise<boolean> {
  await client.query(`select set_config('lock_timeout', $1, false)`, [String(patience)])
  for (let left = tries; left > 0; left -= 1) {
    try {
      await client.query('vacuum (full, analyze) people.key')
      return true
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error
      await sleep(patience)
    }
  }
  return false
}
