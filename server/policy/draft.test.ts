import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { clear, draft, orchard, run } from '../../test/drafting.ts'
import { findingsOf } from './check.ts'
import { draftPolicy, newCommand } from './draft.ts'
import { toBeConfirmed } from './draft-drafted.ts'
import { draftText } from './draft-text.ts'
import { loadPolicyFromSources } from './load.ts'
import { parseText } from './text.ts'

afterAll(clear)

/** The text of a real company: an input, not a part of this project. */
const realText = '../shared/mission/privacy-policy.txt'

const wordsOf = (text: string) => text.replace(/[#•\s]/g, '')

describe('the text of a real company', () => {
  let source: string
  beforeAll(() => {
    if (!existsSync(realText)) {
      throw new Error(
        `${realText} is not there. This test drafts a policy from a real text: put one beside the project.`,
      )
    }
    source = readFileSync(realText, 'utf8')
  })

  it('is kept word for word', () => {
    const { text } = draft(source)
    expect(wordsOf(text.sentences.map(sentence => sentence.text).join(''))).toBe(wordsOf(source))
    const read = parseText('en', 'text/en.md', text.markdown)
    expect(read.findings).toEqual([])
    expect(wordsOf(read.text.clauses.map(clause => clause.text).join(''))).toBe(wordsOf(source))
  })

  it('keeps its headings, its list, and its title and cookie bar in another language', () => {
    const { clauses, title } = parseText('en', 'text/en.md', draft(source).text.markdown).text
    expect(title).toBe('Data Privacy Policy')
    expect(clauses.filter(clause => clause.kind === 'heading')).toHaveLength(13)
    expect(clauses.filter(clause => clause.kind === 'item' && !clause.continues)).toHaveLength(5)
    const dutch = clauses.filter(clause => clause.id.startsWith('nl.'))
    expect(dutch).toHaveLength(5)
    expect(dutch[0]).toMatchObject({ text: 'Privacybeleid', line: 1 })
    expect(dutch.at(-1)!.text).toBe('Meer weten')
  })

  it('yields every finding, each with its sentence quoted at its place', () => {
    const { findings } = draft(source)
    expect(findings.map(finding => finding.code).sort()).toEqual([
      'address-called-not-identifying',
      'address-missing',
      'answer-may-exceed-month',
      'consent-by-browsing',
      'framework-of-another',
      'no-data-protection-officer',
      'no-lawful-basis',
      'no-retention-period',
      'no-right-to-complain',
      'no-right-to-erasure',
      'no-right-to-object',
      'one-language',
      'otherwise-without-when',
      'recipients-unnamed',
      'void-framework',
    ])
    const lines = source.split('\n')
    for (const { line, column, quote, mend } of findings) {
      expect(lines[line - 1]!.slice(column - 1).startsWith(quote!)).toBe(true)
      expect(mend).not.toBe('')
    }
  })

  it('yields declarations for its categories, situations, purposes, sharing, periods and frameworks', () => {
    const { declarations } = draft(source)
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)
    expect(ids(declarations.categories)).toEqual(
      expect.arrayContaining([
        'identity',
        'contact',
        'credentials',
        'preferences',
        'payment',
        'products',
        'research',
        'visits',
        'clicks',
      ]),
    )
    expect(ids(declarations.collected)).toEqual(
      expect.arrayContaining(['phone', 'download', 'seminar', 'survey', 'register', 'purchase', 'visit', 'board']),
    )
    expect(ids(declarations.purposes)).toEqual(
      expect.arrayContaining([
        'account',
        'support',
        'deliver-orders',
        'credit',
        'product-news',
        'research',
        'measure-visits',
        'measure-letters',
        'legal-requests',
      ]),
    )
    expect(ids(declarations.recipients)).toEqual(
      expect.arrayContaining([
        'group',
        'processing',
        'creditor',
        'carrier',
        'data-care',
        'service-partner',
        'survey-host',
        'authority',
      ]),
    )
    expect(ids(declarations.never)).toEqual(['sale', 'visits'])
    expect(declarations.rights.value['answer-within']).toBe('P30D')
    expect(declarations.recipients.find(({ id }) => id === 'group')!.value.mechanism).toEqual(['safe-harbor'])
  })

  it('ends in a policy that check accepts but for what the text does not say', () => {
    const { files } = draft(source)
    const yaml = files['policy.yaml']!
    const read = loadPolicyFromSources({ yaml, texts: { en: files['text/en.md']! }, assessments: {} })
    const lines = yaml.split('\n')
    const errors = findingsOf(read).filter(finding => finding.level === 'error')
    expect(errors.length).toBeGreaterThan(40)
    for (const { line, message } of errors) {
      expect(`${message} ${lines[line - 1]}`).toMatch(/to be confirmed|holds nothing/)
    }
    const named = lines.filter(
      line => !/^\s*#/.test(line) && (/to be confirmed/.test(line) || /^ {4}(name|contact):$/.test(line)),
    )
    expect(new Set(errors.map(finding => finding.line)).size).toBe(named.length)
    expect(yaml).toContain('# to be confirmed, from line 11: “')
  })

  it('is told the same of its words by check, although its declarations are not complete', () => {
    const { files, findings } = draft(source)
    const sources = { yaml: files['policy.yaml']!, texts: { en: files['text/en.md']! }, assessments: {} }
    const codes = findingsOf(loadPolicyFromSources(sources)).flatMap(({ level, code, file }) =>
      level === 'warning' && file === 'text/en.md' ? [code] : [],
    )
    expect(codes.sort()).toEqual(findings.map(({ code }) => code).sort())
  })

  it('ends in a policy without an error once that is filled in', () => {
    const { files } = draft(source)
    const yaml = files['policy.yaml']!.replace('effective: to be confirmed', 'effective: 2026-10-01')
      .replaceAll('basis: to be confirmed', 'basis: contract')
      .replaceAll(/(for|keep): to be confirmed/g, '$1: P1Y')
      .replaceAll(/(regions|countries): \[to be confirmed\]/g, '$1: [BE]')
      .replaceAll('country: to be confirmed', 'country: BE')
      .replaceAll(/^( {4}(name|contact)):$/gm, '$1: privacy@orchard.example')
    const framework = yaml.replace('mechanism: [safe-harbor]', 'mechanism: [scc]')
    const texts = { en: files['text/en.md']! }
    const errors = findingsOf(loadPolicyFromSources({ yaml: framework, texts, assessments: {} })).filter(
      finding => finding.level === 'error' && finding.code !== 'promise-contradicted',
    )
    expect(errors).toEqual([])
  })
})

describe('a clause id', () => {
  const idsOf = (source: string) => new Map(draft(source).text.sentences.map(({ text, id }) => [text, id]))

  it('is readable, under its heading, and unique', () => {
    expect([...idsOf(orchard)]).toEqual([
      ['Orchard Privacy Policy', 'privacy-policy'],
      ['Orchard Ltd. grows apples.', 'ltd-grows-apples'],
      ['We collect your name and email address to send our newsletter.', 'name-email-address'],
      ['What we do with it', 'what-we-do'],
      ['We keep you posted on special offers and events.', 'what-we-do.keep-posted-special-offers'],
      ['With your consent, we conduct satisfaction surveys.', 'what-we-do.consent-conduct-satisfaction-surveys'],
      ['We use service providers to deliver products to your door.', 'what-we-do.service-providers-deliver-products'],
      ['We never sell your data.', 'what-we-do.never-sell'],
      ['You can reach us at privacy@orchard.example.', 'what-we-do.reach-privacy-orchard'],
      ['Last updated: 3 May 2026.', 'what-we-do.last-updated-3-2026'],
    ])
  })

  it('stays when other sentences change', () => {
    const before = idsOf(orchard)
    const after = idsOf(
      orchard
        .replace('We never sell your data.', 'We sold nothing. We never sell your data.')
        .replace('Orchard Ltd. grows apples. ', '')
        .replace('special offers and events', 'nothing'),
    )
    const both = [...after].filter(([text]) => before.has(text))
    expect(both).toEqual(both.map(([text]) => [text, before.get(text)]))
    expect(both.length).toBe(8)
    expect(after.size).toBe(before.size)
  })

  it('tells sentences of the same beginning apart, and the same sentence twice', () => {
    const same =
      'A title\n\nWe like red apples very much indeed. We like red apples very much today. We like red apples very much today.'
    const ids = draft(same).text.sentences.map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect(ids[1]).toBe('like-red-apples')
  })

  it('is kept from an earlier draft although its heading changed', () => {
    const { directory, outDirectory } = run(orchard)
    const textFile = join(directory, 'policy.txt')
    writeFileSync(textFile, orchard.replace('What we do with it', 'Uses').replace('We never', 'Indeed. We never'))
    expect(newCommand({ textFile, outDirectory })).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining('already there') as string,
    })
    expect(newCommand({ textFile, outDirectory, replace: true }).exitCode).toBe(0)
    const text = readFileSync(join(outDirectory, 'text/en.md'), 'utf8')
    expect(text).toContain('## Uses {#uses}')
    expect(text).toContain('We never sell your data. {#what-we-do.never-sell}')
    expect(text).toContain('Indeed. {#uses.indeed}')
  })

  it('is valid and unique, and no word is lost, whatever the text', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        '',
        '# A',
        '- b',
        '• c. D e.',
        '1. x',
        'Heading',
        '{#x}',
        '<b>&amp;</b>',
        '*a* _b_ [c](d)',
        '====',
        '---',
        '    code',
        '```',
        '> q',
        '\\',
        '+ x',
        '~~~',
      ),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), lines => {
        const source = lines.join('\n').replace(/\p{C}/gu, c => (c === '\n' ? c : ''))
        const text = draftText(source, { file: 'policy.txt' })
        const read = parseText(text.language, 'x', text.markdown)
        expect(read.findings.filter(({ code }) => code !== 'empty-text')).toEqual([])
        expect(read.text.clauses.map(clause => clause.id)).toEqual(text.sentences.map(({ id }) => id))
        expect(read.text.clauses.map(clause => clause.text.replace(/\s/g, ''))).toEqual(
          text.sentences.map(sentence => sentence.text.replace(/\s/g, '')),
        )
      }),
      { numRuns: 300, seed: 7 },
    )
  })
})

describe('a draft', () => {
  it('takes from a text what it says and leaves the rest to be confirmed', () => {
    const yaml = parse(draft(orchard).files['policy.yaml']!) as Record<string, Record<string, Record<string, unknown>>>
    expect(yaml.policy).toMatchObject({ company: 'Orchard', effective: '2026-05-03', text: { en: 'text/en.md' } })
    expect(yaml.controllers!.main).toMatchObject({ contact: 'privacy@orchard.example', country: toBeConfirmed })
    expect(yaml.purposes!['product-news']).toMatchObject({ basis: toBeConfirmed, uses: ['identity', 'contact'] })
    expect(yaml.purposes!.surveys).toMatchObject({ basis: 'consent' })
    expect(yaml.recipients!.carrier).toMatchObject({ kind: 'processor', for: ['deliver-orders'] })
    expect(yaml.never).toEqual([{ what: 'sale', clause: 'what-we-do.never-sell' }])
  })

  it('of Markdown keeps emphasis, links and levels', () => {
    const source =
      '# Policy of Orchard\n\n## Uses\n\n### News\n\n**We write. You read.** See [our page](https://orchard.example/). Bye.\n'
    const { markdown } = draftPolicy(source, { file: 'policy.md', markdown: true })!.text
    expect(markdown).toContain('### News')
    expect(markdown).toContain('**We write. You read.** See [our page](https://orchard.example/). {#')
    expect(parseText('en', 'x', markdown).findings).toEqual([])
  })

  it('of a text in another language keeps the text, and says that the declarations are for people to write', () => {
    const dutch = run(
      'Privacybeleid\n\nWij gebruiken uw gegevens voor de levering van uw bestelling. U hebt recht op een kopie van het dossier.\n',
    )
    expect(dutch.exitCode).toBe(0)
    expect(dutch.text).toContain('Only English sentences are recognised')
    expect(readFileSync(join(dutch.outDirectory, 'policy.yaml'), 'utf8')).toContain('original: nl')
  })

  it('names the company that it is given', () => {
    const { outDirectory } = run('A policy\n\nWe collect names.\n', { company: 'Pear: & Sons "Ltd"' })
    const yaml = parse(readFileSync(join(outDirectory, 'policy.yaml'), 'utf8')) as { policy: { company: string } }
    expect(yaml.policy.company).toBe('Pear: & Sons "Ltd"')
  })

  it('comes with its findings in words', () => {
    const { outDirectory, text } = run('Rules\n\nBy using this site you agree to everything.\n')
    expect(text).toMatch(/policy\.txt:3:1 {2}consent-by-browsing/)
    expect(readFileSync(join(outDirectory, 'FINDINGS.md'), 'utf8')).toContain(
      '> By using this site you agree to everything.',
    )
  })
})
