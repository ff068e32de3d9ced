/** An installation's place in a PostgreSQL: its database, its owner, its logins. */
import pg from 'pg'
import type { Address } from './connections.ts'
import { makeRoles, mendRoles, scramVerifier, withhold } from './roles.ts'
import type { Vault } from './vault.ts'

/** Runs work on one connection that nobody else uses. */
export async function withClient<T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...address, application_name: 'abide owner', connectionTimeoutMillis: 5_000 })
  // A server that goes away fails the query at hand, which is enough; without this it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Makes the database of an installation and its owner, where they are missing, on a PostgreSQL of our own.
 * @param superuser of that PostgreSQL
 * @returns where its owner connects; the owner is no superuser and may make no roles
 */
export async function makeDatabase(
  superuser: Address,
  database: string,
  prefix: string,
  vault: Vault,
): Promise<Address> {
  const owner = `${prefix}_owner`
  await withClient(superuser, async client => {
    const roles = await client.query('select from pg_roles where rolname = $1', [owner])
    if (roles.rowCount === 0) {
      await client.query(
        `create role "${owner}" login nosuperuser nocreatedb nocreaterole password '${scramVerifier(vault.password(owner))}'`,
      )
    }
    await makeRoles(client, prefix, vault)
    await mendRoles(client, prefix, vault)
    // Where nobody has any business: the databases that every PostgreSQL comes with.
    await client.query('revoke connect, temporary on database postgres, template1 from public')
    if (!(await hasDatabase(client, database))) await client.query(`create database "${database}" owner "${owner}"`)
  })
  await withClient({ ...superuser, database }, client => client.query(withhold(prefix)))
  return { ...superuser, database, user: owner, password: vault.password(owner) }
}

/** Whether there is a database of that name. */
export async function hasDatabase(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  return rowCount === 1
}

/**
 * The address in a DATABASE_URL.
 * @throws if it is none; the message never repeats the password
 */
export function addressOf(url: string): Address {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new Error('DATABASE_URL is not an address such as postgres://user:password@host:5432/database.')
  }
  const ssl = parsed.searchParams.get('sslmode')
  return {
    host: parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname),
    port: Number(parsed.port || 5432),
    database: decodeURIComponent(parsed.pathname.slice(1)) || decodeURIComponent(parsed.username),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    ...(ssl && ssl !== 'disable' ? { ssl: true } : {}),
  }
}

/** The version of the PostgreSQL on the other side, as a number: 150004 is 15.4. */
export async function serverVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ number: number }>("select current_setting('server_version_num')::int as number")
  return rows[0]?.number ?? 0
}

/** Whether a database is the demonstration's, also before its people are all in. */
export async function isDemonstration(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('select from base.installation where demonstration')
  return rowCount === 1
}

/** Makes an empty database the demonstration's, for good. */
export async function markDemonstration(client: pg.Client): Promise<void> {
  await client.query('update base.installation set demonstration = true')
}

/** Whether the demonstration's people are all in. */
export async function isSeeded(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('select from base.installation where seeded_at is not null')
  return rowCount === 1
}

/** Notes that the demonstration's people are all in. */
export async function markSeeded(client: pg.Client, at: Date): Promise<void> {
  await client.query('update base.installation set seeded_at = $1', [at])
}
