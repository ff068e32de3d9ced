import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import { mostFamilies, readCatalogueFile } from './catalogue-file.ts'

const good = `# Ours
families:
  - code: AP10
    scheme: base36-mod-23
    plants: '12'
    name: Press 10
    months: 24
    says: { en: apple press, nl: appelpers }
  - code: AP20
    scheme: base36-mod-23
    plants: '1'
    name: Press 20
    months: 36
    extraMonths: 12
    says:
      en: large apple press
`
const faults = (text: string) => (readCatalogueFile(text) as { faults?: { line: number; message: string }[] }).faults

describe('a file of product families', () => {
  it('is read in its order', () => {
    const read = readCatalogueFile(good)
    expect(read).toMatchObject({
      families: [
        { code: 'AP10', extraMonths: 0 },
        { code: 'AP20', extraMonths: 12 },
      ],
    })
  })

  it('may be JSON: what the demonstration is filled with', () => {
    const { families } = JSON.parse(readFileSync('db/seed/products.json', 'utf8')) as { families: unknown[] }
    expect(readCatalogueFile(JSON.stringify({ families }, null, 2))).toEqual({ families })
  })

  it.each([
    ['code: AP10', 'code: ap10', 3, '`code` must be the four capitals'],
    ["plants: '12'", 'plants: 12', 5, '`plants` must be the digits'],
    ["plants: '12'", "plants: '11'", 5, 'each once'],
    [
      "scheme: base36-mod-23\n    plants: '12'",
      "scheme: base36-mod-32\n    plants: '12'",
      4,
      'Did you mean `base36-mod-23`?',
    ],
    ['name: Press 10', 'name: ""', 6, '`name` must be words'],
    ['name: Press 10', 'name: "a\\nb"', 6, 'one line'],
    ['months: 24', 'months: 2.5', 7, 'whole number of months'],
    ['months: 24', 'months: -1', 7, 'whole number of months'],
    ['    months: 24\n', '', 3, '`months` is missing.'],
    ['says: { en: apple press, nl: appelpers }', 'says: {}', 8, 'one language at least'],
    ['nl: appelpers', 'es: prensa', 8, 'There is no language `es`'],
    ['extraMonths: 12', 'extraMonth: 12', 14, 'Did you mean `extraMonths`?'],
    ['code: AP20', 'code: AP10', 9, 'stands in line 3 already'],
    ['# Ours', 'people: {}', 1, 'There is no `people`'],
    ['families:', 'family:', 1, 'must hold `families:`'],
    ['    name: Press 20', '   name: Press 20', 12, ''],
  ])('with %s as %s is told so by its line', (from, to, line, message) => {
    expect(good).toContain(from)
    expect(faults(good.replace(from, to))).toContainEqual({
      line,
      message: expect.stringContaining(message) as string,
    })
  })

  it('tells everything that is wrong at once, in the order of its lines', () => {
    const found = faults(good.replaceAll('months: ', 'months: x'))!
    expect(found.map(({ line }) => line)).toEqual([7, 13])
  })

  it.each(['', '[]', 'families', 'families: {}', 'families:\n  - x', 'null', '- families'])('is none: %j', text => {
    expect(faults(text)).toHaveLength(1)
  })

  it('has no more families than a catalogue may have', () => {
    const { families } = parse(good) as { families: unknown[] }
    const many = stringify({ families: Array(mostFamilies + 1).fill(families[0]) }, { aliasDuplicateObjects: false })
    expect(faults(many)?.[0]?.message).toMatch(/at most 2000 families/)
  })
})
