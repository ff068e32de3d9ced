/** One forward line of plain SQL files, each in its own transaction. */
import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

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
  const applied: string[] = []
  await makeLedger(client)
  for (const { name, sql, hash } of await filesOf(directory)) {
    await client.query('begin')
    try {
      // Two processes that start at once take their turn. Only the owner can take this lock, so that nobody else can hold it.
      await client.query('lock table public.abide_migration in share row exclusive mode')
      const done = await client.query<{ hash: string }>('select hash from public.abide_migration where name = $1', [
        name,
      ])
      const before = done.rows[0]?.hash
      if (before !== undefined && before !== hash)
        throw new Error('it was changed after it had been applied. Add a new file instead')
      if (before === undefined) {
        await client.query("select set_config('abide.prefix', $1, true), set_config('abide.everywhere', $2, true)", [
          prefix,
          `\\x${everywhere.toString('hex')}`,
        ])
        await client.query(sql)
        await client.query('insert into public.abide_migration values ($1, $2, $3)', [name, hash, at])
        applied.push(name)
      }
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error })
    }
  }
  return applied
}

/**
 * What `migrate` would find, without changing anything.
 * @returns how many files were applied, which wait, and which were changed since
 */
export async function pendingMigrations(
  client: pg.Client,
  directory: string,
): Promise<{ applied: number; pending: string[]; changed: string[] }> {
  const there = await client.query("select to_regclass('public.abide_migration') is not null as found")
  const ledger = new Map<string, string>()
  if ((there.rows[0] as { found: boolean }).found) {
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from public.abide_migration')
    for (const { name, hash } of rows) ledger.set(name, hash)
  }
  const files = await filesOf(directory)
  const pending = files.filter(({ name }) => !ledger.has(name)).map(({ name }) => name)
  const changed = files.filter(({ name, hash }) => (ledger.get(name) ?? hash) !== hash).map(({ name }) => name)
  return { applied: ledger.size, pending, changed }
}

async function filesOf(directory: string): Promise<{ name: string; sql: string; hash: string }[]> {
  const names = (await readdir(directory)).filter(name => /^\d{4}-.+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(join(directory, name), 'utf8')
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** What was applied is noted in a table; two that make it at once both have it. */
async function makeLedger(client: pg.Client): Promise<void> {
  try {
    await client.query(
      'create table if not exists public.abide_migration (name text primary key, hash text not null, applied_at timestamptz not null)',
    )
  } catch (error) {
    if (!['23505', '42P07'].includes((error as { code?: string }).code ?? '')) throw error
  }
}
