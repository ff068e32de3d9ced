-- What customers own, and companies. A serial number is registered by one of them at a time.

create schema products;

-- The catalogue: data of the company, about nobody.
create table products.family (
  code text primary key,
  -- how its serial numbers are written and checked, by the name of a scheme
  scheme text not null,
  -- the digits of the plants that build it
  plants text not null,
  name text not null,
  -- what it is, by language
  says jsonb not null,
  -- of warranty, and how many more it has once registered
  months integer not null,
  extra_months integer not null,
  position integer not null,
  recorded_at timestamptz not null
);

-- Where products of one owner stand.
create table products.site (
  id uuid primary key,
  person_id uuid references people.person (id) on delete set null,
  organisation_id uuid references people.organisation (id) on delete set null,
  name bytea not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
create index site_person on products.site (person_id);
create index site_organisation on products.site (organisation_id);
call base.guard_shared('products.site', 'person_id', 'organisation_id');

create table products.registration (
  id uuid primary key,
  person_id uuid references people.person (id) on delete set null,
  organisation_id uuid references people.organisation (id) on delete set null,
  serial_number text not null,
  bought_on date,
  -- seller and note
  details bytea,
  site_id uuid references products.site (id) on delete set null,
  -- how it came to this owner; never from whom
  came_by text not null check (came_by in ('registered', 'transferred', 'imported')),
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('removed', 'transferred')),
  check ((ended_at is null) = (ended_how is null))
);
-- Tells whoever tries that a serial number is registered, and never by whom: one product, one owner at a time.
create unique index registration_current on products.registration (serial_number) where ended_at is null;
create index registration_person on products.registration (person_id);
create index registration_organisation on products.registration (organisation_id, serial_number);
create index registration_site on products.registration (site_id);
create index registration_ended on products.registration (ended_at) where ended_at is not null;
call base.guard_shared('products.registration', 'person_id', 'organisation_id');

-- Proofs of purchase.
create table products.proof (
  id uuid primary key,
  person_id uuid references people.person (id) on delete set null,
  organisation_id uuid references people.organisation (id) on delete set null,
  registration_id uuid not null references products.registration (id) on delete cascade,
  name bytea not null,
  content bytea not null,
  -- as its bytes say, not as its name does
  type text not null check (type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes integer not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
create index proof_registration on products.proof (registration_id);
create index proof_person on products.proof (person_id);
create index proof_organisation on products.proof (organisation_id);
call base.guard_shared('products.proof', 'person_id', 'organisation_id');

-- An owner's offer to hand a product over, as the owner sees it. To whom is forgotten as soon as it is over.
create table products.transfer (
  id uuid primary key,
  person_id uuid references people.person (id) on delete set null,
  organisation_id uuid references people.organisation (id) on delete set null,
  registration_id uuid not null references products.registration (id) on delete cascade,
  recipient bytea,
  -- keyed hash of the ID that was typed, whether somebody has it or not
  recipient_hash bytea,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  expires_at timestamptz not null,
  -- when whoever has the ID was told
  delivered_at timestamptz,
  closed_at timestamptz,
  outcome text check (outcome in ('withdrawn', 'declined', 'accepted', 'expired')),
  check ((closed_at is null) = (outcome is null))
);
create unique index transfer_open on products.transfer (registration_id) where closed_at is null;
create index transfer_waiting on products.transfer (recipient_hash) where closed_at is null and delivered_at is null;
create index transfer_person on products.transfer (person_id);
create index transfer_organisation on products.transfer (organisation_id);
call base.guard_shared('products.transfer', 'person_id', 'organisation_id');

-- The same as the other side sees it: what is offered, never by whom.
create table products.offer (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  -- the owner's row; no foreign key, because whoever sees this one does not see that one
  transfer_id uuid not null,
  serial_number text not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  outcome text check (outcome in ('withdrawn', 'declined', 'accepted', 'expired')),
  check ((closed_at is null) = (outcome is null))
);
create unique index offer_transfer on products.offer (transfer_id);
create index offer_person on products.offer (person_id);
call base.guard('products.offer', 'person_id');

-- A list that was read from a file and waits to be registered, or is being registered. It goes when it is done.
create table products.list (
  id uuid primary key,
  person_id uuid references people.person (id) on delete set null,
  organisation_id uuid references people.organisation (id) on delete set null,
  rows bytea not null,
  -- what is wrong, by line: first as it was read, then what turned out to be registered already
  findings bytea not null,
  total integer not null,
  wrong integer not null,
  done integer not null default 0,
  added integer not null default 0,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  -- when somebody asked for the good ones to be registered
  asked_at timestamptz,
  finished_at timestamptz
);
create index list_waiting on products.list (asked_at) where asked_at is not null and finished_at is null;
create index list_person on products.list (person_id);
create index list_organisation on products.list (organisation_id);
call base.guard_shared('products.list', 'person_id', 'organisation_id');

-- How often somebody was told that a serial number is registered already: who asks for many is made to wait.
create table products.guess (
  person_id uuid primary key references people.person (id) on delete cascade,
  level numeric not null,
  last_at timestamptz not null
);
call base.guard('products.guess', 'person_id');

do $$
begin
  execute format('grant usage on schema products to %s, %I', base.slots(), base.role('self'));
end $$;
