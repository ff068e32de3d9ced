/** Two installations on one PostgreSQL server, or one whose name was changed: seen before anything is made. */
import type { Address } from './connections.ts'
import { Failure } from './failure.ts'
import { withClient } from './installation.ts'
import { isRefusal, LoginRefused, mendLogins } from './login-refused.ts'
import type { Vault } from './vault.ts'

/**
 * The database knows under which name it was made; with another one every login would be a stranger to it.
 * @throws Failure if it is not this one
 */
export async function refuseOtherName(owner: Address, prefix: string): Promise<void> {
  await withClient(owner, async client => {
    const made = await client.query<{ there: boolean }>("select to_regclass('base.installation') is not null as there")
    if (!made.rows[0]!.there) return
    const found = await client.query<{ prefix: string }>('select prefix from base.installation')
    const before = found.rows[0]?.prefix
    if (before === undefined || before === prefix) return
    throw new Failure(
      `The database ${owner.database} was made by the installation "${before}", and this one is called "${prefix}".`,
      `Set ABIDE_INSTALLATION=${before}, or let DATABASE_URL name another database.`,
    )
  })
}

/**
 * Logins belong to the whole server: another installation of the same name has other passwords.
 * @throws Failure if the logins do not know this installation's secret
 */
export async function refuseOthersLogins(owner: Address, prefix: string, vault: Vault): Promise<void> {
  const user = `${prefix}_gate`
  try {
    await withClient({ ...owner, user, password: vault.password(user) }, async () => {})
  } catch (error) {
    // Whether it may connect to this database is seen to later; here it is the password.
    if (!isRefusal(error) || error.code !== '28P01') return
    const { message } = new LoginRefused(user, error.code)
    throw new Failure(
      message,
      `If another installation on this server is called "${prefix}" too, set ABIDE_INSTALLATION to another name. If none is: is the secret the one that this installation was made with? If it is: ${mendLogins}`,
      { cause: error },
    )
  }
}
