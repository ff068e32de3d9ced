-- A change of a colleague's place waits here until it stands in the history of their ID, which another purpose keeps.
alter table people.staff add column untold_at timestamptz;
create index staff_untold on people.staff (untold_at) where untold_at is not null;

-- Keys of the company's own systems, each for one purpose and some acts of it. Name, purpose, controller, acts and expires_at
-- are bound into the key itself: a row that somebody wrote who has a login and not the secret opens nothing.
create table people.api_key (
  id uuid primary key,
  -- which system it is, as customers read it beside what it did
  name text not null,
  purpose text not null,
  controller text not null,
  acts text[] not null,
  -- of the whole key; random, so that nothing is found by it
  token_hash bytea not null unique,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- when it ends before that: revoked, or another took its place
  ends_at timestamptz not null,
  used_on date,
  -- how often it came along after its end, and last when
  refused integer not null default 0,
  refused_on date
);
-- Nobody's row, and asked for before anybody is known: column grants alone decide.
alter table people.api_key enable row level security;
create policy anybody on people.api_key using (true) with check (true);
