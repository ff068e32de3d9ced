import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { nextVersion } from '../../../test/next-version.ts'
import { withClient } from '../../base/installation.ts'
import type { Language } from '../../policy/document.ts'
import { loadVersion, applyDue, publish } from '../../policy/publish.ts'

let it: TestApp
beforeAll(async () => {
  it = await testApp()
})
afterAll(() => it.close())

const get = async (path: string) => it.visitor().get(path)
const addresses = {
  en: '/en/privacy',
  nl: '/nl/privacybeleid',
  fr: '/fr/politique-de-confidentialite',
  de: '/de/datenschutz',
}
const inForce = () => it.app.gate.policy().compiled.loaded

/** Publishes the policy in force again, with other words and other keys. */
async function publishWith(
  change: Parameters<typeof nextVersion>[1],
  words: (texts: Partial<Record<Language, string>>) => Partial<Record<Language, string>> = texts => texts,
  files: Record<string, string> = {},
): Promise<number> {
  const next = nextVersion(it.db, () => {})
  const { parseDocument } = await import('yaml')
  const yaml = parseDocument(next.source)
  change(yaml)
  const texts = Object.fromEntries(Object.entries(next.texts).map(([language, { source }]) => [language, source]))
  const number = next.policy.policy.version
  const made = loadVersion({
    number,
    source: String(yaml),
    texts: words(texts) as Record<string, string>,
    assessments: { ...next.assessments, ...files },
  })
  const now = it.db.clock.now()
  await withClient(it.db.owner, async client => {
    await publish(client, made, now, now)
    await applyDue(client, it.db.declarations, it.db.prefix, now)
  })
  await Promise.all([it.db.state.refresh(), it.app.given.state.refresh()])
  it.db.clock.advance(6_000)
  return number
}

const stale = 'why.support'
interface Clauses {
  clauses: { id: string; translation: string; language: string }[]
}
const translationOf = async (language: Language) =>
  (await get(`/api/policy?language=${language}`)).json<Clauses & Record<string, unknown>>().clauses

describe('what the policy allows', () => {
  for (const [language, path] of Object.entries(addresses)) {
    test(`${path}/allows has every purpose with its words, in at most 40 kB`, async () => {
      const { status, text } = await get(`${path}/allows`)
      expect(status).toBe(200)
      expect(gzipSync(text).length).toBeLessThan(40_000)
      for (const [id, purpose] of Object.entries(inForce().policy.purposes)) {
        expect(text).toContain(`data-purpose="${id}"`)
        expect(text).toContain(purpose.says[language as Language]!.replaceAll('&', '&amp;'))
      }
      expect(text).not.toMatch(/notice\.[a-z]+\.|\{\{/)
    })
  }

  test('can be asked of one role, of customers and of nobody that there is', async () => {
    const { purposes, staff } = inForce().policy
    const [role, declared] = Object.entries(staff)[0]!
    const shown = async (who: string) =>
      [...(await get(`/en/privacy/allows?who=${who}`)).text.matchAll(/data-purpose="([^"]+)"/g)].map(([, id]) => id)
    expect((await shown(`role:${role}`)).toSorted()).toEqual([...declared.purposes].toSorted())
    expect(await shown('customer')).toContain('account')
    expect(await shown('nobody')).toHaveLength(Object.keys(purposes).length)
  })

  test('says what is promised and idle, and what is never done', async () => {
    const { text } = await get('/en/privacy/allows')
    const { idle } = it.app.gate.policy().compiled
    expect(text.split('Promised; nothing in our software does it yet.')).toHaveLength(idle.length + 1)
    expect(text).toContain('Your data is never sold.')
    expect(text).toContain('Nothing: each thing that our software can do stands in this policy.')
  })

  test('of a version that was never published is not found', async () => {
    expect((await get('/en/privacy/v/99/allows')).status).toBe(404)
    expect((await get('/api/policy/v/99.jsonld')).status).toBe(404)
  })
})

describe('a translation that is older than the original', () => {
  const changed = (text: string) => text.replace(` {#${stale}}`, ` Whenever you ask. {#${stale}}`)

  test('is marked beside its clause, with what the original says, for people and for machines', async () => {
    const number = await publishWith(
      () => {},
      texts => ({ ...texts, en: changed(texts.en!), nl: texts.nl!.replace(` {#${stale}}`, ` Telkens. {#${stale}}`) }),
    )
    const { text } = await get(addresses.fr)
    expect(text.match(/data-translation="stale"/g)).toHaveLength(1)
    expect(text).toContain('Cette traduction est plus ancienne que le texte en anglais. L’original dit :')
    expect(text).toMatch(/<q lang="en"[^>]*>[^<]*Whenever you ask\.<\/q>/)
    expect((await get(addresses.nl)).text).not.toContain('data-translation="stale"')
    const of = async (language: Language) => (await translationOf(language)).find(({ id }) => id === stale)!.translation
    expect([await of('en'), await of('nl'), await of('fr')]).toEqual(['original', 'current', 'stale'])
    expect((await get(`${addresses.fr}/v/${number}`)).text).toContain('data-translation="stale"')
  })

  test('is still marked in the next version, in which nobody touched it, and counted in the table of versions', async () => {
    const number = await publishWith(yaml => yaml.setIn(['purposes', 'support', 'keep', 'for'], 'P2Y'))
    expect((await translationOf('de')).find(({ id }) => id === stale)!.translation).toBe('stale')
    const { text } = await get(`/en/privacy/versions`)
    expect(text).toContain('1 sentence older than the original')
    expect(text).toMatch(/tone-ok[^%]*100 %/)
    expect(text).toMatch(/tone-warn[^%]*99 %/)
    expect((await get(`/en/privacy/diff/${number - 1}/${number}`)).text).toContain(
      'Kept for: 2 years; before: 3 years.',
    )
  })
})

describe('a policy that exists in English only', () => {
  beforeAll(async () => {
    await publishWith(
      yaml => {
        yaml.setIn(['policy', 'text'], { en: 'text/en.md' })
        yaml.setIn(['policy', 'summary'], { nl: 'summary/nl.md' })
        yaml.deleteIn(['purposes', 'support', 'says', 'nl'])
      },
      ({ en }) => ({ en: en! }),
      { 'summary/nl.md': '# Kort\n\nWij **verkopen** niets. <script>alert(1)</script>\n' },
    )
  })

  test('says so in the title, the header, the links for search engines and a note; the article is marked', async () => {
    const { text, headers } = await get(addresses.nl)
    expect(headers['content-language']).toBe('nl, en')
    expect(text).toContain('<html lang="nl">')
    expect(text).toContain('<title>Privacybeleid (in het Engels)')
    expect(text).toContain('<link rel="canonical" href="http://localhost:8080/en/privacy"/>')
    const alternates = [...text.matchAll(/rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)].map(([, a, b]) => [
      a,
      b,
    ])
    expect(alternates).toEqual([
      ['en', 'http://localhost:8080/en/privacy'],
      ['x-default', 'http://localhost:8080/en/privacy'],
    ])
    expect(text).toContain('Deze tekst is alleen beschikbaar in het Engels.')
    expect(text).toContain('href="/nl/contact?topic=policy-translation"')
    expect(text).toMatch(/<article [^>]*lang="en"/)
    expect((await get('/nl/contact?topic=policy-translation')).text).toContain(
      'U wilt het beleid in een andere taal lezen',
    )
  })

  test('has a summary where one was written, with what decides, and no link to one where none was', async () => {
    const { text } = await get(addresses.nl)
    expect(text).toContain('<a href="#summary-nl">Samenvatting in het Nederlands</a>')
    expect(text).toContain('<section id="summary-nl" lang="nl"')
    expect(text).toContain('Zegt ze iets anders, dan geldt de tekst in het Engels.')
    expect(text).toContain('<h3>Kort</h3>')
    expect(text).not.toContain('<script>alert')
    expect((await get(addresses.fr)).text).not.toContain('#summary-')
    expect((await get(addresses.en)).text).not.toContain('#summary-')
  })

  test('is linked from other pages with its language and a word of it', async () => {
    const link = (text: string) => /<a href="[^"]*"[^>]*>\s*(?:Privacybeleid|Privacy policy)[^<]*<\/a>/g.exec(text)?.[0]
    expect(link((await get('/nl/cookies')).text)).toBe(
      '<a href="/nl/privacybeleid" hreflang="en">Privacybeleid (in het Engels)</a>',
    )
    expect(link((await get('/en/cookies')).text)).toBe('<a href="/en/privacy">Privacy policy</a>')
  })

  test('marks the words of a declaration that exist in English alone', async () => {
    const { text } = await get(`${addresses.nl}/allows`)
    expect(text).toContain('<h2 id="purpose-support" lang="en">Help you with a product or a service issue</h2>')
    expect(text).toContain('<h2 id="purpose-account">Uw Hesbia-ID en profiel bijhouden</h2>')
  })

  test('is missing in the other languages for machines, which get the original', async () => {
    for (const clause of await translationOf('nl'))
      expect([clause.translation, clause.language]).toEqual(['missing', 'en'])
  })
})

describe('the policy as linked data', () => {
  test('is announced on its page, has its type, and every version has its own', async () => {
    const { version } = inForce().policy.policy
    expect((await get(addresses.en)).text).toContain(
      '<link rel="alternate" type="application/ld+json" href="http://localhost:8080/api/policy.jsonld"/>',
    )
    const now = await get('/api/policy.jsonld')
    expect(now.headers['content-type']).toContain('application/ld+json')
    expect(now.json()['@id']).toBe(`http://localhost:8080/en/privacy/v/${version}`)
    const first = await get('/api/policy/v/4.jsonld')
    expect(first.json()['@id']).toBe('http://localhost:8080/en/privacy/v/4')
    expect(first.json()['dpv:hasProcess']).toHaveLength(Object.keys(inForce().policy.purposes).length)
  })
})
