-- Other sites that people sign in at with their ID (OpenID Connect): which there are, who allowed what, and what is open there.

-- A site, as an administrator registered it. Nothing of anybody's.
create table people.site (
  -- its short name: what it says it is, and the reference in the evidence of what it was told
  id text primary key check (id ~ '^[a-z][a-z0-9-]{2,30}$'),
  -- by language; one at least
  names jsonb not null,
  address text not null,
  redirect_uris text[] not null,
  post_logout_uris text[] not null,
  -- where it hears that somebody signed out
  backchannel_uri text,
  -- null for a site that can keep no secret: an app, or pages without a server
  secret_hash bytea,
  -- the purpose of the policy for which it asks
  purpose text not null,
  -- the recipient of the policy that runs it; null: ourselves
  run_by text,
  -- the controller of the policy whose site it is: its colleagues, and no other's, change it
  controller text not null,
  scopes text[] not null,
  recorded_at timestamptz not null,
  off_at timestamptz,
  -- all sign-ins from before are over
  ended_at timestamptz
);

-- What somebody allowed a site to see. It stands until they take it back.
create table people.site_consent (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  site_id text not null references people.site (id) on delete cascade,
  purpose text not null,
  scopes text[] not null,
  recorded_at timestamptz not null,
  policy_version integer not null,
  used_at timestamptz,
  unique (person_id, site_id)
);
create index site_consent_site on people.site_consent (site_id);
call base.guard('people.site_consent', 'person_id');

-- A sign-in of somebody at a site, out of a session here. It ends with that session; where the site was allowed to stay
-- (offline), only when somebody ends the session, and not when it runs out. What the site was given with it ends at once.
create table people.site_grant (
  id uuid primary key,
  consent_id uuid not null references people.site_consent (id) on delete cascade,
  person_id uuid not null references people.person (id) on delete cascade,
  site_id text not null references people.site (id) on delete cascade,
  session_hash bytea references people.session (token_hash) on update cascade on delete set null,
  offline boolean not null,
  -- what the site knows the person by, and the session; no other site the same
  subject text not null,
  sid text not null,
  recorded_at timestamptz not null,
  unique (session_hash, site_id, offline)
);
create index site_grant_person on people.site_grant (person_id);
create index site_grant_consent on people.site_grant (consent_id);
call base.guard('people.site_grant', 'person_id');

-- Codes, access tokens and refresh tokens: found by a keyed hash, and sealed.
create table people.site_token (
  id_hash bytea primary key,
  kind text not null,
  grant_id uuid not null references people.site_grant (id) on delete cascade,
  person_id uuid not null references people.person (id) on delete cascade,
  content bytea not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);
create index site_token_grant on people.site_token (grant_id);
create index site_token_person on people.site_token (person_id);
create index site_token_expires on people.site_token (expires_at);
call base.guard('people.site_token', 'person_id');

-- What a site asks while nobody has answered: nobody is known yet. Encrypted with a key that is derived from the secret.
create table people.site_request (
  id_hash bytea primary key,
  -- of whoever is answering
  session_hash bytea references people.session (token_hash) on update cascade on delete cascade,
  content bytea not null,
  expires_at timestamptz not null
);
create index site_request_session on people.site_request (session_hash);
create index site_request_expires on people.site_request (expires_at);

-- Sites that have to hear that a sign-in ended, until they have heard. Names nobody: whoever was erased is among them.
create table people.site_logout (
  -- of the sign-in that ended
  id uuid primary key,
  site_id text not null references people.site (id) on delete cascade,
  subject text not null,
  sid text not null,
  tries integer not null default 0,
  -- null: at once
  next_try_at timestamptz
);
create index site_logout_site on people.site_logout (site_id);

-- Keys with which we sign what we tell sites; encrypted with a key that is derived from the secret.
create table people.site_key (
  id uuid primary key,
  content bytea not null,
  recorded_at timestamptz not null
);

-- A sign-in that ends while its session is still known, or whose session ends: the site hears of it, in the same transaction,
-- however it came to an end. Runs as the owner: whoever may end a session need not be able to read what is open elsewhere.
create function people.tell_site() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  insert into people.site_logout (id, site_id, subject, sid)
  select old.id, s.id, old.subject, old.sid from people.site s
   where s.id = old.site_id and s.backchannel_uri is not null
  on conflict do nothing;
  return null;
end $$;
create trigger tell_site after delete on people.site_grant for each row
  when (old.session_hash is not null) execute function people.tell_site();
create trigger tell_site_later after update on people.site_grant for each row
  when (old.session_hash is not null and new.session_hash is null) execute function people.tell_site();

create function people.end_grants() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  delete from people.site_grant g where g.session_hash = old.token_hash and not g.offline;
  return old;
end $$;
create trigger end_grants before delete on people.session for each row execute function people.end_grants();

-- A site that is switched off, or whose sign-ins an administrator ends: all of them, which the site hears even so. What slipped
-- in at the moment of switching off is ended when the site is switched on again.
create function people.end_at_site() returns trigger language plpgsql security definer
  set search_path = '' as $$
begin
  delete from people.site_grant g where g.site_id = new.id;
  return null;
end $$;
create trigger end_at_site after update of off_at, ended_at on people.site for each row
  when (new.off_at is distinct from old.off_at or new.ended_at is distinct from old.ended_at)
  execute function people.end_at_site();

revoke all on function people.tell_site(), people.end_grants(), people.end_at_site() from public;

do $$
declare
  named text;
begin
  foreach named in array array['site', 'site_request', 'site_logout', 'site_key'] loop
    execute format('alter table people.%I enable row level security', named);
    -- They name nobody: column grants alone decide.
    execute format('create policy anybody on people.%I to %s using (true) with check (true)', named, base.slots());
  end loop;
  -- Whoever reads which sites they allowed reads what those are called.
  execute format('create policy self on people.site for select to %I using (true)', base.role('self'));
end $$;
