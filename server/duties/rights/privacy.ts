import type { Acts, Holding } from '../../policy/activity.ts'

/** What we do so that people can use their rights. */
export const acts = {
  'rights.view-held': { purpose: 'answer-rights', by: 'customer', reads: 'promised', needed: true },
} as const satisfies Acts

/** Nothing yet: what is held, and who looked, is read where it stands. */
export const holdings: Holding[] = []
