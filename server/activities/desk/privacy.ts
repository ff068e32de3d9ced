import type { Acts, Holding } from '../../policy/activity.ts'

/**
 * What colleagues do at the desk: find somebody and open what the stated purpose was promised, and nothing else.
 * One pair of acts for each purpose that a role of the policy may state.
 */
export const acts = {
  'desk.find-for-support': { purpose: 'support', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-support': { purpose: 'support', by: 'staff', reads: 'promised' },
  'desk.find-for-orders': { purpose: 'deliver-orders', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-orders': { purpose: 'deliver-orders', by: 'staff', reads: 'promised' },
  'desk.find-for-rights': { purpose: 'answer-rights', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-rights': { purpose: 'answer-rights', by: 'staff', reads: 'promised' },
} as const satisfies Acts

/** The desk keeps nothing of its own. */
export const holdings: Holding[] = []
