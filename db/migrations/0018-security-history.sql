-- What happened to somebody's ID, for themselves to see, and when a session last showed that it is still theirs.

create table people.security_event (
  id uuid primary key,
  person_id uuid not null references people.person (id) on delete cascade,
  kind text not null,
  -- from where, and what else the person is told of it; sealed
  detail bytea not null,
  at timestamptz not null,
  -- a letter has to tell of it: the moment from which it waits; null once it is written, or where none is needed
  tell_at timestamptz
);
create index security_event_person on people.security_event (person_id, at);
create index security_event_untold on people.security_event (tell_at) where tell_at is not null;
call base.guard('people.security_event', 'person_id');

-- When a password, a passkey or a code was shown last in this session: grave acts ask for it anew.
alter table people.session add column proven_at timestamptz;
update people.session set proven_at = created_at;
alter table people.session alter column proven_at set not null;

-- Half a session waits for the second factor, a colleague's and a customer's alike. Those that wait now last ten minutes: their
-- token names the kind that it was made for, so they begin again.
delete from people.session where kind = 'staff-half';
alter table people.session drop constraint session_kind_check;
alter table people.session add constraint session_kind_check check (kind in ('customer', 'staff', 'half'));
