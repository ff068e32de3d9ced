/** Clears what is left of destroyed keys out of the files of an installation. */
import type { Address } from '../base/connections.ts'
import { withClient } from '../base/installation.ts'
import { dropOldLog } from '../base/postgres/old-log.ts'
import { rewriteKeys } from '../policy/keys-sql.ts'

/**
 * Writes the table of keys anew and, on a PostgreSQL of our own, drops the write-ahead log in which they stood.
 * @returns false if others held the table all the time
 */
export async function clearKeys({
  owner,
  superuser,
}: {
  owner: Address
  superuser: Address | undefined
}): Promise<boolean> {
  const rewritten = await withClient(owner, rewriteKeys)
  if (rewritten && superuser) await dropOldLog(superuser)
  return rewritten
}
