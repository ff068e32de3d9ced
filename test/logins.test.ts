import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDatabase } from '../server/base/installation.ts'
import { openLog } from '../server/base/log.ts'
import { type Cluster, openCluster } from '../server/base/postgres/cluster.ts'
import { openVault } from '../server/base/vault.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-logins-'))
const secret = Buffer.alloc(32, 'a secret for tests')
const vault = openVault(secret)
const role = 'mended_object_stop_00'
let cluster: Cluster
beforeAll(async () => {
  cluster = await openCluster({ dataDirectory: join(here, 'data'), secret, log: openLog('silent') })
})
afterAll(async () => {
  await cluster?.stop()
  rmSync(here, { recursive: true, force: true })
})

async function as(password: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ ...cluster.superuser, database: 'mended', user: role, password })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('a login that changed its own password and settings', () => {
  it('is as it was made after the next start, and a start that finds nothing changes nothing', async () => {
    await makeDatabase(cluster.superuser, 'mended', 'mended', vault)
    const made = vault.password(role)
    await as(made, `alter role "${role}" password 'another'`)
    await as('another', `alter role "${role}" set default_transaction_read_only = on`)
    await makeDatabase(cluster.superuser, 'mended', 'mended', vault)
    await makeDatabase(cluster.superuser, 'mended', 'mended', vault)
    expect(await as(made, 'show default_transaction_read_only')).toEqual([{ default_transaction_read_only: 'off' }])
    await expect(as('another', 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })
})
