import { expect, test } from 'vitest'
import { dpvCategories, dpvConcepts, dpvPurposes, gdprTerms } from '../../policy/dpv-terms.ts'
import { loadPolicy } from '../../policy/load.ts'
import { type Linked, linkedPolicy } from './linked-data.ts'
import { context } from './linked-terms.ts'

const origin = 'https://id.hesbia.example'
const { loaded } = loadPolicy('policies/hesbia.yaml')
const made = linkedPolicy(loaded!, origin, '2026-10-01T00:00:00.000Z')
type Node = Record<string, Linked>
const processes = made['dpv:hasProcess'] as readonly Node[]
const ids = (value: Linked | undefined) => [value ?? []].flat().map(one => (one as Node)['@id'])

/** Every compact name in keys, `@id` and `@type`. */
function namesIn(value: Linked): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === '@context') return []
    if (key === '@id' || key === '@type') return [inner].flat().map(String)
    return [...(key.startsWith('@') ? [] : [key]), ...namesIn(inner)]
  })
}

test('every name expands with the prefixes that stand in it, and every term is one of the vocabulary', () => {
  const known: Record<string, (name: string) => boolean> = {
    dpv: name => dpvConcepts.has(name) || dpvPurposes.has(name),
    pd: name => dpvCategories.has(name),
    'eu-gdpr': name => gdprTerms.has(name) || name === 'GDPR',
    loc: name => /^([A-Z]{2}|EEA)$/.test(name),
    dct: name => /^(title|identifier|issued|language|publisher|source|description)$/.test(name),
    xsd: name => ['duration', 'dateTime'].includes(name),
  }
  expect(Object.keys(known).toSorted()).toEqual(Object.keys(context).toSorted())
  const names = new Set(namesIn(made))
  expect(names.size).toBeGreaterThan(100)
  for (const name of names) {
    if (name.startsWith(`${origin}/en/privacy/v/4`)) continue
    const [prefix = '', ...rest] = name.split(':')
    expect([name, known[prefix]?.(rest.join(':'))]).toEqual([name, true])
  }
})

test('every purpose is a process with its purpose, data, basis, period and recipients', () => {
  const { purposes, recipients } = loaded!.policy
  expect(processes.map(one => one['dct:identifier'])).toEqual(Object.keys(purposes))
  for (const process of processes) {
    const purpose = purposes[process['dct:identifier'] as string]!
    const at = process['dct:identifier']
    expect([at, ids(process['dpv:hasPurpose'])]).toEqual([at, [purpose.dpv]])
    expect([at, ids(process['dpv:hasPersonalData']).length]).toEqual([at, purpose.uses.length])
    expect((process['dpv:hasStorageCondition'] as Node)['dpv:hasDuration']).toEqual({
      '@value': purpose.keep.for,
      '@type': 'xsd:duration',
    })
    const for_ = Object.values(recipients).filter(one => one.for.includes(at as string))
    expect([at, ids(process['dpv:hasRecipient']).length]).toEqual([at, for_.length])
    expect(process['dct:source']).toEqual({ '@id': `${origin}/en/privacy/v/4#${purpose.clause}` })
  }
})

test('support rests on contract for consumers and on legitimate interest for those who act for a company', () => {
  const support = processes.find(one => one['dct:identifier'] === 'support')!
  expect(ids(support['dpv:hasLegalBasis'])).toEqual(['eu-gdpr:A6-1-b', 'eu-gdpr:A6-1-f'])
  expect(support['dpv:hasProcess']).toContainEqual({
    '@type': 'dpv:Process',
    'dpv:hasDataSubject': { '@id': 'dpv:Customer' },
    'dpv:hasLegalBasis': { '@id': 'eu-gdpr:A6-1-f' },
  })
  expect(support['dct:title']).toContainEqual({
    '@value': 'U helpen met een product of een storing',
    '@language': 'nl',
  })
})

test('what may be taken back, what leaves Europe and what never happens is said', () => {
  const news = processes.find(one => ids(one['dpv:hasLegalBasis']).includes('eu-gdpr:A6-1-a'))!
  expect(ids(news['dpv:hasRight'])).toEqual(['eu-gdpr:A7-3'])
  const transfers = processes
    .flatMap(one => [one['dpv:hasProcess'] ?? []].flat() as Node[])
    .filter(one => 'dpv:hasProcessing' in one)
  expect(transfers.length).toBeGreaterThan(0)
  for (const one of transfers) expect(ids(one['dpv:hasLegalBasis']).length).toBeGreaterThan(0)
  const never = made['dpv:hasProhibition'] as readonly Node[]
  expect(never).toHaveLength(loaded!.policy.never.length)
  expect(never.map(one => ids(one['dpv:hasPurpose'])).flat()).toContain('dpv:SellDataToThirdParties')
})
