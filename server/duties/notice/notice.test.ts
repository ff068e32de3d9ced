import { describe, expect, test } from 'vitest'
import type { Clause } from '../../policy/document.ts'
import { answerBy, blocksOf, listsOf, onlyKind } from './notice.ts'
import { kindOf, type Proof } from './proof.ts'
import { screenHref, type ScreenId, screensOf } from './screens.ts'

const proof = (kind: Proof['kind']): Proof => ({ kind, code: 'act', facts: {} })

describe('what a clause is', () => {
  test('is the weakest of its proofs, with the best that is known of a part, unless one is broken', () => {
    expect(kindOf([proof('declared'), proof('enforced'), proof('checked')])).toEqual({
      kind: 'declared',
      partly: 'enforced',
    })
    expect(kindOf([proof('checked'), proof('checked')])).toEqual({ kind: 'checked', partly: undefined })
    expect(kindOf([proof('enforced'), proof('broken'), proof('checked')])).toEqual({
      kind: 'broken',
      partly: undefined,
    })
  })

  test('is a promise only where there is no proof at all', () => {
    expect(kindOf([])).toEqual({ kind: 'promise', partly: undefined })
  })
})

describe('the pages of a clause', () => {
  const pages = new Map([
    ['audit.view-own', ['/:lang/privacy-centre/looked']],
    ['desk.find-for-support', ['/console/people', '/console']],
    ['people.sign-up', ['/:lang/sign-up']],
    ['notice.read', ['/:lang/recipients']],
    ['orders.place', ['/:lang/orders']],
  ])
  const isNamed = (id: string): id is ScreenId =>
    ['privacy-centre-looked', 'console-people', 'recipients', 'sign-up'].includes(id)
  const of = (acts: string[], citations: Parameters<typeof screensOf>[0] = []) =>
    screensOf(citations, acts, pages, isNamed)

  test('are those of its acts that have a name, also of acts that differ only in their purpose', () => {
    expect(of(['audit.view-own', 'orders.place'])).toEqual(['privacy-centre-looked'])
    expect(of(['desk.find-for-orders'])).toEqual(['console-people'])
    expect(of(['unknown.act'])).toEqual([])
  })

  test('are what cites it first, if that page is there, and two at most', () => {
    const cited = { clause: 'a', path: [], id: 'x' }
    expect(of(['people.sign-up'], [{ ...cited, what: 'recipient' }])).toEqual(['recipients', 'sign-up'])
    expect(of(['people.sign-up', 'desk.find-for-support'], [{ ...cited, what: 'recipient' }])).toHaveLength(2)
    expect(of([], [{ ...cited, what: 'cookie' }])).toEqual([])
  })

  test('stand where they are', () => {
    expect(screenHref('privacy-centre-looked', 'nl')).toBe('/nl/privacy-centre/looked')
    expect(screenHref('privacy-versions', 'nl')).toBe('/nl/privacybeleid/versions')
    expect(screenHref('privacy-centre', 'nl')).toBe('/nl/privacy-centre')
    expect(screenHref('console-people', 'nl')).toBe('/console/people')
    expect(screenHref('sign-up', 'de')).toBe('/de/sign-up')
  })
})

test('sentences of one kind keep their headings, and none continues a sentence that is left out', () => {
  const clause = (id: string, more: Partial<Clause> = {}): Clause => ({
    id,
    kind: 'paragraph',
    level: 0,
    html: id,
    text: id,
    line: 1,
    ...more,
  })
  const heading = (id: string, level: number) => clause(id, { kind: 'heading', level })
  const clauses = [
    heading('title', 1),
    clause('a'),
    heading('empty', 2),
    clause('no-1'),
    heading('full', 2),
    clause('no-2'),
    clause('b', { continues: true }),
    clause('c', { continues: true }),
  ]
  const wanted = ['a', 'b', 'c']
  const only = onlyKind({ language: 'en', title: '', source: '', clauses }, id => wanted.includes(id)).clauses
  expect(only.map(({ id }) => id)).toEqual(['title', 'a', 'full', 'b', 'c'])
  expect(only.map(({ continues }) => continues ?? false)).toEqual([false, false, false, false, true])
})

describe('an answer comes by', () => {
  // design/demo-company.md: the earlier of thirty days and one calendar month
  const cases = [
    ['2027-01-31', '2027-02-28', 'one month ends on the last day of February'],
    ['2027-02-10', '2027-03-10', 'February is short'],
    ['2026-12-15', '2027-01-14', 'thirty days are shorter than a long month'],
    ['2026-11-23', '2026-12-23', 'November has thirty days'],
    ['2027-12-31', '2028-01-30', 'over the turn of a year'],
  ] as const
  for (const [asked, by, why] of cases) {
    test(`${by} when asked on ${asked}: ${why}`, () => {
      expect(
        answerBy(new Date(`${asked}T10:00:00Z`), 30)
          .toISOString()
          .slice(0, 10),
      ).toBe(by)
    })
  }
})

describe('clauses on a page', () => {
  const clause = (id: string, rest: Partial<Clause> = {}): Clause => ({
    id,
    kind: 'paragraph',
    level: 0,
    html: id,
    text: id,
    line: 1,
    ...rest,
  })
  const list = { ordered: false, depth: 1 }

  test('sentences of one paragraph stay in it', () => {
    const blocks = blocksOf([clause('a'), clause('b', { continues: true }), clause('c')])
    expect(blocks.map(block => block.paragraphs.map(one => one.map(({ id }) => id)))).toEqual([[['a', 'b']], [['c']]])
  })

  test('a further paragraph of an item stays in the item, and items that follow each other are one list', () => {
    const blocks = blocksOf([
      clause('intro'),
      clause('one', { kind: 'item', list }),
      clause('more', { list }),
      clause('two', { kind: 'item', list }),
      clause('after'),
    ])
    const groups = listsOf(blocks)
    expect(groups.map(group => (Array.isArray(group) ? group.length : 1))).toEqual([1, 2, 1])
    expect(blocks[1]!.paragraphs.flat().map(({ id }) => id)).toEqual(['one', 'more'])
  })
})
