import type { Acts, ColumnHolding, Holding } from '../../policy/activity.ts'

/** What we do with what customers own. */
export const acts = {
  'products.view': { purpose: 'register-products', by: 'customer', reads: ['products'] },
  'products.register': { purpose: 'register-products', by: 'customer', reads: ['products'], writes: ['products'] },
  'products.correct': {
    purpose: 'register-products',
    by: 'customer',
    reads: ['products'],
    writes: ['products'],
    deletes: ['products'],
  },
  'products.remove': { purpose: 'register-products', by: 'customer', reads: ['products'], writes: ['products'] },
  'products.transfer': { purpose: 'register-products', by: 'customer', reads: ['products'], writes: ['products'] },
  'products.answer-offer': { purpose: 'register-products', by: 'customer', reads: ['products'], writes: ['products'] },
  // Two people's rows at once, and neither sees the other's: the product does it, for the one who said yes.
  'products.hand-over': { purpose: 'register-products', by: 'system', reads: ['products'], writes: ['products'] },
  'products.deliver-offer': { purpose: 'register-products', by: 'system', reads: ['products'], writes: ['products'] },
  'products.close-transfer': { purpose: 'register-products', by: 'system', reads: ['products'], writes: ['products'] },
  // Which offers are due and who has their ID, and what is over: no word of any is opened.
  'products.tidy': {
    purpose: 'register-products',
    by: 'system',
    reads: ['products', 'contact'],
    writes: ['products'],
    deletes: ['products'],
    evidence: 'none',
  },
  'products.keep-catalogue': {
    purpose: 'register-products',
    by: 'system',
    reads: ['products'],
    writes: ['products'],
    evidence: 'none',
  },
  'products.bring-in': { purpose: 'register-products', by: 'system', reads: ['products'], writes: ['products'] },
  // By the company's own systems, with a key of the purpose: a shop, a service tool.
  'products.system-find-for-support': { purpose: 'support', by: 'system', reads: ['products'], key: true },
  'products.system-find-for-products': { purpose: 'register-products', by: 'system', reads: ['products'], key: true },
  'products.system-list': { purpose: 'register-products', by: 'system', reads: ['products'], key: true },
  'products.system-register': {
    purpose: 'register-products',
    by: 'system',
    reads: ['products'],
    writes: ['products'],
    key: true,
  },
  // What the ID knows already is filled in where a product is registered.
  'products.prefill': { purpose: 'register-products', by: 'customer', reads: ['identity', 'contact', 'organisation'] },
  'products.show-proof': { purpose: 'support', by: 'staff', reads: ['products'] },
} as const satisfies Acts

const provenance = ['recorded_at', 'source', 'policy_version'] as const
const plain = (leaks: string): ColumnHolding => ({ category: 'products', kept: 'plain', leaks })
const shared = { person: 'person_id', organisation: 'organisation_id', purpose: 'register-products' } as const

export const holdings: Holding[] = [
  {
    table: 'products.family',
    person: null,
    purpose: 'register-products',
    columns: { name: plain('nothing: it is the catalogue, and about nobody') },
    bookkeeping: ['code', 'scheme', 'plants', 'says', 'months', 'extra_months', 'position', 'recorded_at'],
  },
  {
    ...shared,
    table: 'products.site',
    columns: { name: 'products' },
    bookkeeping: ['id'],
    onceWritten: provenance,
  },
  {
    ...shared,
    table: 'products.registration',
    columns: {
      serial_number: plain('which products are registered, and which of them by the same customer'),
      bought_on: plain('when somebody unnamed bought a product'),
      details: 'products',
    },
    bookkeeping: ['id', 'site_id', 'ended_at', 'ended_how'],
    onceWritten: ['came_by', ...provenance],
    current: 'ended_at is null',
  },
  {
    ...shared,
    table: 'products.proof',
    columns: { name: 'products', content: { category: 'products', kept: 'sealed', as: 'file' } },
    bookkeeping: ['id'],
    onceWritten: ['registration_id', 'type', 'bytes', ...provenance],
  },
  {
    ...shared,
    table: 'products.transfer',
    columns: {
      // Somebody else's address, as part of what happens to a product: a purpose that may write to its owner has no business with it.
      recipient: 'products',
      recipient_hash: { category: 'products', kept: 'keyed-hash', leaks: 'that two open offers name the same ID' },
      outcome: plain('how an offer of somebody unnamed ended'),
    },
    bookkeeping: ['id', 'delivered_at', 'closed_at'],
    onceWritten: ['registration_id', 'expires_at', ...provenance],
    current: 'closed_at is null',
  },
  {
    table: 'products.offer',
    person: 'person_id',
    purpose: 'register-products',
    columns: { serial_number: plain('which product is offered to somebody unnamed') },
    bookkeeping: ['id', 'closed_at', 'outcome'],
    onceWritten: ['transfer_id', 'expires_at', ...provenance],
    current: 'closed_at is null',
  },
  {
    ...shared,
    table: 'products.list',
    columns: {
      rows: { category: 'products', kept: 'sealed', as: 'file' },
      findings: { category: 'products', kept: 'sealed', as: 'file' },
    },
    bookkeeping: ['id', 'done', 'added', 'asked_at', 'finished_at'],
    onceWritten: ['total', 'wrong', ...provenance],
  },
  {
    table: 'products.guess',
    person: 'person_id',
    purpose: 'register-products',
    columns: { level: plain('how often somebody unnamed was told that a serial number is registered already') },
    bookkeeping: ['last_at'],
  },
]
