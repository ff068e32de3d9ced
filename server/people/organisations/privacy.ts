import type { Acts, Holding } from '../../policy/activity.ts'

/** What we do with companies, and with who belongs to them. */
export const companyActs = {
  // What customers do with their companies is decided in the statement itself, so that their own login needs to write
  // nothing that is also their colleagues'. The person whom a line is about is the one whose place in the company changes.
  'people.found-organisation': { purpose: 'account', by: 'system', writes: ['organisation'] },
  'people.join-organisation': {
    purpose: 'account',
    by: 'system',
    reads: ['organisation', 'correspondence', 'contact'],
    writes: ['organisation'],
  },
  'people.view-colleagues': { purpose: 'account', by: 'customer', reads: ['organisation', 'correspondence'] },
  'people.invite': {
    purpose: 'account',
    by: 'system',
    reads: ['organisation', 'contact'],
    writes: ['organisation', 'correspondence'],
  },
  // Looking whether an invitation or a domain is for somebody shows nobody anything yet.
  'people.find-invitation': {
    purpose: 'account',
    by: 'system',
    reads: ['organisation', 'correspondence', 'contact'],
    evidence: 'none',
  },
  // What the ID knows already is filled in where a company is created.
  'people.prefill': { purpose: 'account', by: 'customer', reads: ['identity', 'contact'] },
  'people.change-role': { purpose: 'account', by: 'system', reads: ['organisation'], writes: ['organisation'] },
  'people.leave-organisation': { purpose: 'account', by: 'system', reads: ['organisation'], writes: ['organisation'] },
  'people.claim-domain': {
    purpose: 'account',
    by: 'system',
    reads: ['organisation', 'contact'],
    writes: ['organisation'],
    deletes: ['organisation'],
  },
  'people.expire-invitations': {
    purpose: 'account',
    by: 'system',
    reads: ['organisation'],
    deletes: ['organisation'],
    evidence: 'none',
  },
} as const satisfies Acts

const provenance = ['recorded_at', 'source', 'policy_version'] as const

export const companyHoldings: Holding[] = [
  {
    table: 'people.organisation',
    person: null,
    purpose: 'account',
    columns: { name: { category: 'organisation', kept: 'plain', leaks: 'which companies are customers' } },
    bookkeeping: ['id', 'country', 'number', 'recorded_at'],
  },
  {
    table: 'people.membership',
    person: 'person_id',
    purpose: 'account',
    since: 'left_at',
    columns: {
      role: { category: 'organisation', kept: 'plain', leaks: 'how many people a customer has' },
      name: 'organisation',
    },
    bookkeeping: ['id', 'organisation_id', 'joined_at', 'left_at', 'source', 'policy_version'],
    current: 'left_at is null',
  },
  {
    table: 'people.invitation',
    person: 'person_id',
    organisation: 'organisation_id',
    purpose: 'account',
    since: 'created_at',
    columns: {
      token_hash: { category: 'correspondence', kept: 'keyed-hash', leaks: 'nothing: the token is random' },
      address: 'correspondence',
      identifier_hash: {
        category: 'correspondence',
        kept: 'keyed-hash',
        leaks: 'that two invitations have one address',
      },
      role: { category: 'organisation', kept: 'plain', leaks: 'how many people a customer invited' },
    },
    bookkeeping: ['id', 'created_at', 'expires_at', 'used_at', 'withdrawn_at', 'source', 'policy_version'],
    current: 'used_at is null and withdrawn_at is null',
  },
  {
    table: 'people.domain',
    person: 'person_id',
    organisation: 'organisation_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { domain: { category: 'organisation', kept: 'plain', leaks: 'which companies are customers' } },
    bookkeeping: [...provenance],
    joins: 'stays',
  },
  {
    table: 'people.shared_id',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { several: { category: 'identity', kept: 'plain', leaks: 'how many IDs several people use' } },
    bookkeeping: [...provenance],
    joins: 'stays',
  },
]
