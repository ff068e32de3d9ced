import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { startServer } from './cluster.ts'

it.each([15, 18] as const)('a PostgreSQL %i server for tests answers over TCP with a password', async major => {
  const directory = mkdtempSync(join(tmpdir(), 'abide-test-'))
  const server = await startServer({ major, directory })
  try {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_encoding') as encoding`,
    )
    expect(rows).toEqual([{ major, encoding: 'UTF8' }])
    await client.end()
    const stranger = new pg.Client({ ...server, password: 'guessed', database: 'postgres' })
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' })
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
})
