import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { clear, draft, folder, orchard, run } from '../../test/drafting.ts'
import { newCommand } from './draft.ts'
import { decode } from './draft-source.ts'

afterAll(clear)

describe('a text that cannot be drafted from', () => {
  it.each([
    ['an empty file', '', /is empty/],
    ['blank lines only', '\n \r\n\t\n', /is empty/],
    ['a binary file', new Uint8Array([0x89, 0x50, 0, 1, 2, 255, 254, 0]), /not a text/],
    ['bytes that happen to be UTF-8', 'abc\u0000def', /control characters/],
    ['a PDF', '%PDF-1.7\n…', /is a PDF/],
    ['an office document', 'PK\u0003\u0004 …', /office document/],
    ['a web page', '<!doctype html><html><body>Policy</body></html>', /is a web page/],
    ['Latin-1', Buffer.from('Politique de confidentialité\n\nDonnées.', 'latin1'), /not UTF-8.*iconv/],
    ['UTF-16', Buffer.from('\ufeffPolicy', 'utf16le'), /UTF-16.*iconv/],
    ['five megabytes', 'We like apples. '.repeat(330_000), /larger than 2 MB/],
    ['headings only', 'Policy\n\nUses\n\nRights\n', /no sentence, or headings only/],
    ['lines of dashes', '-----\n=====\n', /no sentence/],
  ])('is told so: %s', (_what, content, message) => {
    const { text, exitCode, outDirectory } = run(content)
    expect(text).toMatch(message)
    expect(exitCode).toBe(1)
    expect(existsSync(outDirectory)).toBe(false)
  })

  it('may not be there, be a folder, or be in a language that the product does not speak', () => {
    const out = join(folder(), 'none')
    expect(newCommand({ textFile: join(folder(), 'missing.txt'), outDirectory: out }).text).toMatch(/There is no file/)
    expect(newCommand({ textFile: folder(), outDirectory: out }).text).toMatch(/is a folder/)
    expect(run(orchard, { language: 'es' }).text).toMatch(/use en, nl, fr or de/)
  })

  it('is not written where something stands already, and nothing is half written', () => {
    const { directory } = run(orchard)
    const textFile = join(directory, 'policy.txt')
    const refused = newCommand({ textFile, outDirectory: join(directory, 'out') })
    expect(refused).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/already there, and nothing was written/) as string,
    })
    expect(newCommand({ textFile, outDirectory: textFile }).text).toMatch(/a file stands where a folder is needed/)
    const half = join(directory, 'half')
    mkdirSync(half)
    writeFileSync(join(half, 'FINDINGS.md'), 'mine')
    expect(newCommand({ textFile, outDirectory: half }).exitCode).toBe(1)
    expect(existsSync(join(half, 'policy.yaml'))).toBe(false)
    expect(readFileSync(join(half, 'FINDINGS.md'), 'utf8')).toBe('mine')
  })
})

describe('a text that is unusual', () => {
  it.each([
    ['with CRLF', orchard.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\ufeff${orchard}`],
    ['with old Macintosh line ends', orchard.replaceAll('\n', '\r')],
  ])('is read as usual: %s', (_what, content) => {
    const { outDirectory, exitCode } = run(content)
    expect(exitCode).toBe(0)
    expect(readFileSync(join(outDirectory, 'text/en.md'), 'utf8')).toBe(draft(orchard).text.markdown)
  })

  it('has no headings, which is said', () => {
    const { text, exitCode } = run('We collect your name. We keep it for a year.\n')
    expect(exitCode).toBe(0)
    expect(text).toContain('The text has no headings')
  })

  it('numbers its headings, and writes in capitals', () => {
    const { text } = draft(
      'PRIVACY NOTICE\n==============\n\n1. Who we are\n\nWe are Pear. Apples too.\n\n2) Uses\n\n* one\n* two\n',
    )
    expect(text.markdown).toBe(
      [
        '# PRIVACY NOTICE {#privacy-notice}\n\n## 1. Who we are {#who-we-are}\n\nWe are Pear. {#who-we-are.pear}',
        'Apples too. {#who-we-are.apples}\n\n## 2) Uses {#uses}\n\n- one {#uses.one}\n- two {#uses.two}\n',
      ].join('\n'),
    )
  })

  it('is wrapped by hand: its lines become sentences', () => {
    const wrapped = 'Orchard Policy\n\nWe grow apples and\nwe sell them to\npeople. They eat\nthem.\n'
    expect(draft(wrapped).text.sentences.map(({ text, line, column }) => [text, line, column])).toEqual([
      ['Orchard Policy', 1, 1],
      ['We grow apples and we sell them to people.', 3, 1],
      ['They eat them.', 5, 9],
    ])
  })

  it('is two megabytes of one sentence, or of a million words, and ends all the same', () => {
    for (const content of ['by using you is '.repeat(120_000), 'We keep. '.repeat(20_000), '('.repeat(1_900_000)]) {
      const source = decode(Buffer.from(`A title\n\n${content}.`), 'f')
      if ('refused' in source) throw new Error(source.refused)
      expect(draft(source.text).text.sentences.length).toBeGreaterThan(0)
    }
  })
})
