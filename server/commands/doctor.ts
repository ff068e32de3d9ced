import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { freeBytes, openDataDirectory } from '../base/config-directory.ts'
import { readSecrets } from '../base/config-secrets.ts'
import { readSettings, type Settings } from '../base/config.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { addressOf, serverVersion, withClient } from '../base/installation.ts'
import { openLog } from '../base/log.ts'
import { greets } from '../base/mail-server.ts'
import { findBinaries } from '../base/postgres/binaries.ts'
import { type Cluster, openCluster } from '../base/postgres/cluster.ts'
import { currentHolder } from '../base/postgres/lock.ts'
import { openVault } from '../base/vault.ts'
import { lookAtInstallation } from './doctor-installation.ts'
import { type Found, fine, reportTo, type Report } from './doctor-report.ts'
import type { Io } from './io.ts'

/** Below this much room a start may work and the next day not. In bytes. */
const enoughRoom = 200 * 1024 * 1024

/** `abide doctor`: one line for each thing that Abide needs; exit code 1 when one of them fails. Changes nothing but what a start would make. */
export async function run(_args: string[], io: Io): Promise<number> {
  const settings = readSettings(io.environment)
  const report = reportTo(io)
  const { dataDirectory, secretFile } = settings
  await report.look('Node', nodeVersion)
  await report.look('data directory', () => (openDataDirectory(dataDirectory), fine(dataDirectory)))
  await report.look('room on its disk', () => room(dataDirectory))
  const secrets = await report.look('secret', () => ({
    says: secretFile,
    is: readSecrets(settings, io.environment),
  }))
  // Everything that follows is derived from the secret.
  if (secrets) {
    const vault = openVault(secrets.master)
    const prefix = settings.installation
    if (secrets.databaseUrl) {
      const owner = addressOf(secrets.databaseUrl)
      const found = await report.look('database', () => answers(owner))
      if (found) await lookAtInstallation({ owner, prefix, vault, holder: undefined, isOurs: false }, report)
    } else {
      await report.look('PostgreSQL’s programs', programs)
      await withCluster(settings, secrets.master, report, async ({ superuser, owned }) => {
        const owner = { ...superuser, database: prefix }
        const holder = owned ? undefined : currentHolder(dataDirectory)
        await lookAtInstallation({ owner, prefix, vault, holder, isOurs: true }, report)
      })
    }
    const { smtpUrl } = secrets
    if (smtpUrl) await report.look('mail server', async () => fine(await greets(smtpUrl)))
    else report.note('mail server', 'SMTP_URL is not set here: no letter leaves; `abide start` shows them on a page.')
  }
  const failed = report.failed()
  io.out(failed === 0 ? '\nAll is well.' : `\n${failed === 1 ? 'One thing needs' : `${failed} things need`} attention.`)
  return failed === 0 ? 0 : 1
}

/** Joins the PostgreSQL of the data directory, or starts it for as long as the work takes. */
async function withCluster(
  { dataDirectory }: Settings,
  secret: Buffer,
  report: Report,
  work: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  const log = openLog('warn')
  const cluster = await report.look('database', async () => {
    const opened = await openCluster({ dataDirectory, secret, log, command: 'abide doctor', patience: 2000 })
    try {
      return { says: (await answers(opened.superuser)).says, is: opened }
    } catch (error) {
      await opened.stop()
      throw error
    }
  })
  if (!cluster) return
  try {
    await work(cluster)
  } finally {
    await cluster.stop()
  }
}

function nodeVersion(): Found {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19))
    return fine(`${process.versions.node}${major < 22 ? ' (24 is recommended)' : ''}`)
  throw new Failure(`This is Node ${process.versions.node}.`, 'Install Node 24, at least 20.19.')
}

function room(directory: string): Found {
  const free = freeBytes(existsSync(directory) ? directory : '.')
  const words = `${Math.round(free / 1024 / 1024)} MB free`
  if (free >= enoughRoom) return fine(words)
  throw new Failure(`${words}.`, 'Make room, or set ABIDE_DATA to a directory on another disk.')
}

function programs(): Found {
  const { postgres } = findBinaries(18)
  return fine(
    spawnSync('test', ['-x', postgres]).status === 0 ? postgres : `${postgres} (not executable by this account)`,
  )
}

/** Connects once. @returns which version answers */
async function answers(address: Address): Promise<Found> {
  try {
    const number = await withClient(address, serverVersion)
    const version = `${Math.floor(number / 10_000)}.${number % 10_000}`
    if (number < 150_000) throw new Failure(`PostgreSQL ${version} is too old.`, 'Abide needs PostgreSQL 15 or newer.')
    return fine(`PostgreSQL ${version} answers`)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      `The database does not answer (${(error as { code?: string }).code ?? (error as Error).message}).`,
      'Is PostgreSQL running, and are host, port, user, password and database in DATABASE_URL right?',
    )
  }
}
