-- What each person said, in order, for ever; and the trigger that turns it into standing in the same transaction.

create schema consent;

create table consent.event (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  -- null where it concerns everything (restrict, release)
  purpose text,
  said text not null check (said in ('agree', 'withdraw', 'object', 'allow', 'restrict', 'release')),
  language text not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  check ((purpose is null) = (said in ('restrict', 'release')))
);
create index event_person on consent.event (person_id);
call base.guard('consent.event', 'person_id');

-- Runs as the owner: whoever may write an event may not write standing.
create function consent.stand() returns trigger language plpgsql security definer
  set search_path = '' as $$
declare
  mask bigint;
  kind_wanted text := case when new.said in ('agree', 'withdraw') then 'agree' else 'object' end;
begin
  if new.purpose is null then
    update people.person set restricted = (new.said = 'restrict') where id = new.person_id;
    return null;
  end if;
  select 1::bigint << s.bit into mask from policy.slot s where s.purpose = new.purpose and s.kind = kind_wanted;
  if mask is null then
    raise exception 'The purpose % does not rest on what a person says in this way.', new.purpose using errcode = 'AB001';
  end if;
  update people.person set
    agreed   = case new.said when 'agree' then agreed | mask when 'withdraw' then agreed & ~mask else agreed end,
    objected = case new.said when 'object' then objected | mask when 'allow' then objected & ~mask else objected end
  where id = new.person_id;
  return null;
end $$;
revoke all on function consent.stand() from public;

create trigger stand after insert on consent.event for each row execute function consent.stand();

do $$
begin
  execute format('grant usage on schema consent to %s, %I', base.slots(), base.role('self'));
end $$;
