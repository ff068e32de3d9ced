-- What customers see of themselves, without a question to the person for each row: who they are is worked out once for each
-- statement that has found a row, and not at all where there is none. A room of the privacy centre reads two dozen tables.

-- The customer who is given in the batch; nobody without the token. Tells no more than the row policy of people.person does.
create function people.self() returns uuid language plpgsql stable security definer
  set search_path = '' as $$
begin
  return (select p.id from people.person p
           where p.self_key = sha256(convert_to(current_setting('abide.person', true), 'UTF8')));
end $$;
revoke all on function people.self() from public;

-- A table whose rows belong to a person: visible and writable only where that person is.
create or replace procedure base.guard(target regclass, person_column name) language plpgsql
  set search_path = '' as $$
declare
  own text := format('%I = any (array(select people.self()))', person_column);
  seen text := format('exists (select from people.person p where p.id = %I)', person_column);
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy person on %s to %s using (%s) with check (%s)', target, base.slots(), seen, seen);
  execute format('create policy self on %s to %I using (%s) with check (%s)', target, base.role('self'), own, own);
end $$;

-- A table whose rows belong to people or to companies (0010): for a customer, to them or to where they work now.
create or replace procedure base.guard_shared(target regclass, person_column name, organisation_column name) language plpgsql
  set search_path = '' as $$
declare
  -- With the table's name: a membership has columns of these names too.
  person text := format('%s.%I', target, person_column);
  organisation text := format('%s.%I', target, organisation_column);
  seen text := format(
    'case when %2$s is null then exists (select from people.person p where p.id = %1$s)'
    ' else exists (select from people.membership m where m.organisation_id = %2$s and m.left_at is null) end',
    person, organisation);
  own text := format(
    'case when %2$s is null then %1$s = any (array(select people.self()))'
    ' else %2$s = any (array(select people.organisations_of_self())) end', person, organisation);
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy person on %s to %s using (%s) with check (%s)', target, base.slots(), seen, seen);
  execute format('create policy self on %s to %I using (%s) with check (%s)', target, base.role('self'), own, own);
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

-- The tables that are there already.
do $$
declare
  guarded record;
  own text;
begin
  for guarded in
    select p.polrelid::regclass as target, s.person_column, s.organisation_column
      from pg_policy p left join base.shared s on s.target::regclass = p.polrelid
     where p.polname = 'person' and p.polroles = '{0}'
  loop
    own := case
      when guarded.organisation_column is null then 'person_id = any (array(select people.self()))'
      else format('case when %2$I is null then %1$I = any (array(select people.self()))'
                  ' else %2$I = any (array(select people.organisations_of_self())) end',
                  guarded.person_column, guarded.organisation_column) end;
    execute format('alter policy person on %s to %s', guarded.target, base.slots());
    execute format('create policy self on %s to %I using (%s) with check (%s)', guarded.target, base.role('self'), own, own);
  end loop;
  execute format('grant execute on function people.self() to %I', base.role('self'));

  -- Companies that one belongs or belonged to; colleagues that are there now.
  execute format('alter policy member on people.organisation to %s', base.slots());
  execute format('create policy self on people.organisation to %I using'
                 ' (id = any (array(select m.organisation_id from people.membership m))) with check (true)', base.role('self'));
  drop policy colleagues on people.membership;
  execute format('create policy colleagues on people.membership for select to %I using'
                 ' (left_at is null and organisation_id = any (array(select people.organisations_of_self())))', base.role('self'));
end $$;
