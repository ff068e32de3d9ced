/** What is left of destroyed keys in the files of the database, on a connection of its owner. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, noticesOf } from '../base/client.ts'

/** How often a lock is tried for, and for how many milliseconds each time everybody else waits behind that. */
const tries = 10
const patience = 200
/** How often the table is written anew where somebody still sees it as it was, and milliseconds between. */
const rewritings = 4
const pause = 1_000

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
 * @returns false if others held the table all the time, or a transaction still sees keys that were destroyed since it began
 */
export async function rewriteKeys(client: Client): Promise<boolean> {
  await client.query(`select set_config('lock_timeout', $1, false)`, [String(patience)])
  let locked = 0
  let seen = 0
  while (locked < tries && seen < rewritings) {
    try {
      if ((await rewrite(client)) === 0) return true
      seen += 1
      await sleep(pause)
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error
      locked += 1
      await sleep(patience)
    }
  }
  return false
}

/** @returns how many deleted rows were written along, because somebody still sees them */
async function rewrite(client: Client): Promise<number> {
  const notices = await noticesOf(client, () => client.query('vacuum (full, verbose) people.key'))
  // “0 dead row versions cannot be removed yet.”, in the language of the server.
  const details = notices.flatMap(({ detail }) => detail?.match(/^\d+/) ?? [])
  if (details.length === 0) throw new Error('PostgreSQL did not say what it left in the table of keys.')
  return Math.max(...details.map(Number))
}
