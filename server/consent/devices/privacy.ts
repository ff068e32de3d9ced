import type { Acts, Holding } from '../../policy/activity.ts'

/** Whoever chooses is nobody that is known: what is kept proves that somebody was asked, and how they answered. */
const purpose = 'evidence'

/** What we do with what a browser was told. */
export const acts = {
  'consent.choose-on-device': { purpose, by: 'stranger', reads: ['evidence'], writes: ['evidence'] },
  'consent.see-device-proof': { purpose, by: 'stranger', reads: ['evidence'], evidence: 'none' },
  'consent.expire-device-proofs': { purpose, by: 'system', reads: ['evidence'], deletes: ['evidence'] },
  // Whether the account has answered already what a page would ask.
  'consent.know-answered': { purpose: 'account', by: 'customer', reads: ['preferences'], evidence: 'none' },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'consent.device_choice',
    person: null,
    purpose,
    since: 'at',
    columns: {
      choices: {
        category: 'evidence',
        kept: 'plain',
        leaks: 'how many unnamed browsers said yes or no, on which pages',
      },
    },
    bookkeeping: [
      'id',
      'consent_id',
      'at',
      'kind',
      'list',
      'policy_version',
      'wording',
      'language',
      'layout',
      'way',
      'page',
    ],
    appendOnly: true,
  },
]
