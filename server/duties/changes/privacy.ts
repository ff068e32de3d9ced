/** What colleagues who answer for the policy do with its drafts, and what is held of them. */
import type { Acts, Holding } from '../../policy/activity.ts'

const purpose = 'evidence'

export const acts = {
  // Drafts are nobody's data; who drafted and who approved is evidence of how a promise came to be.
  'changes.view': { purpose, by: 'staff', reads: ['evidence'] },
  'changes.draft': { purpose, by: 'staff', reads: ['evidence'], writes: ['evidence'] },
  'changes.approve': { purpose, by: 'staff', reads: ['evidence'], writes: ['evidence'] },
  'changes.withdraw': { purpose, by: 'staff', reads: ['evidence'], writes: ['evidence'] },
  // Whom a coming version concerns: who agreed to what stands in their standing, which every login may read of whom it sees.
  'changes.find-untold': { purpose: 'account', by: 'system', reads: ['correspondence', 'contact'], evidence: 'none' },
  'changes.note-told': { purpose: 'account', by: 'system', reads: ['correspondence'], writes: ['correspondence'] },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'changes.draft',
    person: null,
    purpose,
    since: 'drafted_at',
    columns: {
      drafted_by: { category: 'evidence', kept: 'plain', leaks: 'which unnamed colleague drafted a version' },
      approved_by: { category: 'evidence', kept: 'plain', leaks: 'which unnamed colleague approved one' },
    },
    bookkeeping: [
      'approved_as',
      'approved_at',
      'approved_hash',
      'approved_seal',
      'effective_at',
      'withdrawn_at',
      'withdrawn_as',
    ],
    onceWritten: [
      'id',
      'number',
      'hash',
      'source',
      'texts',
      'assessments',
      'cases',
      'note',
      'errors',
      'warnings',
      'way',
      'drafted_as',
      'drafted_at',
      'drafted_seal',
      'proposed_at',
      'published_at',
      'ended_at',
      'ended_why',
    ],
  },
  {
    table: 'changes.told',
    person: 'person_id',
    purpose: 'account',
    since: 'told_at',
    columns: {
      version: { category: 'correspondence', kept: 'plain', leaks: 'of which versions somebody unnamed was told' },
    },
    bookkeeping: [],
    onceWritten: ['told_at', 'how'],
    appendOnly: true,
    joins: 'stays',
  },
]
