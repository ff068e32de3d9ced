import { describe, expect, it } from 'vitest'
import { diffPolicies } from './diff.ts'
import { type LoadedPolicy, relations } from './document.ts'
import { loadedSmall, smallSources } from './fixtures/read.ts'
import { checkChanges, concernedBy, judgeChange } from './life.ts'
import { loadPolicyFromSources } from './load.ts'

type Replacement = readonly [from: string, to: string]
const today = new Date('2026-11-02T09:00:00Z')
const noticeOf = (period: string): Replacement => [
  'rights: {',
  `changes: { notice: ${period}, clause: questions.answer }\nrights: {`,
]
const longer: Replacement = ['P3Y, after: case-closed', 'P4Y, after: case-closed']
const shorter: Replacement = ['P3Y, after: case-closed', 'P2Y, after: case-closed']
const news: Replacement = ['contact, interests]', 'contact, interests, visits]']

/** A version in force, for the one that comes after it. */
const inForce = (loaded: LoadedPolicy) => [{ loaded, isInForce: true, material: false, effectiveAt: today }]

describe('the earliest moment at which a version may take effect', () => {
  it.each([
    ['at once where nothing is more', [], [shorter], '2026-11-02T09:00:00.000Z'],
    ['thirty days later where the policy says nothing', [], [longer], '2026-12-02T09:00:00.000Z'],
    [
      'after the notice that the version before it promised',
      [noticeOf('P14D')],
      [noticeOf('P14D'), longer],
      '2026-11-16T09:00:00.000Z',
    ],
    [
      'and no sooner because the new one promises less',
      [noticeOf('P60D')],
      [noticeOf('P1D')],
      '2027-01-01T09:00:00.000Z',
    ],
  ] as const)('is %s', (_case, before, after, expected) => {
    const [was, is] = [loadedSmall(...before), loadedSmall(...after)]
    expect(judgeChange(inForce(was), is, today).earliest.toISOString()).toBe(expected)
  })

  it('is at once for the first version', () => {
    expect(judgeChange([], loadedSmall(), today).earliest).toEqual(today)
  })
})

describe('whom a change concerns', () => {
  const whom = (...replacements: Replacement[]) => {
    const [before, after] = [loadedSmall(), loadedSmall(...replacements)]
    return concernedBy(diffPolicies(before, after), before, after)
  }
  it.each([
    ['nobody where nothing is more', [shorter], [], []],
    ['of a purpose on consent: who agreed to it', [news], [], [['product-news', [...relations]]]],
    ['of another: those whom it is about', [longer], ['consumer', 'business-contact'], []],
    [
      'of both: nobody twice',
      [longer, news],
      ['consumer', 'business-contact'],
      [['product-news', relations.filter(one => one !== 'consumer' && one !== 'business-contact')]],
    ],
    ['of what names no purpose: everybody', [['minimum-group: 10', 'minimum-group: 5']], [...relations], []],
    [
      'of a cookie that serves no purpose: everybody',
      [['P180D, clause: cookies.choice', 'P360D, clause: cookies.choice']],
      [...relations],
      [],
    ],
  ] as [string, Replacement[], string[], [string, string[]][]][])('is %s', (_case, replacements, all, agreed) => {
    expect(whom(...replacements)).toEqual({
      relations: all,
      agreed: agreed.map(([purpose, who]) => ({ purpose, relations: who })),
    })
  })
})

describe('what the law asks of a change', () => {
  /** The findings of a version with other declarations and balancing tests. */
  function found(replacements: readonly Replacement[], assessments: Record<string, string> = {}) {
    const yaml = replacements.reduce((text, [from, to]) => text.replace(from, to), smallSources.yaml)
    const read = loadPolicyFromSources({
      ...smallSources,
      yaml,
      assessments: { ...smallSources.assessments, ...assessments },
    })
    if (!read.loaded) throw new Error(read.findings.map(({ message }) => message).join(' '))
    return checkChanges(inForce(loadedSmall()), read.loaded, read.place).map(({ level, code }) => `${level} ${code}`)
  }
  const anew = { 'balancing/support.md': 'Weighed anew: a year more.' }
  const more: Replacement = ['uses: [identity, contact]\n', 'uses: [identity, contact, interests]\n']
  const recorded: Replacement = [
    'assessment: balancing/support.md',
    'assessment: balancing/support.md\n    compatibility: compatibility/support.md',
  ]
  const points = (count: number) => Array.from({ length: count }, (_, at) => `- point ${at}: because.`).join('\n')

  it.each([
    ['nothing of less', [shorter], {}, []],
    ['a new balancing test of a legitimate interest that does more', [longer], {}, ['error assessment-not-renewed']],
    ['nothing more once it is weighed anew', [longer], anew, []],
    ['nothing of a purpose on consent, which is asked anew', [news], {}, []],
    [
      'no new balancing test where another role may look',
      [
        [
          'staff:\n',
          'staff:\n  repair: { says: { en: Repair, nl: Reparatie }, purposes: [support], clause: why.support }\n',
        ],
      ],
      {},
      [],
    ],
    [
      'a record of what was collected for something else, or a warning',
      [more],
      anew,
      ['warning no-compatibility-record'],
    ],
    [
      'all five points in it',
      [more, recorded],
      { ...anew, 'compatibility/support.md': points(4) },
      ['error compatibility-incomplete'],
    ],
    ['no more than that', [more, recorded], { ...anew, 'compatibility/support.md': points(5) }, []],
  ] as [string, Replacement[], Record<string, string>, string[]][])(
    'is %s',
    (_case, replacements, assessments, expected) => {
      expect(found(replacements, assessments)).toEqual(expected)
    },
  )
})
