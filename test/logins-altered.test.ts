import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../scripts/build.js'
import { openApp } from '../server/app.ts'
import { systemClock } from '../server/base/clock.ts'
import type { Address } from '../server/base/connections.ts'
import { openLog } from '../server/base/log.ts'
import { createMail } from '../server/base/mail.ts'
import { openCluster } from '../server/base/postgres/cluster.ts'
import { openVault, type Vault } from '../server/base/vault.ts'
import { jobsOf } from '../server/schedule.ts'
import { startServer, type TestServer } from './cluster.ts'
import { abide, type Running, startProduct } from './running.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-altered-'))
beforeAll(() => build())
afterAll(() => rmSync(here, { recursive: true, force: true }))

async function as(address: Address, sql: string): Promise<void> {
  const client = new pg.Client(address)
  client.on('error', () => {})
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

const secretOf = (data: string) => Buffer.from(readFileSync(join(data, 'secret'), 'utf8').trim(), 'hex')

/** As whom somebody connects who has a login's password: PostgreSQL lets nobody forbid what it does to itself. */
const loginsOf = (superuser: Address, database: string, vault: Vault) => (role: string) => ({
  ...superuser,
  database,
  user: role,
  password: vault.password(role),
})

const altered = expect.stringMatching(
  /wrong logins: Logins cannot get in: abide_gate \(28P01\)\. Logins start with settings .*: abide_seal \(datestyle\); abide_self \(default_transaction_read_only\)\.\n +→ .*`npx abide roles`/i,
) as string
const well = expect.stringContaining('all 60 get in') as string

describe('a login that changed its own password or settings', () => {
  const data = join(here, 'embedded')
  let running: Running
  beforeAll(async () => {
    running = await startProduct('start', { ABIDE_DATA: data })
  })
  afterAll(() => running?.stop())

  it('is noticed by the doctor and by the product, which says plainly what mends it, and `abide roles` does', async () => {
    const doctor = () => abide(['doctor'], { ABIDE_DATA: data })
    const health = async () => {
      const answer = await fetch(`${running.url}/healthz`)
      return [answer.status, await answer.json()]
    }
    expect(await doctor()).toMatchObject({ code: 0, out: well })
    const vault = openVault(secretOf(data))
    const { superuser } = await openCluster({ dataDirectory: data, secret: secretOf(data), log: openLog('silent') })
    const login = loginsOf(superuser, 'abide', vault)
    await as(login('abide_self'), 'alter role abide_self set default_transaction_read_only = on')
    await as(login('abide_seal'), `alter role abide_seal in database abide set DateStyle = 'German'`)
    await expect(lookOnce(superuser, vault)).rejects.toMatchObject({
      message: expect.stringContaining('abide_self (default_transaction_read_only)') as string,
      remedy: expect.stringContaining('npx abide roles') as string,
    })

    await as(login('abide_gate'), `alter role abide_gate password 'another'`)
    // Connections that are open already would hide it for as long as they live.
    await as(superuser, `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'abide_gate'`)
    await expect
      .poll(health, { timeout: 20_000 })
      .toEqual([
        503,
        { status: 'unavailable', reason: 'login', detail: expect.stringContaining('npx abide roles') as string },
      ])
    const page = await fetch(`${running.url}/en/privacy/versions`)
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10'])
    expect(running.printed()).toMatch(/abide_gate cannot get in \(28P01\).*npx abide roles/)
    expect(await doctor()).toMatchObject({ code: 1, out: altered })

    expect(await abide(['roles'], { ABIDE_DATA: data })).toMatchObject({ code: 0, out: 'Made or mended: 3.\n' })
    expect(await abide(['roles'], { ABIDE_DATA: data })).toMatchObject({ out: 'All logins are as they were made.\n' })
    expect(await doctor()).toMatchObject({ code: 0, out: well })
    expect(await health()).toEqual([200, { status: 'ok' }])
  }, 120_000)

  /** What the product does about it on a clock, once. */
  async function lookOnce(superuser: Address, vault: Vault): Promise<unknown> {
    const app = await openApp({
      database: { ...superuser, database: 'abide' },
      prefix: 'abide',
      vault,
      clock: systemClock,
      mail: createMail({ from: 'Abide <abide@company.example>' }),
      log: openLog('silent'),
      publicUrl: running.url,
      demo: false,
    })
    const nothing = () => Promise.resolve()
    const job = jobsOf(app, { applyDue: nothing, clearDestroyedKeys: nothing }).find(
      ({ name }) => name === 'look at the logins',
    )
    return job!.run().finally(() => app.close())
  }
})

describe('the same on a PostgreSQL server whose owner has no power over logins', () => {
  let server: TestServer
  let superuser: Address
  let environment: NodeJS.ProcessEnv
  const data = join(here, 'server')
  beforeAll(async () => {
    server = await startServer({ major: 15, directory: join(here, 'cluster') })
    superuser = { ...server, database: 'postgres' }
    await as(superuser, `create role app login password 'app'`)
    await as(superuser, 'create database shop owner app')
    environment = { ABIDE_DATA: data, DATABASE_URL: `postgres://app:app@${server.host}:${server.port}/shop` }
  })
  afterAll(() => server?.stop())

  it('is noticed by the doctor, and an administrator mends it with what `abide roles --sql` prints', async () => {
    const doctor = () => abide(['doctor'], environment)
    expect(await doctor()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/wrong logins: .* app may not make them\.\n.*npx abide roles --sql/) as string,
    })
    const script = await abide(['roles', '--sql'], environment)
    await as({ ...superuser, database: 'shop' }, script.out)
    expect(await doctor()).toMatchObject({ code: 0, out: well })

    const login = loginsOf(superuser, 'shop', openVault(secretOf(data)))
    await as(login('abide_self'), 'alter role abide_self set default_transaction_read_only = on')
    await as(login('abide_seal'), `alter role abide_seal in database shop set DateStyle = 'German'`)
    await as(login('abide_gate'), `alter role abide_gate password 'another'`)
    expect(await doctor()).toMatchObject({ code: 1, out: altered })
    const refused = await abide(['roles'], environment)
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('npx abide roles --sql') as string })
    const start = await abide(['start'], environment)
    expect(start).toMatchObject({ code: 1, error: expect.stringContaining('abide_gate cannot get in') as string })
    expect(start.error).toContain('npx abide roles --sql')

    await as({ ...superuser, database: 'shop' }, script.out)
    expect(await doctor()).toMatchObject({ code: 0, out: well })
  }, 120_000)

  it('is not confused with a secret that is another one', async () => {
    const other = await abide(['doctor'], { ...environment, ABIDE_DATA: join(here, 'elsewhere') })
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('Is the secret the one') as string })
  })
})
