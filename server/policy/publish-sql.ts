/** What publishing asks of the database, on a connection of its owner. */
import type { Client } from '../base/client.ts'
import type { Privilege, Slot } from './privileges.ts'

/** A version as it is stored. */
export interface VersionRow {
  number: number
  hash: string
  source: string
  texts: Record<string, string>
  assessments: Record<string, string>
  published_at: Date
  effective_at: Date
  applied_at: Date | null
}

/**
 * Waits until nobody else publishes, until the transaction ends. Reading goes on. A lock on a table, because only its
 * owner can take it: an advisory lock could be held by any login, for ever.
 */
export async function lockPublishing(client: Client): Promise<void> {
  await client.query('lock table policy.compiled in share row exclusive mode')
}

/**
 * Carries out changes of privileges. PostgreSQL 18 waits for whoever has a table locked, and a login that may delete from
 * one may lock it: so this waits three seconds for each and no more.
 * @returns the change that it waited for in vain, if there was one; the transaction is over then
 */
export async function changePrivileges(client: Client, changes: readonly string[]): Promise<string | undefined> {
  await client.query("select set_config('lock_timeout', '3s', true)")
  for (const change of changes) {
    try {
      await client.query(change)
    } catch (error) {
      if ((error as { code?: string }).code === '55P03') return change
      throw error
    }
  }
  return undefined
}

/** Every version that was published, the newest first. */
export async function versions(client: Client): Promise<{ number: number; hash: string; applied: boolean }[]> {
  const found = await client.query<{ number: number; hash: string; applied: boolean }>(
    'select number, hash, applied_at is not null as applied from policy.version order by number desc',
  )
  return found.rows
}

/** Puts a version in the place of one that nobody was bound by yet. */
export async function storeVersion(client: Client, version: Omit<VersionRow, 'applied_at'>): Promise<void> {
  await client.query('delete from policy.version where number = $1 and applied_at is null', [version.number])
  await client.query(
    `insert into policy.version (number, hash, source, texts, assessments, published_at, effective_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      version.number,
      version.hash,
      version.source,
      JSON.stringify(version.texts),
      JSON.stringify(version.assessments),
      version.published_at,
      version.effective_at,
    ],
  )
}

/** The newest version whose date has come. */
export async function newestDue(client: Client, now: Date): Promise<VersionRow | undefined> {
  const found = await client.query<VersionRow>(
    `select number, hash, source, texts, assessments, published_at, effective_at, applied_at
       from policy.version where effective_at <= $1 order by number desc limit 1`,
    [now],
  )
  return found.rows[0]
}

/** The hash of what the database's grants were compiled from. */
export async function compiledHash(client: Client): Promise<string | undefined> {
  const found = await client.query<{ hash: string }>('select hash from policy.compiled')
  return found.rows[0]?.hash
}

/**
 * Notes what the grants are compiled from now. Running processes look for it; a notification would wait for a queue that
 * any login can fill.
 */
export async function noteCompiled(
  client: Client,
  { version, hash, now }: { version: number; hash: string; now: Date },
): Promise<void> {
  await client.query('update policy.version set applied_at = $2 where number = $1 and applied_at is null', [
    version,
    now,
  ])
  await client.query(
    `insert into policy.compiled (version, hash, applied_at) values ($1, $2, $3)
     on conflict (single) do update set version = excluded.version, hash = excluded.hash, applied_at = excluded.applied_at`,
    [version, hash, now],
  )
}

/** All logins that a purpose can have. */
export async function slots(client: Client): Promise<Slot[]> {
  const found = await client.query<Slot>(
    'select role, kind, restricted, bit, purpose from policy.slot order by kind, bit',
  )
  return found.rows
}

/** Takes a login from its purpose for ever; its bit stays what it meant. */
export async function retireSlot(client: Client, role: string, version: number): Promise<void> {
  await client.query(
    "update policy.slot set purpose = purpose || ' (until version ' || $2::text || ')' where role = $1",
    [role, version],
  )
}

/** Gives a login to a purpose. */
export async function assignSlot(client: Client, role: string, purpose: string, now: Date): Promise<void> {
  await client.query('update policy.slot set purpose = $2, assigned_at = $3 where role = $1', [role, purpose, now])
}

/**
 * What the catalogue grants to logins: on the tables that holdings declare, and on those that nobody declares any more,
 * whose grants would otherwise stay for ever. (What a migration grants in `policy` and `audit` follows no publication.)
 * @param tables schema.table
 */
export async function grantedNow(client: Client, roles: string[], tables: string[]): Promise<Privilege[]> {
  const found = await client.query<Privilege>(
    `select grantee.rolname as role, target.name as table, coalesce(target.attname, '') as column, privilege.privilege_type as verb
       from (select n.nspname || '.' || c.relname as name, a.attname, a.attacl as acl
               from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
              where a.attacl is not null and not a.attisdropped
             union all
             select n.nspname || '.' || c.relname, null, c.relacl
               from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relacl is not null) target,
            aclexplode(target.acl) privilege join pg_roles grantee on grantee.oid = privilege.grantee
      where grantee.rolname = any($1)
        and (target.name = any($2) or split_part(target.name, '.', 1) not in ('policy', 'audit', 'base', 'pg_catalog'))`,
    [roles, tables],
  )
  return found.rows
}
