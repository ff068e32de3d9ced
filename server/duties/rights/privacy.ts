import type { Acts, Holding } from '../../policy/activity.ts'

const purpose = 'answer-rights'

/** What we do so that people can use their rights. */
export const acts = {
  'rights.view-held': { purpose, by: 'customer', reads: 'promised', needed: true },
  'rights.ask-copy': { purpose, by: 'customer', writes: ['requests'] },
  'rights.view-copies': { purpose, by: 'customer', reads: ['requests'] },
  // A copy is made as the person's own act, whoever's clock made it: a login that sees nobody else cannot put anybody else in.
  'rights.make-copy': { purpose, by: 'customer', reads: 'promised' },
  // That it was made stands in the line above; putting it away shows nobody anything.
  'rights.keep-copy': { purpose, by: 'customer', writes: ['requests'], deletes: ['requests'], evidence: 'none' },
  'rights.download-copy': { purpose, by: 'customer', reads: ['requests'] },
  // The rest of a download whose first part left its line.
  'rights.continue-download': { purpose, by: 'customer', reads: ['requests'], evidence: 'none' },
  'rights.delete-copy': { purpose, by: 'customer', writes: ['requests'], deletes: ['requests'] },
  // Which copies wait and which have ended. It reads no category: its login cannot read what is in a copy, sealed or not.
  'rights.queue-copies': { purpose, by: 'system', writes: ['requests'], evidence: 'none' },
  // Two IDs of one person become one, or two again: what the former owns is read as its person, and moved as whose it will be.
  'rights.read-to-join': { purpose, by: 'customer', reads: 'promised' },
  'rights.join': { purpose, by: 'customer', reads: ['requests'], writes: ['requests'] },
  'rights.part': { purpose, by: 'customer', reads: ['requests'], writes: ['requests'] },
  'rights.view-joined': { purpose, by: 'customer', reads: ['requests'] },
  'rights.find-to-join': { purpose, by: 'staff', reads: ['contact', 'identity'] },
  'rights.read-to-join-for-somebody': { purpose, by: 'staff', reads: 'promised' },
  'rights.view-joined-for-somebody': { purpose, by: 'staff', reads: ['requests'] },
  'rights.part-for-somebody': { purpose, by: 'staff', reads: ['requests'], writes: ['requests'] },
  'rights.join-for-somebody': { purpose, by: 'staff', reads: ['requests'], writes: ['requests'] },
  'rights.end-joined': { purpose, by: 'system', reads: ['requests'] },
  'rights.expire-copies': { purpose, by: 'system', writes: ['requests'], deletes: ['requests'] },
} as const satisfies Acts

export const holdings: Holding[] = [
  {
    table: 'rights.copy',
    person: 'person_id',
    purpose,
    since: 'ends_at',
    columns: {
      parts: {
        category: 'requests',
        kept: 'plain',
        leaks: 'that somebody unnamed asked for a copy, and of which kinds of data',
      },
    },
    bookkeeping: ['id', 'begun_at', 'tries', 'ready_at', 'ends_at', 'emptied_at', 'told_at', 'bytes'],
    onceWritten: ['formats', 'language', 'recorded_at', 'source', 'policy_version'],
    joins: 'stays',
  },
  {
    table: 'rights.copy_part',
    person: 'person_id',
    purpose,
    columns: {
      content: { category: 'requests', kept: 'sealed', as: 'copy', leaks: 'how much is held about somebody' },
    },
    bookkeeping: ['copy_id', 'attempt', 'number'],
    joins: 'stays',
  },
  {
    table: 'rights.moved_row',
    person: 'person_id',
    purpose,
    columns: {
      target: { category: 'requests', kept: 'plain', leaks: 'how much somebody unnamed had under another ID' },
    },
    bookkeeping: ['former_id', 'row_id'],
    byFunction: true,
    joins: 'stays',
  },
]
