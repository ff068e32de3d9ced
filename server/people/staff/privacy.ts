import type { Acts, Holding } from '../../policy/activity.ts'

/** What administrators do on pages with colleagues, and with the keys of the company's own systems. */
export const staffActs = {
  // Colleagues are seen for the safety of the systems, in every region, with whether there
  // is a second factor and no part of it; changed are those for whom the administrator's own controller answers, which
  // PostgreSQL judges.
  'people.view-staff': { purpose: 'security', by: 'staff', reads: ['identity', 'contact'] },
  'people.invite-staff': {
    purpose: 'account',
    by: 'staff',
    writes: ['identity', 'contact', 'credentials', 'organisation', 'correspondence'],
    deletes: ['identity'],
  },
  'people.withdraw-staff': {
    purpose: 'account',
    by: 'staff',
    deletes: ['identity'],
  },
  'people.appoint-staff': {
    purpose: 'account',
    by: 'staff',
    writes: ['credentials', 'organisation'],
  },
  'people.suspend-colleague': {
    purpose: 'account',
    by: 'staff',
    writes: ['organisation'],
  },
  // Of a colleague for whom another controller answers: who works for the default one ends their access, and no more.
  'people.suspend-elsewhere': {
    purpose: 'security',
    by: 'staff',
    on: 'appointed',
    reads: ['security'],
    writes: ['security'],
  },
  // Whoever lost every second factor begins anew, with a mailed link. No password and no factor is left that opens anything.
  'people.reset-factors': {
    purpose: 'security',
    by: 'staff',
    on: 'own',
    reads: ['security'],
    writes: ['credentials', 'security'],
    deletes: ['security'],
  },
  // The same by a command, for the only administrator.
  'people.reset-factors-at-terminal': {
    purpose: 'security',
    by: 'system',
    reads: ['identity', 'security'],
    writes: ['credentials', 'security'],
    deletes: ['security'],
    needed: true,
  },
  // What an administrator changed is taken into the history of the ID, and sessions end: the security purpose keeps both.
  'people.note-staff-change': {
    purpose: 'security',
    by: 'system',
    reads: ['identity', 'security'],
    writes: ['credentials', 'security'],
    deletes: ['security'],
    evidence: 'none',
  },
  // Keys of the company's own systems. Looking whether one is right shows nobody anything.
  'people.view-keys': { purpose: 'security', by: 'staff', reads: ['identity', 'security'] },
  'people.manage-keys': { purpose: 'security', by: 'staff', reads: ['security'], writes: ['security'] },
  'people.check-key': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security'],
    writes: ['security'],
    evidence: 'none',
  },
} as const satisfies Acts

export const staffHoldings: Holding[] = [
  {
    table: 'people.api_key',
    person: null,
    purpose: 'security',
    since: 'ends_at',
    columns: { token_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the key is random' } },
    bookkeeping: ['ends_at', 'used_on', 'refused', 'refused_on'],
    onceWritten: ['id', 'name', 'purpose', 'controller', 'acts', 'made_at', 'made_by', 'expires_at'],
  },
]
