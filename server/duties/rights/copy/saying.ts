/** What a copy says in words: clauses with their text, and what is not in it, and why. */
import type { RecordItem } from '../../../policy/record.ts'
import type { Key } from '../../../ui/index.ts'
import { categoryWords, itemWords, type Naming, purposeWords, type Said } from '../naming.tsx'
import { evidenceParts, hasPart } from './copy.ts'
import type { Gathered } from './gather.ts'

/** A file of the copy, and where its item says that it is. */
export interface CopiedFile {
  path: string
  place: string
  name: string
  type: string
  bytes: number
  sha256: string
}

/** Which file an item is: by where it is kept, and in which row. */
export const fileKey = ({ place, row }: Pick<RecordItem, 'place' | 'row'>): string => `${place} ${String(row['id'])}`

/** What every file of a copy is written from. */
export interface Telling {
  naming: Naming
  gathered: Gathered
  /** By their keys; one that could not be read is not in it. */
  files: ReadonlyMap<string, CopiedFile>
  at: Date
  publicUrl: string
}

/** The words of a clause, in the language of the copy or else in the original one. */
export function clauseWords(id: string, { language, compiled }: Naming): Said | undefined {
  const { texts, policy } = compiled.loaded
  for (const one of [language, policy.policy.original]) {
    const text = texts[one]?.clauses.find(clause => clause.id === id)?.text
    if (text !== undefined) return { text, language: one }
  }
  return undefined
}

/** Whose row it is: a company's names the person who brought it. */
export const ownerOf = (item: RecordItem): 'you' | 'company' =>
  'organisation' in item && typeof item.organisation === 'string' ? 'company' : 'you'

/** What is not in the copy. */
export interface Left {
  what: string
  why: string
}

/** Everything that is not in the copy, and why. */
export function leftOut({ naming, gathered, files }: Telling): Left[] {
  const { t, hasText, compiled } = naming
  const { items, closed, parts } = gathered
  const hidden = new Map<string, Left>()
  for (const item of items) {
    if (item.shown === 'shown' || files.has(fileKey(item))) continue
    const key = `rights.hidden.${item.place}`
    const why =
      item.shown === 'file'
        ? t('rights.copy.left.unreadable-file')
        : hasText(key)
          ? t(key)
          : t(`rights.hidden.${item.shown}`)
    hidden.set(item.place, { what: itemWords(item.place, item.row, naming), why })
  }
  const shut = closed.map(({ table, purpose }) => {
    const key = `rights.closed.${table}`
    const what = hasText(key) ? t(key as Key) : table
    return { what, why: t('rights.copy.left.closed', { purpose: purposeWords(purpose, naming).text }) }
  })
  const offered = [...(compiled.grants.get('rights.make-copy')?.reads ?? []), ...evidenceParts]
  const unchosen = offered
    .filter(part => part !== 'evidence' && !hasPart(parts, part))
    .map(part => ({ what: partWords(part, naming).text, why: t('rights.copy.left.not-chosen') }))
  const always = (['staff', 'others', 'copies', 'anonymous'] as const).map(what => ({
    what: t(`rights.copy.left.${what}`),
    why: t(`rights.copy.left.${what}-why`),
  }))
  return [...unchosen, ...hidden.values(), ...shut, ...always]
}

/** What a part of a copy is called. */
export function partWords(part: string, naming: Naming): Said {
  const own = evidenceParts.find(one => one === part)
  return own ? { text: naming.t(`rights.copy.part.${own}`), language: naming.language } : categoryWords(part, naming)
}
