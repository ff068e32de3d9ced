-- Two IDs that become one, with what is agreed to by topic and channel (0024): of both, the stricter counts choice by choice.

-- Makes two IDs of one person one. The former opens nothing from now on; its sessions end.
create or replace function rights.join_ids(former uuid, former_token text, kept uuid, kept_token text, rows jsonb, said jsonb,
                                moment timestamptz, version integer, by_whom text, event jsonb, former_event jsonb)
  returns integer language plpgsql security definer set search_path = '' as $$
declare
  line record;
  moved integer;
  taken text[];
begin
  perform rights.prove_owner(former, former_token);
  perform rights.prove_owner(kept, kept_token);
  perform from people.person p where p.id in (former, kept) order by p.id for update;
  -- A chain would leave nothing to go back to.
  if former = kept or exists (select from people.joined j where j.former_id in (former, kept) or j.person_id = former) then
    raise exception 'One of these IDs was joined already.' using errcode = 'AB003';
  end if;
  insert into people.joined (former_id, person_id, joined_at, by) values (former, kept, moment, by_whom);
  delete from people.session s where s.person_id = former;
  delete from people.site_grant g where g.person_id = former;
  -- Nor does anything that was on its way: an address, a link, a code, the removal of factors. What was used stays known as used.
  delete from people.address_change c where c.person_id = former;
  delete from people.link l where l.person_id = former and l.used_at is null;
  delete from people.return_code c where c.person_id = former and c.used_at is null;
  delete from people.factor_loss l where l.person_id = former;
  -- Of what was said under either, the stricter counts: nothing is agreed to here.
  for line in select x.id, x.purpose, x.said, x.language, x.wording, x.partly
                from jsonb_to_recordset(said) as x (id uuid, purpose text, said text, language text, wording text, partly boolean)
  loop
    if line.said not in ('withdraw', 'object', 'restrict') then
      raise exception 'Joining two IDs agrees to nothing.' using errcode = '42501';
    end if;
    taken := null;
    if line.said = 'withdraw' then
      -- Choice by choice: what the former did not agree to as well. Of a yes from before there were choices, all of it.
      select array_agg(c.choice order by c.choice) into taken from consent.choice c
       where c.person_id = kept and c.purpose = line.purpose
         and (line.partly is not true or not exists (
               select from consent.choice o where o.person_id = former and o.purpose = c.purpose and o.choice in ('', c.choice)));
      continue when line.partly and taken is null;
      if '' = any (taken) then taken := null; end if;
    end if;
    insert into consent.event (id, person_id, purpose, said, choices, language, recorded_at, source, policy_version, wording, place)
    values (line.id, kept, line.purpose, line.said, taken, line.language,
            (select greatest(moment, max(e.recorded_at) + interval '1 millisecond') from consent.event e where e.person_id = kept),
            case by_whom when 'staff' then 'staff' else 'web' end, version, coalesce(line.wording, ''), 'joined');
  end loop;
  moved := rights.move_rows(former, former, kept, rows, moment, false);
  perform rights.note_joining(kept, 'merged', event);
  perform rights.note_joining(former, 'merged-into', former_event);
  return moved;
end $$;

-- What joining took from the ID that is kept is as it was before: each line names its purpose, and what is said is the opposite
-- of what was said with the join. Nothing is said where anybody said something since, and no yes that its person had not given
-- to the same words.
create or replace function rights.say_again(kept uuid, said jsonb, since timestamptz, moment timestamptz, version integer, by_whom text)
  returns void language plpgsql set search_path = '' as $$
declare
  line record;
  last record;
begin
  for line in select x.id, x.purpose, x.language, x.wording
                from jsonb_to_recordset(said) as x (id uuid, purpose text, language text, wording text)
  loop
    select e.said, e.choices, e.place, e.recorded_at into last from consent.event e
     where e.person_id = kept and e.purpose is not distinct from line.purpose
     order by e.recorded_at desc, e.id desc limit 1;
    continue when not found or last.place <> 'joined' or last.recorded_at < since;
    if last.said = 'withdraw' and not exists (
      select from (
        select e.said, e.language, e.wording from consent.event e
         where e.person_id = kept and e.purpose = line.purpose and e.recorded_at < last.recorded_at and e.said = 'agree'
         order by e.recorded_at desc, e.id desc limit 1) before
       where before.said = 'agree' and before.language = line.language and before.wording = line.wording) then
      raise exception 'Parting two IDs agrees to nothing new.' using errcode = '42501';
    end if;
    insert into consent.event (id, person_id, purpose, said, choices, language, recorded_at, source, policy_version, wording, place)
    values (line.id, kept, line.purpose,
            case last.said when 'withdraw' then 'agree' when 'object' then 'allow' else 'release' end,
            last.choices, line.language,
            (select greatest(moment, max(e.recorded_at) + interval '1 millisecond') from consent.event e where e.person_id = kept),
            case by_whom when 'staff' then 'staff' else 'web' end, version, coalesce(line.wording, ''), 'parted');
  end loop;
end $$;
