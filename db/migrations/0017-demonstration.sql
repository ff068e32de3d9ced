-- Whether this is the demonstration's database: it lets anybody be anybody, and must never be a company's own; nor the other way.
alter table base.installation add column demonstration boolean not null default false;
update base.installation set demonstration = true where seeded_at is not null;
