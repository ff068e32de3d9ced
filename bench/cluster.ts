/** A PostgreSQL of the benchmark's own, in a temporary directory, and databases in it that are filled with people. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createEvidence } from '../server/audit/index.ts'
import { systemClock } from '../server/base/clock.ts'
import { type Address, Connections } from '../server/base/connections.ts'
import { makeDatabase, withClient } from '../server/base/installation.ts'
import { openLog } from '../server/base/log.ts'
import { migrate } from '../server/base/migrate.ts'
import { openCluster as openEmbedded } from '../server/base/postgres/cluster.ts'
import { openVault, type Vault } from '../server/base/vault.ts'
import { createGate, type Gate } from '../server/policy/gate.ts'
import { followPolicy, type PolicyState } from '../server/policy/in-force.ts'
import { loadPolicy } from '../server/policy/load.ts'
import { applyDue, publish } from '../server/policy/publish.ts'
import { declarations } from '../test/declarations.ts'
import { fill, personAt } from './fill.ts'

const project = process.cwd()

export interface BenchDatabase {
  vault: Vault
  gate: Gate
  state: PolicyState
  /** The owner of all tables, whom no row policy stops: what bare statements run as. */
  owner: Address
  /** May become any login: what the naive way runs as. */
  superuser: Address
  /** 16 connections of `pg`, as the owner. */
  pool: pg.Pool
  login(name: string): string
  /** The id of somebody. @param at 0 … people - 1 */
  person(at: number): string
  people: number
  close(): Promise<void>
}

export interface BenchCluster {
  /** The process id of PostgreSQL; its children are its connections. */
  pid: number
  /** Makes a database with so many people. Drop it with `close`. */
  database(people: number): Promise<BenchDatabase>
  close(): Promise<void>
}

/** Starts it. */
export async function openCluster(): Promise<BenchCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'abide-bench-'))
  chmodSync(directory, 0o755)
  const dataDirectory = join(directory, 'data')
  const secret = Buffer.alloc(32, 'a secret for benchmarks')
  const cluster = await openEmbedded({ dataDirectory, secret, log: openLog('silent'), command: 'npm run bench' })
  const vault = openVault(secret)
  return {
    pid: Number(readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
    database: people => makeBenchDatabase(cluster.superuser, vault, people),
    async close() {
      await cluster.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function makeBenchDatabase(superuser: Address, vault: Vault, people: number): Promise<BenchDatabase> {
  const database = `bench_${people}`
  const owner = await makeDatabase(superuser, database, 'bench', vault)
  const { loaded } = loadPolicy(join(project, 'policies/hesbia.yaml'))
  if (!loaded) throw new Error('The policy has an error: npx abide policy check policies/hesbia.yaml')
  const now = systemClock.now()
  await withClient(owner, async client => {
    await migrate(client, {
      directory: join(project, 'db/migrations'),
      prefix: 'bench',
      everywhere: vault.everywhereKey,
      at: now,
    })
    await publish(client, loaded, now, now)
    await applyDue(client, declarations, 'bench', now)
  })
  const began = performance.now()
  await withClient({ ...superuser, database }, client => fill(client, vault, people))
  console.log(`${people.toLocaleString('en')} people in ${((performance.now() - began) / 1000).toFixed(0)} s`)

  const login = (name: string) => `bench_${name}`
  const address = (role: string): Address => ({ ...owner, user: role, password: vault.password(role) })
  const connections = new Connections({ budget: 60, address })
  const state = followPolicy(connections, login('gate'), declarations)
  await state.refresh()
  const evidence = createEvidence(connections, login('evidence'), systemClock)
  const pool = new pg.Pool({ ...owner, max: 16 })
  return {
    vault,
    gate: createGate({ connections, vault, state, evidence, login }),
    state,
    owner,
    superuser: { ...superuser, database },
    pool,
    login,
    person: personAt,
    people,
    async close() {
      await Promise.all([connections.close(), pool.end()])
      await withClient(superuser, client => client.query(`drop database "${database}"`))
    },
  }
}
