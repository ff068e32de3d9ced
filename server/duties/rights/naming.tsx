/** What acts, columns, roles and periods are called in front of the person whom they are about. */
import { link, type Language } from '../../base/http/index.ts'
import type { OwnEntry } from '../../audit/index.ts'
import type { Compiled } from '../../policy/compile.ts'
import { inEea } from '../../policy/countries.ts'
import { languages, type Policy, type Recipient, type Words as Says } from '../../policy/document.ts'
import { parseDuration } from '../../policy/duration.ts'
import type { RecordRow } from '../../policy/record.ts'
import { actSentence, type Key, type Words } from '../../ui/index.ts'
import type { RightsParts } from './parts.ts'

/** Words, and the language that they are in. */
export interface Said {
  text: string
  language: Language
}

/** What naming needs to know: the words of one language, and what is in force. */
export interface Naming extends Words {
  readonly language: Language
  readonly compiled: Compiled
}

/** What naming needs, for each request: its words, and what is in force at that moment. */
export const namingFor =
  ({ gate }: Pick<RightsParts, 'gate'>) =>
  ({ language, t, say, hasText, formats }: Words & { language: Language }): Naming => ({
    language,
    t,
    say,
    hasText,
    formats,
    compiled: gate.policy().compiled,
  })

/** The policy's own words in a language; in its original language where they do not exist in that one. */
export function said(says: Says, { language, compiled }: Naming): Said {
  const { original } = compiled.loaded.policy.policy
  for (const one of [language, original, ...languages]) {
    const text = says[one]
    if (text !== undefined) return { text, language: one }
  }
  return { text: '', language }
}

/** Words of the policy on a page: marked with their language where it is another one (WCAG 3.1.2). */
export function Say({ words, capital, naming }: { words: Said; capital?: boolean; naming: Naming }) {
  const text = capital ? inCapital(words.text) : words.text
  return words.language === naming.language ? <>{text}</> : <span lang={words.language}>{text}</span>
}

const inCapital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** `people.account.identifier_hash` → `identifier hash`: better than nothing for what has no words yet. */
const plain = (name: string) => name.slice(name.lastIndexOf('.') + 1).replaceAll(/[-_]/g, ' ')

/** The first of some keys that a text has. A slice may bring its own words; ours stand in rights.json. */
function textOf({ t, hasText }: Words, ...keys: readonly string[]): string | undefined {
  const key = keys.find((one): one is Key => hasText(one))
  return key && t(key)
}

/** The policy's purpose, in its words; its name if this policy does not know it any more. */
export function purposeWords(id: string, naming: Naming): Said {
  const { purposes } = naming.compiled.loaded.policy
  return Object.hasOwn(purposes, id) ? said(purposes[id]!.says, naming) : { text: plain(id), language: naming.language }
}

/** What somebody chose, in the words of the policy: `offers/email`, or a subject that interests them. */
export function chosenWords(choice: string, naming: Naming): string {
  const { topics, categories } = naming.compiled.loaded.policy
  const [id = '', channel] = choice.split('/')
  const says = topics?.[id]?.says ?? categories['interests']?.choices?.[id]
  const words = says ? said(says, naming).text : plain(id)
  const way = channel && textOf(naming, `consent.channel.${channel}`)
  return [words, way].filter(Boolean).join(', ')
}

/** The policy's category, in its words. */
export function categoryWords(id: string, naming: Naming): Said {
  const { categories } = naming.compiled.loaded.policy
  return Object.hasOwn(categories, id)
    ? said(categories[id]!.says, naming)
    : { text: plain(id), language: naming.language }
}

/** A role of colleagues, in the policy's words. */
export function roleWords(id: string, naming: Naming): Said {
  const { staff } = naming.compiled.loaded.policy
  return Object.hasOwn(staff, id) ? said(staff[id]!.says, naming) : { text: plain(id), language: naming.language }
}

/** What an act does, as a sentence; for one without words of its own: its purpose and its name. */
export function actWords(act: string, purpose: string, naming: Naming): Said {
  const own = actSentence(act, naming)
  if (own !== undefined) return { text: own, language: naming.language }
  const { text, language } = purposeWords(purpose, naming)
  return { text: `${text} (${plain(act)})`, language }
}

/**
 * What a column is called.
 * @param place schema.table.column
 * @param row tells a phone from an address, where one table keeps both
 */
export function itemWords(place: string, row: RecordRow | undefined, naming: Naming): string {
  const [slice, ...rest] = place.split('.')
  const kind = typeof row?.['kind'] === 'string' ? `-${row['kind']}` : undefined
  const keys = [`${slice}.item.${rest.join('.')}`, `rights.item.${place}`]
  const words = textOf(naming, ...(kind ? keys.map(key => key + kind) : []), ...keys)
  return words ?? inCapital(plain(place))
}

/** Columns as words, each once. @param places schema.table.column */
export function placeWords(places: readonly string[], naming: Naming): string[] {
  return [...new Set(places.map(place => itemWords(place, undefined, naming)))].sort((a, b) => a.localeCompare(b))
}

/** The columns that an entry showed or changed, as words, each once. */
export function fieldWords(entry: Pick<OwnEntry, 'fields'>, naming: Naming): string[] {
  return placeWords([...new Set(entry.fields.split(' ').filter(Boolean))], naming)
}

/** Who acted: a role with its company and country, the person, or our systems. Never who by name. */
export function actorWords(entry: Pick<OwnEntry, 'by' | 'part'>, naming: Naming): string {
  const { t } = naming
  if (entry.by !== 'staff') return t(`rights.who.${entry.by}`)
  const [role = '', id = ''] = entry.part.split('/')
  const { controllers } = naming.compiled.loaded.policy
  const controller = Object.hasOwn(controllers, id) ? controllers[id] : undefined
  const { text } = roleWords(role, naming)
  return controller
    ? t('rights.who.staff', { role: text, controller: controller.name, country: controller.country })
    : text
}

/** How an act ended, if it was refused; undefined if it was done. */
export function refusalWords(outcome: string, naming: Naming): string | undefined {
  if (outcome === 'done') return undefined
  return textOf(naming, `rights.outcome.${outcome}`) ?? plain(outcome)
}

/** Where something came from. */
export function sourceWords(source: string | undefined, naming: Naming): string {
  return textOf(naming, `people.source.${source ?? 'none'}`) ?? plain(source ?? '')
}

/** What a period waits for: `as long as you have your ID`. */
function eventWords(after: string, naming: Naming): string {
  return textOf(naming, `rights.until.${after}`) ?? naming.t('rights.until.other', { event: plain(after) })
}

/** Until when something is kept whose event has not happened. @param period ISO 8601 */
export function untilWords(after: string, period: string, naming: Naming): string {
  const { t } = naming
  if (after === 'last-yes') return t('rights.held.then-last-yes', { period: periodWords(period, naming) })
  return t('rights.held.then', { event: eventWords(after, naming), period: periodWords(period, naming) })
}

/** A period in words: `3 years`, `1 jaar en 2 maanden`. @param period ISO 8601 */
export const periodWords = (period: string, { formats }: Naming): string => formats.period(parseDuration(period))

/** The address of a clause of the policy in force. */
export const clauseHref = (language: Language, clause: string) => `${link(language, 'privacy')}#${clause}`

/** The address of a clause of a purpose; of the policy, if it does not know the purpose. */
export function purposeHref(id: string, language: Language, { purposes }: Policy): string {
  return Object.hasOwn(purposes, id) ? clauseHref(language, purposes[id]!.clause) : link(language, 'privacy')
}

/** Where somebody asks about something that was done with their data: by when and what for, and by no number of ours. */
export const questionHref = (language: Language, { at, purpose }: { at: Date; purpose: string }) =>
  `${link(language, 'contact')}?${new URLSearchParams({ topic: 'privacy', at: at.toISOString(), purpose }).toString()}`

/** Where a recipient is, and what protects data there. */
export function placesOf({ countries, mechanism }: Recipient, { t, formats }: Naming) {
  return {
    countries: countries.map(country => ({ name: formats.country(country), outside: !inEea(country) })),
    safeguards: (mechanism ?? []).map(one => t(`notice.mechanism.${one}`)),
  }
}
