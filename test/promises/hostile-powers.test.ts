import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { roleNames } from '../../server/base/roles.ts'
import { attempt, attemptAlone, refused } from '../attempt.ts'
import { loginsOf } from '../catalogue.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

let db: TestDatabase
let logins: { purpose: string; role: string; client: pg.Client }[]
beforeAll(async () => {
  db = await testDatabase()
  const [free] = await db.asOwner<{ role: string }>('select role from policy.slot where purpose is null limit 1')
  const all = [...(await loginsOf(db)), { purpose: 'none', role: free!.role }]
  logins = await Promise.all(
    all.map(async ({ purpose, role }) => ({ purpose, role, client: await db.connectAs(role, '*') })),
  )
})
afterAll(() => db.close())

/** Tries the same as every login. @returns those that got another answer than they should */
async function asEveryLogin(
  attacks: readonly string[] | ((login: { role: string }) => readonly string[]),
  expected: readonly string[] = [refused],
  how = attempt,
): Promise<string[]> {
  const wrong: string[] = []
  for (const { purpose, role, client } of logins)
    for (const sql of typeof attacks === 'function' ? attacks({ role }) : attacks) {
      const answer = await how(client, sql)
      if (!expected.includes(answer)) wrong.push(`${purpose}: ${sql}: ${answer}`)
    }
  return wrong
}

describe('no login', () => {
  it('makes anybody disappear, nor what lets them in: functions do, for whom it is to answer and whom it is not', async () => {
    const { id } = await db.newPerson({ name: 'An Maes' })
    const tables = ['person', 'account', 'key', 'staff']
    expect(await asEveryLogin(tables.map(table => `delete from people.${table}`))).toEqual([])
    // The login that answers rights too has to prove whom it means.
    expect(await asEveryLogin([`select people.erase_person('${id}', '')`])).toEqual([])
    const erasing = await asEveryLogin([`select people.erase_person('${id}', '${db.vault.personToken(id)}')`])
    expect(erasing.map(one => one.split(':')[0])).toEqual(['answer-rights'])
    const attacks = [`select people.forget_unconfirmed(array['${id}'::uuid])`]
    // Whoever keeps accounts forgets only who never came: of everybody else no row comes back.
    expect(await asEveryLogin(attacks, [refused, 'allowed: 0'])).toEqual([])
    expect(await asEveryLogin(attacks)).toEqual([`account: ${attacks[0]}: allowed: 0`])
  })

  it('becomes another login, the owner or a superuser', async () => {
    const others = [...roleNames(db.prefix), db.owner.user, db.superuser.user, 'pg_read_all_data', 'pg_write_all_data']
    const attacks = ({ role }: { role: string }) =>
      others
        .filter(other => other !== role)
        .flatMap(other => [
          `set role "${other}"`,
          `set session authorization "${other}"`,
          `select set_config('role', '${other}', true)`,
          `select set_config('session_authorization', '${other}', true)`,
        ])
    expect(await asEveryLogin(attacks)).toEqual([])
  })

  it('gives itself or another login a power, a membership or another password', async () => {
    const attacks = ({ role }: { role: string }) => {
      const other = role === db.login('self') ? db.login('gate') : db.login('self')
      return [
        `grant "${other}" to "${role}"`,
        `grant "${role}" to "${other}"`,
        `grant "${db.owner.user}" to "${role}"`,
        `grant pg_read_all_data to "${role}"`,
        ...['superuser', 'bypassrls', 'createrole', 'createdb', 'replication'].map(
          power => `alter role current_user ${power}`,
        ),
        `alter role "${other}" password 'mine'`,
        `alter role "${other}" set abide.region = '*'`,
        `alter role current_user set abide.region = '*'`,
        `alter role current_user set abide.person = '00000000-0000-7000-8000-000000000001'`,
        `alter role all set row_security = off`,
        `alter database "${db.owner.database}" owner to "${role}"`,
        `alter database "${db.owner.database}" set abide.region = '*'`,
        `create role "${role}_mine"`,
        `drop role "${other}"`,
        `drop owned by "${db.owner.user}"`,
        `reassign owned by "${db.owner.user}" to "${role}"`,
        `alter default privileges for role "${db.owner.user}" grant select on tables to "${role}"`,
      ]
    }
    expect(await asEveryLogin(attacks)).toEqual([])
  })

  it('grants a privilege: it has none to give', async () => {
    const grants = [
      'grant select on people.account to public',
      'grant all on schema people to public',
      'grant insert (at) on audit.evidence to public',
      'grant select (role) on policy.slot to public',
      `grant connect on database "${db.owner.database}" to public`,
    ]
    // Where a login has the privilege without the right to pass it on, PostgreSQL warns and does nothing (SQL's rule).
    expect(await asEveryLogin(grants, [refused, 'allowed: 0'])).toEqual([])
    for (const { client } of logins) for (const sql of grants) await attemptAlone(client, sql)
    expect(
      await db.asOwner(
        `select from (select relacl as acl from pg_class union all select nspacl from pg_namespace where nspname in ('people', 'audit', 'policy')
                      union all select attacl from pg_attribute
                      union all select datacl from pg_database where datname = current_database()) target, aclexplode(acl) a
          where a.grantee = 0 and a.grantor = (select oid from pg_roles where rolname = $1)`,
        [db.owner.user],
      ),
    ).toEqual([])
  })

  it('switches row security off, or reads anything with it switched off', async () => {
    const tables = ['people.person', 'people.account', 'profile.contact', 'audit.evidence']
    const attacks = tables.flatMap(table => [
      `alter table ${table} disable row level security`,
      `alter table ${table} no force row level security`,
      `alter table ${table} owner to current_user`,
      `create policy mine on ${table} using (true)`,
    ])
    attacks.push(
      'drop policy self on people.person',
      'alter policy person on people.account using (true)',
      'alter table people.account disable trigger all',
      `alter table audit.evidence disable trigger all`,
      'alter table consent.event disable trigger stand',
      'drop trigger stand on consent.event',
      `set session_replication_role = replica`,
    )
    expect(await asEveryLogin(attacks)).toEqual([])
    for (const { purpose, client } of logins) {
      await client.query('set row_security = off')
      for (const column of ['people.person (id)', 'people.name (person_id)', 'people.key (person_id)']) {
        const [table, id] = column.split(' ')
        expect(await attempt(client, `select ${id} from ${table}`), purpose).toBe(refused)
      }
      await client.query('reset row_security')
    }
  })

  it('makes a place where data could lie unseen', async () => {
    const attacks = [
      'create table mine (a int)',
      'create table people.mine (a int)',
      'create table public.mine (a int)',
      'create temporary table mine (a int)',
      'create table mine as select 1 as a',
      'create schema mine',
      'create view people.mine as select 1 as a',
      'create materialized view people.mine as select 1 as a',
      'create sequence people.mine',
      'create type people.mine as (a int)',
      'create domain people.mine as int',
      `select lo_from_bytea(0, 'kept')`,
      'select lo_create(0)',
      'select lo_creat(-1)',
      `select pg_logical_emit_message(false, 'kept', 'in the log of all changes')`,
    ]
    // Where no schema of the search path may be written to, PostgreSQL says that there is none.
    expect(await asEveryLogin(attacks, [refused, '3F000'])).toEqual([])
  })

  it('makes code that others would run', async () => {
    const attacks = [
      `create function people.leak(text) returns boolean language plpgsql cost 0.0001 as 'begin raise notice ''%'', $1; return true; end'`,
      `create function pg_temp.leak(text) returns boolean language sql as 'select true'`,
      `create or replace function consent.stand() returns trigger language plpgsql as 'begin return null; end'`,
      'create trigger mine after insert on consent.event for each row execute function consent.stand()',
      `create rule mine as on insert to audit.evidence do instead nothing`,
      `create event trigger mine on ddl_command_start execute function consent.stand()`,
      'create operator people.=== (leftarg = text, rightarg = text, function = texteq)',
      `create cast (text as integer) with inout`,
      'create language plpython3u',
      `alter function consent.stand() owner to current_user`,
      `create server mine foreign data wrapper postgres_fdw`,
      'create publication mine for all tables',
      `create index on people.person (id)`,
      `comment on table people.person is 'mine'`,
      `select setval('audit.evidence_id_seq', 1)`,
      `select nextval('audit.evidence_id_seq')`,
    ]
    // 42704: there is no such language or wrapper to begin with.
    expect(await asEveryLogin(attacks, [refused, '42704'])).toEqual([])
  })

  it('loads an extension, or finds one that reaches out', async () => {
    const extensions = ['dblink', 'postgres_fdw', 'file_fdw', 'adminpack', 'pageinspect', 'pgcrypto', 'citext', 'lo']
    // 0A000, 58P01: this PostgreSQL does not even have the files.
    expect(
      await asEveryLogin(
        extensions.map(name => `create extension ${name} schema people`),
        [refused, '0A000', '58P01'],
      ),
    ).toEqual([])
    expect(await asEveryLogin([`select dblink('', '')`, `select get_raw_page('pg_authid', 0)`], ['42883'])).toEqual([])
    expect(await asEveryLogin([`load 'dblink'`, `load '$libdir/plugins/mine'`], [refused, '58P01'])).toEqual([])
  })
})

describe('no login reaches', () => {
  it('files, programs or other processes of the machine', async () => {
    const attacks = [
      `copy (select 1) to program 'cat'`,
      `copy audit.evidence from program 'cat'`,
      `copy (select 1) to '/tmp/abide-stolen'`,
      `copy audit.evidence from '/etc/passwd'`,
      `select pg_read_file('/etc/passwd')`,
      `select pg_read_binary_file('/etc/passwd')`,
      `select pg_ls_dir('.')`,
      `select pg_stat_file('postgresql.conf')`,
      'select pg_ls_logdir()',
      'select pg_ls_waldir()',
      'select pg_current_logfile()',
      `select lo_import('/etc/passwd')`,
      `select lo_export(1, '/tmp/abide-stolen')`,
      'select pg_reload_conf()',
      'select pg_rotate_logfile()',
      'select pg_switch_wal()',
      `select pg_create_restore_point('mine')`,
      `select pg_create_physical_replication_slot('mine')`,
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${db.owner.user}' or usename is null limit 1`,
      'checkpoint',
    ]
    // 22023, 0 rows: there happens to be no such process to end.
    expect(await asEveryLogin(attacks, [refused, 'allowed: 0'])).toEqual([])
    const alone = ['alter system set fsync = off', 'create database mine', `drop database "${db.owner.database}"`]
    expect(await asEveryLogin(alone, [refused], attemptAlone)).toEqual([])
    // Where statements with their values would be written down.
    expect(await asEveryLogin([`set log_statement = 'all'`, 'set log_min_error_statement = debug1'])).toEqual([])
  })

  it('passwords, statistics of values, or what others are doing', async () => {
    await db.asOwner('analyze')
    const catalogues = [
      'pg_authid',
      'pg_shadow',
      'pg_statistic',
      'pg_statistic_ext_data',
      'pg_user_mapping',
      'pg_largeobject',
      'pg_hba_file_rules',
      'pg_file_settings',
    ]
    expect(await asEveryLogin(catalogues.map(name => `select * from ${name}`))).toEqual([])
    const shown = `select from pg_stats where schemaname in ('people', 'profile', 'consent') and tablename <> 'none'`
    expect(
      await asEveryLogin(
        [shown, `select from pg_stats where schemaname = 'audit' and tablename = 'evidence'`],
        ['allowed: 0'],
      ),
    ).toEqual([])
    const spying = `select from pg_stat_activity where usename <> session_user and (query not like '<insufficient%' or client_addr is not null)`
    expect(await asEveryLogin([spying], ['allowed: 0'])).toEqual([])
  })

  it('another database of the same PostgreSQL', async () => {
    const foreign = [db.superuser.user === 'postgres' ? 'postgres' : 'template1', 'template1']
    for (const { purpose, role } of logins)
      for (const database of foreign) {
        const client = new pg.Client({ ...db.address(role), database })
        await expect(client.connect(), `${purpose} in ${database}`).rejects.toMatchObject({ code: refused })
      }
  })

  it('the database of another installation, whose own logins alone may connect', async () => {
    const other = await testDatabase()
    try {
      // Roles of another prefix would have to be made for a whole second installation: this is what its grants look like.
      const names = roleNames(db.prefix).map(role => `"${role}"`)
      await other.asOwner(`revoke connect on database "${other.owner.database}" from ${names.join(', ')}`)
      for (const { purpose, role } of logins) {
        const client = new pg.Client({ ...db.address(role), database: other.owner.database })
        await expect(client.connect(), purpose).rejects.toMatchObject({ code: refused })
      }
    } finally {
      await other.close()
    }
  })
})

describe('no login stops all others', () => {
  it('with locks that no statement needs and nobody but it could give back, nor with messages that fill a queue', async () => {
    const attacks = ['', 'xact_'].flatMap(kind =>
      ['', 'try_'].flatMap(how => [
        `select pg_${how}advisory_${kind}lock(n) from generate_series(1, 2) n`,
        `select pg_${how}advisory_${kind}lock(1, 2)`,
        `select pg_${how}advisory_${kind}lock_shared(1)`,
        `select pg_${how}advisory_${kind}lock_shared(1, 2)`,
      ]),
    )
    attacks.push(`select pg_notify('mine', 'full')`)
    // The one that lets a customer's writings go one after the other; it ends with their transaction.
    const own = 'select pg_advisory_xact_lock(n) from generate_series(1, 2) n'
    const others = ({ role }: { role: string }) => attacks.filter(sql => role !== db.login('self') || sql !== own)
    expect(await asEveryLogin(others)).toEqual([])
  })
})
