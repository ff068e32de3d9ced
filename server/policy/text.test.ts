import { describe, expect, it } from 'vitest'
import { parseText } from './text.ts'

const parse = (source: string) => parseText('en', 'en.md', source)
const codes = (source: string) => parse(source).findings.map(({ code, line }) => `${line} ${code}`)

describe('a text in clauses', () => {
  it('has a clause for each heading, paragraph and list item, with its words and its place', () => {
    const { text, findings } = parse('# Data {#data}\n\nWe keep **it**. {#data.keep}\n\n- For you. {#data.you}\n')
    expect(findings).toEqual([])
    expect(text.title).toBe('Data')
    expect(text.clauses).toEqual([
      { id: 'data', kind: 'heading', level: 1, html: 'Data', text: 'Data', line: 1 },
      {
        id: 'data.keep',
        kind: 'paragraph',
        level: 0,
        html: 'We keep <strong>it</strong>.',
        text: 'We keep it.',
        line: 3,
      },
      {
        id: 'data.you',
        kind: 'item',
        level: 0,
        list: { ordered: false, depth: 1 },
        html: 'For you.',
        text: 'For you.',
        line: 5,
      },
    ])
  })

  it('may give each sentence of a paragraph a clause of its own', () => {
    const { text } = parse('One. {#a} Two\nlines. {#b}\nThree. {#c}')
    expect(text.clauses.map(({ id, text, line, continues }) => [id, text, line, continues])).toEqual([
      ['a', 'One.', 1, undefined],
      ['b', 'Two lines.', 1, true],
      ['c', 'Three.', 3, true],
    ])
  })

  it('knows numbered and nested lists, and the further paragraphs of an item', () => {
    const { text } = parse('1. One. {#a}\n   - Deep. {#b}\n\n   More of one. {#c}\n2. Two. {#d}')
    expect(text.clauses.map(({ id, kind, list }) => [id, kind, list])).toEqual([
      ['a', 'item', { ordered: true, depth: 1 }],
      ['b', 'item', { ordered: false, depth: 2 }],
      ['c', 'paragraph', { ordered: true, depth: 1 }],
      ['d', 'item', { ordered: true, depth: 1 }],
    ])
  })

  it('shows markup of HTML as words and links to pages, mailboxes and telephones alone', () => {
    const { text } = parse(
      '<script>alert(1)</script> [a](javascript:alert(1)) [b](https://orchard.example) [c](//evil.example) [d](data:text/html,x) {#a}',
    )
    expect(text.clauses[0]!.html).toContain('&lt;script&gt;')
    expect(text.clauses[0]!.html.match(/href="[^"]*"/g)).toEqual(['href="https://orchard.example"'])
  })
})

describe('a text with a fault', () => {
  it('is told where words belong to no clause, and gets an id proposed', () => {
    const { findings } = parse('# Why {#why}\n\nTo help you with products.\n\nHelp. {#why.help} And more words.')
    expect(findings).toMatchObject([
      {
        line: 3,
        code: 'clause-without-id',
        mend: 'Put {#why.help-with} at their end.',
        quote: 'To help you with products.',
      },
      { line: 5, code: 'clause-without-id', quote: 'And more words.' },
    ])
  })
  it.each([
    ['the same id twice', 'A. {#a}\n\nB. {#a}', ['3 duplicate-clause']],
    ['an id with capitals', 'A. {#Why}', ['1 bad-clause-id']],
    ['an empty id', 'A. {#}', ['1 bad-clause-id']],
    ['an id without words', '{#a}', ['1 clause-without-words']],
    ['an id inside emphasis', '**A. {#a}** {#b}', ['1 misplaced-clause-id']],
    ['code', '```\ncode\n```\n\nA. {#a}', ['1 not-a-clause']],
    ['an indented paragraph', 'A. {#a}\n\n    B. {#b}', ['3 not-a-clause']],
    ['an image', 'A ![x](https://orchard.example/x.png) {#a}', ['1 image-in-text']],
    ['nothing', '', ['1 empty-text']],
    ['only a rule', '---', ['1 empty-text']],
  ])('%s', (_name, source, expected) => {
    expect(codes(source)).toEqual(expected)
  })
  it('survives what was never meant as a text', () => {
    for (const source of [
      '['.repeat(5000),
      '*'.repeat(5000),
      '> '.repeat(2000),
      '- '.repeat(500),
      '{#'.repeat(5000),
      '\0\u202e{#a}',
    ]) {
      expect(() => parse(source)).not.toThrow()
    }
  })
})
