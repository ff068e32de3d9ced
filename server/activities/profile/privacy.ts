import type { Acts, Holding } from '../../policy/activity.ts'

/** What we do with what stands in a profile. Names, languages and companies are the business of `people`. */
export const acts = {
  'profile.view': { purpose: 'account', by: 'customer', reads: ['contact'] },
  'profile.correct': { purpose: 'account', by: 'customer', reads: ['contact'], writes: ['contact'] },
  // Where a letter with a code goes that brings somebody back into their ID.
  'profile.proven-for-rights': { purpose: 'answer-rights', by: 'staff', reads: ['contact'] },
  'profile.address-for-post': { purpose: 'security', by: 'staff', reads: ['contact'], on: 'appointed' },
  'profile.look-for-post': { purpose: 'security', by: 'system', reads: ['contact'] },
  'profile.import': { purpose: 'account', by: 'system', writes: ['contact'] },
  'profile.view-research': { purpose: 'research', by: 'customer', reads: ['research'] },
  'profile.correct-research': { purpose: 'research', by: 'customer', reads: ['research'], writes: ['research'] },
  // The purpose's own login counts: it sees those who agreed, and nobody else.
  'profile.count-trades': { purpose: 'research', by: 'staff', reads: ['research'] },
} as const satisfies Acts

const lineColumns = ['id', 'kind', 'recorded_at', 'source', 'policy_version', 'replaced_at', 'replaces'] as const

export const holdings: Holding[] = [
  {
    table: 'profile.contact',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { value: 'contact' },
    bookkeeping: [...lineColumns, 'proven_at'],
    current: 'replaced_at is null',
  },
  {
    table: 'profile.research',
    person: 'person_id',
    purpose: 'research',
    since: 'recorded_at',
    columns: { value: 'research' },
    bookkeeping: lineColumns,
    current: 'replaced_at is null',
  },
]
