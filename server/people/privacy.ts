import type { Acts, Holding } from '../policy/activity.ts'

/** What we do with who people are: their ID, their sessions, their letters. */
export const acts = {
  'people.sign-up': {
    purpose: 'account',
    by: 'stranger',
    writes: ['identity', 'contact', 'credentials', 'correspondence'],
  },
  'people.find-account': { purpose: 'account', by: 'stranger', reads: ['contact'], evidence: 'none' },
  // Looking whether a link, a password or a code is right shows nobody anything, and leaves no line of evidence: with one,
  // an ID that exists would take longer to answer than one that does not.
  'people.check-link': {
    purpose: 'account',
    by: 'stranger',
    reads: ['credentials', 'contact', 'identity'],
    evidence: 'none',
  },
  'people.check-credentials': {
    purpose: 'security',
    by: 'stranger',
    reads: ['credentials', 'contact'],
    evidence: 'none',
  },
  'people.confirm': { purpose: 'account', by: 'stranger', writes: ['credentials'] },
  'people.sign-in': { purpose: 'security', by: 'stranger', writes: ['security'] },
  'people.check-session': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security', 'identity'],
    writes: ['security'],
    evidence: 'none',
  },
  'people.count-attempt': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security'],
    writes: ['security'],
    deletes: ['security'],
    evidence: 'none',
  },
  'people.sign-out': { purpose: 'security', by: 'stranger', reads: ['security'], deletes: ['security'] },
  'people.second-factor': { purpose: 'security', by: 'stranger', writes: ['credentials', 'security'] },
  // One act a part, so that a category struck from the purpose takes its own part away and no other.
  'people.view': { purpose: 'account', by: 'customer', reads: ['identity'] },
  'people.view-organisations': { purpose: 'account', by: 'customer', reads: ['organisation'] },
  'people.correct': { purpose: 'account', by: 'customer', reads: ['identity'], writes: ['identity'] },
  'people.write-letter': {
    purpose: 'account',
    by: 'system',
    reads: ['contact', 'identity'],
    writes: ['correspondence'],
  },
  // Which letters wait, and what became of one: no word of any is opened.
  'people.queue-letters': {
    purpose: 'account',
    by: 'system',
    reads: ['correspondence'],
    writes: ['correspondence'],
    evidence: 'none',
  },
  'people.send-letter': { purpose: 'account', by: 'system', reads: ['correspondence'], writes: ['correspondence'] },
  'people.open-mailbox': { purpose: 'account', by: 'system', reads: ['correspondence'] },
  'people.make-staff': {
    purpose: 'account',
    by: 'system',
    writes: ['identity', 'contact', 'credentials', 'organisation'],
  },
  'people.join-organisation': { purpose: 'account', by: 'system', reads: ['organisation'], writes: ['organisation'] },
  'people.acknowledge': { purpose: 'security', by: 'stranger', writes: ['credentials'], reads: ['credentials'] },
  'people.expire': { purpose: 'security', by: 'system', reads: ['security'], deletes: ['security'] },
  'people.forget-unconfirmed': {
    purpose: 'account',
    by: 'system',
    reads: ['credentials', 'identity'],
    deletes: ['identity'],
  },
  'people.erase': { purpose: 'answer-rights', by: 'system', reads: ['identity'], deletes: ['identity'] },
} as const satisfies Acts

const provenance = ['recorded_at', 'source', 'policy_version'] as const

export const holdings: Holding[] = [
  {
    table: 'people.person',
    person: 'id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { language: { category: 'identity', kept: 'plain', leaks: 'which language somebody unnamed reads' } },
    bookkeeping: [],
    onceWritten: [...provenance, 'region', 'relation', 'region_key', 'self_key'],
    standing: ['id', 'region', 'relation', 'agreed', 'objected', 'restricted'],
  },
  {
    table: 'people.key',
    person: 'person_id',
    purpose: 'account',
    columns: {
      wrapped: {
        category: 'credentials',
        kept: 'plain',
        leaks: 'nothing without the secret that is outside the database',
      },
    },
    bookkeeping: [],
    appendOnly: true,
    standing: ['person_id', 'wrapped'],
  },
  {
    table: 'people.account',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: {
      address: 'contact',
      identifier_hash: { category: 'contact', kept: 'keyed-hash', leaks: 'that two rows have the same ID' },
      password: 'credentials',
    },
    bookkeeping: ['confirmed_at', ...provenance],
  },
  {
    table: 'people.name',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { value: 'identity' },
    bookkeeping: ['id', ...provenance, 'replaced_at'],
    current: 'replaced_at is null',
  },
  {
    table: 'people.language_change',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { former: { category: 'identity', kept: 'plain', leaks: 'which language somebody unnamed read before' } },
    bookkeeping: ['id', ...provenance],
    appendOnly: true,
  },
  {
    table: 'people.link',
    person: 'person_id',
    purpose: 'account',
    since: 'created_at',
    columns: { token_hash: { category: 'credentials', kept: 'keyed-hash', leaks: 'nothing: the token is random' } },
    bookkeeping: ['kind', 'created_at', 'expires_at', 'used_at'],
  },
  {
    table: 'people.session',
    person: 'person_id',
    purpose: 'security',
    since: 'created_at',
    columns: {
      token_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the token is random' },
      device: 'security',
    },
    bookkeeping: ['kind', 'created_at', 'seen_at', 'expires_at'],
  },
  {
    table: 'people.attempt',
    person: null,
    purpose: 'security',
    since: 'last_at',
    columns: {
      identifier_hash: { category: 'security', kept: 'keyed-hash', leaks: 'how often somebody unnamed mistyped' },
    },
    bookkeeping: ['failures', 'last_at'],
  },
  {
    table: 'people.staff',
    person: 'person_id',
    purpose: 'security',
    since: 'recorded_at',
    columns: { second_factor: 'credentials', appointment: 'credentials' },
    bookkeeping: ['last_counter', 'acknowledged_version', 'acknowledged_at'],
    // A role is given by an administrator's act, never changed by the acts that sign somebody in.
    onceWritten: ['role', 'controller', 'suspended_at', ...provenance],
  },
  {
    table: 'people.organisation',
    person: null,
    purpose: 'account',
    columns: { name: { category: 'organisation', kept: 'plain', leaks: 'which companies are customers' } },
    bookkeeping: ['id', 'country', 'recorded_at'],
  },
  {
    table: 'people.membership',
    person: 'person_id',
    purpose: 'account',
    since: 'left_at',
    columns: { role: { category: 'organisation', kept: 'plain', leaks: 'how many people a customer has' } },
    bookkeeping: ['id', 'organisation_id', 'joined_at', 'left_at', 'source', 'policy_version'],
    current: 'left_at is null',
  },
  {
    table: 'people.letter',
    person: 'person_id',
    purpose: 'account',
    since: 'created_at',
    columns: { content: 'correspondence' },
    bookkeeping: ['id', 'kind', 'language', 'created_at', 'sent_at', 'delivery', 'tries', 'next_try_at'],
  },
]
