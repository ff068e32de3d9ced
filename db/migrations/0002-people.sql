-- Who: people, their keys and IDs, organisations, staff. Standing (agreed, objected, restricted, region) lives on the
-- person row; every other table with a person asks that row.

create table people.person (
  id uuid primary key,
  -- the controller that answers for this person
  region text not null,
  relation text not null check (relation in ('consumer', 'business-contact', 'staff')),
  language text not null,
  agreed bigint not null default 0,
  objected bigint not null default 0,
  restricted boolean not null default false,
  -- SHA-256 of what a connection must show to see this person: of their region, and of themselves. Knowing one's own
  -- region or somebody's id opens nothing; what opens is derived from the secret and stands nowhere in the database.
  region_key bytea not null,
  self_key bytea not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);

-- The key that a person's sealed columns are sealed with, itself wrapped by the master key, which is not in the database.
-- Apart from the person, so that a backup can leave it out: destroying it is erasure.
create table people.key (
  person_id uuid primary key references people.person (id) on delete cascade,
  wrapped bytea not null
);

create table people.account (
  person_id uuid primary key references people.person (id) on delete cascade,
  address bytea not null,
  -- keyed hash of the ID, which in many cases is the e-mail address
  identifier_hash bytea not null,
  password bytea not null,
  confirmed_at timestamptz,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
-- Only what was confirmed owns an ID; anybody may have tried with anybody's address.
create unique index account_identifier on people.account (identifier_hash) where confirmed_at is not null;
create index account_unconfirmed on people.account (recorded_at) where confirmed_at is null;

create table people.name (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  value bytea not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  replaced_at timestamptz
);
create index name_person on people.name (person_id);

create table people.link (
  token_hash bytea primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  kind text not null check (kind in ('confirm', 'staff')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index link_person on people.link (person_id);

create table people.session (
  token_hash bytea primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  -- a colleague's session may open the console once the second factor was shown
  kind text not null check (kind in ('customer', 'staff', 'staff-half')),
  device bytea not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_person on people.session (person_id);

-- Failed sign-ins by keyed hash of what was typed: nobody is known yet.
create table people.attempt (
  identifier_hash bytea primary key,
  failures integer not null,
  last_at timestamptz not null
);

create table people.staff (
  person_id uuid primary key references people.person (id) on delete cascade,
  role text not null,
  controller text not null,
  second_factor bytea,
  -- the counter of the last one-time code that was accepted, so that none is taken twice
  last_counter bigint not null default 0,
  acknowledged_version integer,
  acknowledged_at timestamptz,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  suspended_at timestamptz
);

create table people.organisation (
  id uuid primary key,
  name text not null,
  country text not null,
  recorded_at timestamptz not null
);

create table people.membership (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  organisation_id uuid not null references people.organisation (id),
  role text not null check (role in ('owner', 'manager', 'member')),
  joined_at timestamptz not null,
  left_at timestamptz,
  source text not null,
  policy_version integer not null
);
create index membership_person on people.membership (person_id);
create index membership_organisation on people.membership (organisation_id);

create table people.letter (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  kind text not null,
  language text not null,
  content bytea not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  delivery text,
  tries integer not null default 0,
  next_try_at timestamptz
);
create index letter_person on people.letter (person_id);
create index letter_waiting on people.letter (next_try_at) where sent_at is null;

-- The rows that each login sees. One policy a slot on the person; every other table asks the person.
alter table people.person enable row level security;

do $$
declare
  slot record;
  standing text;
  region text := format('sha256(convert_to(current_setting(''abide.region'', true), ''UTF8'')) = any (array[region_key, %L::bytea])',
                        current_setting('abide.everywhere'));
begin
  for slot in select role, kind, restricted, bit from policy.slot loop
    standing := case slot.kind
      when 'agree' then format('(agreed & %s::bigint) <> 0', 1::bigint << slot.bit)
      else format('(objected & %s::bigint) = 0', 1::bigint << slot.bit) end;
    if slot.restricted = 'stop' then standing := standing || ' and not restricted'; end if;
    execute format('create policy %I on people.person to %I using (%s and %s) with check (%s and %s)',
                   slot.role, slot.role, standing, region, standing, region);
  end loop;
  execute format('create policy self on people.person to %I using (self_key = sha256(convert_to(current_setting(''abide.person'', true), ''UTF8'')))',
                 base.role('self'));
  -- The gate explains a refusal; it can read standing and nothing else.
  execute format('create policy gate on people.person for select to %I using (true)', base.role('gate'));
  execute format('grant select (id, region, relation, agreed, objected, restricted) on people.person to %I', base.role('gate'));
end $$;

-- A table whose rows belong to a person: visible and writable only where that person is.
create procedure base.guard(target regclass, person_column name) language plpgsql
  set search_path = '' as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy person on %s using (exists (select from people.person p where p.id = %I))'
                 ' with check (exists (select from people.person p where p.id = %I))', target, person_column, person_column);
end $$;
revoke all on procedure base.guard(regclass, name) from public;

call base.guard('people.key', 'person_id');
call base.guard('people.account', 'person_id');
call base.guard('people.name', 'person_id');
call base.guard('people.link', 'person_id');
call base.guard('people.session', 'person_id');
call base.guard('people.staff', 'person_id');
call base.guard('people.membership', 'person_id');
call base.guard('people.letter', 'person_id');

-- An organisation is seen by those who may see one of its members.
alter table people.organisation enable row level security;
create policy member on people.organisation
  using (exists (select from people.membership m where m.organisation_id = people.organisation.id))
  with check (true);

-- Nobody is known yet where somebody tries to sign in: column grants alone decide.
alter table people.attempt enable row level security;
create policy anybody on people.attempt using (true) with check (true);
