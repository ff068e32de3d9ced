/** What we do so that people can look after their ID: under the purpose that keeps accounts safe. */
import type { Acts, Holding } from '../../policy/activity.ts'

// By the login that signs people in, not by customers' own: that one needs no credentials, and none to write.
const common = { purpose: 'security', by: 'stranger' } as const

export const careActs = {
  // Leaves no line: with one, an ID that exists would take longer to answer than one that does not.
  'people.ask-reset': { ...common, writes: ['security'], evidence: 'none', needed: true },
  'people.answer-reset': {
    purpose: 'security',
    by: 'system',
    reads: ['security', 'contact', 'credentials'],
    writes: ['security', 'credentials'],
    deletes: ['security'],
    evidence: 'none',
    needed: true,
  },
  'people.reset-password': {
    ...common,
    reads: ['credentials', 'security'],
    writes: ['credentials', 'security'],
    deletes: ['security'],
    needed: true,
  },
  'people.change-password': {
    ...common,
    reads: ['credentials', 'security'],
    writes: ['credentials', 'security'],
    deletes: ['security'],
    needed: true,
  },
  'people.change-address': {
    ...common,
    reads: ['contact', 'credentials', 'security'],
    writes: ['contact', 'credentials', 'security'],
    deletes: ['security'],
  },
  'people.pause': { ...common, reads: ['security'], writes: ['credentials', 'security'], deletes: ['security'] },
  'people.close': { ...common, reads: ['security'], writes: ['credentials', 'security'], deletes: ['security'] },
  'people.recover': { ...common, reads: ['security'], writes: ['credentials', 'security'] },
  // Letters with a code that are posted, and codes that a colleague gives. Who is written to is seen line by line.
  // Unlike what else keeps IDs safe, they let somebody in: on the people of those for whom the appointment is.
  'people.list-return-codes': { purpose: 'security', by: 'staff', reads: ['identity', 'security'], on: 'appointed' },
  'people.print-return-code': {
    purpose: 'security',
    by: 'staff',
    on: 'appointed',
    reads: ['identity', 'security'],
    writes: ['security'],
  },
  'people.give-return-code': {
    purpose: 'security',
    by: 'staff',
    on: 'appointed',
    reads: ['identity', 'contact', 'security'],
    writes: ['security'],
  },
  'people.lose-factors': { ...common, reads: ['security'], writes: ['security'], deletes: ['security'] },
  'people.remove-lost-factors': {
    purpose: 'security',
    by: 'system',
    reads: ['security'],
    writes: ['security'],
    deletes: ['credentials', 'security'],
  },
  'people.forget-links': { purpose: 'account', by: 'system', reads: ['credentials'], evidence: 'none' },
} as const satisfies Acts

export const careHoldings: Holding[] = [
  {
    table: 'people.reset_request',
    person: null,
    purpose: 'security',
    since: 'asked_at',
    columns: {
      identifier_hash: {
        category: 'security',
        kept: 'keyed-hash',
        leaks: 'for a moment, that somebody forgot a password',
      },
    },
    bookkeeping: ['id', 'way', 'asked_at', 'next_try_at'],
  },
  {
    table: 'people.factor_loss',
    person: 'person_id',
    purpose: 'security',
    since: 'asked_at',
    columns: { token_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the token is random' } },
    bookkeeping: ['asked_at', 'ends_at'],
    joins: 'stays',
  },
  {
    table: 'people.return_code',
    person: 'person_id',
    purpose: 'security',
    since: 'asked_at',
    columns: {
      code: 'security',
      code_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the code is random' },
    },
    bookkeeping: ['id', 'way', 'asked_at', 'printed_at', 'expires_at', 'used_at'],
    joins: 'stays',
  },
  {
    table: 'people.address_change',
    person: 'person_id',
    purpose: 'security',
    since: 'asked_at',
    columns: {
      address: 'security',
      identifier_hash: { category: 'security', kept: 'keyed-hash', leaks: 'that two rows have the same ID' },
      new_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the token is random' },
      old_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the token is random' },
      session_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the token is random' },
    },
    bookkeeping: ['new_at', 'old_at', 'asked_at', 'expires_at'],
    joins: 'stays',
  },
  {
    table: 'people.address_return',
    person: 'person_id',
    purpose: 'security',
    since: 'changed_at',
    columns: {
      address: 'security',
      token_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the token is random' },
    },
    bookkeeping: ['changed_at', 'expires_at'],
    joins: 'stays',
  },
]
