-- Who may log in, and for what. Roles belong to the whole cluster; their names start with the installation's prefix.
-- A slot is a login that a purpose can be assigned to. What a slot may touch is granted when a policy is published;
-- the row policies below and in later migrations are written once and never change.

create schema base;
create schema policy;
create schema audit;
create schema people;

create table base.installation (
  single boolean primary key default true check (single),
  prefix text not null,
  -- when the demonstration's people were all in; null where there is no demonstration, or it was interrupted
  seeded_at timestamptz
);
insert into base.installation (prefix) values (current_setting('abide.prefix'));

create table policy.slot (
  role text primary key,
  -- agree: nobody's rows until they agreed (bit set in person.agreed); object: everybody's until they object.
  kind text not null check (kind in ('agree', 'object')),
  -- what happens to the purpose while a person's data is restricted (GDPR 18)
  restricted text not null check (restricted in ('stop', 'continue')),
  -- the bit of person.agreed or person.objected; given to one purpose for ever, never to another
  bit smallint not null check (bit between 0 and 62),
  purpose text unique,
  assigned_at timestamptz,
  unique (kind, bit)
);

insert into policy.slot (role, kind, restricted, bit)
select current_setting('abide.prefix') || '_' || family.kind || '_' || family.restricted || '_' || to_char(bit, 'FM00'),
       family.kind, family.restricted, bit
  from (values ('agree', 'stop', 0, 15), ('agree', 'continue', 16, 19),
               ('object', 'stop', 0, 23), ('object', 'continue', 24, 35)) family (kind, restricted, low, high),
       generate_series(family.low, family.high) bit;

create table policy.version (
  number integer primary key,
  hash text not null,
  source text not null,
  texts jsonb not null,
  assessments jsonb not null,
  published_at timestamptz not null,
  effective_at timestamptz not null,
  -- when its grants became the database's grants; null while it waits for its date
  applied_at timestamptz
);

-- What the grants of this database were compiled from.
create table policy.compiled (
  single boolean primary key default true check (single),
  version integer not null references policy.version (number),
  hash text not null,
  applied_at timestamptz not null
);

create function base.role(name text) returns text language sql stable
  set search_path = '' as $$ select prefix || '_' || name from base.installation $$;

create function base.slots() returns text language sql stable
  set search_path = '' as $$ select string_agg(quote_ident(role), ', ') from policy.slot $$;

do $$
declare
  slots text := base.slots();
  gate text := quote_ident(base.role('gate'));
  others text := concat_ws(', ', gate, quote_ident(base.role('self')), quote_ident(base.role('evidence')), quote_ident(base.role('seal')));
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to %s, %s', current_database(), slots, others);
  revoke all on schema public from public;
  revoke all on function base.role(text), base.slots() from public;
  -- Names of schemas say nothing about anybody; tables and columns are granted by publishing.
  execute format('grant usage on schema policy, audit, people to %s, %s', slots, others);
  -- Each login may know which purpose it is.
  execute format('grant select (role, purpose) on policy.slot to %s', slots);
  execute format('grant select on policy.slot, policy.version, policy.compiled to %s', gate);
end $$;
