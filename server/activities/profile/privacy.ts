import type { Acts, Holding } from '../../policy/activity.ts'

/** What we do with how somebody can be reached. Their name and companies are the business of `people`. */
export const acts = {
  'profile.view': { purpose: 'account', by: 'customer', reads: ['contact'] },
  'profile.correct': { purpose: 'account', by: 'customer', reads: ['contact'], writes: ['contact'] },
  'profile.import': { purpose: 'account', by: 'system', writes: ['contact'] },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'profile.contact',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { value: 'contact' },
    bookkeeping: ['id', 'kind', 'recorded_at', 'source', 'policy_version', 'replaced_at', 'replaces'],
    current: 'replaced_at is null',
  },
]
