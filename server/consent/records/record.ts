/**
 * The record of one thing that somebody said, and the receipt that they take away: ISO/IEC TS 27560:2023 in the terms of
 * the Data Privacy Vocabulary, profiles `record-eu-gdpr` and `receipt-eu-gdpr`. Pure.
 */
import { link } from '../../base/http/index.ts'
import type { Language, LoadedPolicy } from '../../policy/document.ts'
import { wordingOf } from '../wording.ts'
import { choicesOf, controllerOf, country, dataOf, receiversOf, storageOf, transfersOf } from './declared.ts'
import { type AnySaying, context, kinds, profiles, rights, roleTerms } from './terms.ts'

/** One thing that somebody said, as its line in the history has it. */
export interface SaidEvent {
  id: string
  person: string
  /** The controller that answers for them, by its id in the policy. */
  region: string
  /** null: every purpose. */
  purpose: string | null
  said: AnySaying
  at: Date
  /** Of the words that were shown. */
  language: Language
  version: number
  /** SHA-256 of those words, in hex; empty where they were not kept. */
  wording: string
  source: string
  place: string
  /** Of which part of the purpose it was said, as `topic/channel`; absent: all of it. */
  choices?: readonly string[] | null
  /** Of which category a restriction is; absent: all of them. */
  category?: string | null
  /** Which form was shown, in which version. */
  layout?: string
}

export interface Known {
  /** The version whose words were shown. */
  loaded: LoadedPolicy
  /** Where people reach the company, without a slash at the end. */
  publicUrl: string
  /** When the receipt is made. */
  issued: Date
}

const urn = (id: string) => `urn:uuid:${id}`

/** The record. */
export function recordOf(event: SaidEvent, known: Pick<Known, 'loaded' | 'publicUrl'>) {
  const { policy, hash } = known.loaded
  const { said, language, person } = event
  const kind = kinds[said]
  const isConsent = kind.record === 'dpv:ConsentRecord'
  const url = (...path: (string | number)[]) => known.publicUrl + link(language, ...path)
  const purpose =
    event.purpose !== null && Object.hasOwn(policy.purposes, event.purpose) ? policy.purposes[event.purpose] : undefined
  const words = event.purpose === null ? undefined : wordingOf(known.loaded, event.purpose, language)
  const clause = purpose?.clause ?? policy.rights.clause
  const [region, controller] = controllerOf(policy, event.region)
  const receivers = receiversOf(known.loaded, event.purpose, language)
  const state = { '@type': [kind.state, kind.type], ...whenAndHow(event) }
  return {
    '@id': urn(event.id),
    '@type': kind.record,
    'dct:identifier': event.id,
    'dct:conformsTo': isConsent ? profiles.record : profiles.right,
    'dpv:hasDataSubject': { '@id': urn(person), '@type': 'dpv:DataSubject' },
    'dpv:hasNotice': {
      '@type': isConsent ? 'dpv:ConsentNotice' : 'dpv:PrivacyNotice',
      '@id': `${url('privacy', 'v', event.version)}#${clause}`,
      'dct:hasVersion': event.version,
      'dct:date': policy.policy.effective,
      'dct:language': language,
      'dct:coverage': clause,
      // SHA-256, in hex: of the words beside the question, and of the whole version.
      wording: event.wording,
      policy: hash,
      layout: event.layout ?? '',
    },
    'dct:language': language,
    'dpv:hasDataController': {
      '@type': 'dpv:DataController',
      'dct:identifier': region,
      'dpv:hasName': controller.name,
      // As exact as the policy says it: the country of its seat.
      'dpv:hasAddress': country(controller.country),
      'dpv:hasContact': controller.contact,
    },
    'dpv:hasDataProcessor': receivers.filter(one => one['@type'] === roleTerms.processor),
    'dpv:hasJurisdiction': `loc:${controller.country}`,
    'dpv:hasApplicableLaw': 'eu-gdpr:GDPR',
    'dpv:hasProcess': [
      {
        '@type': 'dpv:Process',
        'dct:identifier': event.purpose ?? '*',
        'dpv:hasPurpose': purpose?.dpv ?? 'dpv:Purpose',
        'dct:title': words?.says ?? event.purpose ?? '*',
        'dct:description': words?.text ?? '',
        'dpv:hasLegalBasis': kind.basis,
        ...choicesOf(known.loaded, event),
        'dpv:hasPersonalData': dataOf(known.loaded, purpose, event.category, language),
        'dpv:hasRecipient': receivers.filter(one => one['@type'] !== roleTerms.processor),
        'dpv:hasStorageCondition': storageOf(known.loaded, purpose, controller.country),
        'dpv:hasDataTransfer': transfersOf(known.loaded, event.purpose),
      },
    ],
    'dpv:hasConsentControl': [
      {
        '@type': isConsent ? 'dpv:WithdrawConsent' : 'dpv:RightExerciseNotice',
        'dpv:isExercisedAt': url('privacy-centre', 'consents'),
      },
    ],
    'dpv:hasRight': rights.map(one => ({ '@id': one, 'dpv:isExercisedAt': url('privacy-centre') })),
    [isConsent ? 'dpv:hasConsentStatus' : 'dpv:hasStatus']: [state],
  }
}

/** When it was said, how long it holds, by whom, how and where. */
const whenAndHow = ({ at, person, source, place, layout = '' }: SaidEvent) => ({
  'dct:date': at.toISOString(),
  'dpv:isIndicatedAtTime': at.toISOString(),
  // ISO 8601-2: from then on, until something else is said.
  'dct:valid': `${at.toISOString()}/..`,
  'dpv:isIndicatedBy': urn(person),
  'dpv:isImplementedByEntity': urn(person),
  'dpv:hasIndicationMethod': { source, place, layout },
})

/** The receipt: the whole record, for the person. It can be read without us; who signed it says `jws` beside it. */
export function receiptOf(event: SaidEvent, known: Known) {
  const kind = kinds[event.said]
  const isConsent = kind.receipt === 'dpv:ConsentReceipt'
  return {
    '@context': context,
    '@id': `${urn(event.id)}#receipt`,
    '@type': kind.receipt,
    'dct:identifier': `receipt-${event.id}`,
    'dct:conformsTo': isConsent ? profiles.receipt : profiles.right,
    'dct:issued': known.issued.toISOString(),
    'dct:publisher': known.loaded.policy.policy.company,
    said: event.said,
    'dpv:hasRecordOfActivity': recordOf(event, known),
  }
}
