/** What every command that needs the database does first. */
import { join } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { projectDirectory, readSettings, type Settings } from '../base/config.ts'
import { readSecrets } from '../base/config-secrets.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { addressOf, makeDatabase, serverVersion, withClient } from '../base/installation.ts'
import { type Log, openLog } from '../base/log.ts'
import { migrate } from '../base/migrate.ts'
import { openCluster } from '../base/postgres/cluster.ts'
import { refuseOtherName, refuseOthersLogins } from '../base/other-installation.ts'
import { currentHolder } from '../base/postgres/lock.ts'
import { makeRoles, notWithheld, roleNames } from '../base/roles.ts'
import { openVault, type Vault } from '../base/vault.ts'

/** An installation that is reachable and has the shape that this version needs. */
export interface Installation {
  settings: Settings
  log: Log
  vault: Vault
  /** Where the owner of the database connects. */
  owner: Address
  /** Who may do everything with a PostgreSQL of our own; undefined on somebody else's server. */
  superuser: Address | undefined
  prefix: string
  smtpUrl: string | undefined
  /** The address that people use: of the product that runs on the same data, if one does. */
  url: string
  /** Stops the PostgreSQL, if it is ours. Close all connections first. */
  stop(): Promise<void>
}

export interface OpenOptions {
  /** `server` holds the data directory; a `command` joins whoever does. */
  as: 'server' | 'command'
  environment: NodeJS.ProcessEnv
  /** Told when an embedded PostgreSQL is gone. */
  onCrash?: (failure: Failure) => void
}

/**
 * Reads the settings, finds or starts the database, makes what is missing.
 * @throws Failure with what to do
 */
export async function openInstallation({ as, environment, onCrash }: OpenOptions): Promise<Installation> {
  const settings = readSettings(environment)
  const secrets = readSecrets(settings, environment)
  const log = openLog(settings.logLevel)
  const vault = openVault(secrets.master)
  const prefix = settings.installation
  const url = (as === 'command' && currentHolder(settings.dataDirectory)?.url) || settings.url
  let owner: Address
  let superuser: Address | undefined
  let stop = async (): Promise<void> => {}
  if (secrets.databaseUrl) {
    owner = addressOf(secrets.databaseUrl)
    await reachable(owner)
    await refuseOtherName(owner, prefix)
    await rolesThere(owner, prefix, vault)
    await refuseOthersLogins(owner, prefix, vault)
    if ((await withClient(owner, notWithheld)) > 0)
      log.warn('logins may call functions that they should not: `npx abide doctor` says what to do')
  } else {
    const cluster = await openCluster({
      dataDirectory: settings.dataDirectory,
      secret: secrets.master,
      log,
      as,
      ...(as === 'server' ? { url: settings.url } : {}),
      ...(onCrash ? { onCrash } : {}),
    })
    stop = () => cluster.stop()
    superuser = cluster.superuser
    owner = await makeDatabase(superuser, prefix, prefix, vault)
  }
  try {
    const applied = await withClient(owner, client =>
      migrate(client, {
        directory: join(projectDirectory, 'db/migrations'),
        prefix,
        everywhere: vault.everywhereKey,
        at: systemClock.now(),
      }),
    )
    if (applied.length > 0) log.info({ applied }, 'the database has the shape that this version needs')
  } catch (error) {
    await stop()
    throw error
  }
  return { settings, log, vault, owner, superuser, prefix, smtpUrl: secrets.smtpUrl, url, stop }
}

async function reachable(owner: Address): Promise<void> {
  try {
    await withClient(owner, async client => {
      if ((await serverVersion(client)) < 150_000) {
        throw new Failure('The PostgreSQL that DATABASE_URL names is too old.', 'Abide needs version 15 or newer.')
      }
    })
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      `The database at ${owner.host}:${owner.port}/${owner.database} cannot be reached as ${owner.user}: ${(error as Error).message || (error as { code?: string }).code}`,
      'Check DATABASE_URL, and that the server runs and lets this user in.',
    )
  }
}

async function rolesThere(owner: Address, prefix: string, vault: Vault): Promise<void> {
  await withClient(owner, async client => {
    try {
      await makeRoles(client, prefix, vault)
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error
      throw new Failure(
        `${roleNames(prefix).length} logins are missing, and ${owner.user} may not make them.`,
        'Have a database administrator run what `npx abide roles --sql` prints, then start again.',
      )
    }
  })
}
