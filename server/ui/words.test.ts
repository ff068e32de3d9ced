import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { languages, type Language } from '../base/http/index.ts'
import { formatsOf } from './formats.ts'
import { loadWords, type Key } from './words.ts'

const locales = join(import.meta.dirname, '../../locales')
const parts = readdirSync(join(locales, 'en'))
/** `_zero` is i18next’s own form for none at all, in every language, and so a key like any other. */
const plural = /_(one|two|few|many|other)$/

/** Every text of a part by its dotted key. */
function textsOf(language: string, part: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path, value)
    else for (const [name, inner] of Object.entries(value as object)) walk(inner, path ? `${path}.${name}` : name)
  }
  walk(JSON.parse(readFileSync(join(locales, language, part), 'utf8')), '')
  return found
}
const marks = (text: string) => [...text.matchAll(/\{\{(.*?)\}\}|<\/?([a-z-]+)>/g)].map(match => match[0]).sort()

describe('a number in a sentence', () => {
  test.each([
    ['en', 'Use at most 1,000 characters'],
    ['de', 'Verwenden Sie höchstens 1.000 Zeichen'],
  ] as const)('is written as the language does: %s', (language, sentence) => {
    expect(loadWords(locales).words(language).t('ui.field.too-long', { limit: 1000 })).toBe(sentence)
  })
})

describe.each(languages)('the texts in %s', language => {
  test.each(parts)('of %s: every key of the English ones, each plural form, the same marks', part => {
    const english = textsOf('en', part)
    const own = textsOf(language, part)
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const wanted = new Set(
      [...english.keys()].flatMap(key =>
        plural.test(key) ? forms.map(form => key.replace(plural, `_${form}`)) : [key],
      ),
    )
    expect([...own.keys()].sort()).toEqual([...wanted].sort())
    for (const [key, text] of own) {
      const model = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? ''
      expect([key, marks(text)]).toEqual([key, marks(model)])
      expect([key, text.trim() === text && text !== '']).toEqual([key, true])
    }
  })
})

describe('words', () => {
  const directories: string[] = []
  afterEach(() => directories.splice(0).forEach(directory => rmSync(directory, { recursive: true })))
  function some(texts: Partial<Record<Language, object>>) {
    const directory = mkdtempSync(join(tmpdir(), 'words-'))
    directories.push(directory)
    for (const language of languages) {
      mkdirSync(join(directory, language))
      if (texts[language]) writeFileSync(join(directory, language, 'some.json'), JSON.stringify(texts[language]))
    }
    return loadWords(directory)
  }
  const key = (text: string) => text as Key
  const due = new Date('2026-12-23T10:00:00Z')

  test('a text that is missing is English, says so, and is remembered', () => {
    const { words, fallbacks } = some({ en: { hello: 'Hello' }, nl: { hello: 'Dag' } })
    expect(words('nl').say(key('some.hello'))).toEqual({ text: 'Dag', language: 'nl' })
    expect(words('fr').say(key('some.hello'))).toEqual({ text: 'Hello', language: 'en' })
    expect([...fallbacks]).toEqual(['fr some.hello'])
  })

  test('a date in an English sentence is an English date, whoever reads it', () => {
    const { words } = some({ en: { due: 'Due {{at}}' }, nl: { due: 'Ten laatste {{at}}' } })
    expect(words('nl').t(key('some.due'), { at: due })).toBe('Ten laatste woensdag 23 december 2026')
    expect(words('fr').t(key('some.due'), { at: due })).toBe('Due Wednesday, 23 December 2026')
  })

  test('values are written as the language writes them, and as the sentence asks', () => {
    const { words } = some({ fr: { all: '{{n}} · {{names}} · {{land, country}} · {{size, bytes}} · {{at, moment}}' } })
    const said = words('fr').t(key('some.all'), {
      n: 1234.5,
      names: ['A', 'B', 'C'],
      land: 'it',
      size: 1_400_000,
      at: due,
    })
    expect(said.replace(/[\u202f\u00a0]/g, ' ')).toBe(
      '1 234,5 · A, B et C · Italie · 1,4 Mo · 23 décembre 2026 à 11:00',
    )
  })

  test('plural forms follow the language', () => {
    const { words } = some({
      en: { n_one: '{{count}} item', n_other: '{{count}} items' },
      fr: { n_one: '{{count}} élément', n_many: '{{count}} d’éléments', n_other: '{{count}} éléments' },
    })
    expect([0, 1, 2].map(count => words('en').t(key('some.n'), { count }))).toEqual(['0 items', '1 item', '2 items'])
    expect([0, 1, 2].map(count => words('fr').t(key('some.n'), { count }))).toEqual([
      '0 élément',
      '1 élément',
      '2 éléments',
    ])
  })

  test('a text is found by its whole key, and a branch or an inherited name is none', () => {
    const { words } = some({ en: { hello: 'Hello', more: { 'a.b': 'Deep' } }, nl: { hello: 'Dag' } })
    const { t, hasText } = words('nl')
    expect(['some.hello', 'some.more.a.b'].map(hasText)).toEqual([true, true])
    expect(['some', 'some.more', 'some.hello.x', 'some.hel', 'constructor', ''].map(hasText)).toEqual(
      Array.from({ length: 6 }, () => false),
    )
    expect(t(key('some.more.a.b'))).toBe('Deep')
  })

  test('a text that is filled with nothing says what it says with values that it has no place for', () => {
    const { words } = some({ en: { hello: 'Hello & <b>you</b>' } })
    expect(words('en').t(key('some.hello'))).toBe('Hello & <b>you</b>')
    expect(words('en').t(key('some.hello'), { name: 'An' })).toBe('Hello & <b>you</b>')
  })

  test('what somebody typed is never read as a text or a mark', () => {
    const { words } = some({ en: { hello: 'Hello {{name}}', secret: 'secret' } })
    expect(words('en').t(key('some.hello'), { name: '$t(some.secret) {{name}} <b>' })).toBe(
      'Hello $t(some.secret) {{name}} <b>',
    )
  })
})

describe('formats', () => {
  test('days between two dates count midnights where the company is', () => {
    const formats = formatsOf('nl')
    const now = new Date('2026-11-23T22:30:00Z')
    expect(formats.daysFrom(now, new Date('2026-11-23T23:30:00Z'))).toBe('morgen')
    expect(formats.daysFrom(now, new Date('2026-11-21T10:00:00Z'))).toBe('eergisteren')
    expect(formats.daysFrom(now, new Date('2026-12-23T10:00:00Z'))).toBe('over 30 dagen')
  })

  test('a period is in the units that it is given in, to the minute, and none of them is said when there is none of it', () => {
    const period = (language: Language, years: number, months: number, days: number, seconds: number) =>
      formatsOf(language).period({ years, months, days, seconds })
    expect(period('en', 1, 2, 30, 0)).toBe('1 year, 2 months and 30 days')
    expect(period('nl', 1, 2, 0, 0)).toBe('1 jaar en 2 maanden')
    expect(period('fr', 3, 0, 0, 0)).toBe('3 ans')
    expect(period('de', 0, 0, 0, 5400)).toBe('1 Stunde und 30 Minuten')
    expect(period('en', 0, 0, 0, 59)).toBe('')
  })

  test('a size is in the largest unit that leaves a whole number', () => {
    const sizes = [0, 999, 1000, 1_400_000, 5_000_000_000_000].map(size => formatsOf('en').bytes(size))
    expect(sizes.map(size => size.replaceAll('\u00a0', ' '))).toEqual([
      '0 byte',
      '999 byte',
      '1 kB',
      '1.4 MB',
      '5,000 GB',
    ])
  })
})
