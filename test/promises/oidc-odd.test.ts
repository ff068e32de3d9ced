/** What is asked of the sign-in of other sites that nobody should ask, and what changes while somebody answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as oidc from 'openid-client'
import { back, go, newSite, openParty, signedIn, type Party } from '../relying-party.ts'
import { testPassword } from '../app.ts'

let party: Party
beforeAll(async () => {
  party = await openParty()
})
afterAll(() => party?.close())

describe('a way of answering that is not ours', () => {
  it.each(['form_post', 'web_message', 'fragment', 'jwt', 'form_post.jwt', 'nonsense'])(
    '(response_mode=%s) is told to the site as a mistake, and brings no page of the library and no script of its own',
    async response_mode => {
      const { config, browser } = await newSite(party)
      for (const more of [{}, { scope: 'openid everything' }, { prompt: 'none' }] as Record<string, string>[]) {
        const { at, answered } = await browser.follow((await go(config, { response_mode, ...more })).address)
        expect(at.startsWith(back), JSON.stringify(more)).toBe(true)
        expect(at).toMatch(/[?#]error=/)
        expect(answered.text).not.toContain('<script')
        expect(String(answered.headers['content-security-policy'])).not.toContain('sha256-')
      }
    },
  )
})

describe('signing out at an address in other letters', () => {
  it('is our own page, and never one of the library', async () => {
    const { id, browser, email } = await newSite(party)
    await browser.signIn(email)
    for (const path of ['/oidc/SESSION/end', '/oidc/session/END', '/oidc/Session/End']) {
      const first = await browser.get(`${path}?client_id=${id}`)
      expect([first.status, first.location], path).toEqual([303, `/oidc/session/end?client_id=${id}`])
      expect((await browser.follow(`${path}?client_id=${id}`)).answered.text).toContain('to sign you out')
      const posted = await fetch(`${party.url}${path}`, { method: 'POST', redirect: 'manual' })
      expect([posted.status, posted.headers.get('location')], path).toEqual([303, '/oidc/session/end'])
    }
    for (const path of ['/oidc/SESSION/end/confirm', '/oidc/session/end/Success', '/oidc/SESSION']) {
      const answer = await fetch(`${party.url}${path}`, { method: 'POST', redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')], path).toEqual([303, '/en'])
    }
  })
})

describe('a name that no site has', () => {
  const odd = ['\0', 'a\0b', 'site\u202e', 'Ａｂｃ', "x'--", 'x'.repeat(5_000), '__proto__', 'constructor']

  it('is nobody’s, wherever it is said, and breaks nothing', async () => {
    const { browser } = await newSite(party)
    for (const name of odd) {
      const said = encodeURIComponent(name)
      const asked = await browser.get(`/oidc/auth?client_id=${said}&response_type=code&scope=openid`)
      expect([400, 414], name).toContain(asked.status)
      const basic = Buffer.from(`${said}:secret`).toString('base64')
      const raw = Buffer.from(`${name}:secret`).toString('base64')
      for (const shown of [basic, raw]) {
        const token = await fetch(`${party.issuer}/token`, {
          method: 'POST',
          headers: { authorization: `Basic ${shown}`, 'content-type': 'application/x-www-form-urlencoded' },
          body: 'grant_type=authorization_code&code=x',
        })
        expect([400, 401], name).toContain(token.status)
      }
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const hint = `${part({ alg: 'RS256' })}.${part({ aud: name })}.AAAA`
      expect((await browser.get(`/oidc/session/end?id_token_hint=${hint.slice(0, 3_900)}`)).status).toBe(404)
      expect([200, 422, 404], name).toContain((await browser.get(`/en/sites/sign-out?site=${said}`)).status)
    }
  })

  it('is taken back by nobody, and switched by nobody', async () => {
    const customer = await party.house.customer()
    const admin = await party.house.colleague('administrator')
    for (const name of ['%00', 'a%00b', 'nobody-here']) {
      expect((await customer.call('DELETE', `/api/people/sites/${name}`)).status).toBe(404)
      expect((await admin.call('PUT', `/api/console/sites/${name}/state`, { on: false })).status).toBe(404)
      expect((await admin.call('POST', `/api/console/sites/${name}/secret`)).status).toBe(404)
    }
  })
})

describe('a site that is changed', () => {
  it('while somebody looks at its question, is shown to them anew before their yes counts', async () => {
    const known = await newSite(party, { scope: ['profile', 'email'] })
    await known.browser.signIn(known.email)
    const { at, answered } = await known.browser.follow((await go(known.config)).address)
    const seen = /name="seen" value="([^"]+)"/.exec(answered.text)![1]!
    await party.house.db.asOwner("update people.site set purpose = 'seminars' where id = $1", [known.id])
    for (const fields of [
      { answer: 'allow', seen },
      { answer: 'allow', seen: '' },
    ]) {
      const shown = await known.browser.post(at, at, fields)
      expect([shown.status, shown.headers['refresh']]).toEqual([200, undefined])
      expect(shown.text).toContain('href="/en/privacy#why.seminars"')
    }
    expect(await party.house.db.asOwner('select from people.site_consent where site_id = $1', [known.id])).toEqual([])
    expect((await known.browser.post(at, at, { answer: 'allow' })).headers['refresh']).toContain('/oidc/auth/')
  })

  it('stays at its host: what people allowed it goes nowhere else', async () => {
    const { id } = await newSite(party)
    const admin = await party.house.colleague('administrator')
    const change = (redirects: string, address = 'https://elsewhere.example/') =>
      admin.call('PUT', `/api/console/sites/${id}`, {
        'name-en': 'Another host',
        address,
        redirects,
        purpose: 'support',
        scope: ['profile', 'email'],
      })
    const moved = await change('https://elsewhere.example/back')
    expect([moved.status, moved.text]).toEqual([422, expect.stringContaining('at one host')])
    const page = await admin.submit(`/console/sites/${id}`, {
      'name-en': 'Another host',
      address: 'https://elsewhere.example/',
      redirects: 'http://localhost:10/back',
      purpose: 'support',
    })
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('at one host')])
    // Nor does it say that it is elsewhere than where it sends people.
    expect((await change(`${back}/also`)).status).toBe(422)
    expect((await change(`${back}/also`, 'http://localhost:9/')).status).toBe(200)
  })
})

describe('an ID that is no e-mail address', () => {
  it('is told to no site as one, and as nothing that was confirmed', async () => {
    const known = await newSite(party)
    const way = '/en/sign-up/without-email'
    const made = await known.browser.post(way, way, { name: 'Jo Voorbeeld', password: testPassword })
    const id = /\b[A-Z0-9]{3,5}(?:-[A-Z0-9]{3,5})+\b/.exec(made.text)![0]
    await known.browser.signIn(id)
    const { tokens } = await signedIn({ ...known, email: id })
    const { sub } = tokens.claims()!
    expect(await oidc.fetchUserInfo(known.config, tokens.access_token, sub)).toEqual({
      sub,
      name: 'Jo Voorbeeld',
      locale: 'en',
    })
  })
})
