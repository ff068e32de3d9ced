/** What publishing asks of the database, on a connection of its owner. */
import type { Client } from '../base/client.ts'
import type { CompiledAct } from './compiled-acts.ts'
import type { Concerned } from './life.ts'
import type { Privilege, Slot } from './privileges.ts'

/** A version as it is stored. */
export interface VersionRow {
  number: number
  hash: string
  source: string
  texts: Record<string, string>
  assessments: Record<string, string>
  /** A lawyer's questions, as YAML; null where none were published with it. */
  cases: string | null
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
 * Carries out changes of privileges, in one round trip. PostgreSQL 18 waits for whoever has a table locked, and a login that
 * may delete from one may lock it: so this waits three seconds for each and no more.
 * @returns the change that it waited for in vain, if there was one; none of them is done then
 */
export async function changePrivileges(client: Client, changes: readonly string[]): Promise<string | undefined> {
  if (changes.length === 0) return undefined
  await client.query("select set_config('lock_timeout', '3s', true)")
  const found = await client.query<{ waited: string | null }>('select policy.change_privileges($1) as waited', [
    changes,
  ])
  return found.rows[0]?.waited ?? undefined
}

/** What publishing asks of a version that is there. */
export interface VersionState {
  number: number
  hash: string
  applied: boolean
  effective_at: Date
  /** People are told of it, or were: its words stay. */
  announced: boolean
  /** A second person approved it. */
  approved: boolean
  /** The operator published it alone, and said why. */
  alone: boolean
}

/** Every version that was published, the newest first. */
export async function versions(client: Client): Promise<VersionState[]> {
  const found = await client.query<VersionState>(
    `select number, hash, applied_at is not null as applied, approved_as is not null and material is true as announced, effective_at,
            approved_as is not null as approved, alone_because is not null as alone
       from policy.version order by number desc`,
  )
  return found.rows
}

/** A version that is published, with how that came. */
export interface NewVersion extends Omit<VersionRow, 'applied_at'> {
  approved_as: string | null
  alone_because: string | null
  material: boolean | null
  /** The version whose difference is told. */
  against: number | null
  concerned: Concerned | null
  notice: string | null
  operators_draft: boolean
}

/** Puts a version in the place of one that nobody was bound by yet. */
export async function storeVersion(client: Client, version: NewVersion): Promise<void> {
  await client.query('delete from policy.version where number = $1 and applied_at is null', [version.number])
  await client.query(
    `insert into policy.version (number, hash, source, texts, assessments, published_at, effective_at, cases,
                                 approved_as, alone_because, material, against, concerned, notice, operators_draft)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      version.number,
      version.hash,
      version.source,
      JSON.stringify(version.texts),
      JSON.stringify(version.assessments),
      version.published_at,
      version.effective_at,
      version.cases,
      version.approved_as,
      version.alone_because,
      version.material,
      version.against,
      version.concerned === null ? null : JSON.stringify(version.concerned),
      version.notice,
      version.operators_draft,
    ],
  )
}

/** Puts other questions of a lawyer beside a version that was published. */
export async function storeCases(client: Client, number: number, cases: string): Promise<void> {
  await client.query('update policy.version set cases = $2 where number = $1', [number, cases])
}

/** Whether the tables of versions are there: the first start makes them. */
export async function hasVersions(client: Client): Promise<boolean> {
  const found = await client.query<{ there: boolean }>("select to_regclass('policy.version') is not null as there")
  return found.rows[0]!.there
}

/** The version with the highest number. */
export async function newestPublished(client: Client): Promise<VersionRow | undefined> {
  const found = await client.query<VersionRow>(
    `select number, hash, source, texts, assessments, cases, published_at, effective_at, applied_at
       from policy.version order by number desc limit 1`,
  )
  return found.rows[0]
}

/** A version that is in force, or comes. */
export interface PrecedingRow extends VersionRow {
  in_force: boolean
  material: boolean | null
}

/** The version in force, and those that come with a number below one, the lowest first. */
export async function preceding(client: Client, below: number): Promise<PrecedingRow[]> {
  const found = await client.query<PrecedingRow>(
    `select v.number, v.hash, v.source, v.texts, v.assessments, v.cases, v.published_at, v.effective_at, v.applied_at, v.material,
            c.version is not null as in_force
       from policy.version v left join policy.compiled c on c.version = v.number
      where v.number >= coalesce((select version from policy.compiled), 0) and v.number < $1 order by v.number`,
    [below],
  )
  return found.rows
}

/** The newest version whose date has come; one that a second person approved and that gives more, once everybody was told. */
export async function newestDue(client: Client, now: Date): Promise<VersionRow | undefined> {
  const found = await client.query<VersionRow>(
    `select number, hash, source, texts, assessments, cases, published_at, effective_at, applied_at
       from policy.version
      where effective_at <= $1
        and (approved_as is null or material is not true or told_at is not null or applied_at is not null)
      order by number desc limit 1`,
    [now],
  )
  return found.rows[0]
}

/** The version whose grants the database has. */
export async function versionInForce(client: Client): Promise<VersionRow | undefined> {
  const found = await client.query<VersionRow>(
    `select v.number, v.hash, v.source, v.texts, v.assessments, v.cases, v.published_at, v.effective_at, v.applied_at
       from policy.version v join policy.compiled c on c.version = v.number`,
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

/**
 * Replaces the acts of a version that evidence may be written of. Those of the version before stay, as far as somebody
 * lives who declares them; older ones go.
 * @param declared hashes of the declarations of all who live
 * @param parts every role/controller that the version declares
 */
export async function keepActs(
  client: Client,
  { version, acts, declared, parts }: { version: number; acts: CompiledAct[]; declared: string[]; parts: string[] },
): Promise<void> {
  await client.query('delete from policy.act where version = $1 or declared <> all ($2)', [version, declared])
  await client.query(
    `insert into policy.act (act, version, declared, purpose, clause, by, writer, reads, fields, parts)
     select a.act, a.version, a.declared, a.purpose, a.clause, a.by, a.writer, a.reads, a.fields, a.parts
       from json_to_recordset($1) as a (act text, version integer, declared text, purpose text, clause text, by text,
                                        writer text, reads boolean, fields text[], parts text[])`,
    [JSON.stringify(acts)],
  )
  await client.query(
    'delete from policy.act where version < (select max(version) from policy.act where version < $1)',
    [version],
  )
  await client.query('insert into policy.part (part) select unnest($1::text[]) on conflict do nothing', [parts])
}

/** Which columns there are, as schema.table.column, and tables, as `schema.table.`. @param tables schema.table */
export async function placesNow(client: Client, tables: string[]): Promise<string[]> {
  const found = await client.query<{ place: string }>(
    `select n.nspname || '.' || c.relname || '.' || coalesce(a.attname, '') as place
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join lateral (select attname from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
                     union all select null) a on true
      where n.nspname || '.' || c.relname = any ($1)`,
    [tables],
  )
  return found.rows.map(row => row.place)
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

/**
 * Lets everybody's answer to a purpose count under another bit. Who answers at this moment waits until it is done: the
 * trigger that makes standing of what is said looks into `policy.slot`.
 * @returns whether it was done; not where somebody has locked what it needs
 */
export async function carryStanding(
  client: Client,
  { kind, from, to }: { kind: Slot['kind']; from: number; to: number },
): Promise<boolean> {
  const column = kind === 'agree' ? 'agreed' : 'objected'
  try {
    await client.query("select set_config('lock_timeout', '3s', true)")
    await client.query('lock table policy.slot in access exclusive mode')
    await client.query(
      `update people.person set ${column} = ${column} | (1::bigint << $2::integer)
        where ${column} & (1::bigint << $1::integer) <> 0`,
      [from, to],
    )
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') return false
    throw error
  }
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

/** What the versions before one were made of, the oldest first. */
export async function versionsBefore(
  client: Client,
  number: number,
): Promise<Pick<VersionRow, 'number' | 'source' | 'texts' | 'assessments'>[]> {
  const found = await client.query<Pick<VersionRow, 'number' | 'source' | 'texts' | 'assessments'>>(
    'select number, source, texts, assessments from policy.version where number < $1 order by number',
    [number],
  )
  return found.rows
}
