/**
 * Whether the installation's logins are as they were made. A login may change its own password and settings, which
 * PostgreSQL lets nobody forbid; it gains nothing, and may lock the product out.
 */
import type { Query } from './batch.ts'
import type { Address } from './connections.ts'
import { Failure } from './failure.ts'
import { withClient } from './installation.ts'
import { isRefusal, mendLogins } from './login-refused.ts'
import { roleNames } from './roles.ts'
import type { Vault } from './vault.ts'

/** Which logins start with settings that nobody gave them: there should be none. @param roles names */
export const loginsWithSettings = (roles: readonly string[]): Query => ({
  name: 'logins-with-settings',
  text: `select r.rolname as role, string_agg(distinct split_part(setting, '=', 1), ', ') as settings
           from pg_db_role_setting s join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) setting
          where r.rolname = any ($1) and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
          group by r.rolname order by r.rolname`,
  values: [roles],
})

/** A row of the above. */
export interface LoginSettings {
  role: string
  /** Names, never values. */
  settings: string
}

/**
 * @param shut logins that cannot get in, each with PostgreSQL's code
 * @throws Failure that names the logins, if there are any
 */
export function refuseAltered(set: readonly LoginSettings[], shut: readonly string[] = []): void {
  const which = set.map(({ role, settings }) => `${role} (${settings})`)
  const said = [
    ...(shut.length > 0 ? [`Logins cannot get in: ${shut.join(', ')}.`] : []),
    ...(which.length > 0 ? [`Logins start with settings that nobody gave them: ${which.join('; ')}.`] : []),
  ]
  if (said.length > 0) throw new Failure(said.join(' '), mendLogins)
}

/**
 * Tries every login once, and looks at its settings.
 * @param owner where the owner of the database, or a superuser, connects
 * @returns what there is to say if all is well
 * @throws Failure that names what is not
 */
export async function lookAtLogins(owner: Address, prefix: string, vault: Vault): Promise<string> {
  const roles = roleNames(prefix)
  const { there, set, mayMake } = await withClient(owner, async client => {
    const found = await client.query<{ role: string }>(
      'select rolname as role from pg_roles where rolname = any ($1)',
      [roles],
    )
    const { text, values } = loginsWithSettings(roles)
    const settings = await client.query<LoginSettings>(text, [...values])
    const may = await client.query<{ may: boolean }>(
      'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
    )
    return { there: new Set(found.rows.map(row => row.role)), set: settings.rows, mayMake: may.rows[0]!.may }
  })
  if (there.size === 0 && mayMake) return 'not made yet; the first start makes them'
  if (there.size === 0)
    throw new Failure(
      `They are not made yet, and ${owner.user} may not make them.`,
      'Have a database administrator run what `npx abide roles --sql` prints, in the database that DATABASE_URL names.',
    )
  const missing = roles.filter(role => !there.has(role))
  if (missing.length > 0)
    throw new Failure(`${missing.length} of ${roles.length} logins are missing, ${missing[0]} first.`, mendLogins)
  const shut = await thoseShutOut(owner, roles, vault)
  if (shut.length === roles.length)
    throw new Failure(
      'No login can get in.',
      `Is the secret the one that the installation was made with? If it is: ${mendLogins}`,
    )
  refuseAltered(set, shut)
  return `all ${roles.length} get in, with no settings of their own`
}

/** Those that PostgreSQL does not let in with the passwords that the secret gives them. */
async function thoseShutOut(owner: Address, roles: readonly string[], vault: Vault): Promise<string[]> {
  const shut: string[] = []
  for (const role of roles) {
    try {
      await withClient({ ...owner, user: role, password: vault.password(role) }, async () => {})
    } catch (error) {
      if (!isRefusal(error)) throw error
      shut.push(`${role} (${error.code})`)
    }
  }
  return shut
}
