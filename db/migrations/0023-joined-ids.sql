-- Two IDs of one person that became one. What the former owned is moved to the one that is kept, row by row, and can be moved
-- back for thirty days; then the former is erased.

create table people.joined (
  former_id uuid primary key references people.person (id) on delete cascade,
  -- the one that is kept: whoever it is sees this row
  person_id uuid not null references people.person (id) on delete cascade,
  joined_at timestamptz not null,
  -- customer, or staff
  by text not null check (by in ('customer', 'staff'))
);
create index joined_person on people.joined (person_id);
call base.guard('people.joined', 'person_id');
-- It names two people: nobody names one whom they do not see.
create policy former on people.joined as restrictive using (true)
  with check (exists (select from people.person p where p.id = former_id));

-- Which rows were moved, so that they and no others can be moved back.
create table rights.moved_row (
  former_id uuid not null references people.joined (former_id) on delete cascade,
  person_id uuid not null references people.person (id) on delete cascade,
  target text not null,
  row_id uuid not null,
  primary key (target, row_id)
);
create index moved_row_former on rights.moved_row (former_id);
create index moved_row_person on rights.moved_row (person_id);
call base.guard('rights.moved_row', 'person_id');

-- Whoever is erased is erased with the ID that was joined to theirs.
create function people.erase_former() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  if not exists (select from people.person p where p.id = old.person_id) then
    delete from people.person p where p.id = old.former_id;
  end if;
  return null;
end $$;
create trigger erase_former after delete on people.joined for each row execute function people.erase_former();

-- Who brought a row is said once: afterwards it can only be forgotten, or move with the ID of the same person. Only the owner
-- of the table does that, in the functions below: no login is granted the column.
create or replace function base.keep_bringer() returns trigger language plpgsql
  set search_path = '' as $$
begin
  if current_user = (select pg_catalog.pg_get_userbyid(c.relowner) from pg_catalog.pg_class c where c.oid = tg_relid) then
    return new;
  end if;
  raise exception 'A row is given to nobody else.' using errcode = '42501';
end $$;

-- Whether whoever asks may act for a person: one's own login or that of answering rights, and with what only the product can
-- make from its secret. Knowing an id is not enough.
create function rights.prove_owner(person uuid, token text) returns void language plpgsql
  set search_path = '' as $$
begin
  if session_user <> base.role('self')
     and not exists (select from policy.slot s where s.role = session_user and s.purpose = 'answer-rights') then
    raise exception 'IDs are joined by their person, or in answer to their rights.' using errcode = '42501';
  end if;
  if not exists (select from people.person p where p.id = $1 and p.self_key = sha256(convert_to(token, 'UTF8'))) then
    raise exception 'Nobody proved whose ID this is.' using errcode = '42501';
  end if;
end $$;

-- Moves rows from one person to another. Each names its table, the column with its person, its id, its sealed columns (as they
-- were, by SHA-256, and as they are sealed for whom they go to), and the column that makes it history, if it becomes that. A
-- row of which the other has one already stays where it is. One that changed meanwhile undoes everything (AB004).
create function rights.move_rows(former uuid, source uuid, goal uuid, rows jsonb, moment timestamptz, back boolean)
  returns integer language plpgsql set search_path = '' as $$
declare
  one record;
  name text;
  changes text;
  conditions text;
  touched integer;
  moved integer := 0;
begin
  for one in select x.target, x.person, x.id, x.sealed, x.history
               from jsonb_to_recordset(rows) as x (target text, person name, id uuid, sealed jsonb, history name)
  loop
    -- A table whose column names a person, as its foreign key says; nothing else is moved.
    if not exists (
      select from pg_catalog.pg_constraint c
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
       where c.contype = 'f' and c.confrelid = 'people.person'::regclass
         and c.conrelid = to_regclass(one.target) and a.attname = one.person)
       or one.target in ('people.joined', 'rights.moved_row') then
      raise exception 'Rows of % are not moved.', one.target using errcode = '42501';
    end if;
    if back and not exists (
      select from rights.moved_row m where m.former_id = former and m.target = one.target and m.row_id = one.id) then
      raise exception 'This row was not moved.' using errcode = '42501';
    end if;
    changes := format('%I = $2', one.person);
    conditions := '';
    for name in select jsonb_object_keys(one.sealed) loop
      changes := changes || format(', %I = decode($4 -> %L ->> ''goes'', ''base64'')', name, name);
      conditions := conditions || format(' and encode(sha256(%I), ''hex'') = $4 -> %L ->> ''was''', name, name);
    end loop;
    if one.history is not null then
      changes := changes || case when back
        then format(', %I = nullif(%I, $5)', one.history, one.history)
        else format(', %I = coalesce(%I, $5)', one.history, one.history) end;
    end if;
    begin
      execute format('update %s set %s where id = $3 and %I = $1%s', to_regclass(one.target), changes, one.person, conditions)
        using source, goal, one.id, one.sealed, moment;
      get diagnostics touched = row_count;
    exception when unique_violation then
      continue;
    end;
    if touched <> 1 then
      raise exception 'A row changed while it was to be moved.' using errcode = 'AB004';
    end if;
    moved := moved + 1;
    if not back then
      insert into rights.moved_row (former_id, person_id, target, row_id) values (former, goal, one.target, one.id);
    end if;
  end loop;
  return moved;
end $$;

-- What is told of joining and parting stands in the history of either ID in the same transaction: who dies in between leaves
-- nothing untold. The lines come sealed; what kind they are of is said here.
create function rights.note_joining(person uuid, kind text, event jsonb) returns void language sql
  set search_path = '' as $$
  insert into people.security_event (id, person_id, kind, detail, at, tell_at)
  values ((event ->> 'id')::uuid, $1, $2, decode(event ->> 'detail', 'base64'), (event ->> 'at')::timestamptz,
          (event ->> 'tell_at')::timestamptz)
$$;

-- Makes two IDs of one person one. The former opens nothing from now on; its sessions end.
create function rights.join_ids(former uuid, former_token text, kept uuid, kept_token text, rows jsonb, said jsonb,
                                moment timestamptz, version integer, by_whom text, event jsonb, former_event jsonb)
  returns integer language plpgsql security definer set search_path = '' as $$
declare
  line record;
  moved integer;
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
  for line in select x.id, x.purpose, x.said, x.language, x.wording
                from jsonb_to_recordset(said) as x (id uuid, purpose text, said text, language text, wording text)
  loop
    if line.said not in ('withdraw', 'object', 'restrict') then
      raise exception 'Joining two IDs agrees to nothing.' using errcode = '42501';
    end if;
    insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version, wording, place)
    values (line.id, kept, line.purpose, line.said, line.language,
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
create function rights.say_again(kept uuid, said jsonb, since timestamptz, moment timestamptz, version integer, by_whom text)
  returns void language plpgsql set search_path = '' as $$
declare
  line record;
  last record;
begin
  for line in select x.id, x.purpose, x.language, x.wording
                from jsonb_to_recordset(said) as x (id uuid, purpose text, language text, wording text)
  loop
    select e.said, e.place, e.recorded_at into last from consent.event e
     where e.person_id = kept and e.purpose is not distinct from line.purpose
     order by e.recorded_at desc, e.id desc limit 1;
    continue when not found or last.place <> 'joined' or last.recorded_at < since;
    if last.said = 'withdraw' and not exists (
      select from (
        select e.said, e.language, e.wording from consent.event e
         where e.person_id = kept and e.purpose = line.purpose and e.recorded_at < last.recorded_at
         order by e.recorded_at desc, e.id desc limit 1) before
       where before.said = 'agree' and before.language = line.language and before.wording = line.wording) then
      raise exception 'Parting two IDs agrees to nothing new.' using errcode = '42501';
    end if;
    insert into consent.event (id, person_id, purpose, said, language, recorded_at, source, policy_version, wording, place)
    values (line.id, kept, line.purpose,
            case last.said when 'withdraw' then 'agree' when 'object' then 'allow' else 'release' end, line.language,
            (select greatest(moment, max(e.recorded_at) + interval '1 millisecond') from consent.event e where e.person_id = kept),
            case by_whom when 'staff' then 'staff' else 'web' end, version, coalesce(line.wording, ''), 'parted');
  end loop;
end $$;

-- Makes them two again: what was moved goes back, the rest stays.
create function rights.part_ids(former uuid, former_token text, kept uuid, kept_token text, rows jsonb, said jsonb,
                                parted timestamptz, version integer, by_whom text, event jsonb, former_event jsonb)
  returns integer language plpgsql security definer set search_path = '' as $$
declare
  moment timestamptz;
  moved integer;
begin
  perform rights.prove_owner(former, former_token);
  perform rights.prove_owner(kept, kept_token);
  perform from people.person p where p.id in (former, kept) order by p.id for update;
  select j.joined_at into moment from people.joined j where j.former_id = former and j.person_id = kept;
  if moment is null then
    raise exception 'These IDs are not joined.' using errcode = 'AB003';
  end if;
  moved := rights.move_rows(former, kept, former, rows, moment, true);
  -- No further back than the oldest join that can still be undone: what an erased ID asked for stays.
  perform rights.say_again(kept, said, (select min(j.joined_at) from people.joined j where j.person_id = kept), parted, version,
                           by_whom);
  delete from people.joined j where j.former_id = former;
  perform rights.note_joining(kept, 'merge-undone', event);
  perform rights.note_joining(former, 'merged-into-undone', former_event);
  return moved;
end $$;

revoke all on function people.erase_former(), rights.prove_owner(uuid, text), rights.note_joining(uuid, text, jsonb),
  rights.move_rows(uuid, uuid, uuid, jsonb, timestamptz, boolean),
  rights.say_again(uuid, jsonb, timestamptz, timestamptz, integer, text),
  rights.join_ids(uuid, text, uuid, text, jsonb, jsonb, timestamptz, integer, text, jsonb, jsonb),
  rights.part_ids(uuid, text, uuid, text, jsonb, jsonb, timestamptz, integer, text, jsonb, jsonb) from public;
do $$
begin
  execute format('grant execute on function rights.join_ids(uuid, text, uuid, text, jsonb, jsonb, timestamptz, integer, text, jsonb, jsonb),'
                 ' rights.part_ids(uuid, text, uuid, text, jsonb, jsonb, timestamptz, integer, text, jsonb, jsonb) to %s, %I',
                 base.slots(), base.role('self'));
end $$;

-- Whoever keeps one ID offers to join another to it: a link that is opened with the other.
alter table people.link drop constraint link_kind_check;
alter table people.link add constraint link_kind_check check (kind in ('confirm', 'staff', 'reset', 'join'));

-- An ID that rests opens nothing at other sites either, also where one was allowed to stay signed in.
create function people.end_at_sites() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  delete from people.site_grant g where g.person_id = new.person_id;
  return null;
end $$;
revoke all on function people.end_at_sites() from public;
create trigger end_at_sites after update on people.account for each row
  when ((new.paused_at is not null and old.paused_at is null) or (new.closed_at is not null and old.closed_at is null))
  execute function people.end_at_sites();

-- Who may make somebody disappear: no login deletes people. Whoever signed up or was invited and never came goes by the purpose
-- that keeps accounts; everybody else in answer to their rights.
create function people.forget_unconfirmed(wanted uuid[]) returns setof uuid language plpgsql security definer
  set search_path = '' as $$
begin
  if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'account') then
    raise exception 'Who never came is forgotten by who keeps accounts.' using errcode = '42501';
  end if;
  -- Somebody whom we know and who has no ID (no password) is nobody who never came.
  return query delete from people.person p using people.account a
    where p.id = any (wanted) and a.person_id = p.id and a.confirmed_at is null and a.password is not null returning p.id;
end $$;
-- Whoever is erased is proven by what only the product can make from its secret: knowing an id is not enough.
create function people.erase_person(wanted uuid, token text) returns setof uuid language plpgsql security definer
  set search_path = '' as $$
begin
  if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'answer-rights') then
    raise exception 'People are erased in answer to their rights.' using errcode = '42501';
  end if;
  -- Nobody at all is no secret: whoever is gone is gone.
  if exists (select from people.person p where p.id = wanted) then
    perform rights.prove_owner(wanted, token);
  end if;
  return query delete from people.person p where p.id = wanted returning p.id;
end $$;
-- Links that were over before a moment: whoever may delete these may delete no passwords.
create function people.forget_links(moment timestamptz) returns bigint language plpgsql security definer
  set search_path = '' as $$
declare
  gone bigint;
begin
  if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'account') then
    raise exception 'Old links are forgotten by who keeps accounts.' using errcode = '42501';
  end if;
  delete from people.link l where l.expires_at < moment;
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke all on function people.forget_unconfirmed(uuid[]), people.erase_person(uuid, text), people.forget_links(timestamptz) from public;
do $$
begin
  execute format('grant execute on function people.forget_unconfirmed(uuid[]), people.erase_person(uuid, text),'
                 ' people.forget_links(timestamptz) to %s', base.slots());
end $$;

-- Who a session is of, with all that a request needs to know of its visitor: asked at every request. The same rows as the row
-- policies would show the login that keeps accounts safe (of whom nobody objected, in its region), asked once for the person and
-- not once for each of eight tables.
do $$
begin
  execute format($function$
    create function people.session_of(hash bytea) returns table (
      person_id uuid, kind text, seen_at float8, proven_at float8, expires_at float8, language text, name bytea, wrapped bytea,
      several boolean, paused_at timestamptz, closed_at timestamptz, colleague boolean, role text, controller text,
      appointment bytea, acknowledged_version integer, suspended_at timestamptz)
      language plpgsql stable security definer set search_path = '' as $body$
    #variable_conflict use_column
    begin
      return query
        select s.person_id, s.kind, date_part('epoch', s.seen_at), date_part('epoch', s.proven_at),
               date_part('epoch', s.expires_at), p.language, n.value, k.wrapped,
               exists (select from people.shared_id i where i.person_id = s.person_id and i.several), a.paused_at, a.closed_at,
               f.person_id is not null, f.role, f.controller, f.appointment, f.acknowledged_version, f.suspended_at
          from people.session s
          join people.person p on p.id = s.person_id
           and sha256(convert_to(current_setting('abide.region', true), 'UTF8')) = any (array[p.region_key, %L::bytea])
          join people.account a on a.person_id = s.person_id
          join people.key k on k.person_id = s.person_id
          left join people.name n on n.person_id = s.person_id and n.replaced_at is null
          left join people.staff f on f.person_id = s.person_id
         where s.token_hash = hash
           and exists (select from policy.slot own where own.role = session_user and own.purpose = 'security'
                        and (p.objected & (1::bigint << own.bit)) = 0)
           and not exists (select from people.joined j where j.former_id = s.person_id);
    end $body$ $function$, current_setting('abide.everywhere'));
  revoke all on function people.session_of(bytea) from public;
  execute format('grant execute on function people.session_of(bytea) to %s', base.slots());
end $$;

-- Looking after one's ID
-- A site that was allowed to stay signed in without a session here does not outlive the password, or the address, with which
-- that was allowed.
create function people.end_offline() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  delete from people.site_grant g where g.person_id = new.person_id and g.offline;
  return null;
end $$;
create trigger end_offline after update of password, identifier_hash on people.account for each row
  when (new.password is distinct from old.password or new.identifier_hash is distinct from old.identifier_hash)
  execute function people.end_offline();

-- Factors that are shown, added or changed are not lost, and who chose another password is there: nothing waits to be removed
-- any more, however that came about.
create function people.keep_factors() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  delete from people.factor_loss l where l.person_id = coalesce(new.person_id, old.person_id);
  return null;
end $$;
create trigger keep_factors after update of password on people.account for each row
  when (new.password is distinct from old.password) execute function people.keep_factors();
create trigger keep_factors after insert or update of proven_at on people.session for each row
  when (new.kind <> 'half') execute function people.keep_factors();
create trigger keep_factors after insert or delete or update of secret on people.totp for each row
  execute function people.keep_factors();
create trigger keep_factors after insert or delete or update of name on people.passkey for each row
  execute function people.keep_factors();
create trigger keep_factors after insert on people.recovery_code for each row execute function people.keep_factors();
revoke all on function people.end_offline(), people.keep_factors() from public;
-- Who never came, and old links: only those of people whom the connection shows that it may see, as people.session_of asks.
do $$
begin
  execute format($function$
    create or replace function people.forget_unconfirmed(wanted uuid[]) returns setof uuid language plpgsql security definer
      set search_path = '' as $body$
    begin
      if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'account') then
        raise exception 'Who never came is forgotten by who keeps accounts.' using errcode = '42501';
      end if;
      -- Somebody whom we know and who has no ID (no password) is nobody who never came.
      return query delete from people.person p using people.account a
        where p.id = any (wanted) and a.person_id = p.id and a.confirmed_at is null and a.password is not null
          and sha256(convert_to(current_setting('abide.region', true), 'UTF8')) = any (array[p.region_key, %1$L::bytea])
        returning p.id;
    end $body$;
    create or replace function people.forget_links(moment timestamptz) returns bigint language plpgsql security definer
      set search_path = '' as $body$
    declare
      gone bigint;
    begin
      if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'account') then
        raise exception 'Old links are forgotten by who keeps accounts.' using errcode = '42501';
      end if;
      delete from people.link l using people.person p
       where p.id = l.person_id and l.expires_at < moment
         and sha256(convert_to(current_setting('abide.region', true), 'UTF8')) = any (array[p.region_key, %1$L::bytea]);
      get diagnostics gone = row_count;
      return gone;
    end $body$ $function$, current_setting('abide.everywhere'));
end $$;
