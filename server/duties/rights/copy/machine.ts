/** The copy for another system: `data.json`, written piece by piece. */
import type { OwnEntry } from '../../../audit/index.ts'
import { link } from '../../../base/http/index.ts'
import type { RecordItem } from '../../../policy/record.ts'
import { audienceOf, usesOf } from '../../../policy/audience.ts'
import { sectionsOf } from '../held.ts'
import { keptUntil } from '../keep.ts'
import {
  actorWords,
  actWords,
  categoryWords,
  clauseHref,
  itemWords,
  type Naming,
  purposeWords,
  roleWords,
} from '../naming.tsx'
import type { Disclosure } from '../received/index.ts'
import { clauseWords, fileKey, leftOut, ownerOf, type Telling } from './saying.ts'
import type { DataGroup, DataHead, DataItem, DataLooked, DataReceived } from './schema.ts'

/** The name of the schema, which lies beside the data. */
export const schemaPath = 'data.schema.json'

/** The text of `data.json`: one line for each thing, so that no more than that is in memory twice. */
export function* dataPieces(telling: Telling): Generator<string> {
  const { gathered, files, naming } = telling
  const head = JSON.stringify(headOf(telling))
  yield `${head.slice(0, -1)},\n"groups":[`
  const order = Object.keys(naming.compiled.loaded.policy.categories)
  const readable = gathered.items.filter(item => item.shown === 'shown' || files.has(fileKey(item)))
  let first = true
  for (const { category, data } of sectionsOf(readable, order)) {
    const group = JSON.stringify(groupOf(category, telling))
    yield `${first ? '' : ','}\n${group.slice(0, -1)},"items":[`
    yield* listed(
      data.flatMap(datum => [datum, ...datum.earlier]),
      item => itemOf(item, telling),
    )
    yield ']}'
    first = false
  }
  yield '],\n"looked":['
  yield* listed(gathered.looked, entry => lookedOf(entry, naming))
  yield '],\n"received":['
  yield* listed(gathered.received, one => receivedOf(one, naming))
  yield `],\n"files":${JSON.stringify([...files.values()])},\n"notIncluded":${JSON.stringify(leftOut(telling))}}\n`
}

function* listed<T>(all: readonly T[], write: (one: T) => unknown): Generator<string> {
  for (const [at, one] of all.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(write(one))}`
}

function headOf({ naming, gathered, at, publicUrl }: Telling): DataHead {
  const { policy, hash } = naming.compiled.loaded
  return {
    $schema: `./${schemaPath}`,
    format: 'abide-copy/1',
    madeAt: at.toISOString(),
    language: naming.language,
    company: policy.policy.company,
    policy: {
      version: policy.policy.version,
      effective: policy.policy.effective,
      sha256: hash,
      address: `${publicUrl}${link(naming.language, 'privacy', 'v', policy.policy.version)}`,
    },
    parts: gathered.parts === 'everything' ? ['everything'] : [...gathered.parts],
    purposes: Object.fromEntries(
      Object.entries(policy.purposes).map(([id, { clause, keep }]) => [
        id,
        {
          words: purposeWords(id, naming),
          clause: clauseOf(clause, naming, publicUrl),
          period: keep.for,
          after: keep.after,
        },
      ]),
    ),
  }
}

const clauseOf = (id: string, naming: Naming, publicUrl: string) => ({
  id,
  words: clauseWords(id, naming) ?? null,
  address: `${publicUrl}${clauseHref(naming.language, id)}`,
})

function groupOf(category: string, { naming, publicUrl }: Telling): Omit<DataGroup, 'items'> {
  const { compiled } = naming
  const { categories } = compiled.loaded.policy
  const clause = Object.hasOwn(categories, category) ? categories[category]!.clause : undefined
  const { roles, systems } = audienceOf(category, compiled)
  return {
    category,
    words: categoryWords(category, naming),
    clause: clause === undefined ? null : clauseOf(clause, naming, publicUrl),
    mayBeUsedFor: usesOf(category, compiled).map(use => use.purpose),
    seenBy: roles.map(({ role, purposes }) => ({ role, words: roleWords(role, naming), purposes })),
    usedBySystems: [...systems],
  }
}

function itemOf(item: RecordItem, { naming, files }: Telling): DataItem {
  const until = keptUntil(item, naming.compiled.loaded.policy)
  const { id, kind } = item.row
  const file = files.get(fileKey(item))
  return {
    place: item.place,
    name: itemWords(item.place, item.row, naming),
    row: typeof id === 'string' ? id : null,
    kind: typeof kind === 'string' ? kind : null,
    belongsTo: ownerOf(item),
    value: file || item.value instanceof Uint8Array ? null : (item.value ?? null),
    file: file?.path ?? null,
    current: item.current,
    recordedAt: item.at?.toISOString() ?? null,
    source: item.source ?? null,
    policyVersion: item.version ?? null,
    purpose: item.holding.purpose,
    keptUntil: until?.known ? until.at.toISOString() : null,
    keptAfter: until && !until.known ? { event: until.after, period: until.period } : null,
  }
}

function lookedOf(entry: OwnEntry, naming: Naming): DataLooked {
  const acts = [...entry.acts].sort()
  return {
    reference: String(entry.id),
    at: entry.at.toISOString(),
    firstAt: entry.first_at.toISOString(),
    times: entry.times,
    acts,
    says: acts.map(act => actWords(act, entry.purpose, naming).text).join('; '),
    purpose: entry.purpose,
    clause: entry.clause,
    policyVersion: entry.version,
    by: entry.by,
    who: actorWords(entry, naming),
    outcome: entry.outcome,
    case: entry.reference,
    fields: [...new Set(entry.fields.split(' ').filter(Boolean))].sort(),
  }
}

function receivedOf(one: Disclosure, { compiled }: Naming): DataReceived {
  const recipient = compiled.loaded.policy.recipients[one.recipient]
  return {
    reference: String(one.id),
    at: one.at.toISOString(),
    recipient: one.recipient,
    name: recipient?.name ?? one.recipient,
    countries: [...(recipient?.countries ?? [])],
    safeguards: [...(recipient?.mechanism ?? [])],
    act: one.act,
    purpose: one.purpose,
    clause: one.clause,
    policyVersion: one.version,
    case: one.reference,
    fields: [...one.fields].sort(),
  }
}
