/**
 * A policy as JSON-LD in terms of the W3C Data Privacy Vocabulary 2.3. Pure. The context is inline: whoever reads it
 * fetches nothing.
 */
import { link, type Language } from '../../base/http/index.ts'
import { basesOf } from '../../policy/basis.ts'
import { inEea, isAdequate } from '../../policy/countries.ts'
import type { Basis, LoadedPolicy, Never, Policy, Purpose, Recipient, Relation, Words } from '../../policy/document.ts'
import { context, legalBases, recipientKinds, rights, subjects, transferTools } from './linked-terms.ts'

/** A node, a literal, or several. */
export type Linked = string | boolean | number | { readonly [key: string]: Linked } | readonly Linked[]

const node = (id: string): Linked => ({ '@id': id })
const nodes = (ids: readonly string[]): Linked[] => ids.map(node)

/** Words in every language that has them. */
const inLanguages = (says: Words): Linked =>
  Object.entries(says).map(([language, value]) => ({ '@value': value, '@language': language }))

/** What the policy's nodes are named from. */
interface Place {
  /** Of the notice: the page of this version in the language that rules. */
  notice: string
  policy: Policy
}

/** A declaration's own name on the page of its version. */
const named = ({ notice }: Place, section: string, id: string) => `${notice}#${section}-${id}`
const clauseOf = ({ notice }: Place, clause: string) => node(`${notice}#${clause}`)

/**
 * A policy as JSON-LD.
 * @param loaded the version
 * @param origin where the product is reached, without a slash at its end
 * @param issued ISO 8601, when it took or takes effect
 */
export function linkedPolicy(loaded: LoadedPolicy, origin: string, issued: string): { readonly [key: string]: Linked } {
  const { policy, hash } = loaded
  const { version, original } = policy.policy
  const place: Place = { notice: origin + link(original, 'privacy', 'v', version), policy }
  const existing = Object.keys(loaded.texts) as Language[]
  return {
    '@context': context,
    '@id': place.notice,
    '@type': 'dpv:PrivacyNotice',
    'dct:title': existing.map(language => ({ '@value': loaded.texts[language]!.title, '@language': language })),
    'dct:identifier': [String(version), `sha256:${hash}`],
    'dct:issued': { '@value': issued, '@type': 'xsd:dateTime' },
    'dct:language': existing,
    'dct:publisher': policy.policy.company,
    'dpv:hasApplicableLaw': node('eu-gdpr:GDPR'),
    'dpv:hasDataController': Object.entries(policy.controllers).map(([id, controller]) => ({
      '@id': named(place, 'controller', id),
      '@type': 'dpv:DataController',
      'dpv:hasName': controller.name,
      'dpv:hasContact': controller.contact,
      'dpv:hasCountry': node(`loc:${controller.country}`),
      'dpv:hasJurisdiction': nodes(controller.regions.map(region => `loc:${region}`)),
    })),
    'dpv:hasProcess': Object.entries(policy.purposes).map(([id, purpose]) => process(id, purpose, place)),
    'dpv:hasProhibition': policy.never.map((never, index) => prohibition(never, index + 1, place)),
    'dpv:hasRight': nodes(rights),
  }
}

/** One purpose: what for, with which data, on which basis, how long, and who receives it. */
function process(id: string, purpose: Purpose, place: Place): Linked {
  const { policy } = place
  const receivers = Object.entries(policy.recipients).filter(([, recipient]) => recipient.for.includes(id))
  const perRelation =
    typeof purpose.basis === 'string'
      ? []
      : (Object.entries(purpose.basis) as [Relation, Basis][]).map(([relation, basis]) => ({
          '@type': 'dpv:Process',
          'dpv:hasDataSubject': node(subjects[relation]),
          'dpv:hasLegalBasis': node(legalBases[basis]),
        }))
  const transfers = receivers.flatMap(([key, recipient]) => transfer(key, recipient, place))
  const consents = basesOf(purpose).includes('consent')
  return {
    '@id': named(place, 'purpose', id),
    '@type': 'dpv:Process',
    'dct:identifier': id,
    'dct:title': inLanguages(purpose.says),
    'dct:source': clauseOf(place, purpose.clause),
    'dpv:hasPurpose': node(purpose.dpv),
    'dpv:hasPersonalData': purpose.uses.map(category => personalData(category, place)),
    'dpv:hasLegalBasis': nodes(basesOf(purpose).map(basis => legalBases[basis])),
    'dpv:hasStorageCondition': {
      '@type': 'dpv:StorageDuration',
      'dpv:hasDuration': { '@value': purpose.keep.for, '@type': 'xsd:duration' },
      'dct:description': `after ${purpose.keep.after}`,
    },
    ...(receivers.length > 0
      ? { 'dpv:hasRecipient': receivers.map(([key, recipient]) => receiver(key, recipient, place)) }
      : {}),
    ...(perRelation.length + transfers.length > 0 ? { 'dpv:hasProcess': [...perRelation, ...transfers] } : {}),
    ...(consents ? { 'dpv:hasRight': nodes(['eu-gdpr:A7-3']) } : {}),
  }
}

function personalData(id: string, place: Place): Linked {
  const category = place.policy.categories[id]
  return {
    '@id': named(place, 'category', id),
    '@type': ['dpv:PersonalData', ...(category?.dpv ?? [])],
    ...(category ? { 'dct:title': inLanguages(category.says), 'dct:source': clauseOf(place, category.clause) } : {}),
  }
}

const receiver = (id: string, recipient: Recipient, place: Place): Linked => ({
  '@id': named(place, 'recipient', id),
  '@type': recipientKinds[recipient.kind],
  'dpv:hasName': recipient.name,
  'dct:description': inLanguages(recipient.says),
  'dct:source': clauseOf(place, recipient.clause),
  'dpv:hasLocation': nodes(recipient.countries.map(country => `loc:${country}`)),
  'dpv:hasPersonalData': recipient.gets.map(category => node(named(place, 'category', category))),
})

/** Where a recipient is outside the EEA: the transfer, and what allows it (GDPR 45 to 49). */
function transfer(id: string, recipient: Recipient, place: Place): Linked[] {
  const outside = recipient.countries.filter(country => !inEea(country))
  if (outside.length === 0) return []
  const tools = (recipient.mechanism ?? []).flatMap(mechanism => transferTools[mechanism] ?? [])
  if (outside.some(isAdequate)) tools.push('eu-gdpr:A45-3')
  return [
    {
      '@type': 'dpv:Process',
      'dpv:hasProcessing': node('dpv:Transfer'),
      'dpv:hasRecipient': node(named(place, 'recipient', id)),
      'dpv:hasLocation': nodes(outside.map(country => `loc:${country}`)),
      'dpv:hasLegalBasis': nodes([...new Set(tools)]),
    },
  ]
}

/** A promise of absence. */
function prohibition({ what, clause }: Never, number: number, place: Place): Linked {
  const base = {
    '@id': named(place, 'never', String(number)),
    '@type': 'dpv:Prohibition',
    'dct:source': clauseOf(place, clause),
  }
  if (what === 'sale') return { ...base, 'dpv:hasPurpose': node('dpv:SellDataToThirdParties') }
  if (what === 'automated-decision') return { ...base, 'dpv:hasProcessing': node('dpv:AutomatedDecisionMaking') }
  if ('purpose' in what)
    return {
      ...base,
      'dpv:hasProcess': node(named(place, 'purpose', what.purpose)),
      'dpv:hasPersonalData': personalData(what.uses, place),
    }
  return {
    ...base,
    'dpv:hasRecipient': node(named(place, 'recipient', what.recipient)),
    'dpv:hasPersonalData': personalData(what.gets, place),
  }
}
