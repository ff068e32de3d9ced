-- Role and controller of a colleague, sealed with their key. The plain ones beside it are for reading; a row that somebody
-- wrote who has a login and not the secret appoints nobody.
alter table people.staff add column appointment bytea;
