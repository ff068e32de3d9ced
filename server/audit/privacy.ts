import type { Acts, Holding } from '../policy/activity.ts'

/** What we do with the lines of evidence themselves. */
export const acts = {
  'audit.view-own': { purpose: 'evidence', by: 'customer', reads: ['evidence'], evidence: 'none', needed: true },
  // Whom a refused try was on: their pseudonym, so that they see it, although the login that tried sees nothing of them.
  'audit.note-refusal': { purpose: 'evidence', by: 'system', evidence: 'none', needed: true },
} as const satisfies Acts

/**
 * None: evidence holds pseudonyms that are derived from a person's key, names and codes. Its privileges stand in
 * migration 0003 and never follow a publication, so that no policy could ever switch the proof off.
 */
export const holdings: Holding[] = []
