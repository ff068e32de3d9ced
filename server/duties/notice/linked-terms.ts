/** From the words of a policy file to terms of the Data Privacy Vocabulary 2.3 and its extension for the GDPR. */
import type { Basis, Mechanism, Recipient, Relation } from '../../policy/document.ts'

/** The prefixes that the answer uses, and no others. */
export const context = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  pd: 'https://w3id.org/dpv/pd#',
  loc: 'https://w3id.org/dpv/loc#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

/** GDPR 6(1). */
export const legalBases: Readonly<Record<Basis, string>> = {
  consent: 'eu-gdpr:A6-1-a',
  contract: 'eu-gdpr:A6-1-b',
  'legal-obligation': 'eu-gdpr:A6-1-c',
  'vital-interest': 'eu-gdpr:A6-1-d',
  'public-task': 'eu-gdpr:A6-1-e',
  'legitimate-interest': 'eu-gdpr:A6-1-f',
}

/** Void ones protect nothing, so they have no term. The Data Privacy Framework is an adequacy decision (2023/1795). */
export const transferTools: Readonly<Partial<Record<Mechanism, string>>> = {
  adequacy: 'eu-gdpr:A45-3',
  dpf: 'eu-gdpr:A45-3',
  scc: 'eu-gdpr:A46-2-c',
  bcr: 'eu-gdpr:A46-2-b',
  derogation: 'eu-gdpr:A49-1-a',
}

/** What a recipient is; a company of the group decides with us. */
export const recipientKinds: Readonly<Record<Recipient['kind'], string>> = {
  processor: 'dpv:DataProcessor',
  group: 'dpv:DataController',
  controller: 'dpv:ThirdParty',
  authority: 'dpv:Authority',
}

/** Whom a relation is: those who act for a company are customers, and not consumers. */
export const subjects: Readonly<Record<Relation, string>> = {
  consumer: 'dpv:Consumer',
  'business-contact': 'dpv:Customer',
  staff: 'dpv:Employee',
}

/** What everybody may ask for. */
export const rights = ['A13', 'A14', 'A15', 'A16', 'A17', 'A18', 'A19', 'A20', 'A21', 'A22', 'A77'].map(
  one => `eu-gdpr:${one}`,
)
