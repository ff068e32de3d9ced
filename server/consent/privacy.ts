import type { Acts, Holding } from '../policy/activity.ts'

/** What we do with what somebody said about our use of their data. */
export const acts = {
  'consent.say': { purpose: 'account', by: 'customer', reads: ['preferences'], writes: ['preferences'] },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'consent.event',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { said: { category: 'preferences', kept: 'plain', leaks: 'how many unnamed people agreed to what' } },
    bookkeeping: ['id', 'purpose', 'language', 'recorded_at', 'source', 'policy_version'],
    appendOnly: true,
  },
]
