/** Terms of the W3C Data Privacy Vocabulary (2.3) for what records and receipts say. */
import type { Mechanism } from '../../policy/document.ts'

/** What the prefixes stand for. */
export const context = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  pd: 'https://w3id.org/dpv/pd#',
  loc: 'https://w3id.org/dpv/loc#',
  'dpv-27560': 'https://w3id.org/dpv/schema/dpv-27560#',
  dct: 'http://purl.org/dc/terms/',
} as const

/** What somebody can have said. */
export const allSayings = ['agree', 'refuse', 'withdraw', 'object', 'allow', 'restrict', 'release'] as const
export type AnySaying = (typeof allSayings)[number]

interface Kind {
  /** Of the record. A yes and a no to what waits for one is consent; the rest is the use of another right. */
  record: 'dpv:ConsentRecord' | 'dpv:RightExerciseRecord'
  /** Of the receipt. */
  receipt: 'dpv:ConsentReceipt' | 'dpv:RightExerciseRecord'
  /** The state that the event left behind. */
  state: string
  /** What the event is. */
  type: string
  /** What the processing rests on, or the right that was used. */
  basis: string
}

const consent = { record: 'dpv:ConsentRecord', receipt: 'dpv:ConsentReceipt', basis: 'eu-gdpr:A6-1-a' } as const
const right = { record: 'dpv:RightExerciseRecord', receipt: 'dpv:RightExerciseRecord' } as const
const interest = { ...right, basis: 'eu-gdpr:A6-1-f', type: 'eu-gdpr:A21' } as const
const restriction = { ...right, basis: 'eu-gdpr:A18', type: 'eu-gdpr:A18' } as const

/** What each is in these terms. An objection is no consent: it is of a status of legitimate interest. */
export const kinds: Readonly<Record<AnySaying, Kind>> = {
  agree: { ...consent, state: 'dpv:ConsentGiven', type: 'dpv:ExpressedConsent' },
  refuse: { ...consent, state: 'dpv:ConsentRefused', type: 'dpv:ExpressedConsent' },
  withdraw: { ...consent, state: 'dpv:ConsentWithdrawn', type: 'dpv:ExpressedConsent' },
  object: { ...interest, state: 'dpv:LegitimateInterestObjected' },
  allow: { ...interest, state: 'dpv:LegitimateInterestNotObjected' },
  restrict: { ...restriction, state: 'dpv:RequestFulfilled' },
  release: { ...restriction, state: 'dpv:RequestFulfilled' },
}

/** Which profile a record and its receipt keep to. */
export const profiles = {
  record: 'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr',
  receipt: 'https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr',
  /** What is no consent has the same fields and claims no profile of consent. */
  right: 'https://w3id.org/dpv#RightExerciseRecord',
} as const

/** Rights that everybody has, and that of taking a yes back. */
export const rights = ['A7-3', 'A13', 'A15', 'A16', 'A17', 'A18', 'A20', 'A21', 'A77'].map(one => `eu-gdpr:${one}`)

/** GDPR 44–49: why data may leave the European Economic Area. What is void names no article. */
export const transferTerms: Readonly<Record<Mechanism, string | undefined>> = {
  adequacy: 'eu-gdpr:A45-3',
  dpf: 'eu-gdpr:A45-3',
  scc: 'eu-gdpr:A46-2-c',
  bcr: 'eu-gdpr:A46-2-b',
  derogation: 'eu-gdpr:A49-1-a',
  'safe-harbor': undefined,
  'privacy-shield': undefined,
}

/** The role of who receives data. */
export const roleTerms = {
  processor: 'dpv:DataProcessor',
  group: 'dpv:ThirdParty',
  controller: 'dpv:DataController',
  authority: 'dpv:Authority',
} as const
