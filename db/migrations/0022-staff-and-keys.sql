-- A change of a colleague's place waits here until it stands in the history of their ID, which another purpose keeps.
alter table people.staff add column untold_at timestamptz;
-- and as which line of it
alter table people.staff add column untold_as text check (untold_as in ('role-changed', 'suspended', 'access-restored'));
alter table people.staff add check ((untold_at is null) = (untold_as is null));
create index staff_untold on people.staff (untold_at) where untold_at is not null;

-- An administrator of the default controller ends the access of a colleague for whom another one answers. The account login sees
-- no such colleague, and the security login, which does, writes neither roles nor who may come in: this ends access and can do
-- nothing else. Of the administrators one stays, as where the account login does it.
do $$
begin
  execute format($function$
    create function people.suspend_elsewhere(wanted uuid, moment timestamptz, administrators text[]) returns setof uuid
      language plpgsql security definer set search_path = '' as $body$
    begin
      if not exists (select from policy.slot s where s.role = session_user and s.purpose = 'security') then
        raise exception 'Access is ended everywhere by who keeps accounts safe.' using errcode = '42501';
      end if;
      perform s.person_id from people.staff s where s.role = any (administrators) order by s.person_id for update;
      return query update people.staff s set suspended_at = moment, untold_at = moment, untold_as = 'suspended'
          from people.person p, people.account a
         where s.person_id = wanted and p.id = wanted and a.person_id = wanted and s.suspended_at is null
           and a.confirmed_at is not null
           and sha256(convert_to(current_setting('abide.region', true), 'UTF8')) = any (array[p.region_key, %L::bytea])
           and (s.role <> all (administrators)
                or exists (select from people.staff o join people.account b on b.person_id = o.person_id
                            where o.person_id <> wanted and o.role = any (administrators) and o.suspended_at is null
                              and b.confirmed_at is not null))
        returning s.person_id;
    end $body$ $function$, current_setting('abide.everywhere'));
  revoke all on function people.suspend_elsewhere(uuid, timestamptz, text[]) from public;
  execute format('grant execute on function people.suspend_elsewhere(uuid, timestamptz, text[]) to %s', base.slots());
end $$;

-- Keys of the company's own systems, each for one purpose and some acts of it. Name, purpose, controller, acts and expires_at
-- are bound into the key itself: a row that somebody wrote who has a login and not the secret opens nothing.
create table people.api_key (
  id uuid primary key,
  -- which system it is, as customers read it beside what it did
  name text not null,
  purpose text not null,
  controller text not null,
  acts text[] not null,
  -- of the whole key; random, so that nothing is found by it
  token_hash bytea not null unique,
  made_at timestamptz not null,
  -- who made it, until they are erased: the key goes on without them. No reference: the row is nobody's, and bound to no person.
  made_by uuid,
  expires_at timestamptz not null,
  -- when it ends before that: revoked, or another took its place
  ends_at timestamptz not null,
  used_on date,
  -- how often it came along after its end, and last when
  refused integer not null default 0,
  refused_on date
);
create index api_key_maker on people.api_key (made_by);
create function people.forget_maker() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update people.api_key k set made_by = null where k.made_by = old.id;
  return null;
end $$;
revoke all on function people.forget_maker() from public;
create trigger forget_maker after delete on people.person for each row execute function people.forget_maker();
-- Nobody's row, and asked for before anybody is known: column grants alone decide.
alter table people.api_key enable row level security;
create policy anybody on people.api_key using (true) with check (true);
