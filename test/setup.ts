/**
 * Once for all tests on a database: a PostgreSQL (the one that DATABASE_URL names, else the embedded one in a temporary
 * directory), the logins, and a migrated database with Hesbia's policy in force, of which each test file gets a copy.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { waitForNoDisk } from './cluster.ts'
import { declarations } from './declarations.ts'
import { build } from '../scripts/build.js'
import type { Address } from '../server/base/connections.ts'
import { addressOf, makeDatabase, withClient } from '../server/base/installation.ts'
import { openLog } from '../server/base/log.ts'
import { openCluster } from '../server/base/postgres/cluster.ts'
import type { Declarations } from '../server/policy/compile.ts'
import { openVault } from '../server/base/vault.ts'
import { prefix, secret } from './installation.ts'
import { migrateAndPublish } from './migrated.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: {
      superuser: Address
      /** The database that test databases are copied from; nobody connects to it. */
      template: string
      /** PostgreSQL's data directory, where it is the embedded one. */
      data: string | null
      /** What every part of the product holds and does; handed over, because reading the whole product takes seconds. */
      declarations: Declarations
    }
  }
}

interface Prepared {
  postgres: { superuser: Address; template: string; data: string | null; declarations: Declarations }
  /** How many kinds of tests use it. */
  users: number
  stop(): Promise<void>
}

/** One for all kinds of tests of a run: each reads this file for itself, and making it takes longer than many tests. */
const shared = globalThis as { abideTests?: Promise<Prepared> | undefined }

/** Makes all that test/database.ts copies from. */
export async function setup({ provide }: TestProject): Promise<void> {
  const prepared = await (shared.abideTests ??= prepare())
  prepared.users += 1
  provide('postgres', prepared.postgres)
}

/** Leaves nothing behind but the logins. */
export async function teardown(): Promise<void> {
  const prepared = await shared.abideTests
  if (!prepared || (prepared.users -= 1) > 0) return
  shared.abideTests = undefined
  await prepared.stop()
}

async function prepare(): Promise<Prepared> {
  // Pages name the files for the browser, which a fresh checkout has not built yet.
  await build()
  const { superuser, data, stop } = await postgres()
  const template = `${prefix}_template_${process.pid}`
  const owner = await makeDatabase(superuser, template, prefix, openVault(secret))
  await migrateAndPublish(owner, declarations)
  return {
    postgres: { superuser, template, data, declarations },
    users: 0,
    async stop() {
      await withClient(superuser, client => client.query(`drop database if exists "${template}" with (force)`))
      await stop()
    },
  }
}

async function postgres(): Promise<{ superuser: Address; data: string | null; stop(): Promise<void> }> {
  const url = process.env['DATABASE_URL']
  if (url) return { superuser: addressOf(url), data: null, stop: async () => {} }
  const directory = mkdtempSync(join(tmpdir(), 'abide-test-'))
  chmodSync(directory, 0o755)
  const dataDirectory = join(directory, 'data')
  const cluster = await openCluster({ dataDirectory, secret, log: openLog('silent'), command: 'abide tests' })
  await waitForNoDisk(cluster.superuser)
  return {
    superuser: cluster.superuser,
    data: join(dataDirectory, 'postgres'),
    async stop() {
      await cluster.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
