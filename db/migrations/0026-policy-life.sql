-- How a policy comes to be: drafted, checked, approved by somebody else, published for a date, told, in force. What may not be is
-- refused here, whatever the product believes.

create schema changes;

create table changes.draft (
  id uuid primary key,
  -- the version that it wants to be
  number integer not null check (number between 1 and 1000000),
  -- of its words, as the product computes it: what is approved is this and nothing else
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  source text not null,
  texts jsonb not null,
  assessments jsonb not null,
  cases text,
  -- the sources of one draft together are read by people: not more than the product reads from files
  check (octet_length(source) + octet_length(texts::text) + octet_length(assessments::text) < 33554432),
  -- what changes and why, in the words of whoever drafted it
  note text not null check (length(note) between 1 and 2000),
  errors integer not null check (errors >= 0),
  warnings integer not null check (warnings >= 0),
  way text not null check (way in ('page', 'command')),
  -- a colleague, until they are erased. No reference, as with keys: the row is nobody's, and the draft goes on without them.
  drafted_by uuid,
  drafted_as text not null,
  drafted_at timestamptz not null,
  -- what only the product can make of the above from its secret
  drafted_seal bytea not null,
  proposed_at timestamptz,
  approved_by uuid,
  approved_as text,
  approved_at timestamptz,
  approved_hash text,
  approved_seal bytea,
  effective_at timestamptz,
  withdrawn_at timestamptz,
  withdrawn_as text,
  published_at timestamptz,
  -- it can be published no more, and why
  ended_at timestamptz,
  ended_why text,
  check ((ended_at is null) = (ended_why is null)),
  check (way = 'page' or drafted_by is null),
  -- four eyes
  constraint approved_by_somebody_else check (approved_by <> drafted_by),
  constraint approved_as_drafted check (approved_hash = hash),
  constraint approved_whole check (num_nulls(approved_as, approved_at, approved_hash, approved_seal, effective_at) in (0, 5)),
  constraint approved_without_errors check (approved_at is null or errors = 0),
  constraint dated_ahead check (effective_at >= approved_at)
);
create index draft_drafter on changes.draft (drafted_by) where drafted_by is not null;
create index draft_approver on changes.draft (approved_by) where approved_by is not null;
-- One approved draft waits at most: two colleagues who approve two of them at once are told apart here.
create unique index one_approved_draft on changes.draft ((true))
  where approved_at is not null and withdrawn_at is null and published_at is null and ended_at is null;

create function changes.keep_order() returns trigger language plpgsql set search_path = '' as $$
declare
  over boolean;
begin
  if tg_op = 'INSERT' then
    if num_nonnulls(new.approved_by, new.approved_at, new.withdrawn_at, new.withdrawn_as, new.published_at, new.ended_at) > 0 then
      raise exception 'A draft begins as a draft.' using errcode = '42501';
    end if;
    if (new.way = 'page') <> (new.drafted_by is not null) then
      raise exception 'A draft names who drafted it.' using errcode = '42501';
    end if;
    return new;
  end if;
  -- Who is erased is forgotten, by the trigger on people and by nobody else.
  if pg_trigger_depth() > 1 then return new; end if;
  if (new.id, new.number, new.hash, new.source, new.texts, new.assessments, new.cases, new.note, new.errors, new.warnings, new.way,
      new.drafted_by, new.drafted_as, new.drafted_at, new.drafted_seal, new.proposed_at)
     is distinct from
     (old.id, old.number, old.hash, old.source, old.texts, old.assessments, old.cases, old.note, old.errors, old.warnings, old.way,
      old.drafted_by, old.drafted_as, old.drafted_at, old.drafted_seal, old.proposed_at) then
    raise exception 'What was drafted stays as it was drafted.' using errcode = '42501';
  end if;
  over := old.withdrawn_at is not null or old.published_at is not null or old.ended_at is not null;
  if over then raise exception 'This draft is over.' using errcode = '42501'; end if;
  if old.approved_at is null and new.approved_at is not null and new.approved_by is null then
    raise exception 'Somebody approves.' using errcode = '42501';
  end if;
  if old.approved_at is not null and (new.approved_by, new.approved_as, new.approved_at, new.approved_hash, new.approved_seal, new.effective_at)
     is distinct from (old.approved_by, old.approved_as, old.approved_at, old.approved_hash, old.approved_seal, old.effective_at) then
    raise exception 'What was approved stays as it was approved.' using errcode = '42501';
  end if;
  if new.published_at is not null and (new.approved_at is null or new.withdrawn_at is not null) then
    raise exception 'Only what was approved is published.' using errcode = '42501';
  end if;
  return new;
end $$;
revoke all on function changes.keep_order() from public;
create trigger keep_order before insert or update on changes.draft for each row execute function changes.keep_order();

create function changes.forget_colleague() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update changes.draft d set drafted_by = nullif(d.drafted_by, old.id), approved_by = nullif(d.approved_by, old.id)
   where d.drafted_by = old.id or d.approved_by = old.id;
  return null;
end $$;
revoke all on function changes.forget_colleague() from public;
create trigger forget_drafter after delete on people.person for each row execute function changes.forget_colleague();

-- Who was told of which coming version. It is written with the letter.
create table changes.told (
  person_id uuid not null references people.person (id) on delete cascade,
  version integer not null,
  told_at timestamptz not null,
  primary key (person_id, version)
);
call base.guard('changes.told', 'person_id');

-- How a version came to be published. Null where it was the first, or came before there were drafts.
alter table policy.version add column approved_as text;
alter table policy.version add column alone_because text check (alone_because <> '');
alter table policy.version add check (approved_as is null or alone_because is null);
-- whether it gave more than the one before: whom it concerns is told
alter table policy.version add column material boolean;
-- when everybody whom it concerns had a letter
alter table policy.version add column told_at timestamptz;

do $$
declare
  slots text := base.slots();
begin
  execute format('grant usage on schema changes to %s, %s', slots, quote_ident(base.role('self')));
  -- Nobody's row; who works on drafts is decided by column grants. Customers' own login sees none, whatever it is granted.
  alter table changes.draft enable row level security;
  execute format('create policy colleagues on changes.draft to %s using (true) with check (true)', slots);
  -- The login that writes letters says that all are written.
  execute format($function$
    create function changes.note_told(wanted integer, moment timestamptz) returns setof integer
      language plpgsql security definer set search_path = '' as $body$
    begin
      if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'account') then
        raise exception 'That people were told is noted by who writes to them.' using errcode = '42501';
      end if;
      return query update policy.version v set told_at = moment
        where v.number = wanted and v.material and v.told_at is null returning v.number;
    end $body$ $function$);
  revoke all on function changes.note_told(integer, timestamptz) from public;
  execute format('grant execute on function changes.note_told(integer, timestamptz) to %s', slots);
end $$;

-- Carries out changes of privileges one after the other, in one round trip. Returns the one that waited in vain for somebody's
-- lock: nothing of them is done then. Runs as whoever calls it: only the owner of the tables may change what others may do.
create function policy.change_privileges(changes text[]) returns text language plpgsql
  set search_path = '' as $$
declare
  change text;
begin
  foreach change in array changes loop
    execute change;
  end loop;
  return null;
exception when lock_not_available then
  return change;
end $$;
revoke all on function policy.change_privileges(text[]) from public;
