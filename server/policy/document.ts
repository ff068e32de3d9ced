/**
 * What a policy file says, once it has been read: plain frozen data. Every key of the YAML file is here and
 * nothing else is allowed in it. How it is read from disk is `load.ts`; what is wrong with one is `check.ts`.
 */

/** The languages that the product speaks; a policy text may exist in fewer. */
export const languages = ['en', 'nl', 'fr', 'de'] as const
export type Language = (typeof languages)[number]

/** The same words in one or more languages. At least the policy's original language is present. */
export type Words = Partial<Record<Language, string>>

/** GDPR Article 6(1) (a) consent … (f) legitimate interest. */
export const bases = [
  'consent',
  'contract',
  'legal-obligation',
  'vital-interest',
  'public-task',
  'legitimate-interest',
] as const
export type Basis = (typeof bases)[number]

/** Who a person is to the company decides on which basis a purpose rests (architecture.md: the basis depends on who someone is). */
export const relations = ['consumer', 'business-contact', 'staff'] as const
export type Relation = (typeof relations)[number]

/** Transfer mechanisms that a policy may cite for a country outside the EEA (GDPR 45–49), and void ones that old texts still cite. */
export const mechanisms = ['adequacy', 'dpf', 'scc', 'bcr', 'derogation', 'safe-harbor', 'privacy-shield'] as const
export type Mechanism = (typeof mechanisms)[number]

export interface Controller {
  name: string
  /** ISO 3166-1 alpha-2 */
  country: string
  contact: string
  /** Country codes, or EEA: whose people this controller answers for. */
  regions: readonly string[]
  default?: boolean
}

export interface Category {
  says: Words
  dpv: readonly string[]
  clause: string
  /** What there is to choose from, where a person picks. */
  choices?: Readonly<Record<string, Words>>
}

/** A subject of which somebody can hear, or not. */
export interface Topic {
  says: Words
  /** How often at most: “six times a year”. */
  often?: Words
}

export interface Keep {
  /** ISO 8601 duration */
  for: string
  /** The event that starts the period: case-closed, account-closed, last-yes, recorded … */
  after: string
}

export interface Purpose {
  says: Words
  clause: string
  dpv: string
  /** One basis, or one per relation. */
  basis: Basis | Partial<Record<Relation, Basis>>
  /** File of the balancing test, relative to the policy file; required where a basis is legitimate interest. */
  assessment?: string
  /** File of the record of why a use of what is held already fits what it was collected for (GDPR 6(4)), relative to the policy file. */
  compatibility?: string
  topics?: readonly string[]
  channels?: readonly ('email' | 'post' | 'phone')[]
  uses: readonly string[]
  keep: Keep
  /** GDPR 18: whether this purpose goes on while a person's data is restricted. Default: stop. */
  restricted?: 'stop' | 'continue'
  /** `own`: staff see the people of their own controller only (the default). `all`: the purpose needs the whole group. */
  reach?: 'own' | 'all'
}

export interface Collected {
  asks: readonly string[]
  for: readonly string[]
  clause: string
}

export interface Recipient {
  kind: 'processor' | 'group' | 'controller' | 'authority'
  name: string
  says: Words
  for: readonly string[]
  gets: readonly string[]
  /** ISO 3166-1 alpha-2 */
  countries: readonly string[]
  mechanism?: readonly Mechanism[]
  clause: string
}

/** A promise of absence. */
export interface Never {
  what: 'sale' | 'automated-decision' | { purpose: string; uses: string } | { recipient: string; gets: string }
  clause: string
}

/** A role that staff can have: a set of purposes. */
export interface StaffRole {
  says: Words
  purposes: readonly string[]
  clause: string
}

/** What the database, or the product as such, does by itself; a clause is kept by it where the policy says so. */
export const measures = [
  /** Each purpose has a login of its own, which may do what was compiled for it and nothing else. */
  'own-login',
  /** Every table with people in it shows a login only the people whom it may see. */
  'own-rows',
  /** Staff see the people of their own controller. */
  'own-region',
  /** A purpose that rests on consent sees nobody before their yes. */
  'agreement',
  /** A purpose sees nobody who objected to it. */
  'objection',
  /** While somebody's data is restricted, purposes that do not have to go on see nothing of them. */
  'restriction',
  /** Personal values are encrypted, each person's with a key of their own. */
  'sealed-columns',
  /** Nobody may change or delete a line of evidence. */
  'append-only',
  /** Each datum carries when, where and under which version it came. */
  'provenance',
  /** Staff who did not acknowledge the version in force are refused. */
  'acknowledgement',
  /** Whatever staff do leaves evidence. */
  'looks-recorded',
  /** Published versions stay, and nobody may change them. */
  'kept-versions',
] as const
export type Measure = (typeof measures)[number]

export interface Policy {
  /** Format version. */
  abide: 1
  policy: {
    company: string
    version: number
    /** ISO date */
    effective: string
    /** Language → Markdown file, relative to the policy file. */
    text: Partial<Record<Language, string>>
    original: Language
    /** Language → Markdown file with a short summary that binds nobody, for a language in which the text does not exist. */
    summary?: Partial<Record<Language, string>>
  }
  controllers: Readonly<Record<string, Controller>>
  categories: Readonly<Record<string, Category>>
  purposes: Readonly<Record<string, Purpose>>
  topics?: Readonly<Record<string, Topic>>
  collected: Readonly<Record<string, Collected>>
  recipients: Readonly<Record<string, Recipient>>
  staff: Readonly<Record<string, StaffRole>>
  never: readonly Never[]
  rights: { 'answer-within': string; clause: string }
  cookies: Readonly<Record<string, { purpose: string; keep: string; clause: string }>>
  /** Clause → measures, and acts of the product, that keep it without any of the declarations above. */
  kept: Readonly<Record<string, readonly string[]>>
  /** How a change is told: how long before it takes effect (ISO 8601), and the clause that promises it. */
  changes?: { notice: string; clause: string }
  /** Clauses that explain, define or introduce: they promise nothing, and are not counted among the promises. */
  explains?: readonly string[]
  'minimum-group': number
}

/** A place in a file, as an editor counts: lines and columns from 1. */
export interface Place {
  file: string
  line: number
  column: number
}

/** One thing that is wrong with a policy (error: blocks publishing; warning: published and shown). */
export interface Finding extends Place {
  level: 'error' | 'warning'
  /** Stable code in kebab case, e.g. `dangling-clause`. */
  code: string
  /** What is wrong, in a sentence. */
  message: string
  /** What mends it, in a sentence. */
  mend: string
  /** The sentence of the text that it is about, where there is one. */
  quote?: string
}

/** One clause of the published text, in one language: a heading, a paragraph, a list item, or a sentence of one. */
export interface Clause {
  /** e.g. `why.support`; also the anchor on the public page. */
  id: string
  kind: 'heading' | 'paragraph' | 'item'
  /** 1 to 6: a heading's level. 0: a paragraph or list item. */
  level: number
  /** Stands in a list: numbered or not, and how deep (from 1). A paragraph with `list` is a further one of the item before it. */
  list?: { ordered: boolean; depth: number }
  /** Stands in the same paragraph, item or heading as the clause before it: a clause may be one sentence of several. */
  continues?: true
  /** Safe HTML of the clause's own words. */
  html: string
  /** The same words without markup. */
  text: string
  /** Line in the Markdown file, from 1. */
  line: number
}

/** The text in one language. */
export interface PolicyText {
  language: Language
  title: string
  clauses: readonly Clause[]
  /** The Markdown as it is stored and hashed. */
  source: string
}

/** A policy with its texts, read without an error that would keep it from being understood. */
export interface LoadedPolicy {
  policy: Policy
  texts: Partial<Record<Language, PolicyText>>
  /** Balancing tests, records of compatibility and summaries by their file name. */
  assessments: Readonly<Record<string, string>>
  /** The YAML as it stands in the file, with line ends as \n. */
  source: string
  /** The table of a lawyer's questions beside the file, as it stands there; part of no promise, and so of no hash. */
  cases?: string
  /** SHA-256, in hex, over the declarations and every text, in a canonical order. */
  hash: string
}
