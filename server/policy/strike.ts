/**
 * A policy with one category less for one purpose, and the same policy again: what somebody would change in the file by
 * hand to see what follows. Pure; comments and the order of the file stay.
 */
import { type Document, isSeq, parseDocument, type YAMLSeq } from 'yaml'
import type { Policy } from './document.ts'

/** What was struck. */
export interface Struck {
  category: string
  purpose: string
  /** The number of the version in which it still stood. */
  from: number
}

const mark = '# Struck: '

/** What a version lacks that the one before it had, as its file says in its first line; undefined if nothing. */
export function struckIn(source: string): Struck | undefined {
  const [, category, purpose, from] = /^# Struck: ([a-z-]+) from ([a-z-]+); see version (\d+)\.\n/.exec(source) ?? []
  return category && purpose ? { category, purpose, from: Number(from) } : undefined
}

/**
 * Takes a category out of what a purpose uses; what is only asked for, or only sent, because that purpose used it goes too,
 * so that the policy still agrees with itself.
 * @param source the file as it was published
 * @param policy the same, read
 * @param version the number of the new one
 */
export function strike(
  source: string,
  policy: Policy,
  { category, purpose }: Omit<Struck, 'from'>,
  version: number,
): string {
  const document = parseDocument(source, { schema: 'core', version: '1.2' })
  document.setIn(['policy', 'version'], version)
  drop(document, ['purposes', purpose, 'uses'], category)
  const stillUsed = (purposes: readonly string[]) =>
    purposes.some(id => id !== purpose && policy.purposes[id]?.uses.includes(category))
  for (const [id, one] of Object.entries(policy.recipients))
    if (one.for.includes(purpose) && !stillUsed(one.for)) drop(document, ['recipients', id, 'gets'], category)
  for (const [id, one] of Object.entries(policy.collected))
    if (one.for.includes(purpose) && !stillUsed(one.for)) drop(document, ['collected', id, 'asks'], category)
  return `${mark}${category} from ${purpose}; see version ${policy.policy.version}.\n${document.toString({ lineWidth: 0 })}`
}

/** The same promises under another number. @param source a file in which nothing is struck */
export function renumbered(source: string, version: number): string {
  const document = parseDocument(source, { schema: 'core', version: '1.2' })
  document.setIn(['policy', 'version'], version)
  return document.toString({ lineWidth: 0 })
}

function drop(document: Document, path: readonly string[], category: string): void {
  const list = document.getIn(path)
  if (!isSeq(list)) return
  const all = list as YAMLSeq<{ value?: unknown }>
  all.items = all.items.filter(item => item.value !== category)
}
