/** What the live catalogue says is there, whatever the code declares. */
import type { TestDatabase } from './database.ts'

/** A table of ours, as PostgreSQL has it. */
export interface Table {
  /** schema.table */
  name: string
  schema: string
  columns: string[]
  /** The columns that refer to people.person, and people.person's own id. */
  people: string[]
  rowSecurity: boolean
  isView: boolean
}

/** Every table, view and materialised view that is not PostgreSQL's own. */
export async function tablesOf(db: TestDatabase): Promise<Table[]> {
  return db.asOwner<Table & Record<string, unknown>>(`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relrowsecurity as "rowSecurity", c.relkind = 'v' as "isView",
           (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
           array(select a.attname::text from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                  where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'people.person'::regclass
                 union select 'id' where c.oid = 'people.person'::regclass) as people
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
     order by 1`)
}

/** Every login of the installation: what it is for, and its name. */
export async function loginsOf(
  db: TestDatabase,
): Promise<{ purpose: string; role: string; kind: 'agree' | 'object' | 'fixed'; restricted: 'stop' | 'continue' }[]> {
  const slots = await db.asOwner<{
    purpose: string
    role: string
    kind: 'agree' | 'object'
    restricted: 'stop' | 'continue'
  }>('select purpose, role, kind, restricted from policy.slot where purpose is not null order by kind, bit')
  const fixed = (['self', 'gate', 'evidence', 'seal'] as const).map(name => ({
    purpose: name,
    role: db.login(name),
    kind: 'fixed' as const,
    restricted: 'continue' as const,
  }))
  return [...slots, ...fixed]
}
