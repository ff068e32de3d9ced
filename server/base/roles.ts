/**
 * The database's logins: fixed ones, and slots that purposes are assigned to. They belong to the whole cluster, so they
 * are made once, by whoever owns it, and never by the serving process.
 */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import type pg from 'pg'
import type { Vault } from './vault.ts'

/** Logins that every installation has besides the slots: what each is for stands in ARCHITECTURE.md. */
const fixed = ['self', 'evidence', 'seal', 'gate'] as const

/** Slots: enough for 56 purposes over the life of an installation. Must agree with migration 0001. */
const families = [
  ['agree_stop', 0, 15],
  ['agree_continue', 16, 19],
  ['object_stop', 0, 23],
  ['object_continue', 24, 35],
] as const

/**
 * The names of all logins of an installation.
 * @param prefix the installation's name
 */
export function roleNames(prefix: string): string[] {
  const slots = families.flatMap(([family, low, high]) =>
    Array.from({ length: high - low + 1 }, (_, at) => `${prefix}_${family}_${String(low + at).padStart(2, '0')}`),
  )
  return [...fixed.map(name => `${prefix}_${name}`), ...slots]
}

/**
 * A password as PostgreSQL keeps it (RFC 5803), so that the password itself is sent to nobody. The salt is derived: the
 * same secret gives the same statement. Few iterations, because the password is 256 random bits and nobody guesses it.
 */
export function scramVerifier(password: string): string {
  const iterations = 64
  const salt = createHash('sha256').update(`salt\0${password}`).digest().subarray(0, 16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`
}

/**
 * Large objects are the one place where PostgreSQL lets every login keep what it likes: no column grant or row policy
 * would hold there, and no erasure find it. A superuser runs this in the installation's own database.
 */
export const noLargeObjects =
  'revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public'

const powers = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS'

/**
 * SQL that makes the logins, for a database administrator to read and run. Run again, it puts their passwords and
 * settings back as they were made.
 */
export function rolesSql(prefix: string, vault: Vault): string {
  const logins = roleNames(prefix)
    .map(role => {
      const password = `PASSWORD '${scramVerifier(vault.password(role))}'`
      return `DO $$ BEGIN CREATE ROLE "${role}" ${powers} ${password}; EXCEPTION WHEN duplicate_object THEN ALTER ROLE "${role}" ${password}; ALTER ROLE "${role}" RESET ALL; END $$;`
    })
    .join('\n')
  const names = roleNames(prefix).map(role => `'${role}'`)
  return `${logins}
-- Settings that a login gave itself for one database only.
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT r.rolname, d.datname FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
    WHERE r.rolname IN (${names.join(', ')})
  LOOP EXECUTE format('ALTER ROLE %I IN DATABASE %I RESET ALL', one.rolname, one.datname); END LOOP;
END $$;
-- Logins of an application have no business in the databases that every PostgreSQL comes with.
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;`
}

/**
 * Makes the logins that are missing.
 * @returns how many were made
 * @throws an error with code 42501 where the connection's user may not make roles: print `rolesSql` instead
 */
export async function makeRoles(client: pg.Client, prefix: string, vault: Vault): Promise<number> {
  const names = roleNames(prefix)
  const found = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [names])
  const existing = new Set(found.rows.map(row => row.rolname))
  if (existing.size === names.length) return 0
  const missing = names.filter(role => !existing.has(role))
  const statements = missing.map(
    role => `CREATE ROLE "${role}" ${powers} PASSWORD '${scramVerifier(vault.password(role))}';`,
  )
  await client.query(statements.join('\n'))
  return missing.length
}

/**
 * Puts the logins back as they were made. A login may change its own password and settings, which PostgreSQL lets nobody
 * forbid; so whoever owns the cluster looks at every start.
 * @param client of a superuser
 * @returns how many things were put right
 */
async function mendRoles(client: pg.Client, prefix: string, vault: Vault): Promise<number> {
  const names = roleNames(prefix)
  const passwords = await client.query<{ role: string; password: string | null }>(
    'select rolname as role, rolpassword as password from pg_authid where rolname = any($1)',
    [names],
  )
  const settings = await client.query<{ role: string; database: string | null }>(
    `select r.rolname as role, d.datname as database
       from pg_db_role_setting s join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase
      where r.rolname = any($1)`,
    [names],
  )
  const statements = [
    ...passwords.rows
      .map(({ role, password }) => ({ role, password, made: scramVerifier(vault.password(role)) }))
      .filter(({ password, made }) => password !== made)
      .map(({ role, made }) => `ALTER ROLE "${role}" PASSWORD '${made}';`),
    ...settings.rows.map(
      ({ role, database }) => `ALTER ROLE "${role}"${database ? ` IN DATABASE "${database}"` : ''} RESET ALL;`,
    ),
  ]
  if (statements.length > 0) await client.query(statements.join('\n'))
  return statements.length
}

/**
 * Makes the logins that are missing, and puts the others back as they were made.
 * @param client of a superuser
 * @returns how many things were made or put right
 */
export async function putRolesRight(client: pg.Client, prefix: string, vault: Vault): Promise<number> {
  const made = await makeRoles(client, prefix, vault)
  return made + (await mendRoles(client, prefix, vault))
}
