import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diffPolicies, type Change } from '../policy/diff.ts'
import { languages, relations, type LoadedPolicy } from '../policy/document.ts'
import { loadPolicy } from '../policy/load.ts'
import { loadedSmall } from '../policy/fixtures/read.ts'
import { loadWords } from './words.ts'
import { changeAnswer } from './change-answers.ts'
import { changeInWords, type DifferenceReader, meaningsOf, whomInWords } from './change-words.ts'

const { words } = loadWords(join(import.meta.dirname, '../../locales'))
const version = (path: string) => loadPolicy(path).loaded!
const all = [1, 2, 3].map(number => version(`policies/history/v${number}/hesbia.yaml`))
const now = version('policies/hesbia.yaml')
const pairs = all.flatMap((one, place): [LoadedPolicy, LoadedPolicy][] => {
  const next = all[place + 1] ?? now
  return [
    [one, next],
    [next, one],
  ]
})
const reader = (
  language: 'en' | 'nl' | 'fr' | 'de',
  [a, b]: readonly [LoadedPolicy, LoadedPolicy],
): DifferenceReader => ({
  ...words(language),
  language,
  policy: b.policy,
  before: a.policy,
})

describe('a change of meaning', () => {
  test.each(languages)(
    'has a sentence of its own in %s, for every change that Hesbia’s policies went through',
    language => {
      const kinds = new Set<string>()
      for (const pair of pairs) {
        for (const change of diffPolicies(...pair).meaning) {
          const said = changeInWords(change, reader(language, pair))
          expect([change.path, said]).not.toEqual([change.path, change.says])
          expect(said).not.toMatch(/\{\{|notice\.|`/)
          kinds.add('key' in change.fact ? `${change.fact.code} ${change.fact.key}` : change.fact.code)
        }
      }
      expect(kinds.size).toBeGreaterThan(15)
    },
  )

  test('names what the policy names, in the reader’s language', () => {
    const before = loadedSmall()
    const after = loadedSmall([/uses: \[/, 'uses: [visits, '])
    const pair = [before, after] as const
    const [first] = diffPolicies(...pair).meaning
    const { policy } = after
    expect(changeInWords(first!, reader('en', pair))).toBe(`Now also uses ${policy.categories['visits']!.says.en}.`)
    expect(changeInWords(first!, reader('nl', pair))).toBe(
      `Gebruikt nu ook ${policy.categories['visits']!.says.nl ?? policy.categories['visits']!.says.en}.`,
    )
  })
})

describe('what a change means', () => {
  const change = (given: Partial<Change>): Change => ({
    path: 'purposes.news.uses',
    effect: 'widened',
    says: '',
    fact: { code: 'more', key: 'purposes-uses', items: ['visits'] },
    purposes: ['news'],
    bases: ['consent'],
    ...given,
  })

  test.each([
    ['consent: a new yes', change({}), ['consent']],
    [
      'legitimate interest: an assessment, notice and objection, and a record for data collected earlier',
      change({ bases: ['legitimate-interest'] }),
      ['object', 'record'],
    ],
    [
      'contract: notice',
      change({
        bases: ['contract'],
        path: 'purposes.a.keep.for',
        fact: { code: 'period', key: 'purposes-keep-for', was: ['P1Y'], is: ['P2Y'] },
      }),
      ['told'],
    ],
    [
      'a new purpose by law: notice, and a record',
      change({ bases: ['legal-obligation'], path: 'purposes.a', fact: { code: 'new' } }),
      ['told', 'record'],
    ],
    [
      'everybody: notice',
      change({ bases: [], purposes: [], path: 'minimum-group', fact: { code: 'reworded' } }),
      ['told'],
    ],
    ['less than before: nothing', change({ effect: 'narrowed' }), ['none']],
  ] as const)('follows from its basis – %s', (_case, given, expected) => {
    expect(meaningsOf(given)).toEqual(expected)
  })

  test('is in the answer for programs with code and sentence', () => {
    const pair = pairs[4]!
    const diff = diffPolicies(...pair)
    expect([diff.from, diff.to, diff.material]).toEqual([3, 4, true])
    const answer = diff.meaning.map(change => changeAnswer(change, reader('de', pair)))
    const asked = answer.find(({ means }) => means.some(({ code }) => code === 'consent'))!
    expect(asked.means.map(({ says }) => says).join()).toContain('Es braucht ein neues Ja')
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
  })
})

describe('whom a change concerns', () => {
  const pair = [loadedSmall(), loadedSmall()] as const
  const purpose = Object.keys(pair[1].policy.purposes)[0]!
  const { says } = pair[1].policy.purposes[purpose]!

  test.each([
    ['en', `everybody who acts for a company and everybody who agreed to “${says.en}”`],
    ['de', `alle, die für ein Unternehmen handeln; alle, die „${says.de ?? says.en}“ zugestimmt haben`],
  ] as const)('is said by relation and by what was agreed to, in %s', (language, expected) => {
    const concerned = { relations: ['business-contact'], agreed: [{ purpose, relations: ['consumer'] }] } as const
    expect(whomInWords(concerned, reader(language, pair))).toBe(expected)
  })

  test('is everybody where every relation is', () => {
    expect(whomInWords({ relations, agreed: [] }, reader('en', pair))).toBe('everybody')
  })
})
