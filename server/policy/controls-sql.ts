/** What the live catalogue is asked, so that a promise is proved by the database and not by what was once granted. */
import type { Query } from '../base/batch.ts'

/**
 * What each login of the installation may do with each table: effective privileges, whether they were granted to it, to
 * everybody, to a whole table or to a role that it belongs to.
 */
export const effectivePrivileges: Query = {
  name: 'effective-privileges',
  text: `with login as (
           select r.oid, r.rolname from pg_roles r
            where r.rolname in (select role from policy.slot where purpose is not null)
               or r.rolname in (select i.prefix || '_' || f.name from (values ('self'), ('gate'), ('evidence'), ('seal')) f (name),
                                (select regexp_replace(min(role), '_(agree|object)_.*$', '') as prefix from policy.slot) i)
         ), target as (
           select c.oid, n.nspname || '.' || c.relname as name, c.relkind
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
         )
         select l.rolname as role, t.name as table, v.verb, array_agg(a.attname::text order by a.attnum) as columns
           from login l cross join target t cross join (values ('SELECT'), ('INSERT'), ('UPDATE')) v (verb)
           join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
          where has_any_column_privilege(l.oid, t.oid, v.verb) and has_column_privilege(l.oid, t.oid, a.attnum, v.verb)
          group by l.rolname, t.name, v.verb
         union all
         select l.rolname, t.name, v.verb, '{}'
           from login l cross join target t cross join (values ('DELETE'), ('TRUNCATE')) v (verb)
          where has_table_privilege(l.oid, t.oid, v.verb)`,
  values: [],
}

/** Privileges on tables of whoever is neither the owner nor a login of the installation. */
export const foreignPrivileges: Query = {
  name: 'foreign-privileges',
  text: `with ours as (
           select r.oid from pg_roles r, (select regexp_replace(min(role), '_(agree|object)_.*$', '') as prefix from policy.slot) i
            where r.rolname in (select role from policy.slot)
               or r.rolname in (i.prefix || '_self', i.prefix || '_gate', i.prefix || '_evidence', i.prefix || '_seal')
         ), target as (
           select c.oid, n.nspname || '.' || c.relname as name, c.relowner, c.relacl as acl
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
         )
         select distinct coalesce(g.rolname::text, 'PUBLIC') as role, x.name as table, p.privilege_type as verb
           from (select name, relowner, acl from target
                 union all
                 select t.name, t.relowner, a.attacl from target t join pg_attribute a on a.attrelid = t.oid) x,
                aclexplode(x.acl) p left join pg_roles g on g.oid = p.grantee
          where p.grantee <> x.relowner and p.grantee not in (select oid from ours)
          order by 1, 2, 3`,
  values: [],
}

/** Every table with its columns and row policies. */
export const tablesNow: Query = {
  name: 'tables-now',
  text: `select n.nspname || '.' || c.relname as table, c.relrowsecurity as secured,
                (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull)
                                 order by a.attnum)
                   from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
                coalesce((select json_agg(json_build_object(
                            'roles', array(select coalesce(r.rolname::text, 'PUBLIC') from unnest(p.polroles) o left join pg_roles r on r.oid = o),
                            'command', p.polcmd, 'permissive', p.polpermissive,
                            'condition', pg_get_expr(p.polqual, p.polrelid)))
                   from pg_policy p where p.polrelid = c.oid), '[]') as policies
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')`,
  values: [],
}

/** The logins that purposes have, and whether row policies hold for each. */
export const loginsNow: Query = {
  name: 'logins-now',
  text: `select s.role, s.kind, s.restricted, s.bit, s.purpose, coalesce(r.rolsuper or r.rolbypassrls, false) as bypasses
           from policy.slot s left join pg_roles r on r.rolname = s.role where s.purpose is not null`,
  values: [],
}
