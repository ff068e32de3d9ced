create schema profile;

create table profile.contact (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  kind text not null check (kind in ('phone', 'address')),
  value bytea not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  -- a correction replaces; the old line stays as history until the retention period ends
  replaced_at timestamptz
);
create index contact_person on profile.contact (person_id);
call base.guard('profile.contact', 'person_id');

do $$
begin
  execute format('grant usage on schema profile to %s, %I', base.slots(), base.role('self'));
end $$;
