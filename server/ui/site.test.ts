/** What a company's own site shows: its name, logo, colours and languages, on every page and in every letter. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Site } from '../base/site/index.ts'
import { testApp, testPassword, type TestApp } from '../../test/app.ts'
import { lettersTo } from '../../test/letters.ts'

const asset = (name: string, type: string, content: string) => ({
  address: `/site/${name}`,
  type,
  content: Buffer.from(content),
})
/** As nobody should put one there: what is served must be harmless all the same. */
const acting = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><script>alert(1)</script></svg>'
const site: Site = {
  name: 'Verger & Fils <b>',
  languages: ['fr', 'nl'],
  logo: { ...asset('logo-0123456789ab.svg', 'image/svg+xml', acting), width: 2, height: 1 },
  style: asset('style-0123456789ab.css', 'text/css; charset=utf-8', ':root{--accent:#0a6b2d}'),
}
const alternates = (text: string) =>
  [...text.matchAll(/hreflang="([\w-]+)" href="([^"]+)"/g)].map(([, one, href]) => [one, href])

describe('a site of one’s own', () => {
  let house: TestApp
  beforeAll(async () => {
    house = await testApp({ site })
  })
  afterAll(() => house.close())

  it('shows its name, its logo as an image, and its colours after those of the product', async () => {
    const { text } = await house.visitor().get('/fr/sign-up')
    expect(text).toContain('– Verger &amp; Fils &lt;b></title>')
    expect(text).toContain('<img class="own-mark" src="/site/logo-0123456789ab.svg" alt width="64" height="32"/>')
    expect(text.indexOf('/site/style-0123456789ab.css')).toBeGreaterThan(text.indexOf('/assets/style.css'))
    expect(text).toContain('<link rel="icon" href="/site/logo-0123456789ab.svg"/>')
  })

  it('serves a logo that may run and fetch nothing, for a year', async () => {
    const { status, headers, text } = await house.visitor().get('/site/logo-0123456789ab.svg')
    expect([status, text]).toEqual([200, acting])
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/default-src 'none'/)
    expect(policy).toMatch(/sandbox(?! allow)/)
    expect(policy).not.toContain('script-src')
    expect((await house.visitor().get('/site/logo-000000000000.svg')).status).toBe(404)
    expect((await house.visitor().get('/site/style-0123456789ab.css')).headers['content-type']).toMatch(/^text\/css/)
  })

  it('has its languages in the menu, for search engines, and no other page', async () => {
    const { text } = await house.visitor().get('/nl/sign-up')
    const menu = /<nav class="languages".*?<\/nav>/.exec(text)![0]
    expect([...menu.matchAll(/lang="(\w+)" [^>]*>([^<]+)</g)].map(([, code]) => code)).toEqual(['fr', 'nl'])
    expect(alternates(text).map(([code]) => code)).toEqual(['fr', 'nl', 'x-default'])
    expect(alternates(text)[2]).toEqual(['x-default', 'http://localhost:8080/fr/sign-up'])
  })

  it('does not know a page in another language, and says so in one that it has', async () => {
    const { status, headers, text } = await house.visitor().get('/en/sign-up', { 'accept-language': 'en, nl;q=0.5' })
    expect([status, headers['content-language']]).toEqual([404, 'nl'])
    expect(text).toContain('<html lang="nl">')
    expect((await house.visitor().get('/de')).text).toContain('<html lang="fr">')
  })

  it('leads whoever comes to the best of its languages, the first where none is theirs', async () => {
    const to = async (accept?: string) =>
      (await house.visitor().get('/', accept === undefined ? {} : { 'accept-language': accept })).headers['location']
    expect([await to('nl-BE'), await to('en'), await to()]).toEqual(['/nl', '/fr', '/fr'])
  })

  it('takes a sign-up in its languages, and its letter leads there', async () => {
    await house.visitor().submit('/nl/sign-up', { name: 'Jo', email: 'jo@customer.example', password: testPassword })
    const [letter] = await lettersTo(house, 'jo@customer.example')
    expect(letter?.text).toContain('http://localhost:8080/nl/confirm?token=')
  })

  it('speaks to somebody whose language it no longer has in its first one', async () => {
    const ann = await house.customer({ language: 'de' })
    expect((await ann.get('/fr/account/profile')).status).toBe(200)
    expect((await ann.call('GET', '/api/people/session')).json()).toMatchObject({ language: 'fr' })
  })

  it('offers no other language in a profile, in an invitation, or to a program', async () => {
    const ann = await house.customer({ language: 'fr' })
    const { text } = await ann.get('/fr/account/profile/language')
    expect([...text.matchAll(/<option value="(\w+)"/g)].map(([, code]) => code)).toEqual(['fr', 'nl'])
    expect((await ann.submit('/fr/account/profile/language', { language: 'en' })).status).toBe(422)
    expect((await ann.call('PUT', '/api/profile/language', { language: 'en' })).status).toBeGreaterThanOrEqual(400)
    expect((await ann.get('/fr/account/profile/language')).status).toBe(200)
  })

  it('tells machines its languages', async () => {
    const { text } = await house.visitor().get('/.well-known/security.txt')
    expect(text).toContain('Preferred-Languages: fr, nl')
    expect(text).toContain('http://localhost:8080/fr/politique-de-confidentialite')
  })
})

describe('a site in one language', () => {
  let house: TestApp
  beforeAll(async () => {
    house = await testApp({ site: { languages: ['de'] } })
  })
  afterAll(() => house.close())

  it('has no menu of languages and nothing to offer search engines instead', async () => {
    for (const page of ['/de', '/de/sign-up', '/de/datenschutz']) {
      const { status, text } = await house.visitor().get(page)
      expect([page, status]).toEqual([page, 200])
      expect(text).not.toContain('class="languages"')
      expect(alternates(text)).toEqual([])
    }
  })

  it('has the mark of the product, and its colours, where it has none of its own', async () => {
    const { text } = await house.visitor().get('/de')
    expect(text).toContain('<svg class="mark"')
    expect(text).not.toContain('/site/')
  })
})
