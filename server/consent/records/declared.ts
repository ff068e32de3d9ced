/** What the policy declares of a purpose, in the terms of a record. Pure. */
import { countryName, inEea } from '../../policy/countries.ts'
import type { Language, LoadedPolicy, Policy, Purpose, Words } from '../../policy/document.ts'
import { roleTerms, transferTerms } from './terms.ts'

/** A country by its ISO 3166 code. */
export const country = (code: string) => ({ '@id': `loc:${code}`, 'dct:title': countryName(code) ?? code })

/** Who answered for somebody in a version; where it did not know their controller yet, or no more, the one by default. */
export function controllerOf({ controllers }: Policy, region: string): [string, Policy['controllers'][string]] {
  const all = Object.entries(controllers)
  return all.find(([id]) => id === region) ?? all.find(([, one]) => one.default) ?? all[0]!
}

/** Of which subjects, by which ways; nothing where a purpose has neither. */
export function choicesOf(
  { policy }: LoadedPolicy,
  { choices, language }: { choices?: readonly string[] | null; language: Language },
) {
  if (!choices) return {}
  return {
    choices: choices.map(choice => {
      const [topic = '', channel = ''] = choice.split('/')
      const title = say(policy.topics?.[topic]?.says, language, policy.policy.original) ?? topic
      return { ...(topic ? { topic, 'dct:title': title } : {}), ...(channel ? { channel } : {}) }
    }),
  }
}

const say = (says: Words | undefined, language: Language, original: Language) => says?.[language] ?? says?.[original]

/** The categories, with their terms: one, those that a purpose uses, or all. */
export function dataOf(
  { policy }: LoadedPolicy,
  purpose: Purpose | undefined,
  category: string | null | undefined,
  language: Language,
) {
  const ids = category ? [category] : (purpose?.uses ?? Object.keys(policy.categories))
  return ids.map(id => ({
    '@type': policy.categories[id]?.dpv ?? [],
    'dct:identifier': id,
    'dct:title': say(policy.categories[id]?.says, language, policy.policy.original) ?? id,
  }))
}

const receives = (loaded: LoadedPolicy, purpose: string | null) =>
  Object.entries(loaded.policy.recipients).filter(([, one]) => purpose === null || one.for.includes(purpose))

/** Who receives it, in which role and where. */
export const receiversOf = (loaded: LoadedPolicy, purpose: string | null, language: Language) =>
  receives(loaded, purpose).map(([id, one]) => ({
    '@type': roleTerms[one.kind],
    'dct:identifier': id,
    'dpv:hasName': one.name,
    'dct:description': say(one.says, language, loaded.policy.policy.original) ?? '',
    'dpv:hasLocation': one.countries.map(country),
    'dpv:hasPersonalData': [...one.gets],
  }))

/** Where it lies, and for how long. A policy that names nobody who runs its servers keeps it where the company is. */
export const storageOf = ({ policy }: LoadedPolicy, purpose: Purpose | undefined, seat: string) => [
  {
    '@type': 'dpv:StorageLocation',
    'dpv:hasLocation': (policy.recipients['hosting']?.countries ?? [seat]).map(country),
  },
  ...(purpose
    ? [{ '@type': 'dpv:StorageDuration', 'dpv:hasDuration': purpose.keep.for, 'dct:description': purpose.keep.after }]
    : []),
]

/** Each recipient outside the European Economic Area, with what allows it. */
export const transfersOf = (loaded: LoadedPolicy, purpose: string | null) =>
  receives(loaded, purpose).flatMap(([id, { countries, mechanism = [] }]) => {
    const outside = countries.filter(code => !inEea(code))
    if (outside.length === 0) return []
    const basis = mechanism.flatMap(one => transferTerms[one] ?? [])
    return [{ 'dct:identifier': id, 'dpv:hasLocation': outside.map(country), 'dpv:hasLegalBasis': basis }]
  })
