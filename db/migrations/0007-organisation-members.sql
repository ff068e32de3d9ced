-- `id` alone was the membership's own there, so that nobody saw an organisation: the table is named.
alter policy member on people.organisation
  using (exists (select from people.membership m where m.organisation_id = people.organisation.id))
  with check (true);
