import { describe, expect, test } from 'vitest'
import { coverageOf, translationOf } from './coverage.ts'
import type { LoadedPolicy } from './document.ts'
import { loadPolicyFromSources } from './load.ts'
import { smallSources } from './fixtures/read.ts'

/** The small policy as a version, with words of its texts exchanged. */
function version(number: number, change: Partial<Record<'en' | 'nl', readonly [string, string]>> = {}): LoadedPolicy {
  const yaml = smallSources.yaml.replace(/version: \d+/, `version: ${number}`)
  const texts = { ...smallSources.texts }
  for (const [language, [from, to]] of Object.entries(change) as ['en' | 'nl', readonly [string, string]][]) {
    expect(texts[language]).toContain(from)
    texts[language] = texts[language]!.replace(from, to)
  }
  return loadPolicyFromSources({ ...smallSources, yaml, texts }).loaded!
}

/** A clause that exists in both. */
const clause = 'share.never-sold'
const sentence = (language: 'en' | 'nl') =>
  loadPolicyFromSources(smallSources).loaded!.texts[language]!.clauses.find(({ id }) => id === clause)!.text
const english = [sentence('en'), 'We never sell them, nor rent them out.'] as const
const dutch = [sentence('nl'), 'Wij verkopen of verhuren ze nooit.'] as const
const dutchOf = (loaded: LoadedPolicy, earlier: readonly LoadedPolicy[]) =>
  translationOf(coverageOf(loaded, earlier), 'nl', clause)

describe('a translation', () => {
  test('is current where it stands beside the original that it was made from', () => {
    expect(dutchOf(version(1), [])).toBe('current')
    expect(dutchOf(version(2), [version(1)])).toBe('current')
    expect(translationOf(coverageOf(version(1)), 'en', clause)).toBe('original')
    expect(translationOf(coverageOf(version(1)), 'de', clause)).toBe('missing')
  })

  test('goes stale when the original changes and it does not', () => {
    expect(dutchOf(version(2, { en: english }), [version(1)])).toBe('stale')
    expect(dutchOf(version(2, { en: english, nl: dutch }), [version(1)])).toBe('current')
  })

  test('is still stale in the version after, in which nobody touched it', () => {
    const line = [version(1), version(2, { en: english })]
    expect(dutchOf(version(3, { en: english }), line)).toBe('stale')
    expect(dutchOf(version(4, { en: english, nl: dutch }), [...line, version(3, { en: english })])).toBe('current')
  })

  test('is current again where the original says again what it was made from', () => {
    expect(dutchOf(version(3), [version(1), version(2, { en: english })])).toBe('current')
  })

  test('stays stale when a version between had no such text', () => {
    const without = version(2)
    const gone: LoadedPolicy = { ...without, texts: { en: without.texts.en! } }
    expect(dutchOf(version(3, { en: english }), [version(1), gone])).toBe('stale')
  })
})

describe('a language', () => {
  test('is complete only where no clause and no words are missing or stale', () => {
    const whole = coverageOf(version(1)).languages.find(({ language }) => language === 'en')!
    expect(whole.share).toBe(1)
    const stale = coverageOf(version(2, { en: english }), [version(1)])
    const nl = stale.languages.find(({ language }) => language === 'nl')!
    expect(nl.counts.stale).toBe(1)
    expect(nl.share).toBeLessThan(1)
  })

  test('names the declarations that have no words in it', () => {
    const loaded = version(1)
    const fr = coverageOf(loaded).languages.find(({ language }) => language === 'fr')!
    expect(fr.missingWords).toContainEqual({ section: 'purposes', id: Object.keys(loaded.policy.purposes)[0] })
    expect([fr.text, fr.share < 0.2]).toEqual([false, true])
  })
})
