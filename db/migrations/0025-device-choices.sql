-- What a browser was told about optional cookies: the proof of each choice. It names nobody, and no network address.

create table consent.device_choice (
  id uuid primary key,
  -- random; stands in the cookie of the browser that chose, and nowhere else
  consent_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('given', 'refused', 'withdrawn', 'directive')),
  -- purpose with + or -, joined by a full stop; `gpc` alone or among them where the browser sent that signal
  choices text not null check (length(choices) <= 2000),
  -- fingerprint of what was asked about
  list text not null check (length(list) <= 40),
  policy_version integer not null,
  -- SHA-256, in hex, of the words that were shown; empty where a signal was heard and nothing shown
  wording text not null check (wording = '' or wording ~ '^[0-9a-f]{64}$'),
  language text not null,
  -- which arrangement of the question was shown
  layout text not null,
  way text not null check (way in ('banner', 'cookies', 'account', 'gpc', 'embed', 'api')),
  -- the path of the page, or the origin of another site; never what follows a question mark
  page text not null check (length(page) <= 300 and page !~ '[?#]')
);
create index device_choice_consent on consent.device_choice (consent_id, at);
create index device_choice_at on consent.device_choice (at);

-- Of nobody, so that there is no person to judge it by; customers' own login has nothing to do here.
alter table consent.device_choice enable row level security;
do $$
begin
  execute format('create policy proofs on consent.device_choice to %s using (true) with check (true)', base.slots());
end $$;
