/** `abide roles`: the database's logins, for a server where somebody else makes them. */
import { readSettings } from '../base/config.ts'
import { readSecrets } from '../base/config-secrets.ts'
import { addressOf, withClient } from '../base/installation.ts'
import { makeRoles, mendRoles, rolesSql, withhold } from '../base/roles.ts'
import { openVault } from '../base/vault.ts'
import type { Io } from './io.ts'

/** With --sql prints what a database administrator runs; without it makes the logins through DATABASE_URL. */
export async function run(args: string[], io: Io): Promise<number> {
  const settings = readSettings(io.environment)
  const secrets = readSecrets(settings, io.environment)
  const vault = openVault(secrets.master)
  if (args.includes('--sql')) {
    io.out(
      `-- The logins of the installation "${settings.installation}". Passwords stand here as verifiers, from which nobody learns them.
-- Run this as a superuser in the installation's own database.`,
    )
    io.out(rolesSql(settings.installation, vault))
    return 0
  }
  if (!secrets.databaseUrl) {
    io.out(
      'The embedded PostgreSQL makes its logins itself. For a server, set DATABASE_URL, or print the SQL with --sql.',
    )
    return 0
  }
  const made = await withClient(addressOf(secrets.databaseUrl), async client => {
    const missing = await makeRoles(client, settings.installation, vault)
    const mended = await mendRoles(client, settings.installation, vault)
    await client.query(withhold(settings.installation))
    return missing + mended
  })
  io.out(made === 0 ? 'All logins are as they were made.' : `Made or mended: ${made}.`)
  return 0
}
