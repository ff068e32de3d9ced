import { mkdtempSync, mkdirSync, writeFileSync, rmSync, cpSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPolicy, loadPolicyFromSources } from './load.ts'

const small = 'server/policy/fixtures/small.yaml'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'abide-policy-'))
  cpSync('server/policy/fixtures', folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The small policy with one change, written beside its texts. */
function changed(from: string | RegExp, to: string): string {
  const file = join(folder, 'changed.yaml')
  const source = readFileSync(small, 'utf8')
  expect(source).toMatch(from)
  writeFileSync(file, source.replace(from, to))
  return file
}

const first = (file: string) => {
  const { findings } = loadPolicy(file)
  expect(findings.length).toBeGreaterThan(0)
  return findings[0]!
}

describe('a policy that is in order', () => {
  it('is read with its texts and balancing tests, and cannot be changed', () => {
    const { loaded, findings } = loadPolicy(small)
    expect(findings).toEqual([])
    expect(loaded!.policy.purposes.support!.keep.for).toBe('P3Y')
    expect(loaded!.texts.en!.title).toBe('How we treat your data')
    expect(Object.keys(loaded!.assessments)).toEqual(['balancing/support.md'])
    expect(() => ((loaded!.policy.purposes.support!.uses as string[])[0] = 'visits')).toThrow(TypeError)
  })

  it('has the same hash when it is read again from what the database stores', () => {
    const { loaded } = loadPolicy(small)
    const texts = Object.fromEntries(Object.entries(loaded!.texts).map(([language, text]) => [language, text.source]))
    const again = loadPolicyFromSources({ yaml: loaded!.source, texts, assessments: loaded!.assessments })
    expect(again.loaded!.hash).toBe(loaded!.hash)
    expect(again.loaded).toEqual(loaded)
  })

  it('keeps its hash under another order of keys, comments and line ends, and loses it with a word', () => {
    const { loaded } = loadPolicy(small)
    const other = changed(/rights: .*\n/, '')
    writeFileSync(
      other,
      `${readFileSync(other, 'utf8')}# moved\nrights: { clause: questions.answer, answer-within: P1M }\n`.replaceAll(
        '\n',
        '\r\n',
      ),
    )
    expect(loadPolicy(other).loaded!.hash).toBe(loaded!.hash)
    expect(loadPolicy(changed('your name', 'your names')).loaded!.hash).not.toBe(loaded!.hash)
  })

  it('may leave out what it does not have', () => {
    const { loaded, findings } = loadPolicy(changed(/never:[^]*?(?=rights)/, ''))
    expect(findings).toEqual([])
    expect(loaded!.policy.never).toEqual([])
  })
})

describe('a policy with a fault', () => {
  it.each([
    ['an unknown key', '    keep: { for: P3Y', '    kept: { for: P3Y', 'unknown-key', /kept/, /Did you mean `keep`/],
    [
      'a purpose without retention',
      /    keep: \{ for: P3Y.*\n/,
      '',
      'missing-key',
      /`keep` is missing in `purposes.support`/,
      /how long/,
    ],
    ['a wrong word', 'kind: processor', 'kind: procesor', 'wrong-value', /procesor/, /Did you mean `processor`/],
    ['a duration in words', 'P3Y', '3 years', 'wrong-value', /3 years/, /ISO 8601/],
    [
      'a basis that the law does not know',
      'basis: consent',
      'basis: conscent',
      'wrong-value',
      /conscent/,
      /consent, contract.*Did you mean/,
    ],
    [
      'a wrong basis for one relation',
      'consumer: contract',
      'consumer: contrakt',
      'wrong-value',
      /contrakt/,
      /Did you mean `contract`/,
    ],
    ['a promise of absence that nobody understands', 'what: sale', 'what: rent', 'wrong-value', /rent/, /sale/],
    [
      'a promise of absence with a wrong key',
      'uses: visits',
      'use: visits',
      'unknown-key',
      /`use`/,
      /Did you mean `uses`/,
    ],
    [
      'a list where words belong',
      'company: Orchard Tools BV',
      'company: [a]',
      'wrong-type',
      /a list/,
      /words on one line/,
    ],
    ['an id with capitals', '  carrier:', '  Carrier:', 'bad-id', /Carrier/, /lower-case/],
    ['an id that every object has', '  carrier:', '  constructor:', 'bad-id', /constructor/, /lower-case/],
    ['a key that is in the way of objects', '  carrier:', '  __proto__:', 'bad-id', /__proto__/, /lower-case/],
    ['a country in words', 'country: BE', 'country: Belgium', 'wrong-value', /Belgium/, /two capitals/],
    ['another version of the format', 'abide: 1', 'abide: 2', 'wrong-value', /2/, /Write `1`/],
    [
      'the same category twice',
      'uses: [identity, contact]',
      'uses: [identity, identity]',
      'listed-twice',
      /uses/,
      /one/,
    ],
    [
      'an anchor and an alias',
      'uses: [identity, contact]',
      'uses: &all [identity, contact]',
      'yaml-alias',
      /not part/,
      /out/,
    ],
    ['a tag', 'company: Orchard', 'company: !!binary Orchard', 'yaml-tag', /binary|Tags/, /out/],
    ['a tab', '  company:', '\tcompany:', 'tab', /tab/, /two spaces/],
    ['a key twice', '  original: en', '  original: en\n  original: en', 'duplicate-key', /twice/, /one/],
    [
      'a second document',
      'minimum-group: 10',
      'minimum-group: 10\n---\na: 1',
      'several-documents',
      /more than one/,
      /---/,
    ],
    ['a bracket that is left open', '[BE, NL]', '[BE, NL', 'bad-indent', /indentation/, /bracket/],
    ['a text that is not there', 'text/nl.md', 'text/xx.md', 'missing-file', /text\/xx.md/, /name/],
    ['a text outside of its folder', 'text/nl.md', 'text/../../../etc/hosts', 'file-elsewhere', /leads out/, /beside/],
    ['a folder instead of a text', 'text/nl.md', 'text', 'is-a-folder', /folder/, /file/],
    ['an original language without a text', 'original: en', 'original: de', 'no-original-text', /de/, /original/],
  ])('%s', (_name, from, to, code, message, mend) => {
    const finding = first(changed(from, to))
    expect(finding.code).toBe(code)
    expect(finding.message).toMatch(message)
    expect(finding.mend).toMatch(mend)
    expect(finding.level).toBe('error')
    expect(finding.line).toBeGreaterThan(0)
  })

  it('names line and column of what is wrong', () => {
    expect(first(changed('kind: processor', 'kind: procesor'))).toMatchObject({ line: 56, column: 11 })
    expect(first(changed('    restricted: continue', '    restricts: continue'))).toMatchObject({ line: 33, column: 5 })
    expect(first(changed(/    keep: \{ for: P3Y.*\n/, ''))).toMatchObject({ line: 25, column: 3 })
  })

  it('is told all its faults at once', () => {
    const file = changed('kind: processor', 'kind: procesor')
    writeFileSync(file, readFileSync(file, 'utf8').replace('P2Y', 'long').replace('original: en', ''))
    expect(
      loadPolicy(file)
        .findings.map(finding => finding.code)
        .sort(),
    ).toEqual(['missing-key', 'wrong-value', 'wrong-value'])
  })
})

describe('a file that is no policy', () => {
  const write = (content: string | Buffer) => {
    const file = join(folder, 'other.yaml')
    writeFileSync(file, content)
    return file
  }
  it.each([
    ['nothing', '', 'empty-file'],
    ['only spaces', ' \n\n', 'empty-file'],
    ['only a comment', '# policy', 'wrong-type'],
    ['a word', 'policy', 'wrong-type'],
    ['a list', '- a', 'wrong-type'],
    ['not UTF-8', Buffer.from([0x61, 0x3a, 0xff, 0xfe]), 'not-utf-8'],
    ['UTF-16', Buffer.from('\ufeffabide: 1', 'utf16le'), 'not-utf-8'],
    ['too much', 'a: 1\n'.repeat(500_000), 'too-large'],
    ['brackets without end', '['.repeat(200_000), 'unreadable-yaml'],
    ['aliases that multiply', 'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n', 'yaml-alias'],
  ])('%s', (_name, content, code) => {
    expect(first(write(content)).code).toBe(code)
  })

  it('is missing, a folder or a device', () => {
    expect(first(join(folder, 'nowhere.yaml')).code).toBe('missing-file')
    expect(first(folder).code).toBe('is-a-folder')
    expect(first('/dev/zero').code).toBe('not-a-file')
    expect(first('a\0b').code).toBe('unreadable-file')
  })

  it('has an empty folder in place of its texts', () => {
    const alone = join(folder, 'alone')
    mkdirSync(alone, { recursive: true })
    cpSync(small, join(alone, 'p.yaml'))
    const { loaded, findings } = loadPolicy(join(alone, 'p.yaml'))
    expect(loaded).toBeUndefined()
    expect(findings.map(finding => finding.code)).toEqual(['missing-file', 'missing-file', 'missing-file'])
  })
})
