-- Copies of one's data: who asked for one, and the copy itself, sealed under the person's key, for as long as it may be fetched.

create schema rights;

create table rights.copy (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  -- `everything`, or the parts that were chosen, one a line
  parts text not null,
  -- html, json, csv: with blanks between
  formats text not null,
  language text not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  -- when the attempt that is under way, or failed, began; and how many there were
  begun_at timestamptz,
  tries integer not null default 0,
  ready_at timestamptz,
  -- until when it can be fetched; after that, or when the person wants it, its parts are deleted
  ends_at timestamptz,
  emptied_at timestamptz,
  -- when the letter was written that says that it is ready
  told_at timestamptz,
  bytes bigint
);
create index copy_person on rights.copy (person_id);
-- One at a time: whoever asks again is led to the first. What failed five times stands in nobody's way.
create unique index copy_running on rights.copy (person_id) where ready_at is null and emptied_at is null and tries < 5;
create index copy_to_tell on rights.copy (ready_at) where told_at is null and emptied_at is null and ready_at is not null;
create index copy_to_empty on rights.copy (ends_at) where emptied_at is null;

create table rights.copy_part (
  copy_id uuid not null references rights.copy (id) on delete cascade,
  person_id uuid not null references people.person (id) on delete cascade,
  -- an attempt that was given up may still write: its parts are not those of the one that ends
  attempt integer not null,
  number integer not null,
  content bytea not null,
  primary key (copy_id, attempt, number)
);
create index copy_part_person on rights.copy_part (person_id);

call base.guard('rights.copy', 'person_id');
call base.guard('rights.copy_part', 'person_id');

do $$
begin
  execute format('grant usage on schema rights to %s, %I', base.slots(), base.role('self'));
end $$;
