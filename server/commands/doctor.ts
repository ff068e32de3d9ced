import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { freeBytes, openDataDirectory } from '../base/config-directory.ts'
import { readSecrets, type Secrets } from '../base/config-secrets.ts'
import { readSettings, type Settings } from '../base/config.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { addressOf, hasDatabase, serverVersion, withClient } from '../base/installation.ts'
import { openLog } from '../base/log.ts'
import { lookAtLogins } from '../base/logins.ts'
import { findBinaries } from '../base/postgres/binaries.ts'
import { type Cluster, openCluster } from '../base/postgres/cluster.ts'
import { currentHolder } from '../base/postgres/lock.ts'
import { notWithheld } from '../base/roles.ts'
import { openVault } from '../base/vault.ts'
import { policyInForce } from './doctor-policy.ts'
import { lettersReach } from './doctor-mail.ts'
import type { Io } from './io.ts'

/** Below this much room a start may work and the next day not. In bytes. */
const enoughRoom = 200 * 1024 * 1024

/** What was found; a note where an operator should know it and nothing is wrong. */
type Found = string | { note: string }

/** One thing that was looked at; a Failure thrown by `look` says what is wrong and what to do. */
interface Check {
  readonly name: string
  look(): Promise<Found> | Found
}

/** `abide doctor`: one line for each thing that Abide needs; exit code 1 when one of them fails. Changes nothing but what a start would make. */
export async function run(_args: string[], io: Io): Promise<number> {
  const settings = readSettings(io.environment)
  const secrets = () => readSecrets(settings, io.environment)
  const embedded = embeddedPostgres(settings, secrets)
  try {
    return await lookAtAll(checks(settings, secrets, embedded.cluster), io)
  } finally {
    await embedded.stop()
  }
}

async function lookAtAll(all: readonly Check[], io: Io): Promise<number> {
  let failed = 0
  for (const { name, look } of all) {
    try {
      const found = await look()
      io.out(typeof found === 'string' ? `ok    ${name}: ${found}` : `note  ${name}: ${found.note}`)
    } catch (error) {
      failed++
      const what = error instanceof Failure ? `${error.message}\n      → ${error.remedy}` : (error as Error).message
      io.out(`wrong ${name}: ${what}`)
    }
  }
  io.out(failed === 0 ? '\nAll is well.' : `\n${failed === 1 ? 'One thing needs' : `${failed} things need`} attention.`)
  return failed === 0 ? 0 : 1
}

function checks(settings: Settings, secrets: () => Secrets, opened: () => Promise<Cluster>): Check[] {
  const { dataDirectory } = settings
  const common: Check[] = [
    { name: 'Node', look: nodeVersion },
    { name: 'data directory', look: () => (openDataDirectory(dataDirectory), dataDirectory) },
    { name: 'room on its disk', look: () => room(dataDirectory) },
    { name: 'secret', look: () => (secrets(), settings.secretFile) },
  ]
  const vault = () => openVault(secrets().master)
  const inDatabase = async (look: (owner: Address | undefined) => Promise<Found> | Found) => {
    const { superuser } = await opened()
    const database = settings.installation
    const there = await withClient(superuser, client => hasDatabase(client, database))
    return look(there ? { ...superuser, database } : undefined)
  }
  const embedded: Check[] = [
    { name: 'PostgreSQL’s programs', look: programs },
    {
      name: 'database',
      look: async () => {
        const cluster = await opened()
        const holder = cluster.owned ? undefined : currentHolder(dataDirectory)
        return `${await answers(cluster.superuser)}${holder ? `, run by process ${holder.pid}${holder.url ? ` at ${holder.url}` : ''}` : ''}`
      },
    },
    {
      name: 'logins',
      look: () =>
        inDatabase(owner =>
          owner ? lookAtLogins(owner, settings.installation, vault()) : 'the first start makes them',
        ),
    },
    { name: 'policy', look: () => inDatabase(policyInForce) },
    {
      name: 'mail server',
      look: () =>
        secrets().smtpUrl
          ? lettersReach(secrets().smtpUrl, undefined)
          : inDatabase(owner => lettersReach(undefined, owner)),
    },
  ]
  const address = () => addressOf(secrets().databaseUrl ?? '')
  const server: Check[] = [
    { name: 'database', look: () => answers(address()) },
    { name: 'logins', look: () => reaching(() => lookAtLogins(address(), settings.installation, vault())) },
    { name: 'functions', look: () => reaching(() => functions(address())) },
    { name: 'policy', look: () => reaching(() => policyInForce(address())) },
    { name: 'mail server', look: () => reaching(() => lettersReach(secrets().smtpUrl, address())) },
  ]
  return [...common, ...(settings.database === 'embedded' ? embedded : server)]
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19))
    return `${process.versions.node}${major < 22 ? ' (24 is recommended)' : ''}`
  throw new Failure(`This is Node ${process.versions.node}.`, 'Install Node 24, at least 20.19.')
}

function room(directory: string): string {
  const free = freeBytes(existsSync(directory) ? directory : '.')
  const words = `${Math.round(free / 1024 / 1024)} MB free`
  if (free >= enoughRoom) return words
  throw new Failure(`${words}.`, 'Make room, or set ABIDE_DATA to a directory on another disk.')
}

function programs(): string {
  const { postgres } = findBinaries(18)
  return spawnSync('test', ['-x', postgres]).status === 0 ? postgres : `${postgres} (not executable by this account)`
}

/** What a start on our own PostgreSQL does by itself, and only an administrator may on a server. */
async function functions(address: Address): Promise<string> {
  const open = await withClient(address, notWithheld)
  if (open === 0) return 'no login may keep data unseen, or take all locks'
  throw new Failure(
    `Every login may call ${open} functions with which it could keep data unseen, or take all locks.`,
    'Have a database administrator run what `npx abide roles --sql` prints, in the database that DATABASE_URL names.',
  )
}

/** The embedded PostgreSQL, of the product that runs or started for this: opened when it is first asked for, once. */
function embeddedPostgres({ dataDirectory }: Settings, secrets: () => Secrets) {
  let opened: Promise<Cluster> | undefined
  const open = () =>
    openCluster({
      dataDirectory,
      secret: secrets().master,
      log: openLog('warn'),
      command: 'abide doctor',
      patience: 2000,
    })
  return {
    cluster: () => (opened ??= open()),
    // One that did not open has said so already.
    stop: () => opened?.then(cluster => cluster.stop()).catch(() => undefined),
  }
}

/** Connects once. @returns which version answers */
function answers(address: Address): Promise<string> {
  return reaching(async () => {
    const number = await withClient(address, serverVersion)
    const version = `${Math.floor(number / 10_000)}.${number % 10_000}`
    if (number < 150_000) throw new Failure(`PostgreSQL ${version} is too old.`, 'Abide needs PostgreSQL 15 or newer.')
    return `PostgreSQL ${version} answers`
  })
}

/** Says of every error that is none of ours that the database does not answer. */
async function reaching<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      `The database does not answer (${(error as { code?: string }).code ?? (error as Error).message}).`,
      'Is PostgreSQL running, and are host, port, user, password and database in DATABASE_URL right?',
    )
  }
}
