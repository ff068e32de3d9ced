-- What a datum was before: a contact says which line it took the place of, and a language which one it followed.

-- The line that this one corrects or puts back. A line has at most one successor; no foreign key, so that history can go
-- when its period ends without touching what is current.
alter table profile.contact add column replaces uuid;
create unique index contact_replaces on profile.contact (replaces);

create table people.language_change (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  -- the language until then
  former text not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null
);
create index language_change_person on people.language_change (person_id);
call base.guard('people.language_change', 'person_id');
