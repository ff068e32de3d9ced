-- Evidence is written of acts that the policy compiled, and of nothing else. Publishing fills these tables in the
-- transaction that grants; the row policies below ask them and never change.

-- Acts of the version in force and of the one before it, which a process may still speak of that has not heard.
create table policy.act (
  act text not null,
  version integer not null references policy.version (number),
  -- SHA-256 of the declarations that it was compiled from: two versions of the product may run at once
  declared text not null,
  purpose text not null,
  clause text not null,
  by text not null,
  -- the login that changes something in it, and writes its evidence with that; null where it changes nothing
  writer text,
  -- whether it reads: the evidence login writes that it was done
  reads boolean not null,
  -- schema.table.column of what it may show or change, schema.table where rows are deleted
  fields text[] not null,
  -- role/controller of each colleague who may do it; one empty text where it is not done by staff
  parts text[] not null,
  primary key (act, version, declared)
);

-- Every role/controller that a policy in force ever declared: a colleague whose role is gone may still be refused.
create table policy.part (
  part text primary key
);
insert into policy.part select distinct concat(role, '/', controller) from people.staff;

-- Who runs: what a process needs is granted as long as it says, again and again, that it lives.
create table policy.process (
  id uuid primary key,
  -- SHA-256 of its declarations
  declared text not null,
  -- what its code holds and does; json keeps them letter by letter
  declarations json not null,
  -- when it counts as ended, unless it is heard of before
  until timestamptz not null
);

do $$
declare
  slots text := base.slots();
  self text := quote_ident(base.role('self'));
  evidence text := quote_ident(base.role('evidence'));
  compiled text := 'exists (select from policy.act a where a.act = form.act and a.version = form.version'
    ' and a.purpose = form.purpose and a.clause = form.clause and %s)';
  done text := 'a.by = form.by and form.part = any (a.parts) and form.fields <@ a.fields';
begin
  drop policy own_purpose on audit.form;
  drop policy own_acts on audit.form;
  drop policy readings on audit.form;
  -- A login writes down what it changes, in its own name.
  execute format('create policy own_acts on audit.form for insert to %s, %s with check (writer = session_user and outcome = ''done'' and %s)',
    slots, self, format(compiled, 'a.writer = form.writer and ' || done));
  -- The evidence login writes down what was read,
  execute format('create policy readings on audit.form for insert to %s with check (writer = session_user and outcome = ''done'' and %s)',
    evidence, format(compiled, 'a.reads and ' || done));
  -- and every refusal, of which nothing was shown. A colleague may be refused an act that is not for staff.
  execute format('create policy refusals on audit.form for insert to %s with check (writer = session_user and outcome <> ''done'''
    ' and outcome ~ ''^[a-z]+(-[a-z]+)*$'' and fields = ''{}'' and %s and case by when ''staff'''
    ' then exists (select from policy.part p where p.part = form.part) else part = '''' end)',
    evidence, format(compiled, '(a.by = form.by or form.by = ''staff'')'));

  execute format('grant select on policy.act to %s, %s, %s', slots, self, evidence);
  execute format('grant select on policy.part to %s', evidence);
  -- What a login is for stands beside its acts now.
  execute format('revoke select (role, purpose) on policy.slot from %s', slots);
end $$;
