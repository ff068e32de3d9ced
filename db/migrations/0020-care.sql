-- Looking after one's ID: a way back in, another address, a pause, an end.

alter table people.link drop constraint link_kind_check;
alter table people.link add constraint link_kind_check check (kind in ('confirm', 'staff', 'reset'));

-- Who asked for a link with which to choose another password. By keyed hash of what was typed: whether anybody has that ID is
-- looked up by a job, so that the request does the same for every ID.
create table people.reset_request (
  id uuid primary key,
  identifier_hash bytea not null,
  asked_at timestamptz not null,
  next_try_at timestamptz not null
);
create index reset_request_due on people.reset_request (next_try_at);
alter table people.reset_request enable row level security;
create policy anybody on people.reset_request using (true) with check (true);

-- An ID that rests, or that was given up: nothing is done with it but what keeps it safe.
alter table people.account add column paused_at timestamptz;
alter table people.account add column closed_at timestamptz;

-- Keyed hash of person, kind of browser and country: whether somebody signed in from there before.
alter table people.security_event add column device_hash bytea;
create index security_event_device on people.security_event (person_id, device_hash) where device_hash is not null;

-- Another address for an ID, until whoever reads it, and whoever reads the present one, has said yes.
create table people.address_change (
  person_id uuid primary key references people.person (id) on delete cascade,
  address bytea not null,
  identifier_hash bytea not null,
  new_hash bytea not null unique,
  -- null where a second factor protects the ID, or where no letter reaches the present one
  old_hash bytea unique,
  new_at timestamptz,
  old_at timestamptz,
  -- the session in which it was asked for: the one that goes on
  session_hash bytea not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null
);
create index address_change_over on people.address_change (expires_at);
call base.guard('people.address_change', 'person_id');

-- An address that an ID gave up: for a while whoever reads it puts it back with a link, if the change was none of theirs.
create table people.address_return (
  token_hash bytea primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  address bytea not null,
  -- when the ID got another: who puts this one back takes back what came after it, and nobody the other way round
  changed_at timestamptz not null,
  expires_at timestamptz not null
);
create index address_return_person on people.address_return (person_id);
create index address_return_over on people.address_return (expires_at);
call base.guard('people.address_return', 'person_id');

-- By post: a code is printed; otherwise a link is mailed.
alter table people.reset_request add column way text not null default 'mail' check (way in ('mail', 'post'));

-- Codes with which somebody comes back in whom no e-mail reaches: by post, or from a colleague who checked who it is.
create table people.return_code (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  way text not null check (way in ('post', 'colleague')),
  -- keyed, with the person in it
  code_hash bytea not null,
  -- until it is printed
  code bytea,
  asked_at timestamptz not null,
  printed_at timestamptz,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index return_code_person on people.return_code (person_id);
create index return_code_print on people.return_code (asked_at) where code is not null;
create index return_code_over on people.return_code (expires_at);
call base.guard('people.return_code', 'person_id');

-- Somebody said that what they prove themselves with besides the password is lost: when it is removed, unless it is taken back.
create table people.factor_loss (
  person_id uuid primary key references people.person (id) on delete cascade,
  token_hash bytea not null unique,
  asked_at timestamptz not null,
  ends_at timestamptz not null
);
create index factor_loss_due on people.factor_loss (ends_at);
call base.guard('people.factor_loss', 'person_id');
