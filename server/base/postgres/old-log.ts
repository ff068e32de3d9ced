import { withClient } from '../installation.ts'
import type { Address } from '../connections.ts'

/**
 * Drops the write-ahead log that was written until now, once all that it says is in the tables. What was deleted there
 * would otherwise stay readable in the log: keys above all. Needs the settings of `startPostmaster`, which keep no old log.
 * @param superuser of a PostgreSQL of our own
 */
export async function dropOldLog(superuser: Address): Promise<void> {
  await withClient(superuser, async client => {
    await client.query('select pg_switch_wal()')
    await client.query('checkpoint')
  })
}
