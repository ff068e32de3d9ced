/** Logins that are not as they were made: for the doctor, who changes nothing. */
import type { Address } from './connections.ts'
import { withClient } from './installation.ts'
import { roleNames } from './roles.ts'
import type { Vault } from './vault.ts'

/** How many logins are tried at a time. */
const together = 8

/**
 * Which logins are not as they were made. Tries each with its password, since only a superuser may read what is kept of it.
 * @param owner where somebody connects who may read the names of logins
 * @returns names by what is wrong with them, and how many logins there should be
 */
export async function strangeRoles(
  owner: Address,
  prefix: string,
  vault: Vault,
): Promise<{ all: number; missing: string[]; closed: string[]; changed: string[] }> {
  const names = roleNames(prefix)
  const found = await withClient(owner, client =>
    client.query<{ role: string; changed: boolean }>(
      `select r.rolname as role, exists (select from pg_db_role_setting s where s.setrole = r.oid) as changed
         from pg_roles r where r.rolname = any($1)`,
      [names],
    ),
  )
  const there = new Set(found.rows.map(({ role }) => role))
  const closed: string[] = []
  const waiting = [...there].sort()
  const work = async () => {
    for (let role = waiting.shift(); role !== undefined; role = waiting.shift()) {
      const opened = await withClient({ ...owner, user: role, password: vault.password(role) }, async () => true).catch(
        (error: unknown) => {
          // Wrong password, or none: whatever else fails is no fault of the login.
          if (String((error as { code?: unknown }).code).startsWith('28')) return false
          throw error
        },
      )
      if (!opened) closed.push(role)
    }
  }
  await Promise.all(Array.from({ length: together }, work))
  return {
    all: names.length,
    missing: names.filter(role => !there.has(role)),
    closed: closed.sort(),
    changed: found.rows.filter(({ changed }) => changed).map(({ role }) => role),
  }
}
