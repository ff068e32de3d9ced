import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffWords } from './diff-words.ts'
import { diffPolicies } from './diff.ts'
import { loadedSmall, smallSources } from './fixtures/read.ts'
import { loadPolicyFromSources } from './load.ts'

describe('a difference in words', () => {
  it('shows what was put in and what was taken out', () => {
    expect(diffWords('We keep it for one year.', 'We keep it for two years.')).toEqual([
      { kind: 'same', text: 'We keep it for ' },
      { kind: 'removed', text: 'one year' },
      { kind: 'added', text: 'two years' },
      { kind: 'same', text: '.' },
    ])
  })

  it('gives both texts back, whatever they are', () => {
    const words = fc
      .array(fc.constantFrom('we', 'keep', 'it', '.', ' ', '’s', '\n', '2'), { maxLength: 30 })
      .map(list => list.join(' '))
    fc.assert(
      fc.property(words, words, (a, b) => {
        const runs = diffWords(a, b)
        const without = (kind: string) =>
          runs
            .filter(run => run.kind !== kind)
            .map(run => run.text)
            .join('')
        expect(without('added')).toBe(a)
        expect(without('removed')).toBe(b)
      }),
    )
  })

  it('gives up on pairing the words of enormous clauses', () => {
    expect(diffWords('a b '.repeat(5000), 'c d '.repeat(5000)).map(run => run.kind)).toEqual(['removed', 'added'])
  })
})

describe('a difference in meaning', () => {
  it.each([
    ['nothing', ['version: 4', 'version: 5'], [], false, []],
    [
      'a purpose uses more',
      ['contact, interests]', 'contact, interests, visits]'],
      ['widened purposes.product-news.uses'],
      true,
      ['product-news'],
    ],
    ['a purpose uses less', ['contact, interests]', 'contact]'], ['narrowed purposes.product-news.uses'], false, []],
    [
      'data is kept longer',
      ['for: P2Y', 'for: P25M'],
      ['widened purposes.product-news.keep.for'],
      true,
      ['product-news'],
    ],
    ['data is kept for less time', ['for: P2Y', 'for: P23M'], ['narrowed purposes.product-news.keep.for'], false, []],
    ['the same time in other units', ['for: P2Y', 'for: P24M'], ['neutral purposes.product-news.keep.for'], false, []],
    [
      'a consent becomes an interest',
      ['basis: consent\n    uses', 'basis: legitimate-interest\n    uses'],
      ['widened purposes.measurement.basis'],
      true,
      [],
    ],
    [
      'a new topic',
      ['topics: [offers, events]', 'topics: [offers, events, updates]'],
      ['widened purposes.product-news.topics'],
      true,
      ['product-news'],
    ],
    [
      'a recipient gets another country',
      ['countries: [BE, NL]', 'countries: [BE, NL, DE]'],
      ['widened recipients.carrier.countries'],
      true,
      [],
    ],
    [
      'another company receives',
      ['name: Snail Parcels NV', 'name: Hare Parcels NV'],
      ['widened recipients.carrier.name'],
      true,
      [],
    ],
    ['a mechanism falls away', ['[dpf, scc]', '[scc]'], ['widened recipients.group-us.mechanism'], true, []],
    ['a promise is withdrawn', ['  - { what: sale, clause: share.never-sold }\n', ''], ['widened never'], true, []],
    ['smaller groups', ['minimum-group: 10', 'minimum-group: 5'], ['widened minimum-group'], true, []],
    ['other words', ['en: your name', 'en: your names'], ['neutral categories.identity.says'], false, []],
    [
      'a restriction no longer stops it',
      ['    restricted: continue\n', ''],
      ['narrowed purposes.support.restricted'],
      false,
      [],
    ],
  ] as const)('%s', (_name, replacement, changes, material, askAgain) => {
    const diff = diffPolicies(loadedSmall(), loadedSmall(replacement))
    expect(diff.meaning.map(change => `${change.effect} ${change.path}`)).toEqual(changes)
    expect(diff.material).toBe(material)
    expect(diff.askAgain).toEqual(askAgain)
  })

  it('says whom it concerns', () => {
    const [change] = diffPolicies(loadedSmall(), loadedSmall(['countries: [BE, NL]', 'countries: [BE, DE]'])).meaning
    expect(change).toMatchObject({
      purposes: ['support'],
      bases: ['contract', 'legitimate-interest'],
      says: '`carrier` is in DE as well.',
    })
  })

  it('turned round, narrows what it widened', () => {
    const more = loadedSmall(['uses: [visits]', 'uses: [visits, identity]'])
    expect(diffPolicies(loadedSmall(), more).material).toBe(true)
    expect(diffPolicies(more, loadedSmall()).material).toBe(false)
  })
})

it('a translation that kept its words while the original changed is stale', () => {
  const en = smallSources.texts.en!.replace('Nobody buys it.', 'Nobody buys or rents it.')
  const later = loadPolicyFromSources({ ...smallSources, texts: { ...smallSources.texts, en } }).loaded!
  const diff = diffPolicies(loadedSmall(), later)
  expect(diff.clauses.map(({ language, id, kind }) => `${language} ${id} ${kind}`)).toEqual([
    'en share.never-sold changed',
  ])
  expect(diff.stale).toEqual([{ language: 'nl', id: 'share.never-sold' }])
  expect(diff.material).toBe(false)
})

describe('a sentence that only explains from now on', () => {
  it('is told, and gives nobody more', () => {
    const explaining = loadedSmall(['minimum-group: 10', 'explains: [why.stop]'])
    const says = (diff: ReturnType<typeof diffPolicies>) => diff.meaning.map(one => [one.effect, one.path, one.says])
    const forth = diffPolicies(loadedSmall(), explaining)
    expect([says(forth), forth.material]).toEqual([
      [['neutral', 'explains.why.stop', '`why.stop` only explains.']],
      false,
    ])
    expect(says(diffPolicies(explaining, loadedSmall()))).toEqual([
      ['neutral', 'explains.why.stop', '`why.stop` counts as a promise.'],
    ])
    expect(diffPolicies(explaining, explaining).meaning).toEqual([])
  })

  it('changes no hash of a policy that names none', () => {
    expect(loadedSmall().hash).not.toBe(loadedSmall(['minimum-group: 10', 'explains: [why.stop]']).hash)
    expect(Object.keys(loadedSmall().policy)).not.toContain('explains')
  })
})
