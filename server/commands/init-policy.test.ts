import { describe, expect, it } from 'vitest'
import { declarations } from '../app.ts'
import { languages } from '../base/http/index.ts'
import { compile } from '../policy/compile.ts'
import { draftPolicy } from '../policy/draft.ts'
import { loadPolicyFromSources } from '../policy/load.ts'
import { errorsIn, firstPolicy, type Company, type Files } from './init-policy.ts'

const today = new Date('2026-11-02T09:00:00Z')
const company: Company = { name: 'Orchard', country: 'BE', contact: 'privacy@orchard.example' }
const first = (
  whose = company,
  spoken: readonly (typeof languages)[number][] = languages,
  draft?: Parameters<typeof firstPolicy>[3],
) => firstPolicy(whose, spoken, '2026-11-02', draft)

function loaded(files: Files) {
  const texts = Object.fromEntries(languages.map(one => [one, files[`policy/text/${one}.md`]]))
  const read = loadPolicyFromSources({ yaml: files['policy/policy.yaml']!, texts, assessments: {} })
  return read.loaded!
}

describe('the policy that a new site begins with', () => {
  it('can be published at once, in whichever languages the site has', () => {
    expect(errorsIn(first(), today)).toEqual([])
    for (const one of languages) expect([one, errorsIn(first(company, [one]), today)]).toEqual([one, []])
    expect(loaded(first(company, ['fr', 'nl'])).policy.policy).toMatchObject({
      original: 'fr',
      text: { fr: 'text/fr.md', nl: 'text/nl.md' },
    })
  })

  it('says the same in each language, sentence by sentence', () => {
    const { texts } = loaded(first())
    const ids = languages.map(one => texts[one]!.clauses.map(({ id }) => id))
    for (const others of ids) expect(others).toEqual(ids[0])
  })

  it('lets customers do all that is there for them: account, companies, products, their rights', () => {
    const { refused } = compile(loaded(first()), declarations)
    // Research and news rest on consents of their own: a company that wants them promises them, and until then their questions
    // are not there.
    // Neither do sites and systems ask for purposes that it does not promise.
    const others =
      /^desk\.|^products\.show-proof$|^profile\.(\w+-research|count-trades)$|^consent\.choose$|^people\.tell-\w+-for-(support|deliver-orders|seminars|product-news)$|\.system-find-for-support$/
    const customers = [...refused.keys()].filter(act => !others.test(act))
    expect(customers).toEqual([])
  })

  it.each([
    ['# {#x} Ltd', 'BE'],
    ['"quotes": & <script>alert(1)</script>', 'GB'],
    ['- [a](javascript:alert(1)) {{contact}}', 'US'],
    ['*', 'NL'],
    ['1. FC Apfel &lt;', 'AT'],
    ['- minus', 'IE'],
    ['yes', 'DE'],
    ['$& $1', 'FR'],
  ])('is the policy of %s too, word for word', (name, country) => {
    const files = first({ ...company, name, country })
    expect(errorsIn(files, today)).toEqual([])
    const { policy, texts } = loaded(files)
    expect(policy.policy.company).toBe(name)
    expect(policy.controllers['main']).toMatchObject({ name, country, default: true })
    const ids = (of: typeof texts) => of['en']!.clauses.map(({ id }) => id)
    expect(ids(texts)).toEqual(ids(loaded(first()).texts))
  })

  it('holds the company’s own text, to which it adds what the software needs in the same language', () => {
    const source = 'Datenschutz\n\nWir backen Brot und verkaufen Ihre Daten nie.\n'
    const draft = draftPolicy(source, { file: 'text.txt', company: 'Backhaus', language: 'de' })!
    const files = first({ ...company, name: 'Backhaus' }, ['en', 'de'], draft)
    expect(errorsIn(files, today)).toEqual([])
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['policy/text/de.md', 'draft/policy.yaml', 'draft/FINDINGS.md']),
    )
    expect(files['policy/text/en.md']).toBeUndefined()
    expect(files['policy/text/de.md']).toMatch(/^Datenschutz|# Datenschutz/)
    expect(files['policy/text/de.md']).toContain('Wir backen Brot und verkaufen Ihre Daten nie.')
    expect(files['policy/text/de.md']).toContain('## Was unsere Software aufbewahrt {#our-software}')
  })
})
