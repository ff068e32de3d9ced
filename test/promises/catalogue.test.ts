import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { roleNames } from '../../server/base/roles.ts'
import { tablesOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

/** Schemas that hold nothing about people, and why. Everything else is declared, column by column. */
const impersonal: Readonly<Record<string, string>> = {
  base: 'the name of the installation',
  policy: 'the words and numbers of what was promised to everybody',
  audit: 'names, codes and pseudonyms that lead to nobody without a key; its privileges never follow a publication',
  public: 'which migrations were applied',
}

describe('every column in the live catalogue', () => {
  it('is declared by a holding, or lies in a schema that holds nothing about people', async () => {
    const undeclared: string[] = []
    for (const table of await tablesOf(db)) {
      if (table.schema in impersonal) continue
      const held = db.declarations.holdings.find(holding => holding.table === table.name)
      const known = new Set([
        ...Object.keys(held?.columns ?? {}),
        ...(held?.bookkeeping ?? []),
        ...(held?.standing ?? []),
        ...(held?.onceWritten ?? []),
        ...(held?.person ? [held.person] : []),
        ...(held?.organisation ? [held.organisation] : []),
      ])
      for (const column of table.columns) if (!known.has(column)) undeclared.push(`${table.name}.${column}`)
    }
    expect(undeclared).toEqual([])
  })

  it('exists, if a holding declares it', async () => {
    const live = new Set((await tablesOf(db)).flatMap(table => table.columns.map(column => `${table.name}.${column}`)))
    const declared = db.declarations.holdings.flatMap(holding =>
      [
        ...Object.keys(holding.columns),
        ...holding.bookkeeping,
        ...(holding.standing ?? []),
        ...(holding.onceWritten ?? []),
        ...(holding.person ? [holding.person] : []),
        ...(holding.organisation ? [holding.organisation] : []),
        ...(holding.since ? [holding.since] : []),
      ].map(column => `${holding.table}.${column}`),
    )
    expect(declared.filter(column => !live.has(column))).toEqual([])
  })

  it('is of bytes, if it is sealed or a keyed hash', async () => {
    const wrong: string[] = []
    for (const { table, columns } of db.declarations.holdings)
      for (const [column, held] of Object.entries(columns)) {
        if (typeof held !== 'string' && held.kept === 'plain') continue
        const [row] = await db.asOwner<{ type: string }>(
          'select format_type(atttypid, null) as type from pg_attribute where attrelid = $1::regclass and attname = $2',
          [table, column],
        )
        if (row?.type !== 'bytea') wrong.push(`${table}.${column}: ${row?.type}`)
      }
    expect(wrong).toEqual([])
  })
})

describe('every table with a person', () => {
  it('has row security, for every command and every login, and the owner is not bound by it', async () => {
    const personal = (await tablesOf(db)).filter(table => table.people.length > 0)
    expect(personal.length).toBeGreaterThan(8)
    expect(personal.filter(table => !table.rowSecurity).map(table => table.name)).toEqual([])
    const guarded = async (policy: string, roles: readonly string[]) => {
      const rows = await db.asOwner<{ name: string }>(
        `select polrelid::regclass::text as name from pg_policy
          where polname = $1 and polcmd = '*' and polpermissive and polwithcheck is not null
            and (select array_agg(r.rolname::text order by r.rolname) from pg_roles r where r.oid = any (polroles)) = $2`,
        [policy, [...roles].sort()],
      )
      return rows.map(row => row.name)
    }
    const slots = await db.asOwner<{ role: string }>('select role from policy.slot')
    const all = [
      await guarded(
        'person',
        slots.map(({ role }) => role),
      ),
      await guarded('self', [db.login('self')]),
    ]
    const open = personal.map(table => table.name).filter(name => !all.every(names => names.includes(name)))
    expect(open).toEqual(['people.person'])
    // Nothing beside them lets a row in, but for those who work at the same company.
    const others = await db.asOwner<{ name: string }>(
      `select polrelid::regclass || ': ' || polname as name from pg_policy
        where polpermissive and polname not in ('person', 'self') and polrelid::regclass::text = any ($1)
          and polrelid <> 'people.person'::regclass`,
      [personal.map(table => table.name)],
    )
    expect(others.map(row => row.name)).toEqual(['people.membership: colleagues'])
    // Under FORCE the triggers that keep standing would silently change nothing.
    expect(await db.asOwner('select oid::regclass from pg_class where relforcerowsecurity')).toEqual([])
  })

  it('has one policy for each login on the person, and no other that would let more in', async () => {
    const rows = await db.asOwner<{ name: string; role: string; command: string }>(
      `select p.polname as name, p.polcmd as command, string_agg(r.rolname, ',') as role
         from pg_policy p join pg_roles r on r.oid = any (p.polroles)
        where p.polrelid = 'people.person'::regclass group by 1, 2 order by 3`,
    )
    const slots = await db.asOwner<{ role: string }>('select role from policy.slot')
    const expected = [
      ...slots.map(({ role }) => ({ name: role, command: '*', role })),
      { name: 'self', command: '*', role: db.login('self') },
      { name: 'gate', command: 'r', role: db.login('gate') },
    ]
    expect(rows).toEqual(expected.sort((a, b) => (a.role < b.role ? -1 : 1)))
    expect(
      await db.asOwner(`select from pg_policy where polrelid = 'people.person'::regclass and polroles = '{0}'`),
    ).toEqual([])
  })

  it('is named by its holding, and loses the rows of a person who is erased', async () => {
    const left: string[] = []
    for (const table of (await tablesOf(db)).filter(one => one.people.length > 0)) {
      const holding = db.declarations.holdings.find(one => one.table === table.name)
      if (!holding?.person || !table.people.includes(holding.person)) left.push(`${table.name} names nobody`)
    }
    const keys = await db.asOwner<{ name: string; action: string; shared: boolean }>(
      `select conrelid::regclass || ': ' || conname as name, confdeltype as action,
              exists (select from base.shared s where s.target::regclass = conrelid) as shared
         from pg_constraint where contype = 'f' and confrelid = 'people.person'::regclass`,
    )
    // A company's row stays without the person's name; what belongs to no company goes by the trigger of base.guard_shared.
    left.push(...keys.filter(key => key.action !== (key.shared ? 'n' : 'c')).map(key => key.name))
    expect(left).toEqual([])
    expect(keys.length).toBeGreaterThan(7)
  })

  it('belongs to a company only where its holding says so, and the database lets go of both owners in the same way', async () => {
    const shared = await db.asOwner<{ target: string; person: string; organisation: string; triggers: number }>(
      `select target, person_column::text as person, organisation_column::text as organisation,
              (select count(*)::int from pg_trigger t where t.tgrelid = s.target::regclass
                 and t.tgname in ('keep_bringer', 'forget_ownerless') and t.tgenabled = 'O') as triggers
         from base.shared s order by target`,
    )
    const declared = db.declarations.holdings.filter(holding => holding.organisation)
    expect(shared).toEqual(
      declared
        .map(({ table, person, organisation }) => ({ target: table, person, organisation, triggers: 2 }))
        .sort((a, b) => (a.target < b.target ? -1 : 1)),
    )
    const keys = await db.asOwner<{ name: string }>(
      `select conrelid::regclass || ': ' || conname as name from pg_constraint k join base.shared s on s.target::regclass = k.conrelid
        where contype = 'f' and confrelid = 'people.organisation'::regclass and confdeltype <> 'n'`,
    )
    expect(keys).toEqual([])
  })

  it('has no column that looks like a person and refers to nobody', async () => {
    const rows = await db.asOwner<{ name: string }>(
      `select a.attrelid::regclass || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relkind = 'r' and a.attnum > 0 and a.attname ~ '(person|customer|owner|author|user)_id$'
          and not exists (select from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = any (k.conkey))`,
    )
    expect(rows).toEqual([])
  })
})

describe('every login', () => {
  it('has no power beyond logging in, belongs to no role, owns nothing and has no setting of its own', async () => {
    const names = roleNames(db.prefix)
    const roles = await db.asOwner(
      `select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls
         from pg_roles where rolname = any ($1) order by rolname`,
      [names],
    )
    expect(roles).toHaveLength(names.length)
    for (const { rolname, ...powers } of roles)
      expect(powers, rolname).toEqual({
        rolsuper: false,
        rolinherit: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolcanlogin: true,
        rolreplication: false,
        rolbypassrls: false,
      })
    const all = [...names, db.owner.user]
    expect(
      await db.asOwner(
        `select from pg_auth_members m join pg_roles r on r.oid in (m.roleid, m.member) where r.rolname = any ($1)`,
        [all],
      ),
    ).toEqual([])
    const owned = `select relname::text from pg_class where relowner = any ($1) union select nspname from pg_namespace where nspowner = any ($1)
                   union select proname from pg_proc where proowner = any ($1) union select datname from pg_database where datdba = any ($1)`
    const oids = await db.asOwner<{ oid: string }>('select oid from pg_roles where rolname = any ($1)', [names])
    expect(await db.asOwner(owned, [oids.map(row => row.oid)])).toEqual([])
    expect(
      await db.asOwner(
        'select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole where rolname = any ($1)',
        [all],
      ),
    ).toEqual([])
  })

  it('is itself made by an owner who has no power over roles', async () => {
    const [owner] = await db.asOwner(
      'select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = $1',
      [db.owner.user],
    )
    expect(Object.values(owner!)).toEqual([false, false, false, false, false])
  })
})

describe('the world', () => {
  it('has no privilege on any table, column, sequence, function, or schema of ours, nor on the database', async () => {
    const granted = await db.asOwner<{ what: string }>(
      `with ours as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
       select what || ': ' || a.privilege_type as what from (
         select oid::regclass::text as what, relacl as acl from pg_class where relnamespace in (select oid from ours)
         union all select attrelid::regclass || '.' || attname, attacl from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where c.relnamespace in (select oid from ours)
         union all select nspname, nspacl from pg_namespace where oid in (select oid from ours)
         union all select oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)) from pg_proc where pronamespace in (select oid from ours)
         union all select datname, coalesce(datacl, acldefault('d', datdba)) from pg_database where datname = current_database()
       ) thing, aclexplode(acl) a where a.grantee = 0`,
    )
    expect(granted).toEqual([])
  })

  it('keeps nothing in large objects, and no extension is there beside the language of our triggers', async () => {
    expect(await db.asOwner('select extname from pg_extension')).toEqual([{ extname: 'plpgsql' }])
    expect(await db.asOwner('select oid from pg_largeobject_metadata')).toEqual([])
  })

  it('finds every function that runs as the owner with a search path that nobody can change', async () => {
    const functions = await db.asOwner<{ name: string; settings: string[] | null }>(
      `select p.oid::regprocedure::text as name, proconfig as settings from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and prosecdef`,
    )
    expect(functions.length).toBeGreaterThan(0)
    for (const { name, settings } of functions) expect(settings, name).toContain('search_path=""')
  })

  it('finds every view run as whoever asks', async () => {
    const views = await db.asOwner<{ name: string; options: string[] | null }>(
      `select c.oid::regclass::text as name, reloptions as options from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
    )
    for (const { name, options } of views) expect(options, name).toContain('security_invoker=true')
  })
})
