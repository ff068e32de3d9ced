-- A lawyer's questions with their right answers, as they stood beside the file when the version was published. They are no
-- words of the policy: a version that is in force may get others, and an earlier one may have none.
alter table policy.version add column cases text;
