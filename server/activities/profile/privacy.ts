import type { Acts, Holding } from '../../policy/activity.ts'

/** What we do with how somebody can be reached. */
export const acts = {
  'profile.view': { purpose: 'account', by: 'customer', reads: ['identity', 'contact', 'organisation'] },
  'profile.correct': { purpose: 'account', by: 'customer', reads: ['contact'], writes: ['contact'] },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'profile.contact',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { value: 'contact' },
    bookkeeping: ['id', 'kind', 'recorded_at', 'source', 'policy_version', 'replaced_at'],
    current: 'replaced_at is null',
  },
]
