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

-- What a company says of itself, and the name that each gives to their colleagues, sealed with the company's key.
alter table people.organisation add column number text;
alter table people.membership add column name bytea;
create unique index membership_current on people.membership (organisation_id, person_id) where left_at is null;

-- Where the customer who is given in the batch works now. Runs as the owner: a row policy of memberships cannot ask
-- memberships itself. It tells nobody more than their own rows do.
create unique index person_self on people.person (self_key);
create function people.organisations_of_self() returns setof uuid language sql stable security definer
  set search_path = '' as $$
  select m.organisation_id from people.membership m join people.person p on p.id = m.person_id
   where m.left_at is null and p.self_key = sha256(convert_to(current_setting('abide.person', true), 'UTF8'))
$$;

-- Whether somebody decides who belongs to a company: its owners; where none is left, the highest that is there.
create function people.leads(person uuid, organisation uuid) returns boolean language sql stable
  set search_path = '' as $$
  select exists (select from people.membership l
     where l.person_id = $1 and l.organisation_id = $2 and l.left_at is null
       and (l.role = 'owner' or not exists (select from people.membership h
             where h.organisation_id = $2 and h.left_at is null
               and (h.role = 'owner' or (h.role = 'manager' and l.role = 'member')))))
$$;
-- Whether a company has an owner beside one of its members.
create function people.has_other_owner(membership uuid, organisation uuid) returns boolean language sql stable
  set search_path = '' as $$
  select exists (select from people.membership o
     where o.organisation_id = $2 and o.left_at is null and o.role = 'owner' and o.id <> $1)
$$;

-- An invitation belongs to the company; it names who sent it, and is worth nothing once they are gone.
create table people.invitation (
  id uuid primary key,
  organisation_id uuid references people.organisation (id) on delete set null,
  person_id uuid references people.person (id) on delete set null,
  token_hash bytea not null unique,
  address bytea not null,
  -- of the ID that may use it
  identifier_hash bytea not null,
  role text not null check (role in ('owner', 'manager', 'member')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  source text not null,
  policy_version integer not null
);
create index invitation_person on people.invitation (person_id);
create index invitation_organisation on people.invitation (organisation_id);
create index invitation_identifier on people.invitation (identifier_hash);
call base.guard_shared('people.invitation', 'person_id', 'organisation_id');

-- A part of e-mail addresses that is a company's own: who has a confirmed address there may join. One company has it.
create table people.domain (
  domain text primary key,
  organisation_id uuid references people.organisation (id) on delete set null,
  -- who proved an address in it
  person_id uuid references people.person (id) on delete set null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
create index domain_person on people.domain (person_id);
create index domain_organisation on people.domain (organisation_id);
call base.guard_shared('people.domain', 'person_id', 'organisation_id');

-- An ID that several people use, as they say themselves.
create table people.shared_id (
  person_id uuid primary key references people.person (id) on delete cascade,
  several boolean not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
call base.guard('people.shared_id', 'person_id');

-- Somebody who is known by an address and has no ID yet has no password. Once for each address, so that it is clear whom
-- an address belongs to when it is proven.
alter table people.account alter column password drop not null;
create unique index account_known on people.account (identifier_hash) where confirmed_at is null and password is null;

revoke all on function people.organisations_of_self(), people.leads(uuid, uuid), people.has_other_owner(uuid, uuid) from public;
do $$
begin
  execute format('grant execute on function people.organisations_of_self() to %I', base.role('self'));
  execute format('grant execute on function people.leads(uuid, uuid), people.has_other_owner(uuid, uuid) to %s', base.slots());
  -- Whoever works somewhere sees who works there now; who left is seen by themselves alone.
  execute format('create policy colleagues on people.membership for select to %I using'
                 ' (left_at is null and organisation_id in (select people.organisations_of_self()))', base.role('self'));
end $$;
