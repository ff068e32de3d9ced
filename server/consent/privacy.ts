import type { Acts, Holding } from '../policy/activity.ts'

const purpose = 'account'

/** What we do with what somebody said about our use of their data. */
export const acts = {
  'consent.view': { purpose, by: 'customer', reads: ['preferences'] },
  'consent.say': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
  // Each an act of its own, so that no sentence of a policy counts as kept by another that already has its page.
  'consent.choose': {
    purpose: 'product-news',
    by: 'customer',
    reads: ['interests'],
    writes: ['interests'],
    deletes: ['interests'],
  },
  'consent.restrict': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
  'consent.take-receipt': { purpose, by: 'customer', reads: ['preferences'] },
  // With the link in a letter instead of a session.
  'consent.view-by-mail': { purpose, by: 'customer', reads: ['preferences'] },
  'consent.say-by-mail': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
} as const satisfies Acts

const leaks = 'how many unnamed people said what'

export const holdings: Holding[] = [
  {
    table: 'consent.event',
    person: 'person_id',
    purpose,
    since: 'recorded_at',
    columns: {
      said: { category: 'preferences', kept: 'plain', leaks },
      choices: { category: 'preferences', kept: 'plain', leaks },
      category: { category: 'preferences', kept: 'plain', leaks },
    },
    bookkeeping: ['id', 'purpose', 'language', 'recorded_at', 'source', 'policy_version', 'wording', 'place', 'layout'],
    appendOnly: true,
    // What was agreed to under one ID was not agreed to under the other: of both, the stricter is said anew.
    joins: 'stays',
  },
  {
    // What follows from the events, kept by the database alone.
    table: 'consent.choice',
    person: 'person_id',
    purpose,
    since: 'agreed_at',
    columns: { choice: { category: 'preferences', kept: 'plain', leaks, as: 'copy' } },
    bookkeeping: ['purpose', 'agreed_at', 'language', 'wording', 'policy_version'],
    byFunction: true,
    joins: 'stays',
  },
  {
    table: 'consent.interest',
    person: 'person_id',
    purpose: 'product-news',
    since: 'recorded_at',
    columns: {
      interest: { category: 'interests', kept: 'plain', leaks: 'how many unnamed people like which subject' },
    },
    bookkeeping: ['id', 'recorded_at', 'source', 'policy_version'],
    joins: 'stays',
  },
]
