-- What we did. Append-only by privilege: nobody but the owner of the database can change or delete a line, and the
-- chain of seals shows it if the owner does. Pseudonyms are derived from a person's key: without the key they lead to nobody.

create table audit.evidence (
  -- first, so that the transaction has its number before the line has: sealing relies on that order
  transaction xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null,
  writer text not null default session_user,
  act text not null,
  purpose text not null,
  clause text not null,
  version integer not null,
  -- customer, staff, system, stranger
  by text not null,
  -- pseudonym of the member of staff, and the role and controller that the customer may see
  actor bytea,
  part text,
  subject bytea,
  -- schema.table.column of what was shown or changed; never a value
  fields text[] not null,
  -- done, or the code of the refusal
  outcome text not null,
  -- number of a case or an order, where one was stated
  reference text
);
-- Lines are only ever added, so that ranges of ids lie together.
create index evidence_order on audit.evidence using brin (id) with (pages_per_range = 16, autosummarize = on);
create index evidence_subject on audit.evidence (subject, id desc) where subject is not null;

-- A seal closes the lines up to `until_id`: head = SHA-256 over the previous head and every line in order.
create table audit.seal (
  position integer primary key,
  until_id bigint not null unique,
  lines integer not null,
  head bytea not null,
  at timestamptz not null,
  signature bytea not null
);

-- How often each clause was relied on, counted as lines are sealed; tells nothing about anybody.
create table audit.tally (
  day date not null,
  clause text not null,
  act text not null,
  outcome text not null,
  lines bigint not null,
  primary key (clause, act, outcome, day)
);

alter table audit.evidence enable row level security;

do $$
declare
  slots text := base.slots();
  self text := quote_ident(base.role('self'));
  evidence text := quote_ident(base.role('evidence'));
  seal text := quote_ident(base.role('seal'));
  gate text := quote_ident(base.role('gate'));
  line text := 'at, act, purpose, clause, version, by, actor, part, subject, fields, outcome, reference';
begin
  execute format('grant insert (%s) on audit.evidence to %s, %s, %s', line, slots, self, evidence);
  -- A purpose writes evidence of its own purpose only, a customer's own login only of customers' acts.
  execute format('create policy own_purpose on audit.evidence for insert to %s with check'
    ' (writer = session_user and purpose = (select s.purpose from policy.slot s where s.role = session_user))', slots);
  execute format('create policy own_acts on audit.evidence for insert to %s with check (writer = session_user and by = ''customer'')', self);
  execute format('create policy readings on audit.evidence for insert to %s with check (writer = session_user)', evidence);
  execute format('grant select (id, at, act, purpose, clause, version, by, part, subject, fields, outcome, reference) on audit.evidence to %s', self);
  execute format('create policy about_me on audit.evidence for select to %s using'
    ' (subject = decode(nullif(current_setting(''abide.pseudonym'', true), ''''), ''hex''))', self);
  execute format('grant select on audit.evidence, audit.seal, audit.tally to %s', seal);
  execute format('grant insert on audit.seal to %s', seal);
  execute format('grant insert, update (lines) on audit.tally to %s', seal);
  execute format('create policy sealing on audit.evidence for select to %s using (true)', seal);
  execute format('grant select on sequence audit.evidence_id_seq to %s', seal);
  execute format('grant select on audit.tally, audit.seal to %s', gate);
end $$;
