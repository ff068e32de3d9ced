-- E-mail addresses beside the ID, the country where somebody lives or works, and answers that are kept as long as their
-- person agrees.

alter table profile.contact drop constraint contact_kind_check;
alter table profile.contact add constraint contact_kind_check check (kind in ('phone', 'address', 'email', 'country'));
-- of an e-mail address: when its link was opened by whoever it belongs to
alter table profile.contact add column proven_at timestamptz;
alter table profile.contact add constraint contact_proven check (proven_at is null or kind = 'email');
create unique index contact_country on profile.contact (person_id) where kind = 'country' and replaced_at is null;

-- Nothing is kept for a purpose that waits for a yes before it was said. Runs as the owner: the row of the person stays as
-- it is read until the answer stands, so that a yes that is being taken back is seen, or sees the answer. After the row, so
-- that the row policies have spoken before: whoever does not see the person does not hear what they said.
create function consent.need_yes() returns trigger language plpgsql security definer
  set search_path = '' as $$
declare
  agreed boolean;
begin
  select (p.agreed & (1::bigint << s.bit)) <> 0 into agreed
    from people.person p join policy.slot s on s.purpose = tg_argv[1] and s.kind = 'agree'
   where p.id = (to_jsonb(new) ->> tg_argv[0])::uuid for share of p;
  if agreed is not true then
    raise exception 'Nothing is kept for the purpose % without a yes.', tg_argv[1] using errcode = 'AB002';
  end if;
  return null;
end $$;

-- Who takes the yes back takes the answers along, with what they were before. After `stand`, by its name.
create function consent.take_back() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  execute format('delete from %s where %I = $1', tg_argv[0], tg_argv[1]) using new.person_id;
  return null;
end $$;

-- A table of answers that rest on a yes to one purpose: it belongs to the person, takes nothing before the yes, and is
-- emptied of theirs when the yes is taken back, wherever that is said.
create procedure consent.guard_answers(target regclass, person_column name, purpose text) language plpgsql
  set search_path = '' as $$
declare
  place text := (select format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_class c
                   join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target);
begin
  call base.guard(target, person_column);
  execute format('create trigger need_yes after insert on %s for each row execute function consent.need_yes(%L, %L)',
                 target, person_column, purpose);
  execute format('create trigger %I after insert on consent.event for each row'
                 ' when (new.said = ''withdraw'' and new.purpose = %L) execute function consent.take_back(%L, %L)',
                 'take_back_' || place, purpose, place, person_column);
end $$;
revoke all on function consent.need_yes(), consent.take_back() from public;
revoke all on procedure consent.guard_answers(regclass, name, text) from public;

-- In which trade and in what place somebody uses our products, as they told us.
create table profile.research (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  kind text not null check (kind in ('occupation', 'place')),
  value bytea not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  replaced_at timestamptz,
  -- the line that this one corrects or puts back
  replaces uuid
);
create index research_person on profile.research (person_id);
create unique index research_replaces on profile.research (replaces);
create unique index research_current on profile.research (person_id, kind) where replaced_at is null;
call consent.guard_answers('profile.research', 'person_id', 'research');
