-- What each person said, in detail: a yes by topic and channel, a restriction by category. And what the policy binds to when
-- something was collected: data from before a purpose used its category stay closed to it until what its basis asks for is there.

-- The bit of person.restricted_in that a category has; given for ever, never to another.
create table policy.category (
  category text primary key,
  bit smallint not null unique check (bit between 0 and 62)
);
-- Which categories stand in a table.
create table policy.place (
  place text primary key,
  categories bigint not null
);
-- A purpose's use of a category. An empty category stands for all else that a yes covers.
create table policy.use (
  purpose text not null,
  category text not null,
  -- the version that began it; 0: it was so from the first
  since integer not null,
  -- versions under which the category was collected, and not for this purpose
  closed int4multirange not null,
  -- what was collected under those waits: for a yes to `since` or later, or for a record of why the new use fits the old one
  bound boolean not null,
  -- the version that ended it; null while it lasts
  stopped integer,
  primary key (purpose, category)
);
-- The same as the row policies ask it: rows of a table that were collected under these versions are closed to a login.
create table policy.bound (
  role text not null references policy.slot (role),
  purpose text not null,
  place text not null,
  since integer not null,
  closed int4multirange not null,
  primary key (role, place)
);

alter table people.person add column restricted_in bigint not null default 0;

alter table consent.event
  -- of a yes or its withdrawal: each a `topic/channel`, where the purpose has them; null: all of it
  add column choices text[] check (cardinality(choices) between 1 and 500),
  -- of a restriction: the category; null: everything
  add column category text,
  -- which form was shown, in which version of its layout
  add column layout text not null default '';
alter table consent.event drop constraint event_said_check;
alter table consent.event add constraint event_said_check
  check (said in ('agree', 'refuse', 'withdraw', 'object', 'allow', 'restrict', 'release'));
alter table consent.event add constraint event_category_check check (category is null or purpose is null);

-- What somebody agrees to now; the trigger below keeps it.
create table consent.choice (
  person_id uuid not null references people.person (id) on delete cascade,
  purpose text not null,
  -- `topic/channel`; empty where the purpose has neither
  choice text not null,
  agreed_at timestamptz not null,
  language text not null,
  wording text not null,
  policy_version integer not null,
  primary key (person_id, purpose, choice)
);
call base.guard('consent.choice', 'person_id');

insert into consent.choice (person_id, purpose, choice, agreed_at, language, wording, policy_version)
select last.person_id, last.purpose, '', last.recorded_at, last.language, last.wording, last.policy_version
  from (select distinct on (person_id, purpose) person_id, purpose, said, recorded_at, language, wording, policy_version
          from consent.event where said in ('agree', 'withdraw') order by person_id, purpose, recorded_at desc, id desc) last
  join policy.slot s on s.purpose = last.purpose and s.kind = 'agree'
  join people.person p on p.id = last.person_id and (p.agreed & (1::bigint << s.bit)) <> 0
 where last.said = 'agree';

-- Runs as the owner: whoever may write an event may not write standing.
create or replace function consent.stand() returns trigger language plpgsql security definer
  set search_path = '' as $$
declare
  mask bigint;
  kind_wanted text := case when new.said in ('agree', 'refuse', 'withdraw') then 'agree' else 'object' end;
  pieces text[] := coalesce(new.choices, array['']);
begin
  if new.category is not null then
    select 1::bigint << c.bit into mask from policy.category c where c.category = new.category;
    if mask is null then
      raise exception 'The policy has no category %.', new.category using errcode = 'AB001';
    end if;
    update people.person p set
      restricted_in = case new.said when 'restrict' then p.restricted_in | mask else p.restricted_in & ~mask end
    where p.id = new.person_id;
    return null;
  end if;
  if new.purpose is null then
    update people.person p set restricted = (new.said = 'restrict') where p.id = new.person_id;
    return null;
  end if;
  select 1::bigint << s.bit into mask from policy.slot s where s.purpose = new.purpose and s.kind = kind_wanted;
  if mask is null then
    raise exception 'The purpose % does not rest on what a person says in this way.', new.purpose using errcode = 'AB001';
  end if;
  if new.said = 'agree' then
    insert into consent.choice (person_id, purpose, choice, agreed_at, language, wording, policy_version)
    select distinct new.person_id, new.purpose, piece, new.recorded_at, new.language, new.wording, new.policy_version
      from unnest(pieces) piece
    on conflict (person_id, purpose, choice) do update
      set agreed_at = excluded.agreed_at, language = excluded.language, wording = excluded.wording,
          policy_version = excluded.policy_version;
  elsif new.said = 'withdraw' then
    delete from consent.choice c where c.person_id = new.person_id and c.purpose = new.purpose
       and (new.choices is null or c.choice = any (new.choices));
  elsif new.said = 'refuse' then
    return null;
  end if;
  update people.person p set
    agreed   = case
      when kind_wanted <> 'agree' then p.agreed
      when exists (select from consent.choice c where c.person_id = new.person_id and c.purpose = new.purpose) then p.agreed | mask
      else p.agreed & ~mask end,
    objected = case new.said when 'object' then p.objected | mask when 'allow' then p.objected & ~mask else p.objected end
  where p.id = new.person_id;
  return null;
end $$;

-- Who takes the last of a yes back takes the answers along, with what they were before. After `stand`, by its name.
create or replace function consent.take_back() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  if not exists (select from consent.choice c where c.person_id = new.person_id and c.purpose = new.purpose) then
    execute format('delete from %s where %I = $1', tg_argv[0], tg_argv[1]) using new.person_id;
  end if;
  return null;
end $$;

-- The categories in a table that are closed to whoever asks, where somebody has theirs restricted. A login is called by what it
-- does then: looking into `policy.slot` would wait for whoever publishes.
create function policy.stops(place text) returns bigint language sql stable security definer
  set search_path = '' as $$
  select case when session_user ~ '_stop_[0-9]+$' then coalesce((select p.categories from policy.place p where p.place = $1), 0)
              else 0 end
$$;

-- Whether all that somebody agrees to of the purpose of whoever asks was said under a version that reaches as far as its use of a
-- table. Asked of what is closed alone.
create function consent.said_since(person uuid, place text) returns boolean language sql stable security definer
  set search_path = '' as $$
  select coalesce((select min(c.policy_version) >= b.since
                     from policy.bound b join consent.choice c on c.purpose = b.purpose and c.person_id = $1
                    where b.role = session_user and b.place = $2 group by b.since), false)
$$;
revoke all on function policy.stops(text), consent.said_since(uuid, text) from public;

-- A table whose rows belong to a person (0013), with both of these. `schema.table` as publishing names it.
create function base.place_of(target regclass) returns text language sql stable
  set search_path = '' as $$
  select format('%s.%s', n.nspname, c.relname) from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target
$$;

-- What `policy.stops` gives, as a question that the planner sees through: it is asked by every statement.
create function base.stops_in(target regclass) returns text language sql stable
  set search_path = '' as $$
  select format('coalesce((select case when session_user ~ ''_stop_[0-9]+$'' then s.categories else 0 end from policy.place s'
                ' where s.place = %L), 0)', base.place_of(target))
$$;

-- For a person: that a purpose's login sees them, and nothing in this table that it may not use is restricted.
create function base.seen_of(target regclass, person text) returns text language sql stable
  set search_path = '' as $$
  select format('exists (select from people.person p where p.id = %s and (p.restricted_in & %s) = 0)', person, base.stops_in(target))
$$;

-- Rows that were collected under a version which did not promise them to the purpose.
create procedure base.guard_age(target regclass, person text) language plpgsql
  set search_path = '' as $$
begin
  execute format('create policy age on %s as restrictive to %s using (%s or consent.said_since(%s, %L))',
    target, base.slots(),
    -- A table that does not say when its rows came is closed as a whole.
    case when exists (select from pg_catalog.pg_attribute a
                       where a.attrelid = target and a.attname = 'policy_version' and not a.attisdropped)
      then format('coalesce(not %s.policy_version <@ (select b.closed from policy.bound b where b.role = session_user and b.place = %L), true)',
                  target, base.place_of(target))
      else format('(select b.closed from policy.bound b where b.role = session_user and b.place = %L) is null', base.place_of(target)) end,
    person, base.place_of(target));
end $$;

create or replace procedure base.guard(target regclass, person_column name) language plpgsql
  set search_path = '' as $$
declare
  own text := format('%I = any (array(select people.self()))', person_column);
  seen text := base.seen_of(target, format('%s.%I', target, person_column));
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy person on %s to %s using (%s) with check (%s)', target, base.slots(), seen, seen);
  execute format('create policy self on %s to %I using (%s) with check (%s)', target, base.role('self'), own, own);
  call base.guard_age(target, format('%s.%I', target, person_column));
end $$;

-- A row of a company is the company's: one colleague restricts nothing of it.
create or replace procedure base.guard_shared(target regclass, person_column name, organisation_column name) language plpgsql
  set search_path = '' as $$
declare
  -- With the table's name: a membership has columns of these names too.
  person text := format('%s.%I', target, person_column);
  organisation text := format('%s.%I', target, organisation_column);
  seen text := format(
    'case when %2$s is null then %1$s'
    ' else exists (select from people.membership m where m.organisation_id = %2$s and m.left_at is null) end',
    base.seen_of(target, person), organisation);
  own text := format(
    'case when %2$s is null then %1$s = any (array(select people.self()))'
    ' else %2$s = any (array(select people.organisations_of_self())) end', person, organisation);
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy person on %s to %s using (%s) with check (%s)', target, base.slots(), seen, seen);
  execute format('create policy self on %s to %I using (%s) with check (%s)', target, base.role('self'), own, own);
  call base.guard_age(target, person);
  -- A row comes in nobody's name whom the login does not see.
  execute format('create policy bringer on %s as restrictive for insert'
                 ' with check (%s is null or exists (select from people.person p where p.id = %s))',
                 target, person, person);
  execute format('create trigger keep_bringer before update on %1$s for each row'
                 ' when (new.%2$I is distinct from old.%2$I and new.%2$I is not null) execute function base.keep_bringer()',
                 target, person_column);
  execute format('create trigger forget_ownerless after update on %1$s for each row'
                 ' when (new.%2$I is null and new.%3$I is null) execute function base.forget_ownerless(%2$L, %3$L)',
                 target, person_column, organisation_column);
  -- Always empty: it lets the deletion above find its row.
  execute format('create index on %s ((1)) where %I is null and %I is null', target, person_column, organisation_column);
  insert into base.shared (target, person_column, organisation_column)
  values (base.place_of(target), person_column, organisation_column);
end $$;
revoke all on function base.place_of(regclass), base.stops_in(regclass), base.seen_of(regclass, text) from public;
revoke all on procedure base.guard_age(regclass, text) from public;

-- The tables that are there already. Without their keys nothing could be opened that is not restricted.
do $$
declare
  guarded record;
  seen text;
  slot record;
  stopped text := format('(restricted_in & %s) = 0', base.stops_in('people.person'));
begin
  execute format('grant execute on function policy.stops(text), consent.said_since(uuid, text) to %s', base.slots());
  -- Which tables have which categories, and what waits for what: nothing about anybody.
  execute format('grant select on policy.place, policy.bound to %s', base.slots());
  for guarded in
    select p.polrelid::regclass as target, s.organisation_column,
           format('%s.%I', p.polrelid::regclass, coalesce(s.person_column, 'person_id')) as person
      from pg_policy p left join base.shared s on s.target::regclass = p.polrelid
     where p.polname = 'person' and p.polrelid <> 'people.key'::regclass
  loop
    seen := base.seen_of(guarded.target, guarded.person);
    if guarded.organisation_column is not null then
      seen := format('case when %2$s is null then %1$s else exists (select from people.membership m'
                     ' where m.organisation_id = %2$s and m.left_at is null) end',
                     seen, format('%s.%I', guarded.target, guarded.organisation_column));
    end if;
    execute format('alter policy person on %s using (%s) with check (%s)', guarded.target, seen, seen);
    call base.guard_age(guarded.target, guarded.person);
  end loop;
  -- Who may not be used as who they are cannot be used at all.
  for slot in select s.role, pg_get_expr(p.polqual, p.polrelid) as condition
                from policy.slot s join pg_policy p on p.polrelid = 'people.person'::regclass and p.polname = s.role
               where s.restricted = 'stop' loop
    execute format('alter policy %I on people.person using (%s and %s) with check (%s and %s)',
                   slot.role, slot.condition, stopped, slot.condition, stopped);
  end loop;
  execute format('grant select on policy.category, policy.use to %I', base.role('gate'));
  -- What row policies ask of the person; publishing grants it to those that have a purpose.
  execute format('grant select (restricted_in) on people.person to %I, %s', base.role('gate'), base.slots());
end $$;

-- The subjects that somebody ticked, as long as there is something that they want to hear.
create table consent.interest (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  interest text not null,
  recorded_at timestamptz not null,
  source text not null,
  policy_version integer not null,
  unique (person_id, interest)
);
call consent.guard_answers('consent.interest', 'person_id', 'product-news');
