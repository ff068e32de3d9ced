/** What we do so that other sites can recognise somebody by their ID, and what we hold for it. */
import type { Acts, Holding } from '../../policy/activity.ts'

/** The purposes for which a site can ask, and what each act tells it. The act runs as that purpose: PostgreSQL refuses the rest. */
export const tellingActs = {
  'people.tell-identity-for-account': { purpose: 'account', by: 'system', reads: ['identity'], toSite: true },
  'people.tell-contact-for-account': { purpose: 'account', by: 'system', reads: ['contact'], toSite: true },
  'people.tell-identity-for-support': { purpose: 'support', by: 'system', reads: ['identity'], toSite: true },
  'people.tell-contact-for-support': { purpose: 'support', by: 'system', reads: ['contact'], toSite: true },
  'people.tell-identity-for-deliver-orders': {
    purpose: 'deliver-orders',
    by: 'system',
    reads: ['identity'],
    toSite: true,
  },
  'people.tell-contact-for-deliver-orders': {
    purpose: 'deliver-orders',
    by: 'system',
    reads: ['contact'],
    toSite: true,
  },
  'people.tell-identity-for-register-products': {
    purpose: 'register-products',
    by: 'system',
    reads: ['identity'],
    toSite: true,
  },
  'people.tell-contact-for-register-products': {
    purpose: 'register-products',
    by: 'system',
    reads: ['contact'],
    toSite: true,
  },
  'people.tell-identity-for-seminars': { purpose: 'seminars', by: 'system', reads: ['identity'], toSite: true },
  'people.tell-contact-for-seminars': { purpose: 'seminars', by: 'system', reads: ['contact'], toSite: true },
  'people.tell-identity-for-product-news': { purpose: 'product-news', by: 'system', reads: ['identity'], toSite: true },
  'people.tell-contact-for-product-news': { purpose: 'product-news', by: 'system', reads: ['contact'], toSite: true },
} as const satisfies Acts

export const siteActs = {
  ...tellingActs,
  // Which sites there are is nobody's; what is done to them stands in the evidence with the colleague who did it.
  'people.find-site': { purpose: 'security', by: 'system', reads: ['security', 'credentials'], evidence: 'none' },
  'people.list-sites': { purpose: 'security', by: 'staff', reads: ['security'] },
  'people.register-site': {
    purpose: 'security',
    by: 'staff',
    reads: ['security'],
    writes: ['security', 'credentials'],
  },
  'people.change-site': {
    purpose: 'security',
    by: 'staff',
    reads: ['security'],
    writes: ['security', 'credentials'],
  },
  'people.install-site': { purpose: 'security', by: 'system', writes: ['security', 'credentials'] },
  'people.allow-site': { purpose: 'security', by: 'system', reads: ['security'], writes: ['security'] },
  'people.revoke-site': {
    purpose: 'security',
    by: 'system',
    reads: ['security'],
    writes: ['security'],
    deletes: ['security'],
  },
  'people.view-sites': { purpose: 'security', by: 'customer', reads: ['security'] },
  // Codes and tokens, as the protocol makes, finds and ends them: each was caused by an act that left a line.
  'people.keep-site-tokens': {
    purpose: 'security',
    by: 'system',
    reads: ['security', 'credentials', 'identity'],
    writes: ['security', 'credentials'],
    deletes: ['security'],
    evidence: 'none',
  },
} as const satisfies Acts

const nothing = 'nothing: which sites there are is no secret, and about nobody'

export const siteHoldings: Holding[] = [
  {
    table: 'people.site',
    person: null,
    purpose: 'security',
    columns: {
      names: { category: 'security', kept: 'plain', leaks: nothing },
      secret_hash: { category: 'credentials', kept: 'keyed-hash', leaks: 'nothing: the secret is random' },
    },
    bookkeeping: [
      'address',
      'redirect_uris',
      'post_logout_uris',
      'backchannel_uri',
      'purpose',
      'scopes',
      'off_at',
      'ended_at',
    ],
    // Who receives what a site is told, and who answers for it, does not change under those who allowed it.
    onceWritten: ['id', 'run_by', 'controller', 'recorded_at'],
  },
  {
    table: 'people.site_consent',
    person: 'person_id',
    purpose: 'security',
    columns: {
      site_id: { category: 'security', kept: 'plain', leaks: 'at which sites somebody unnamed uses their ID' },
      scopes: { category: 'security', kept: 'plain', leaks: 'what somebody unnamed lets a site see' },
    },
    bookkeeping: ['id', 'purpose', 'recorded_at', 'policy_version', 'used_at'],
    joins: 'stays',
  },
  {
    table: 'people.site_grant',
    person: 'person_id',
    purpose: 'security',
    since: 'recorded_at',
    columns: {
      site_id: { category: 'security', kept: 'plain', leaks: 'when somebody unnamed signs in at which site' },
      subject: { category: 'security', kept: 'plain', leaks: 'what one site knows somebody unnamed by' },
    },
    bookkeeping: ['id', 'consent_id', 'session_hash', 'offline', 'sid', 'recorded_at'],
    together: true,
    joins: 'stays',
  },
  {
    table: 'people.site_token',
    person: 'person_id',
    purpose: 'security',
    columns: {
      id_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: tokens are random' },
      content: 'credentials',
    },
    bookkeeping: ['kind', 'grant_id', 'expires_at', 'consumed_at'],
    joins: 'stays',
  },
  {
    table: 'people.site_request',
    person: null,
    purpose: 'security',
    columns: {
      id_hash: { category: 'security', kept: 'keyed-hash', leaks: 'nothing: it is random' },
      content: {
        category: 'credentials',
        kept: 'plain',
        leaks: 'nothing without the secret that is outside the database',
      },
    },
    bookkeeping: ['session_hash', 'expires_at'],
  },
  {
    table: 'people.site_logout',
    person: null,
    purpose: 'security',
    columns: {
      subject: { category: 'security', kept: 'plain', leaks: 'what one site knows somebody unnamed by' },
    },
    bookkeeping: ['id', 'site_id', 'sid', 'tries', 'next_try_at'],
  },
  {
    table: 'people.site_key',
    person: null,
    purpose: 'security',
    columns: {
      content: {
        category: 'security',
        kept: 'plain',
        leaks: 'nothing without the secret that is outside the database',
      },
    },
    bookkeeping: ['id', 'recorded_at'],
  },
]
