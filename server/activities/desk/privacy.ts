import type { Acts, Holding } from '../../policy/activity.ts'

/**
 * What colleagues do at the desk: find somebody, open what the stated purpose was promised, and show in full what is
 * masked. Three acts for each purpose for which a customer is looked up by hand; a role of the policy that may state none
 * of them finds nobody here.
 */
export const acts = {
  'desk.find-for-support': { purpose: 'support', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-support': { purpose: 'support', by: 'staff', reads: 'promised' },
  'desk.reveal-for-support': { purpose: 'support', by: 'staff', reads: 'promised' },
  'desk.find-for-orders': { purpose: 'deliver-orders', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-orders': { purpose: 'deliver-orders', by: 'staff', reads: 'promised' },
  'desk.reveal-for-orders': { purpose: 'deliver-orders', by: 'staff', reads: 'promised' },
  'desk.find-for-products': { purpose: 'register-products', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-products': { purpose: 'register-products', by: 'staff', reads: 'promised' },
  'desk.reveal-for-products': { purpose: 'register-products', by: 'staff', reads: 'promised' },
  'desk.find-for-seminars': { purpose: 'seminars', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-seminars': { purpose: 'seminars', by: 'staff', reads: 'promised' },
  'desk.reveal-for-seminars': { purpose: 'seminars', by: 'staff', reads: 'promised' },
  'desk.find-for-rights': { purpose: 'answer-rights', by: 'staff', reads: ['identity', 'contact'] },
  'desk.open-for-rights': { purpose: 'answer-rights', by: 'staff', reads: 'promised' },
  'desk.reveal-for-rights': { purpose: 'answer-rights', by: 'staff', reads: 'promised' },
  // The same by one of the company's own systems, with a key of the purpose: nothing is revealed to it.
  'desk.system-find-for-support': { purpose: 'support', by: 'system', reads: ['identity', 'contact'], key: true },
  'desk.system-open-for-support': { purpose: 'support', by: 'system', reads: 'promised', key: true },
  'desk.system-find-for-orders': { purpose: 'deliver-orders', by: 'system', reads: ['identity', 'contact'], key: true },
  'desk.system-open-for-orders': { purpose: 'deliver-orders', by: 'system', reads: 'promised', key: true },
  'desk.system-find-for-products': {
    purpose: 'register-products',
    by: 'system',
    reads: ['identity', 'contact'],
    key: true,
  },
  'desk.system-open-for-products': { purpose: 'register-products', by: 'system', reads: 'promised', key: true },
  'desk.system-find-for-seminars': { purpose: 'seminars', by: 'system', reads: ['identity', 'contact'], key: true },
  'desk.system-open-for-seminars': { purpose: 'seminars', by: 'system', reads: 'promised', key: true },
  'desk.system-find-for-rights': { purpose: 'answer-rights', by: 'system', reads: ['identity', 'contact'], key: true },
  'desk.system-open-for-rights': { purpose: 'answer-rights', by: 'system', reads: 'promised', key: true },
  // A record stays open for its minutes, or until it is closed. That a permit was closed says nothing about anybody.
  'desk.close': {
    purpose: 'security',
    by: 'system',
    reads: ['security'],
    writes: ['security'],
    deletes: ['security'],
    evidence: 'none',
  },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'desk.closed_permit',
    person: null,
    purpose: 'security',
    since: 'ends_at',
    columns: { mark: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: permits are random' } },
    bookkeeping: ['ends_at'],
  },
]
