/** The shape of `data.json` in a copy. It lies beside the data as a JSON Schema, and tests hold the data against it. */
import { Type, type Static } from 'typebox'

const moment = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])

const words = Type.Object(
  {
    text: Type.String(),
    language: Type.String({ description: 'of the text; the original where there is no translation' }),
  },
  { description: 'what the privacy policy says' },
)

const clause = Type.Object({
  id: Type.String({ description: 'of the clause in the privacy policy' }),
  words: orNull(words),
  address: Type.String({ format: 'uri' }),
})

const item = Type.Object({
  place: Type.String({ description: 'schema.table.column where it is kept' }),
  name: Type.String({ description: 'what it is called, in the language of this copy' }),
  row: orNull(Type.String({ description: 'things with the same table and row belong together' })),
  kind: orNull(Type.String()),
  belongsTo: Type.Union([Type.Literal('you'), Type.Literal('company')], {
    description: 'company: you brought it, and it belongs to a company that you act for',
  }),
  value: Type.Unknown({ description: 'as it is held; null for a file' }),
  file: orNull(Type.String({ description: 'path in this zip' })),
  current: Type.Boolean({ description: 'false for what was replaced and stays as history' }),
  recordedAt: orNull(moment),
  source: orNull(Type.String()),
  policyVersion: orNull(Type.Integer({ description: 'in force when it was recorded' })),
  purpose: Type.String({ description: 'why it is kept' }),
  keptUntil: orNull(moment),
  keptAfter: orNull(Type.Object({ event: Type.String(), period: Type.String({ description: 'ISO 8601' }) })),
})

const group = Type.Object({
  category: Type.String({ description: 'of the privacy policy' }),
  words,
  clause: orNull(clause),
  mayBeUsedFor: Type.Array(Type.String({ description: 'purposes' })),
  seenBy: Type.Array(
    Type.Object({ role: Type.String({ description: 'of our staff' }), words, purposes: Type.Array(Type.String()) }),
  ),
  usedBySystems: Type.Array(Type.String({ description: 'acts in which nobody looks' })),
  items: Type.Array(item),
})

const looked = Type.Object({
  reference: Type.String({ description: 'of its newest line; quote it in a question' }),
  at: moment,
  firstAt: moment,
  times: Type.Integer({ description: 'what machines did is counted by day' }),
  acts: Type.Array(Type.String()),
  says: Type.String(),
  purpose: Type.String(),
  clause: Type.String(),
  policyVersion: Type.Integer(),
  by: Type.String({ description: 'customer, staff, system, stranger' }),
  who: Type.String({ description: 'role, company and country of a colleague, never a name' }),
  outcome: Type.String({ description: 'done, or why it was refused' }),
  case: orNull(Type.String()),
  fields: Type.Array(Type.String({ description: 'schema.table.column' })),
})

const received = Type.Object({
  reference: Type.String(),
  at: moment,
  recipient: Type.String({ description: 'in the privacy policy' }),
  name: Type.String(),
  countries: Type.Array(Type.String({ description: 'ISO 3166-1 alpha-2' })),
  safeguards: Type.Array(Type.String()),
  act: Type.String(),
  purpose: Type.String(),
  clause: Type.String(),
  policyVersion: Type.Integer(),
  case: orNull(Type.String()),
  fields: Type.Array(Type.String()),
})

const file = Type.Object({
  path: Type.String(),
  place: Type.String(),
  name: Type.String({ description: 'as it was called when it came' }),
  type: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
})

const head = Type.Object({
  $schema: Type.String(),
  format: Type.Literal('abide-copy/1'),
  madeAt: moment,
  language: Type.String(),
  company: Type.String(),
  policy: Type.Object({
    version: Type.Integer(),
    effective: Type.String({ format: 'date' }),
    sha256: Type.String({ description: 'over its declarations and texts' }),
    address: Type.String({ format: 'uri' }),
  }),
  parts: Type.Array(
    Type.String({ description: 'chosen for this copy: `everything`, or categories, looked, received' }),
  ),
  purposes: Type.Record(Type.String(), Type.Object({ words, clause, period: Type.String(), after: Type.String() })),
})

/** The head of the file, before its lists. */
export type DataHead = Static<typeof head>
export type DataGroup = Static<typeof group>
export type DataItem = Static<typeof item>
export type DataLooked = Static<typeof looked>
export type DataReceived = Static<typeof received>

/** JSON Schema (2020-12) of `data.json`. */
export const dataSchema = Type.Object(
  {
    ...head.properties,
    groups: Type.Array(group, { description: 'what is held, by category' }),
    looked: Type.Array(looked, { description: 'who looked, and what else was done' }),
    received: Type.Array(received, { description: 'who received it' }),
    files: Type.Array(file),
    notIncluded: Type.Array(Type.Object({ what: Type.String(), why: Type.String() })),
  },
  { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'A copy of personal data' },
)
