-- What protects an ID besides its password, for customers and colleagues alike.

-- The secret of an authenticator app. A colleague's that stands in people.staff is sealed to its place: it moves here when it is
-- used next, by who can open it.
create table people.totp (
  person_id uuid primary key references people.person (id) on delete cascade,
  secret bytea not null,
  -- the counter of the last one-time code that was accepted, so that none is taken twice
  last_counter bigint not null default 0,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
call base.guard('people.totp', 'person_id');

create table people.recovery_code (
  person_id uuid not null references people.person (id) on delete cascade,
  -- keyed, with the person in it
  code_hash bytea not null,
  used_at timestamptz,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  primary key (person_id, code_hash)
);
call base.guard('people.recovery_code', 'person_id');

create table people.passkey (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  -- random, from the authenticator, and keyed: it tells nobody who has an ID
  credential_hash bytea not null unique,
  detail bytea not null,
  name bytea not null,
  -- how often the authenticator says that it was used; always 0 where it does not count
  counter bigint not null,
  used_at timestamptz,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
create index passkey_person on people.passkey (person_id);
call base.guard('people.passkey', 'person_id');

-- Challenges that a passkey has answered, until they would be over anyway: each is taken once. Nobody may be known yet, as with
-- people.attempt.
create table people.used_challenge (
  challenge_hash bytea primary key,
  expires_at timestamptz not null
);
alter table people.used_challenge enable row level security;
create policy anybody on people.used_challenge using (true) with check (true);
