-- Permits of the desk that were closed before their time, by keyed hash, until they would have ended by themselves. A permit
-- is kept nowhere (it travels in the address of the page), so that closing one has to be.
create schema desk;

create table desk.closed_permit (
  mark bytea primary key,
  ends_at timestamptz not null
);
alter table desk.closed_permit enable row level security;

do $$
begin
  execute format('grant usage on schema desk to %s', base.slots());
  -- It names nobody: column grants alone decide.
  execute format('create policy anybody on desk.closed_permit to %s using (true) with check (true)', base.slots());
end $$;
