-- Rows that a company owns. They name the person who brought them, and belong to all who work for the company.

-- Each shared table, so that a leaver's name can be taken out of all of them.
create table base.shared (
  target text primary key,
  person_column name not null,
  organisation_column name not null
);

-- Who brought a row is said once: afterwards it can only be forgotten.
create function base.keep_bringer() returns trigger language plpgsql
  set search_path = '' as $$
begin
  raise exception 'A row is given to nobody else.' using errcode = '42501';
end $$;

-- The row is nobody's any more. Runs as the owner: erasing a person is enough of a reason, and may delete nothing else.
create function base.forget_ownerless() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  execute format('delete from %I.%I where %I is null and %I is null', tg_table_schema, tg_table_name, tg_argv[0], tg_argv[1]);
  return null;
end $$;

-- A table whose rows belong to a person, or to an organisation. A person's row is seen and written where the person is; an
-- organisation's where one of its present members is, whom the login sees. For a customer that is membership of one's own.
-- Both columns refer to their tables with ON DELETE SET NULL; a row of which neither is left goes.
create procedure base.guard_shared(target regclass, person_column name, organisation_column name) language plpgsql
  set search_path = '' as $$
declare
  -- With the table's name: a membership has columns of these names too.
  person text := format('%s.%I', target, person_column);
  organisation text := format('%s.%I', target, organisation_column);
  visible text := format(
    'case when %2$s is null then exists (select from people.person p where p.id = %1$s)'
    ' else exists (select from people.membership m where m.organisation_id = %2$s and m.left_at is null) end',
    person, organisation);
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy person on %s using (%s) with check (%s)', target, visible, visible);
  -- A row comes in nobody's name whom the login does not see.
  execute format('create policy bringer on %s as restrictive for insert'
                 ' with check (%s is null or exists (select from people.person p where p.id = %s))',
                 target, person, person);
  execute format('create trigger keep_bringer before update on %1$s for each row'
                 ' when (new.%2$I is distinct from old.%2$I and new.%2$I is not null) execute function base.keep_bringer()',
                 target, person_column);
  execute format('create trigger forget_ownerless after update on %1$s for each row'
                 ' when (new.%2$I is null and new.%3$I is null) execute function base.forget_ownerless(%2$L, %3$L)',
                 target, person_column, organisation_column);
  -- Always empty: it lets the deletion above find its row.
  execute format('create index on %s ((1)) where %I is null and %I is null', target, person_column, organisation_column);
  insert into base.shared (target, person_column, organisation_column)
  values ((select format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_class c
             join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target),
          person_column, organisation_column);
end $$;

-- Who leaves takes their name out of the company's rows: they can no longer see what would still name them.
create function people.leave_rows() returns trigger language plpgsql security definer
  set search_path = '' as $$
declare
  shared record;
begin
  for shared in select target, person_column, organisation_column from base.shared loop
    execute format('update %s set %I = null where %I = $1 and %I = $2', shared.target,
                   shared.person_column, shared.person_column, shared.organisation_column)
      using new.person_id, new.organisation_id;
  end loop;
  return null;
end $$;
create trigger leave_rows after update on people.membership for each row
  when (old.left_at is null and new.left_at is not null) execute function people.leave_rows();

-- A company in which nobody is or was any more is not kept; what it owned goes with it.
create function people.forget_organisation() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  delete from people.organisation o where o.id = old.organisation_id
    and not exists (select from people.membership m where m.organisation_id = o.id);
  return null;
end $$;
create trigger forget_organisation after delete on people.membership for each row execute function people.forget_organisation();

revoke all on procedure base.guard_shared(regclass, name, name) from public;
revoke all on function base.keep_bringer(), base.forget_ownerless(), people.leave_rows(), people.forget_organisation() from public;
