/** A database as the product has it after its first start: migrated, Hesbia's policy in force. */
import { join } from 'node:path'
import type { Address } from '../server/base/connections.ts'
import { withClient } from '../server/base/installation.ts'
import { migrate } from '../server/base/migrate.ts'
import { loadPolicy } from '../server/policy/load.ts'
import type { Declarations } from '../server/policy/compile.ts'
import { applyDue, publish } from '../server/policy/publish.ts'
import { openVault } from '../server/base/vault.ts'
import { prefix, secret, startOfTime } from './installation.ts'

const project = join(import.meta.dirname, '..')

/** @throws if a migration fails or the policy has an error */
export async function migrateAndPublish(owner: Address, declarations: Declarations): Promise<void> {
  const file = join(project, 'policies/hesbia.yaml')
  const { loaded, findings } = loadPolicy(file)
  if (!loaded) throw new Error(`${file}: ${findings[0]?.message}`)
  await withClient(owner, async client => {
    await migrate(client, {
      directory: join(project, 'db/migrations'),
      prefix,
      everywhere: openVault(secret).everywhereKey,
      at: startOfTime,
    })
    await publish(client, loaded, startOfTime, startOfTime)
    await applyDue(client, declarations, prefix, startOfTime)
  })
}
