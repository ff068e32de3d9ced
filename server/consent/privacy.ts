import type { Acts, Holding } from '../policy/activity.ts'

const purpose = 'account'

/** What we do with what somebody said about our use of their data. */
export const acts = {
  'consent.view': { purpose, by: 'customer', reads: ['preferences'] },
  'consent.say': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
  // Each an act of its own, so that no sentence of a policy counts as kept by another that already has its page.
  'consent.choose': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
  'consent.restrict': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
  'consent.take-receipt': { purpose, by: 'customer', reads: ['preferences'] },
  // With the link in a letter instead of a session.
  'consent.view-by-mail': { purpose, by: 'customer', reads: ['preferences'] },
  'consent.say-by-mail': { purpose, by: 'customer', reads: ['preferences'], writes: ['preferences'] },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'consent.event',
    person: 'person_id',
    purpose,
    since: 'recorded_at',
    columns: { said: { category: 'preferences', kept: 'plain', leaks: 'how many unnamed people agreed to what' } },
    bookkeeping: ['id', 'purpose', 'language', 'recorded_at', 'source', 'policy_version', 'wording', 'place'],
    appendOnly: true,
    // What was agreed to under one ID was not agreed to under the other: of both, the stricter is said anew.
    joins: 'stays',
  },
]
