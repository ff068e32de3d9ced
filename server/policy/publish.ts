/**
 * Publishing: a checked policy becomes a version in the database, and, at its date, its grants become the database's
 * grants. Only GRANT and REVOKE of what differs, in one transaction under one lock: readers never wait for it.
 */
import type pg from 'pg'
import type { Declarations } from './compile.ts'
import { compile, type Compiled } from './compile.ts'
import type { LoadedPolicy } from './document.ts'
import { loadPolicyFromSources } from './load.ts'
import { assignSlots, desiredPrivileges, keyOf, type Privilege, privilegeChanges, type Slot } from './privileges.ts'

const publishing = 2_026_112_302

/** The channel on which running processes hear of a publication. */
export const publishedChannel = 'abide_policy'

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

/** A policy cannot be published; the message says why and what to do. */
export class PublishError extends Error {}

/**
 * Puts a policy without errors among the versions. It takes effect through `applyDue`.
 * @param client connected as the owner of the database
 * @param effectiveAt when it takes effect; not before `now`
 * @throws PublishError if the number is taken by another text, or is not above all that were published
 */
export async function publish(client: pg.Client, loaded: LoadedPolicy, now: Date, effectiveAt: Date): Promise<void> {
  const number = loaded.policy.policy.version
  await inTransaction(client, async () => {
    const found = await client.query<{ number: number; hash: string; applied: boolean }>(
      'select number, hash, applied_at is not null as applied from policy.version order by number desc',
    )
    const same = found.rows.find(row => row.number === number)
    if (same?.applied && same.hash === loaded.hash) return
    if (same?.applied) {
      throw new PublishError(
        `Version ${number} is already in force with other words. Raise policy.version to ${(found.rows[0]?.number ?? 0) + 1}.`,
      )
    }
    const newest = found.rows[0]?.number ?? 0
    if (number < newest)
      throw new PublishError(`Version ${newest} was published already. Raise policy.version above it.`)
    // A version that still waits for its date may be replaced: nobody was told anything else yet.
    await client.query('delete from policy.version where number = $1', [number])
    await client.query(
      'insert into policy.version (number, hash, source, texts, assessments, published_at, effective_at) values ($1, $2, $3, $4, $5, $6, $7)',
      [
        number,
        loaded.hash,
        loaded.source,
        JSON.stringify(sourcesOf(loaded)),
        JSON.stringify(loaded.assessments),
        now,
        effectiveAt,
      ],
    )
  })
}

function sourcesOf(loaded: LoadedPolicy): Record<string, string> {
  return Object.fromEntries(Object.entries(loaded.texts).map(([language, text]) => [language, text.source]))
}

/**
 * Makes the newest version that is due the one in force, if it is not already compiled into this database.
 * @param client connected as the owner of the database
 * @param declarations what the running product holds and does
 * @param prefix the installation's name
 * @returns what is in force afterwards; undefined if nothing was ever published
 */
export async function applyDue(
  client: pg.Client,
  declarations: Declarations,
  prefix: string,
  now: Date,
): Promise<{ compiled: Compiled; changes: string[] } | undefined> {
  return inTransaction(client, async () => {
    const due = await client.query<VersionRow>(
      'select * from policy.version where effective_at <= $1 order by number desc limit 1',
      [now],
    )
    const row = due.rows[0]
    if (!row) return undefined
    const compiled = compile(loadVersion(row), declarations)
    const before = await client.query<{ hash: string }>('select hash from policy.compiled')
    if (before.rows[0]?.hash === compiled.hash) return { compiled, changes: [] }
    const changes = await regrant(client, compiled, prefix, now)
    await client.query('update policy.version set applied_at = $2 where number = $1 and applied_at is null', [
      row.number,
      now,
    ])
    await client.query(
      `insert into policy.compiled (version, hash, applied_at) values ($1, $2, $3)
       on conflict (single) do update set version = excluded.version, hash = excluded.hash, applied_at = excluded.applied_at`,
      [row.number, compiled.hash, now],
    )
    await client.query('select pg_notify($1, $2)', [publishedChannel, String(row.number)])
    return { compiled, changes }
  })
}

/** @throws if the stored version cannot be read any more, which only a change of the format could cause */
export function loadVersion(row: Pick<VersionRow, 'number' | 'source' | 'texts' | 'assessments'>): LoadedPolicy {
  const result = loadPolicyFromSources({ yaml: row.source, texts: row.texts, assessments: row.assessments })
  if (result.loaded) return result.loaded
  throw new Error(`Version ${row.number} of the policy cannot be read: ${result.findings[0]?.message ?? 'unknown'}`)
}

async function regrant(client: pg.Client, compiled: Compiled, prefix: string, now: Date): Promise<string[]> {
  const slots = await client.query<Slot>(
    'select role, kind, restricted, bit, purpose from policy.slot order by kind, bit',
  )
  const assignment = assignSlots(compiled, slots.rows)
  for (const role of assignment.retire) {
    await client.query(
      "update policy.slot set purpose = purpose || ' (until version ' || $2::text || ')' where role = $1",
      [role, compiled.loaded.policy.policy.version],
    )
  }
  for (const { role, purpose } of assignment.assign) {
    await client.query('update policy.slot set purpose = $2, assigned_at = $3 where role = $1', [role, purpose, now])
  }
  const self = `${prefix}_self`
  const current = await currentPrivileges(client, [self, ...slots.rows.map(slot => slot.role)], compiled)
  const changes = privilegeChanges(current, desiredPrivileges(compiled, assignment.slots, self))
  for (const change of changes) await client.query(change)
  return changes
}

/** What the catalogue grants to the given logins on the tables that holdings declare. */
async function currentPrivileges(
  client: pg.Client,
  roles: string[],
  compiled: Compiled,
): Promise<Map<string, Privilege>> {
  const tables = compiled.declarations.holdings.map(holding => holding.table)
  const found = await client.query<Privilege>(
    `select grantee.rolname as role, target.name as table, coalesce(target.attname, '') as column, privilege.privilege_type as verb
       from (select n.nspname || '.' || c.relname as name, a.attname, a.attacl as acl
               from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
              where a.attacl is not null and not a.attisdropped
             union all
             select n.nspname || '.' || c.relname, null, c.relacl
               from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relacl is not null) target,
            aclexplode(target.acl) privilege join pg_roles grantee on grantee.oid = privilege.grantee
      where grantee.rolname = any($1) and target.name = any($2)`,
    [roles, tables],
  )
  return new Map(found.rows.map(row => [keyOf(row), row]))
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [publishing])
    const value = await work()
    await client.query('commit')
    return value
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
