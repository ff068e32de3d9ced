-- A version that gives more takes effect once everybody whom it concerns was told, and no sooner than its notice after that. Here it is
-- checked that they were, whatever the login says that writes the letters.

-- the version whose difference is told: the one in force when this one was published
alter table policy.version add column against integer;
-- whom it concerns, as the product computed it when it was published: {"relations": [], "agreed": [{"purpose", "relations": []}]}
alter table policy.version add column concerned jsonb;
-- how long before its effect they are told, as the version before promised: an ISO 8601 period
alter table policy.version add column notice text;
-- what a second person approved came by the operator's command, so that the first may be anybody with a terminal
alter table policy.version add column operators_draft boolean not null default false;

-- Of what was published before and is not told yet, nobody knows whom it concerns: everybody.
update policy.version set notice = 'P30D', concerned = '{"relations": ["consumer", "business-contact", "staff"], "agreed": []}'
 where material and told_at is null;

-- A letter was written, there is nobody to write to (no ID, no address, a paused ID), or what they said or the policy refuses letters.
alter table changes.told add column how text not null default 'written' check (how in ('written', 'nobody', 'refused'));

create function changes.concerns(concerned jsonb, relation text, agreed bigint) returns boolean language sql stable
  set search_path = '' as $$
  select $1->'relations' ? $2
      or exists (select from jsonb_array_elements($1->'agreed') one join policy.slot s on s.purpose = one->>'purpose' and s.kind = 'agree'
                  where one->'relations' ? $2 and $3 & (1::bigint << s.bit) <> 0)
$$;
-- What pauses keep from whoever writes letters: somebody who paused it is not written to until they end that, and is told then.
create function changes.paused() returns bigint language sql stable set search_path = '' as $$
  select policy.stops('people.account') | policy.stops('people.name') | policy.stops('people.letter') | policy.stops('changes.told')
$$;

create or replace function changes.note_told(wanted integer, moment timestamptz) returns setof integer
  language plpgsql security definer set search_path = '' as $body$
declare
  writer record;
  one record;
  paused bigint := changes.paused();
begin
  select s.role, s.restricted, s.bit into writer from policy.slot s where s.role = session_user and s.purpose = 'account';
  if writer.role is null then
    raise exception 'That people were told is noted by who writes to them.' using errcode = '42501';
  end if;
  select v.number, v.concerned, v.published_at into one from policy.version v where v.number = wanted and v.material and v.told_at is null for update;
  if one.number is null or one.concerned is null then return; end if;
  if exists (
    select from people.person p
     where changes.concerns(one.concerned, p.relation, p.agreed)
       and (writer.restricted <> 'stop' or not p.restricted) and p.restricted_in & paused = 0 and p.objected & (1::bigint << writer.bit) = 0
       -- Who has not confirmed their ID, or rests it, is written to when they come.
       and not exists (select from people.account a where a.person_id = p.id
                          and (a.confirmed_at is null or a.paused_at is not null or a.closed_at is not null))
       and (not exists (select from changes.told t where t.person_id = p.id and t.version = wanted)
            -- Five tries and a quarter of an hour: who cannot be reached by then holds up nobody; the letter is tried on.
            or exists (select from people.letter l
                        where l.person_id = p.id and l.kind = 'changes.coming' and l.created_at >= one.published_at
                          and l.sent_at is null and l.next_try_at is not null and l.tries < 5))
  ) then return; end if;
  return query update policy.version v
     set told_at = moment,
         -- Who was told late has the whole notice all the same.
         effective_at = case when v.approved_as is null or v.applied_at is not null then v.effective_at
           else greatest(v.effective_at, (moment at time zone 'UTC' + v.notice::interval) at time zone 'UTC') end
   where v.number = wanted returning v.number;
end $body$;

do $$
begin
  execute format('revoke all on function changes.concerns(jsonb, text, bigint), changes.paused() from public');
  execute format('grant execute on function changes.paused() to %s', base.slots());
end $$;
