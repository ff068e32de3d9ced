import type { Acts, Holding } from '../../policy/activity.ts'

/** What we do with what protects an ID besides its password. */
export const factorActs = {
  // Somebody who is signed in shows once more who they are.
  'people.prove': { purpose: 'security', by: 'stranger', writes: ['credentials', 'security'], needed: true },
  // A passkey in the place of ID, password and second factor.
  'people.use-passkey': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security'],
    writes: ['credentials', 'security'],
    needed: true,
  },
  // Whoever is signed in adds or removes what protects their ID. The login for security does it, so that customers' own has
  // nothing to do with credentials.
  'people.change-factors': {
    purpose: 'security',
    by: 'stranger',
    reads: ['credentials'],
    writes: ['credentials', 'security'],
    // Never what is of credentials: passwords are that too. Each of these tables has something of security.
    deletes: ['security'],
    needed: true,
  },
  'people.second-factor': {
    purpose: 'security',
    by: 'stranger',
    reads: ['security'],
    writes: ['credentials', 'security'],
    needed: true,
  },
} as const satisfies Acts

const provenance = ['recorded_at', 'source', 'policy_version'] as const

export const factorHoldings: Holding[] = [
  {
    table: 'people.totp',
    person: 'person_id',
    purpose: 'security',
    since: 'recorded_at',
    columns: {
      secret: 'credentials',
      last_counter: { category: 'security', kept: 'plain', leaks: 'when somebody unnamed typed a code last' },
    },
    bookkeeping: [...provenance],
  },
  {
    table: 'people.recovery_code',
    person: 'person_id',
    purpose: 'security',
    since: 'recorded_at',
    columns: {
      code_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: the code is random' },
    },
    bookkeeping: ['used_at', ...provenance],
    together: true,
  },
  {
    table: 'people.passkey',
    person: 'person_id',
    purpose: 'security',
    since: 'recorded_at',
    columns: {
      credential_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: what it is of is random' },
      detail: 'credentials',
      name: 'credentials',
    },
    bookkeeping: ['id', 'counter', 'used_at', ...provenance],
  },
  {
    table: 'people.used_challenge',
    person: null,
    purpose: 'security',
    since: 'expires_at',
    columns: {
      challenge_hash: { category: 'security', kept: 'keyed-hash', leaks: 'how many passkeys were used lately' },
    },
    bookkeeping: ['expires_at'],
  },
]
