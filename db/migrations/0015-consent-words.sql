-- What somebody had before them when they said something: the words, and the place. With language, version and moment, which
-- were kept from the first day, that is what proves a yes.
alter table consent.event
  -- SHA-256, in hex, of the words of the policy that stood beside the question, in the language of the line
  add column wording text not null default '',
  -- the page or the call on which it was said
  add column place text not null default '';

-- A yes without the words that it was given to is none. What was said before they were kept stays as it is.
alter table consent.event
  add constraint agreed_words check (said <> 'agree' or wording ~ '^[0-9a-f]{64}$') not valid;
