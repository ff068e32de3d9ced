import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { projectDirectory } from '../../server/base/config.ts'
import type { Address } from '../../server/base/connections.ts'
import { addressOf, makeDatabase, withClient } from '../../server/base/installation.ts'
import { openLog } from '../../server/base/log.ts'
import { openCluster } from '../../server/base/postgres/cluster.ts'
import { openVault } from '../../server/base/vault.ts'
import { startServer } from '../cluster.ts'
import { testDatabase } from '../database.ts'
import { prefix, secret } from '../installation.ts'
import { migrateAndPublish } from '../migrated.ts'

const cache = join(projectDirectory, 'node_modules/.cache')
const writer = join(cache, `writer-${process.pid}.mjs`)
const { declarations } = inject('postgres')
const here = mkdtempSync(join(tmpdir(), 'abide-test-'))

beforeAll(() => {
  chmodSync(here, 0o755)
  mkdirSync(cache, { recursive: true })
  const entryPoints = [join(projectDirectory, 'test/writer.ts')]
  buildSync({ entryPoints, outfile: writer, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
})
afterAll(() => {
  rmSync(here, { recursive: true, force: true })
  rmSync(writer, { force: true })
})

/**
 * Starts the process that writes.
 * @param enough how many acknowledged people to wait for
 * @returns itself, and all that it has said when it is gone
 */
async function write(owner: Address, enough: number) {
  const child = spawn(process.execPath, [writer, JSON.stringify(owner), JSON.stringify(declarations), '2000'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  const gone = new Promise<string[]>(resolve => child.once('close', () => resolve(said.split('\n').slice(0, -1))))
  await new Promise<void>(resolve => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.split('\n').length > enough) resolve()
    })
    child.once('close', () => resolve())
  })
  return { child, gone }
}

/** What a person who signed up and gave a phone number must have, all of it or nothing. */
interface Counted {
  people: number
  keys: number
  accounts: number
  names: number
  phones: number
  signedUp: number
  gavePhone: number
}

async function count(owner: Address): Promise<{ ids: Set<string>; counted: Counted }> {
  return withClient(owner, async client => {
    // Those whom the killed process left behind in PostgreSQL end first: whoever writes has an open transaction until then.
    for (let tries = 0; tries < 200; tries += 1) {
      const { rows } = await client.query(
        `select from pg_stat_activity where datname = current_database() and application_name = 'abide' and state <> 'idle'`,
      )
      if (rows.length === 0) break
      await sleep(20)
    }
    const lines = (act: string) =>
      `(select count(*)::int from audit.evidence e join audit.form f on f.id = e.form where f.act = '${act}' and f.outcome = 'done')`
    const { rows } = await client.query<Counted>(
      `select (select count(*)::int from people.person) as people, (select count(*)::int from people.key) as keys,
              (select count(*)::int from people.account) as accounts, (select count(*)::int from people.name) as names,
              (select count(*)::int from profile.contact) as phones,
              ${lines('people.sign-up')} as "signedUp", ${lines('profile.correct')} as "gavePhone"`,
    )
    const ids = await client.query<{ id: string }>(
      `select p.id from people.person p join people.key k on k.person_id = p.id join people.account a on a.person_id = p.id
         join people.name n on n.person_id = p.id join profile.contact c on c.person_id = p.id`,
    )
    return { ids: new Set(ids.rows.map(row => row.id)), counted: rows[0]! }
  })
}

/** Every acknowledged person is whole, and nothing is there by half. */
async function expectWhole(owner: Address, acknowledged: string[]): Promise<void> {
  const { ids, counted } = await count(owner)
  expect(acknowledged.length).toBeGreaterThanOrEqual(30)
  expect(acknowledged.filter(id => !ids.has(id))).toEqual([])
  const { people, phones } = counted
  expect(counted).toEqual({
    people,
    keys: people,
    accounts: people,
    names: people,
    phones,
    signedUp: people,
    gavePhone: phones,
  })
  expect(people - phones).toBeLessThanOrEqual(8)
}

describe('nothing that was acknowledged is lost, and nothing stands by half', () => {
  it('when the process that writes is killed', async () => {
    const db = await testDatabase()
    try {
      const { child, gone } = await write(db.owner, 30)
      child.kill('SIGKILL')
      await expectWhole(db.owner, await gone)
    } finally {
      await db.close()
    }
  })

  const kinds = process.env['DATABASE_URL'] ? ['server'] : ['embedded']
  it.each(kinds)('when PostgreSQL itself is killed (%s)', async kind => {
    const directory = join(here, kind)
    mkdirSync(directory, { mode: 0o755 })
    const start = kind === 'server' ? startOfServer(directory) : startOfEmbedded(directory)
    const first = await start()
    const vault = openVault(secret)
    const owner = await makeDatabase(first.superuser, 'abide_killed', prefix, vault)
    await migrateAndPublish(owner, declarations)
    const { gone } = await write(owner, 30)
    const [pid] = readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGKILL')
    const acknowledged = await gone
    await first.gone()
    const second = await start()
    try {
      await expectWhole({ ...owner, host: second.superuser.host, port: second.superuser.port }, acknowledged)
    } finally {
      await second.stop()
    }
  })
})

interface Running {
  superuser: Address
  /** Clears up after it was killed. */
  gone(): Promise<void>
  stop(): Promise<void>
}

function startOfEmbedded(dataDirectory: string): () => Promise<Running> {
  return async () => {
    let crashed = () => {}
    const crash = new Promise<void>(resolve => (crashed = resolve))
    const options = { dataDirectory, secret, log: openLog('silent'), command: 'abide test', onCrash: () => crashed() }
    const cluster = await untilFree(() => openCluster(options))
    return { superuser: cluster.superuser, gone: () => crash, stop: () => cluster.stop() }
  }
}

function startOfServer(directory: string): () => Promise<Running> {
  let port: number | undefined
  return async () => {
    const server = await untilFree(() => startServer({ major: 15, directory, ...(port ? { port } : {}) }))
    port = server.port
    return { superuser: addressOf(server.url), gone: () => server.stop(), stop: () => server.stop() }
  }
}

/** The children of a killed PostgreSQL notice within moments that it is gone; until then nobody else gets their memory. */
async function untilFree<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await start()
    } catch (error) {
      if (tries === 50) throw error
      await sleep(200)
    }
  }
}
