import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseSiteFile, writeSiteFile } from './site-file.ts'
import { openSite, plainSite } from './site.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-site-'))
afterAll(() => rmSync(here, { recursive: true, force: true }))

describe('site.yaml', () => {
  const all = {
    name: 'Orchard: apples & “more”',
    languages: ['nl', 'en'],
    url: 'https://account.orchard.example',
    logo: 'logo.svg',
    accent: '#0a6b2d',
    'accent-dark': '#78ae8c',
    'mail-from': 'privacy@orchard.example',
  } as const

  it('says what was written into it', () => {
    expect(parseSiteFile(writeSiteFile(all))).toEqual(all)
    expect(parseSiteFile(writeSiteFile({ name: '123' }))).toEqual({ name: '123' })
    expect(parseSiteFile('')).toEqual({})
  })

  it('keeps what somebody wrote beside it when it is changed', () => {
    const before = '# ours\nname: Orchard # since 1950\nlanguages:\n  - nl\naccent: "#0a6b2d"\n'
    const after = writeSiteFile({ name: 'Orchard', languages: ['nl', 'fr'] }, before)
    expect(after).toContain('# ours\nname: Orchard # since 1950')
    expect(parseSiteFile(after)).toEqual({ name: 'Orchard', languages: ['nl', 'fr'] })
    expect(writeSiteFile({ name: 'Orchard', languages: ['nl'], accent: '#0a6b2d' }, before)).toBe(before)
  })

  it('reads a domain as an address, and languages with or without commas', () => {
    expect(parseSiteFile('url: Account.Orchard.example/\nlanguages: fr de')).toEqual({
      url: 'https://account.orchard.example',
      languages: ['fr', 'de'],
    })
  })

  it.each([
    ['name: ""', 1, '`name` must not be empty'],
    [`name: ${'a'.repeat(81)}`, 1, 'at most 80'],
    ['name: "a\\u202eb"', 1, 'control characters'],
    ['\nlanguages: [en, es]', 2, '“es” is not'],
    ['languages: []', 1, 'one to 4'],
    ['languages: [en, en]', 1, 'once'],
    ['url: ftp://orchard.example', 1, 'https://'],
    ['url: https://orchard.example/path', 1, 'without a path'],
    ['url: https://ann:secret@orchard.example', 1, 'no user'],
    ['url: orchard', 1, 'no dot'],
    ['accent: green', 1, 'a colour like'],
    ['logo: ../../etc/passwd', 1, 'beside site.yaml'],
    ['logo: policy', 1, 'ends in .svg or .png'],
    ['logo: site.yaml', 1, 'ends in .svg or .png'],
    ['name: Orchard\ncolour: "#fff"', 2, 'There is no `colour`'],
    ['name: [a, {b: c}]', 1, 'one value'],
    ['name: "a', 1, ''],
    ['- name', 1, 'settings, one a line'],
  ])('that is wrong is told so by its line: %s', (text, line, message) => {
    const read = parseSiteFile(text) as { faults: { line: number; message: string }[] }
    expect(read.faults[0]).toEqual({ line, message: expect.stringContaining(message) as string })
  })
})

describe('a site as it is opened', () => {
  const write = (yaml: string, logo?: string) => {
    writeFileSync(join(here, 'site.yaml'), yaml)
    if (logo !== undefined) writeFileSync(join(here, 'logo.svg'), logo)
  }

  it('is a plain one where there is none', () => {
    expect(openSite(join(here, 'nowhere'))).toBe(plainSite)
  })

  it('is judged again, as anybody may have changed its files', () => {
    write('logo: logo.svg')
    expect(() => openSite(here)).toThrow(/cannot be read/)
    write('logo: logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>')
    expect(() => openSite(here)).toThrow(/holds a script/)
    write("accent: '#ffd400'")
    expect(() => openSite(here)).toThrow(/cannot be read on light ground: its contrast is 1\.\d\d/)
    write("accent: '#0a6b2d'\naccent-dark: '#0a6b2d'")
    expect(() => openSite(here)).toThrow(/on dark ground/)
  })

  it('names its files by what is in them', () => {
    write('logo: logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"></svg>')
    const first = openSite(here)
    expect(first.logo?.address).toMatch(/^\/site\/logo-[0-9a-f]{12}\.svg$/)
    expect(first.style).toBeUndefined()
    write("logo: logo.svg\naccent: '#0a6b2d'", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"></svg>')
    expect(openSite(here).logo?.address).not.toBe(first.logo?.address)
    expect(openSite(here).style?.content.toString()).toContain('--accent:#0a6b2d')
  })
})
