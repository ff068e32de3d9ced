-- What we did. Append-only by privilege: nobody but the owner of the database can change or delete a line, and the
-- chain of seals shows it if the owner does. Pseudonyms are derived from a person's key: without the key they lead to nobody.

-- What many lines have in common, written once for each login that uses it. A form's id is the hash of what it says, so
-- that whoever knows a line's form knows that nothing of it was changed. It says nothing about anybody.
create table audit.form (
  id uuid primary key,
  writer text not null,
  act text not null,
  purpose text not null,
  clause text not null,
  version integer not null,
  -- customer, staff, system, stranger
  by text not null,
  -- role and controller of the member of staff, as the customer may see them; empty for others
  part text not null,
  -- schema.table.column of what was shown or changed; never a value
  fields text[] not null,
  -- done, or the code of the refusal
  outcome text not null,
  check (strpos(concat(writer, act, purpose, clause, by, part, array_to_string(fields, ','), outcome), E'\n') = 0),
  constraint form_id_is_its_hash check (id = encode(substr(sha256(convert_to(concat_ws(E'\n',
    writer, act, purpose, clause, version, by, part, array_to_string(fields, ','), outcome), 'UTF8')), 1, 16), 'hex')::uuid)
);

create table audit.evidence (
  -- first, so that the transaction has its number before the line has: sealing relies on that order
  transaction xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity primary key,
  at timestamptz not null,
  form uuid not null,
  -- pseudonym of the member of staff
  actor bytea,
  -- pseudonym of the person
  subject bytea,
  -- number of a case or an order, where one was stated
  reference text
);
create index evidence_subject on audit.evidence (subject) where subject is not null;

-- Lines as they are read by whom they are about: who acted stays a pseudonym that is not shown.
create view audit.line with (security_invoker = true) as
  select e.id, e.at, e.subject, e.reference, f.act, f.purpose, f.clause, f.version, f.by, f.part, f.fields, f.outcome
    from audit.evidence e join audit.form f on f.id = e.form;

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

alter table audit.form enable row level security;
alter table audit.evidence enable row level security;

do $$
declare
  slots text := base.slots();
  self text := quote_ident(base.role('self'));
  evidence text := quote_ident(base.role('evidence'));
  seal text := quote_ident(base.role('seal'));
  gate text := quote_ident(base.role('gate'));
  writers text := concat_ws(', ', slots, self, evidence);
begin
  execute format('grant insert, select (id, writer) on audit.form to %s', writers);
  execute format('create policy known on audit.form for select to public using (true)');
  -- A purpose writes forms of its own purpose only, a customer's own login only of customers' acts.
  execute format('create policy own_purpose on audit.form for insert to %s with check (writer = session_user and by <> ''customer'''
    ' and purpose = (select s.purpose from policy.slot s where s.role = session_user))', slots);
  execute format('create policy own_acts on audit.form for insert to %s with check (writer = session_user and by = ''customer'')', self);
  execute format('create policy readings on audit.form for insert to %s with check (writer = session_user)', evidence);
  -- And lines of its own forms only.
  execute format('grant insert (at, form, actor, subject, reference) on audit.evidence to %s', writers);
  execute format('create policy own_forms on audit.evidence for insert to %s with check'
    ' (exists (select from audit.form f where f.id = form and f.writer = session_user))', writers);

  execute format('grant select on audit.form, audit.line to %s', self);
  execute format('grant select (id, at, form, subject, reference) on audit.evidence to %s', self);
  execute format('create policy about_me on audit.evidence for select to %s using'
    ' (subject = decode(nullif(current_setting(''abide.pseudonym'', true), ''''), ''hex''))', self);

  execute format('grant select on audit.form, audit.evidence, audit.seal, audit.tally to %s', seal);
  execute format('grant insert on audit.seal to %s', seal);
  execute format('grant insert, update (lines) on audit.tally to %s', seal);
  execute format('create policy sealing on audit.evidence for select to %s using (true)', seal);
  execute format('grant select on sequence audit.evidence_id_seq to %s', seal);
  execute format('grant select on audit.tally, audit.seal to %s', gate);
end $$;
