/** One forward line of plain SQL files, each in its own transaction. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

/** Two processes that start at once must not migrate at once. */
const migrating = 2_026_112_301

/**
 * Applies what has not been applied yet.
 * @param client connected as the owner of the database
 * @param directory where the files are, named `0001-what.sql` …
 * @param prefix the installation's name, with which its roles begin
 * @param everywhere what the database recognises the token of every region by (vault.everywhereKey)
 * @returns the names of the files that were applied
 * @throws if an applied file was changed since, or a file fails (nothing of that file has happened then)
 */
export async function migrate(
  client: pg.Client,
  { directory, prefix, everywhere, at }: { directory: string; prefix: string; everywhere: Buffer; at: Date },
): Promise<string[]> {
  const files = (await readdir(directory)).filter(name => /^\d{4}-.+\.sql$/.test(name)).sort()
  const applied: string[] = []
  await client.query('select pg_advisory_lock($1)', [migrating])
  try {
    await client.query(
      'create table if not exists public.abide_migration (name text primary key, hash text not null, applied_at timestamptz not null)',
    )
    const done = await client.query<{ name: string; hash: string }>('select name, hash from public.abide_migration')
    const known = new Map(done.rows.map(row => [row.name, row.hash]))
    for (const name of files) {
      const sql = await readFile(join(directory, name), 'utf8')
      const hash = createHash('sha256').update(sql).digest('hex')
      const before = known.get(name)
      if (before === hash) continue
      if (before)
        throw new Error(`The migration ${name} was changed after it had been applied. Add a new file instead.`)
      await client.query('begin')
      try {
        await client.query("select set_config('abide.prefix', $1, true), set_config('abide.everywhere', $2, true)", [
          prefix,
          `\\x${everywhere.toString('hex')}`,
        ])
        await client.query(sql)
        await client.query('insert into public.abide_migration values ($1, $2, $3)', [name, hash, at])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error })
      }
      applied.push(name)
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrating])
  }
}
