/** What changed between two versions, in a reader's language: what, whom it concerns, and what it means for them. */
import type { Change } from '../policy/diff.ts'
import { relations as everyRelation, type Basis, type Never, type Policy } from '../policy/document.ts'
import type { Concerned } from '../policy/life.ts'
import {
  called,
  categoryNames,
  eventInWords,
  listed,
  periodInWords,
  purposeNames,
  type Reader,
} from './policy-words.ts'
import type { Values } from './words.ts'

/** Somebody who reads what changed. `policy` is the later version. */
export interface DifferenceReader extends Reader {
  /** The earlier version, for names of what is gone. */
  before?: Policy
}

const sections = {
  purposes: 'purpose',
  categories: 'category',
  collected: 'situation',
  recipients: 'recipient',
  staff: 'staff role',
  cookies: 'cookie',
  controllers: 'controller',
} as const

/** What a change is about: “Purpose: Be paid, and pay back”. */
export function subjectInWords({ path }: Pick<Change, 'path'>, reader: DifferenceReader): string | undefined {
  const [section = '', id = ''] = path.split('.')
  if (!Object.hasOwn(sections, section)) return undefined
  const name = section as keyof typeof sections
  const declared = declaredIn(name, id, reader)
  if (!declared) return undefined
  const { says, name: own } = declared as { says?: Parameters<typeof called>[0]; name?: string }
  return `${reader.t(`notice.declaration.${sections[name]}`)}: ${own ?? called(says, reader, id)}`
}

function declaredIn(section: keyof typeof sections, id: string, { policy, before }: DifferenceReader) {
  for (const one of [policy, before]) if (one && Object.hasOwn(one[section], id)) return one[section][id]
  return undefined
}

/** Names from the later version, or from the earlier one where only that has them. */
const either = (
  section: 'categories' | 'purposes',
  ids: readonly string[],
  reader: DifferenceReader,
  names: (ids: readonly string[], reader: Reader) => string[],
): string[] =>
  ids.flatMap(id => {
    const isGone = reader.before !== undefined && !Object.hasOwn(reader.policy[section], id)
    return names([id], isGone ? { ...reader, policy: reader.before! } : reader)
  })

const inList = (items: readonly string[], reader: Reader) => listed(items, reader)

/** A word of a fixed list, where there is one; what is no word of ours is shown as the policy has it. */
const word = (key: string, id: string, { t, hasText }: Reader): string => (hasText(key) ? t(key) : id)

function itemsInWords(key: string, items: readonly string[], reader: DifferenceReader): string {
  if (['purposes-uses', 'collected-asks', 'recipients-gets'].includes(key))
    return inList(either('categories', items, reader, categoryNames), reader)
  if (['collected-for', 'recipients-for', 'staff-purposes'].includes(key))
    return inList(either('purposes', items, reader, purposeNames), reader)
  const one = (id: string): string => {
    if (key === 'recipients-countries' || key === 'controllers-country') return reader.formats.country(id)
    if (key === 'controllers-regions') return id === 'EEA' ? reader.t('notice.contact.eea') : reader.formats.country(id)
    if (key === 'recipients-mechanism') return word(`notice.mechanism.${id}`, id, reader)
    if (key === 'recipients-kind') return word(`notice.recipient-kind.${id}`, id, reader)
    if (key === 'purposes-channels') return word(`notice.channel.${id}`, id, reader)
    if (key === 'purposes-basis') return basisInWords(id, reader)
    if (key === 'purposes-keep-after') return eventInWords(id, reader)
    if (key === 'cookies-purpose' && id !== 'necessary') return either('purposes', [id], reader, purposeNames).join()
    return word(`notice.change.${id}`, id, reader)
  }
  return inList(items.map(one), reader)
}

/** `contract` or `consumer:contract`. */
function basisInWords(id: string, reader: Reader): string {
  const [relation, basis] = id.includes(':') ? (id.split(':') as [string, string]) : [undefined, id]
  const said = word(`notice.basis.${basis}`, basis, reader)
  if (relation === undefined) return said
  return reader.t('notice.allows.for-relation', {
    relation: word(`notice.relation.${relation}`, relation, reader),
    basis: said,
  })
}

/** A promise of absence as a sentence. */
export function neverInWords(what: Never['what'], reader: DifferenceReader): string {
  if (typeof what === 'string') return reader.t(`notice.never.${what}`)
  if ('purpose' in what)
    return reader.t('notice.never.uses', {
      purpose: either('purposes', [what.purpose], reader, purposeNames).join(),
      category: either('categories', [what.uses], reader, categoryNames).join(),
    })
  const recipient = reader.policy.recipients[what.recipient] ?? reader.before?.recipients[what.recipient]
  return reader.t('notice.never.gets', {
    recipient: recipient?.name ?? what.recipient,
    category: either('categories', [what.gets], reader, categoryNames).join(),
  })
}

/** What changed, as a sentence. */
export function changeInWords({ fact, says }: Change, reader: DifferenceReader): string {
  const { t, hasText, formats } = reader
  const said = (key: string, values: Values = {}): string =>
    hasText(`notice.change.${key}`) ? t(`notice.change.${key}` as 'notice.change.new', values) : says
  switch (fact.code) {
    case 'more':
    case 'less':
      return said(`${fact.code}.${fact.key}`, { items: itemsInWords(fact.key, fact.items, reader) })
    case 'other':
    case 'period': {
      const side = (ids: readonly string[]) =>
        fact.code === 'period' ? ids.map(id => periodInWords(id, reader)).join() : itemsInWords(fact.key, ids, reader)
      return said('is', { what: said(`what.${fact.key}`), is: side(fact.is), was: side(fact.was) })
    }
    case 'said-in':
      return said('said-in', { items: formats.list(fact.items.map(code => formats.languageName(code))) })
    case 'kept':
    case 'kept-no-more':
      return said(fact.code, { clause: fact.clause, items: formats.list(fact.items) })
    case 'only-explains':
    case 'now-promises':
      return said(fact.code, { clause: fact.clause })
    case 'never':
    case 'never-no-more':
      return said(fact.code, { what: neverInWords(fact.what, reader) })
    default:
      return said(fact.code)
  }
}

/** Whom a change concerns, by purpose and basis. */
export function concernsInWords({ purposes, bases }: Change, reader: DifferenceReader): string {
  if (purposes.length === 0) return reader.t('notice.change.concerns-all')
  return reader.t('notice.change.concerns', {
    purposes: inList(either('purposes', purposes, reader, purposeNames), reader),
    bases: inList(
      bases.map(basis => word(`notice.basis.${basis}`, basis, reader)),
      reader,
    ),
  })
}

/** What follows from a change before it binds. */
export type Meaning = 'consent' | 'object' | 'told' | 'record' | 'none'

/**
 * What a change means for those whom it concerns, by the basis of its purposes: consent needs a new yes (GDPR 7), legitimate
 * interest an assessment and the chance to object (GDPR 6(1)(f), 21), everything else that one is told (GDPR 13(3)); a
 * new purpose, or further data for one, is held against what the data was collected for (GDPR 6(4)).
 */
export function meaningsOf({ effect, fact, path, bases }: Change): Meaning[] {
  if (effect !== 'widened') return ['none']
  const byBasis: Readonly<Partial<Record<Basis, Meaning>>> = { consent: 'consent', 'legitimate-interest': 'object' }
  const meanings = new Set<Meaning>(bases.map(basis => byBasis[basis] ?? 'told'))
  if (meanings.size === 0) meanings.add('told')
  const isNewUse =
    path.startsWith('purposes.') && (fact.code === 'new' || (fact.code === 'more' && fact.key === 'purposes-uses'))
  if (isNewUse && bases.some(basis => basis !== 'consent')) meanings.add('record')
  return [...meanings]
}

/** The same in words, one sentence for each. */
export const meaningsInWords = (change: Change, { t }: Reader): string[] =>
  meaningsOf(change).map(meaning => t(`notice.means.${meaning}`))

/** Whom changes concern, without numbers: “everybody who acts for a company and everybody who agreed to “News””. */
export function whomInWords({ relations, agreed }: Concerned, reader: DifferenceReader): string {
  const { t } = reader
  if (relations.length === everyRelation.length) return t('notice.change.who.all')
  const names = either('purposes', [...new Set(agreed.map(({ purpose }) => purpose))], reader, purposeNames)
  return inList(
    [
      ...relations.map(one => t(`notice.change.who.${one}`)),
      ...names.map(purpose => t('notice.change.who.agreed', { purpose })),
    ],
    reader,
  )
}
