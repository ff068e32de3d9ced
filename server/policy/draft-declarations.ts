import { knownCategories } from './draft-categories.ts'
import { clauseOf, type Drafted, type First, isProposal, type Proposal, toBeConfirmed } from './draft-drafted.ts'
import { categoryProposal, ownCookies, purposeProposal, rolesIn } from './draft-needs.ts'
import { knownPurposes } from './draft-purposes.ts'
import { knownAbsences, knownMechanisms, knownRecipients, knownSituations } from './draft-sharing.ts'
import type { Language } from './document.ts'
import type { DraftSentence, DraftText } from './draft-text.ts'
import type { Needs } from './needed.ts'

/** What could be drafted from a text. */
export interface Declarations {
  company: string | undefined
  contact: string | undefined
  effective: string | undefined
  categories: Drafted[]
  purposes: Drafted[]
  collected: Drafted[]
  recipients: Drafted[]
  staff: Drafted[]
  never: Drafted[]
  cookies: Drafted[]
  rights: Drafted
}

/**
 * Recognises what a text speaks of: English sentences, by the words that policies use. Whatever the text does not say
 * is `toBeConfirmed`; nothing is made up.
 * @param needs what the product itself needs: declared although no sentence says it, to be confirmed by one that does
 */
export function draftDeclarations(
  text: DraftText,
  company: string | undefined,
  needs: Needs = new Map(),
): Declarations {
  const sentences = text.sentences.filter(sentence => !sentence.heading)
  const english = sentences.filter(sentence => sentence.language === 'en')
  const first = (words: RegExp) => english.find(sentence => words.test(sentence.text.slice(0, 5000)))
  const says = (words: string): Partial<Record<Language, string>> =>
    text.language === 'en' ? { en: words } : { [text.language]: toBeConfirmed, en: words }

  const categories = recognise(
    knownCategories,
    id => first(knownCategories[id]!.words) ?? categoryProposal(needs, id),
    (known, from) => ({ says: says(known.says), dpv: known.dpv, clause: clauseOf(from) }),
  )
  const held = new Set(categories.flatMap(({ id, from }) => (isProposal(from) ? [] : [id])))
  const orUnknown = (ids: readonly string[]) => (ids.length > 0 ? ids : ['to-be-confirmed'])
  // What only the product needs is neither asked for nor given away because of that.
  const usesOf = new Map<string, string[]>()

  const purposes = recognise(
    knownPurposes,
    id => first(knownPurposes[id]!.words) ?? purposeProposal(needs, id),
    (known, from, id) => {
      const words = isProposal(from) ? '' : from.text
      const uses = known.uses.filter(category => held.has(category))
      usesOf.set(id, uses)
      return {
        says: says(known.says),
        clause: clauseOf(from),
        dpv: known.dpv,
        basis: basisIn(words),
        ...(known.dpv === 'dpv:DirectMarketing' ? topicsIn(words) : {}),
        uses: orUnknown([...new Set([...uses, ...(needs.get(id)?.keys() ?? [])])]),
        keep: { for: periodIn(words), after: known.after },
        ...(known.restricted ? { restricted: known.restricted } : {}),
      }
    },
  )
  const pursued = (ids: readonly string[]) => ids.filter(id => usesOf.has(id))
  const used = (ids: readonly string[]) => orUnknown([...new Set(ids.flatMap(id => usesOf.get(id)!))])

  const collected = recognise(
    knownSituations,
    id => first(knownSituations[id]!.words),
    (known, from) => {
      const purposesOf = pursued(known.for)
      return purposesOf.length === 0 ? undefined : { asks: used(purposesOf), for: purposesOf, clause: from.id }
    },
  )
  const mechanisms = knownMechanisms.filter(({ words }) => first(words)).map(({ mechanism }) => mechanism)
  const recipients = recognise(
    knownRecipients,
    id => first(knownRecipients[id]!.words),
    (known, from) => {
      const purposesOf = pursued(known.for)
      if (purposesOf.length === 0) return undefined
      return {
        kind: known.kind,
        name: null,
        says: says(known.says),
        for: purposesOf,
        gets: used(purposesOf),
        countries: [toBeConfirmed],
        ...(known.kind === 'group' && mechanisms.length > 0 ? { mechanism: mechanisms } : {}),
        clause: from.id,
      }
    },
  )

  const answering = first(/\b(respond|answer|reply)\b.{0,80}\bwithin\b|\bwithin\b.{0,80}\b(respond|answer|reply)\b/i)
  const anything = answering ?? first(/\b(questions?|contact)\b/i) ?? sentences.at(-1) ?? text.sentences[0]!
  return {
    company,
    contact: sentences
      .map(sentence => /[^\s@()<>,;]+@[^\s@()<>,;]+\.[a-z]{2,}/i.exec(sentence.text)?.[0])
      .find(Boolean),
    effective: effectiveIn(sentences),
    categories,
    purposes,
    collected,
    recipients,
    never: absencesIn(first, id => usesOf.has(id), held),
    staff: needs.size > 0 ? rolesIn(first, pursued, says) : [],
    cookies: [...cookiesIn(first, id => usesOf.has(id)), ...(needs.size > 0 ? ownCookies() : [])],
    rights: {
      id: 'rights',
      from: anything,
      value: { 'answer-within': answering ? periodIn(answering.text) : toBeConfirmed, clause: anything.id },
    },
  }
}

function recognise<Known, From extends DraftSentence | Proposal>(
  all: Readonly<Record<string, Known>>,
  source: (id: string) => From | undefined,
  declare: (known: Known, from: From, id: string) => Record<string, unknown> | undefined,
): Drafted[] {
  return Object.entries(all).flatMap(([id, known]) => {
    const from = source(id)
    const value = from && declare(known, from, id)
    return value ? [{ id, from, value }] : []
  })
}

/** The basis that a sentence states for its own purpose. */
function basisIn(text: string): string {
  if (/\blegitimate interests?\b/i.test(text)) return 'legitimate-interest'
  if (
    /\b(with|on the basis of|only if you give|rests on) your (explicit |prior )?consent\b|\bif you (consent|agree)\b/i.test(
      text,
    )
  )
    return 'consent'
  if (/\bperform\w* (of )?(a|the|our|your) contract\b|\bunder (a|the|our|your) (\w+ )?contract\b/i.test(text))
    return 'contract'
  if (/\blegal obligation\b|\b(required|obliged) by law\b/i.test(text)) return 'legal-obligation'
  return toBeConfirmed
}

function topicsIn(text: string): Record<string, unknown> {
  const topics = Object.entries({
    announcements: /\bannouncements?\b/i,
    updates: /\bupdates?\b/i,
    offers: /\boffers?\b/i,
    events: /\bevents?\b/i,
  }).flatMap(([topic, words]) => (words.test(text) ? [topic] : []))
  return topics.length > 0 ? { topics } : {}
}

const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const units: Record<string, string> = { day: 'D', week: 'W', month: 'M', year: 'Y' }

/** A period that a sentence gives, as ISO 8601. */
function periodIn(text: string): string {
  const found =
    /\b(?:for|within|after)\b.{0,30}?\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?) (?:calendar |working |business )?(day|week|month|year)s?\b/i.exec(
      text,
    )
  if (!found) return toBeConfirmed
  const word = found[1]!.toLowerCase()
  const count = /^an?$/.test(word) ? 1 : numbers.includes(word) ? numbers.indexOf(word) + 1 : Number(word)
  return count === 0 ? toBeConfirmed : `P${count}${units[found[2]!.toLowerCase()]}`
}

const months = 'january february march april may june july august september october november december'.split(' ')

/** The day on which a text says that it takes effect or was changed last. */
function effectiveIn(sentences: readonly DraftSentence[]): string | undefined {
  for (const { text } of sentences) {
    if (!/\b(effective|last (updated|revised|modified|changed)|in force|version of)\b/i.test(text)) continue
    const iso = /\b(20\d\d)-(\d\d)-(\d\d)\b/.exec(text)
    if (iso) return iso[0]
    const day = /\b(\d{1,2})(?:st|nd|rd|th)? (\p{L}+),? (20\d\d)\b/u.exec(text)
    const american = /\b(\p{L}+) (\d{1,2})(?:st|nd|rd|th)?,? (20\d\d)\b/u.exec(text)
    const [date, month, year] = day
      ? [day[1]!, day[2]!, day[3]!]
      : american
        ? [american[2]!, american[1]!, american[3]!]
        : []
    const number = months.indexOf((month ?? '').toLowerCase()) + 1
    if (number > 0) return `${year}-${String(number).padStart(2, '0')}-${date!.padStart(2, '0')}`
  }
  return undefined
}

function absencesIn(first: First, pursued: (purpose: string) => boolean, held: ReadonlySet<string>): Drafted[] {
  const drafted: Drafted[] = []
  const promise = (id: string, what: unknown, from: DraftSentence | undefined) => {
    if (from) drafted.push({ id, from, value: { what, clause: from.id } })
  }
  promise('sale', 'sale', first(knownAbsences.sale))
  promise('automated-decision', 'automated-decision', first(knownAbsences.decision))
  if (pursued('product-news') && held.has('visits')) {
    promise('visits', { purpose: 'product-news', uses: 'visits' }, first(knownAbsences.visitsForNews))
  }
  return drafted
}

function cookiesIn(first: First, pursued: (purpose: string) => boolean): Drafted[] {
  const drafted: Drafted[] = []
  const cookie = (purpose: string, words: RegExp) => {
    const from = first(words)
    if (from && pursued(purpose))
      drafted.push({ id: purpose, from, value: { purpose, keep: toBeConfirmed, clause: from.id } })
  }
  cookie('measure-visits', /\bcookies?\b.{0,160}\b(popular|traffic|analy\w+|measure|time they spend)\b/i)
  cookie('greeting', /\bcookies?\b.{0,160}\b(customi[sz]e|personali[sz]e|convenience|preferences)\b/i)
  return drafted
}

/** Words that begin a policy's title and are no company's name. */
const titleWords =
  /^(Data|Customer|Our|Your|We|Us|Website|Web|Site|Online|General|Global|The|This|A|An|Cookie|Cookies|Privacy|Full|Employee|Personal|What|How|Why|If|When)$/i

/**
 * The company that a text is of, if it says so in one of the usual ways.
 * @param source the text
 */
export function companyIn(source: string): string | undefined {
  const name = String.raw`(\p{Lu}[\p{L}\p{N}&+.\-]*(?: (?:\p{Lu}|\p{N}|&|\+)[\p{L}\p{N}&+.\-]*){0,5}?)`
  const document = String.raw`(?:[\p{L}]+ ){0,3}?(?:[Pp]rivacy|[Dd]ata [Pp]rotection) (?:[Pp]olicy|[Nn]otice|[Ss]tatement)`
  const ways = [
    String.raw`(?<![\p{L}\p{N}])${name}[’']s? ${document}`,
    String.raw`(?:[Pp]olicy|[Nn]otice|[Ss]tatement) (?:of|by|for) ${name}(?=[,.;\n]| \p{Ll})`,
    String.raw`(?<![\p{L}\p{N}])${name},? \((?:hereinafter |referred to as )?[“"']?(?:we|us|the company)\b`,
    String.raw`^#* *${name} ${document}$`,
  ]
  for (const way of ways) {
    const found = new RegExp(way, 'mu').exec(source.slice(0, 20_000))?.[1]
    if (found && !titleWords.test(found.split(' ')[0]!)) return found
  }
  return undefined
}
