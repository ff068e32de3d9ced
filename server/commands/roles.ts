/** `abide roles`: makes the database's logins, or puts them back as they were made; or prints how, where somebody else does. */
import { readSettings, type Settings } from '../base/config.ts'
import { readSecrets, type Secrets } from '../base/config-secrets.ts'
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { addressOf, withClient } from '../base/installation.ts'
import { openLog } from '../base/log.ts'
import { openCluster } from '../base/postgres/cluster.ts'
import { putRolesRight, rolesSql } from '../base/roles.ts'
import { openVault, type Vault } from '../base/vault.ts'
import type { Io } from './io.ts'

/** With --sql prints what a database administrator runs; without it does the same, also while the product runs. */
export async function run(args: string[], io: Io): Promise<number> {
  const settings = readSettings(io.environment)
  const secrets = readSecrets(settings, io.environment)
  const vault = openVault(secrets.master)
  if (args.includes('--sql')) {
    io.out(
      `-- The logins of the installation "${settings.installation}". Passwords stand here as verifiers, from which nobody learns them.`,
    )
    io.out(rolesSql(settings.installation, vault))
    return 0
  }
  const changed = secrets.databaseUrl
    ? await onServer(addressOf(secrets.databaseUrl), settings.installation, vault)
    : await onCluster(settings, secrets, vault)
  io.out(changed === 0 ? 'All logins are as they were made.' : `Made or mended: ${changed}.`)
  return 0
}

async function onCluster(settings: Settings, { master }: Secrets, vault: Vault): Promise<number> {
  const cluster = await openCluster({
    dataDirectory: settings.dataDirectory,
    secret: master,
    log: openLog(settings.logLevel),
  })
  try {
    return await withClient(cluster.superuser, client => putRolesRight(client, settings.installation, vault))
  } finally {
    await cluster.stop()
  }
}

async function onServer(owner: Address, prefix: string, vault: Vault): Promise<number> {
  try {
    return await withClient(owner, client => putRolesRight(client, prefix, vault))
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new Failure(
      `${owner.user} may not make logins, nor put them back as they were made.`,
      'Have a database administrator run what `npx abide roles --sql` prints.',
    )
  }
}
