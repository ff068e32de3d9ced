import type { Acts, Holding } from '../policy/activity.ts'

/** What we do with who people are: their ID, their sessions, their letters. Without most of it nobody could come in. */
export const acts = {
  'people.sign-up': {
    purpose: 'account',
    by: 'stranger',
    writes: ['identity', 'contact', 'credentials', 'correspondence'],
    needed: true,
  },
  'people.find-account': { purpose: 'account', by: 'stranger', reads: ['contact'], evidence: 'none', needed: true },
  // Looking whether a link, a password or a code is right shows nobody anything, and leaves no line of evidence: with one,
  // an ID that exists would take longer to answer than one that does not.
  'people.check-link': {
    purpose: 'account',
    by: 'stranger',
    reads: ['credentials', 'contact', 'identity'],
    evidence: 'none',
    needed: true,
  },
  'people.check-credentials': {
    purpose: 'security',
    by: 'stranger',
    reads: ['credentials', 'contact'],
    evidence: 'none',
    needed: true,
  },
  'people.confirm': { purpose: 'account', by: 'stranger', writes: ['credentials'], needed: true },
  'people.sign-in': { purpose: 'security', by: 'stranger', writes: ['security'], needed: true },
  'people.check-session': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security', 'identity'],
    writes: ['security'],
    evidence: 'none',
    needed: true,
  },
  'people.count-attempt': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security'],
    writes: ['security'],
    deletes: ['security'],
    evidence: 'none',
    needed: true,
  },
  'people.sign-out': { purpose: 'security', by: 'stranger', reads: ['security'], deletes: ['security'], needed: true },
  // Somebody who is signed in shows once more who they are.
  'people.prove': { purpose: 'security', by: 'stranger', writes: ['credentials', 'security'], needed: true },
  'people.second-factor': { purpose: 'security', by: 'stranger', writes: ['credentials', 'security'], needed: true },
  // One act a part, so that a category struck from the purpose takes its own part away and no other.
  'people.view': { purpose: 'account', by: 'customer', reads: ['identity'], needed: true },
  'people.view-organisations': { purpose: 'account', by: 'customer', reads: ['organisation'] },
  'people.correct': { purpose: 'account', by: 'customer', reads: ['identity'], writes: ['identity'] },
  'people.write-letter': {
    purpose: 'account',
    by: 'system',
    reads: ['contact', 'identity'],
    writes: ['correspondence'],
    needed: true,
  },
  // Which letters wait, and what became of one: no word of any is opened.
  'people.queue-letters': {
    purpose: 'account',
    by: 'system',
    reads: ['correspondence'],
    writes: ['correspondence'],
    evidence: 'none',
    needed: true,
  },
  'people.send-letter': {
    purpose: 'account',
    by: 'system',
    reads: ['correspondence'],
    writes: ['correspondence'],
    needed: true,
  },
  'people.open-mailbox': { purpose: 'account', by: 'system', reads: ['correspondence'] },
  'people.make-staff': {
    purpose: 'account',
    by: 'system',
    writes: ['identity', 'contact', 'credentials', 'organisation', 'correspondence'],
    needed: true,
  },
  // Which colleagues there are, and whose access is suspended: an operator's commands.
  'people.list-staff': {
    purpose: 'account',
    by: 'system',
    reads: ['identity', 'contact', 'organisation'],
    needed: true,
  },
  'people.suspend-staff': { purpose: 'account', by: 'system', writes: ['organisation'], needed: true },
  // The same by an administrator on a page. Colleagues are seen for the safety of the systems, in every region, with whether there
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
  // What an administrator changed is taken into the history of the ID, and sessions end: the security purpose keeps both.
  'people.note-staff-change': {
    purpose: 'security',
    by: 'system',
    reads: ['security'],
    writes: ['credentials', 'security'],
    deletes: ['security'],
    evidence: 'none',
  },
  // Keys of the company's own systems. Looking whether one is right shows nobody anything.
  'people.view-keys': { purpose: 'security', by: 'staff', reads: ['security'] },
  'people.manage-keys': { purpose: 'security', by: 'staff', reads: ['security'], writes: ['security'] },
  'people.check-key': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security'],
    writes: ['security'],
    evidence: 'none',
  },
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
  // Somebody who is known by phone, from a seminar or from an earlier system, and has no ID.
  'people.note-person': {
    purpose: 'account',
    by: 'system',
    reads: ['contact', 'credentials'],
    writes: ['identity', 'contact'],
  },
  'people.claim': {
    purpose: 'account',
    by: 'stranger',
    reads: ['identity', 'contact', 'credentials'],
    writes: ['identity', 'credentials'],
    deletes: ['identity'],
  },
  'people.acknowledge': {
    purpose: 'security',
    by: 'stranger',
    writes: ['credentials'],
    reads: ['credentials'],
    needed: true,
  },
  // What happened to an ID: seen by whoever it belongs to, and told them by a letter where it changed something.
  'people.view-security': { purpose: 'security', by: 'customer', reads: ['security'], needed: true },
  'people.tell-of-changes': {
    purpose: 'security',
    by: 'system',
    reads: ['security'],
    writes: ['security'],
    evidence: 'none',
    needed: true,
  },
  'people.expire': { purpose: 'security', by: 'system', reads: ['security'], deletes: ['security'], needed: true },
  'people.forget-unconfirmed': {
    purpose: 'account',
    by: 'system',
    reads: ['credentials', 'identity'],
    deletes: ['identity'],
    needed: true,
  },
  'people.erase': { purpose: 'answer-rights', by: 'system', reads: ['identity'], deletes: ['identity'], needed: true },
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
    bookkeeping: ['kind', 'created_at', 'seen_at', 'proven_at', 'expires_at'],
    together: true,
  },
  {
    table: 'people.security_event',
    person: 'person_id',
    purpose: 'security',
    since: 'at',
    columns: {
      kind: { category: 'security', kept: 'plain', leaks: 'how often somebody unnamed signs in or changes a password' },
      detail: 'security',
    },
    bookkeeping: ['id', 'at', 'tell_at'],
    together: true,
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
    table: 'people.api_key',
    person: null,
    purpose: 'security',
    since: 'ends_at',
    columns: { token_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the key is random' } },
    bookkeeping: ['ends_at', 'used_on', 'refused', 'refused_on'],
    onceWritten: ['id', 'name', 'purpose', 'controller', 'acts', 'made_at', 'expires_at'],
  },
  {
    table: 'people.staff',
    person: 'person_id',
    purpose: 'security',
    since: 'recorded_at',
    columns: {
      second_factor: 'credentials',
      appointment: 'credentials',
      // A role is given by an administrator's act, never changed by the acts that sign somebody in.
      role: { category: 'organisation', kept: 'plain', leaks: 'how many colleagues have which role' },
      controller: { category: 'organisation', kept: 'plain', leaks: 'how many colleagues each controller has' },
      suspended_at: {
        category: 'organisation',
        kept: 'plain',
        leaks: 'how many colleagues have no access, and since when',
      },
    },
    bookkeeping: ['last_counter', 'acknowledged_version', 'acknowledged_at', 'untold_at'],
    onceWritten: [...provenance],
    // Whoever signs somebody in asks for them, and only the acts that appoint and suspend may write them.
    standing: ['role', 'controller', 'suspended_at'],
  },
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
  },
  {
    table: 'people.shared_id',
    person: 'person_id',
    purpose: 'account',
    since: 'recorded_at',
    columns: { several: { category: 'identity', kept: 'plain', leaks: 'how many IDs several people use' } },
    bookkeeping: [...provenance],
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
