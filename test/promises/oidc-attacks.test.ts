/**
 * What sites, and others in their name, try at the sign-in of other sites (RFC 9700), with the numbers of OWASP ASVS 5.0. Those
 * on IDs themselves are in attacks.test.ts.
 */
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  back,
  ends,
  errorOf,
  go,
  newSite,
  openParty,
  take,
  through,
  type Going,
  type Party,
  type SiteFields,
} from '../relying-party.ts'

let party: Party
beforeAll(async () => {
  party = await openParty()
})
afterAll(() => party?.close())

const site = (fields?: Partial<SiteFields>) => newSite(party, fields)

/** A question with something changed or left out. */
async function asked(config: oidc.Configuration, change: Record<string, string | undefined>) {
  const going = await go(config)
  const url = new URL(going.address)
  for (const [name, value] of Object.entries(change))
    if (value === undefined) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  return { ...going, address: url.href }
}

describe('a question', () => {
  it('without PKCE, or with plain, is refused (V10.4.6)', async () => {
    const { config, browser } = await site()
    const at = async (change: Record<string, string | undefined>) => {
      const { address } = await asked(config, change)
      return errorOf((await browser.follow(address)).at)
    }
    expect(await at({ code_challenge: undefined, code_challenge_method: undefined })).toBe('invalid_request')
    expect(await at({ code_challenge_method: 'plain' })).toBe('invalid_request')
    expect(await at({ code_challenge_method: undefined })).toBe('invalid_request')
  })

  it('with another answer than a code is refused (oidcc-response-type-missing)', async () => {
    const { config, browser } = await site()
    for (const response_type of [undefined, 'token', 'id_token', 'code id_token', 'none']) {
      const { address } = await asked(config, { response_type })
      const { at, answered } = await browser.follow(address)
      const error = new URL(at.replace('#', '?')).searchParams.get('error') ?? String(answered.status)
      expect(['invalid_request', 'unsupported_response_type', '400'], String(response_type)).toContain(error)
      expect(at).not.toContain('id_token=')
    }
  })

  it('open redirect (V10.4.1): for another address than the registered ones it goes nowhere (oidcc-ensure-registered-redirect-uri)', async () => {
    const { config, browser } = await site()
    for (const redirect_uri of [
      'https://elsewhere.example/back',
      `${back}/more`,
      `${back}?more=1`,
      'http://localhost:9@elsewhere.example/back',
      'http://LOCALHOST:9/back',
      'http://localhost:90/back',
      'javascript:alert(1)',
      '//elsewhere.example',
    ]) {
      const { address } = await asked(config, { redirect_uri })
      const { at, answered } = await browser.follow(address)
      expect(new URL(at).origin, redirect_uri).toBe(party.url)
      expect(answered.status, redirect_uri).toBe(400)
      expect(answered.text).toContain('The site could not sign you in')
    }
  })

  it('of an unknown site, or of one that is switched off, is answered by a page of ours', async () => {
    const { config, browser, id } = await site()
    const unknown = await asked(config, { client_id: 'nobody-here' })
    expect((await browser.follow(unknown.address)).answered.status).toBe(400)
    await party.house.db.asOwner('update people.site set off_at = $2 where id = $1', [id, new Date()])
    const off = await browser.follow((await go(config)).address)
    expect([off.answered.status, off.answered.text]).toEqual([400, expect.stringContaining('We do not know this site')])
  })

  it('with a form-posted answer, a request object or a claims parameter is not taken (oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported)', async () => {
    const { config, browser } = await site()
    const at = async (change: Record<string, string>) => await browser.follow((await asked(config, change)).address)
    expect(errorOf((await at({ request: 'eyJhbGciOiJub25lIn0.e30.' })).at)).toBe('request_not_supported')
    expect(errorOf((await at({ request_uri: 'https://elsewhere.example/' })).at)).toBe('request_uri_not_supported')
    const posted = await at({ response_mode: 'form_post' })
    expect(posted.answered.text).not.toContain('code')
  })

  it('fixation (V7.2): is answered by whoever saw it, and goes on in no other browser', async () => {
    const { config, browser, email } = await site()
    const thief = party.browser()
    const going = await go(config)
    const { at } = await thief.follow(going.address)
    const page = new URL(at).searchParams.get('next')!
    await browser.signIn(email)
    const allowed = await browser.post(page, page, { answer: 'allow' })
    const on = /url=(.+)$/.exec(String(allowed.headers['refresh']))![1]!
    const stolen = await thief.follow(on)
    expect([new URL(stolen.at).origin, stolen.answered.status]).toEqual([party.url, 400])
    const other = `${email.split('@')[0]}-thief@customer.example`
    await party.person(other)
    await thief.signIn(other)
    expect(new URL((await thief.follow(on)).at).origin).toBe(party.url)
  })

  it('leads on by a page, so that forms may end at our own address only', async () => {
    const { config, browser, email } = await site()
    await browser.signIn(email)
    const { at, answered } = await browser.follow((await go(config)).address)
    expect(answered.headers['content-security-policy']).toContain("form-action 'self'")
    const allowed = await browser.post(at, at, { answer: 'allow' })
    expect([allowed.status, allowed.headers['content-security-policy']]).toEqual([
      200,
      expect.stringContaining("form-action 'self'"),
    ])
  })

  it('CSRF (V3.5.1): is not answered by a page of others', async () => {
    const { config, browser, email } = await site()
    await browser.signIn(email)
    const { at } = await browser.follow((await go(config)).address)
    const forged = await browser.post('/en/privacy', at, { answer: 'allow', csrf: 'of others' })
    expect(forged.status).toBe(403)
  })
})

describe('a code', () => {
  /** Somebody has allowed; the code is on its way. */
  async function underway(fields: Partial<SiteFields> = {}) {
    const known = await site(fields)
    const going = await go(known.config)
    return { ...known, going, at: await through(known.browser, going, known.email) }
  }
  const redeem = (config: oidc.Configuration, at: string, going: Going, more: Record<string, string> = {}) =>
    oidc.genericGrantRequest(config, 'authorization_code', {
      code: new URL(at).searchParams.get('code')!,
      redirect_uri: back,
      code_verifier: going.verifier,
      ...more,
    })

  it('mixed-up client (V10.4): of one site is worth nothing at another', async () => {
    const { at, going } = await underway()
    const other = await site()
    expect(await ends(redeem(other.config, at, going))).toBe('invalid_grant')
  })

  it('needs the verifier of whoever asked, and the address that was asked with', async () => {
    const { config, at, going } = await underway()
    expect(await ends(redeem(config, at, going, { code_verifier: oidc.randomPKCECodeVerifier() }))).toBe(
      'invalid_grant',
    )
    expect(await ends(redeem(config, at, going, { redirect_uri: `${back}/other` }))).toBe('invalid_grant')
  })

  it('needs the secret of the site', async () => {
    const { id, at, going, secret } = await underway()
    const wrong = await party.discover(id, `${secret!.slice(0, -1)}x`)
    expect(await ends(redeem(wrong, at, going))).toBe('unauthorized')
    const none = await party.discover(id)
    expect(await ends(redeem(none, at, going))).toBe('invalid_client')
  })

  it('of a site that keeps no secret needs none, and the verifier all the same', async () => {
    const { config, at, going } = await underway({ kind: 'public' })
    expect(await ends(redeem(config, at, going, { code_verifier: oidc.randomPKCECodeVerifier() }))).toBe(
      'invalid_grant',
    )
    const again = await underway({ kind: 'public' })
    expect(await ends(redeem(again.config, again.at, again.going))).toBe('taken')
  })

  it('comes with the state and nonce that were asked with, and with who answers (RFC 9207)', async () => {
    const { config, at, going } = await underway()
    expect(new URL(at).searchParams.get('state')).toBe(going.state)
    expect(new URL(at).searchParams.get('iss')).toBe(party.issuer)
    expect(await ends(take(config, at, { ...going, state: 'of another' }))).not.toBe('taken')
    expect(await ends(take(config, at, { ...going, nonce: 'of another' }))).not.toBe('taken')
  })

  it('is worth nothing after a minute (V10.4.3)', async () => {
    const { config, at, going } = await underway()
    party.house.db.clock.advance(61_000)
    expect(await ends(redeem(config, at, going))).toBe('invalid_grant')
    party.house.db.clock.set(new Date())
  })
})

describe('a token', () => {
  async function given(fields: Partial<SiteFields> = {}, more: Record<string, string> = {}) {
    const known = await site(fields)
    const going = await go(known.config, more)
    const at = await through(known.browser, going, known.email)
    return { ...known, tokens: await take(known.config, at, going) }
  }

  it('alg:none (V9.1.2): without a signature, or with another, is no hint to who somebody is', async () => {
    const { browser, config, tokens } = await given()
    const [, body] = tokens.id_token!.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    for (const id_token_hint of [`${none}.${body}.`, `${tokens.id_token!.slice(0, -4)}AAAA`]) {
      const { address } = await go(config, { id_token_hint })
      const { at, answered } = await browser.follow(address)
      expect(errorOf(at) ?? String(answered.status)).toBe('invalid_request')
    }
  })

  it('tampered cookie (V7.2.1): with a changed one it is nobody’s', async () => {
    const { browser, config } = await given()
    const token = browser.cookies.get('session')!
    browser.cookies.set('session', `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)
    browser.cookies.set('_session', 'ours')
    browser.cookies.set('_interaction_resume', 'anything')
    expect((await browser.follow((await go(config)).address)).at).toContain('/sign-in')
  })

  it('to see somebody’s products opens those calls and no others', async () => {
    const known = { scope: ['profile', 'products'], purpose: 'register-products' }
    const { config, tokens, browser } = await given(known, {
      scope: 'openid profile products',
      resource: `${party.url}/api`,
    })
    const api = await oidc.refreshTokenGrant(config, tokens.refresh_token!, { resource: `${party.url}/api` })
    const call = (method: string, path: string, token: string, body?: unknown) =>
      fetch(`${party.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    expect((await call('GET', '/api/products', api.access_token)).status).toBe(200)
    // Without a cookie and without a form token.
    expect((await call('POST', '/api/products', api.access_token, { products: [{ serial: 'nonsense' }] })).status).toBe(
      200,
    )
    for (const path of ['/api/profile', '/api/rights/looked', '/api/people/sites', '/api/people/companies'])
      expect((await call('GET', path, api.access_token)).status, path).toBe(401)
    expect((await call('GET', '/en/account', api.access_token)).url).toContain('/en/sign-in')
    const session = (await (await call('GET', '/api/people/session', api.access_token)).json()) as { kind: string }
    expect(session.kind).toBe('stranger')
    // What is for userinfo is not for the calls, and the other way round; nor is a refresh token.
    expect((await call('GET', '/api/products', tokens.access_token)).status).toBe(401)
    expect((await call('GET', '/api/products', api.refresh_token!)).status).toBe(401)
    expect(await ends(oidc.fetchUserInfo(config, api.access_token, tokens.claims()!.sub))).not.toBe('taken')
    const { access_token: fresh } = await oidc.refreshTokenGrant(config, api.refresh_token!, {
      resource: `${party.url}/api`,
    })
    party.house.db.clock.advance(11 * 60_000)
    expect((await call('GET', '/api/products', fresh)).status).toBe(401)
    party.house.db.clock.set(new Date())
    await browser.post('/en/privacy', '/en/sign-out', {})
    expect((await call('GET', '/api/products', fresh)).status).toBe(401)
  })

  it('is not given for the calls to a site that may not ask for them', async () => {
    const { config, browser, email } = await site()
    await browser.signIn(email)
    const { address } = await go(config, { scope: 'openid products', resource: `${party.url}/api` })
    expect(errorOf((await browser.follow(address)).at)).toBe('invalid_target')
    const elsewhere = await go(config, { resource: 'https://elsewhere.example/' })
    expect(errorOf((await browser.follow(elsewhere.address)).at)).toBe('invalid_target')
  })
})

describe('the door of the protocol', () => {
  it('reads no more than it needs, sets no cookie, and has our headers', async () => {
    const large = await fetch(`${party.issuer}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `grant_type=${'x'.repeat(100_000)}`,
    })
    expect(large.status).toBe(400)
    const found = await fetch(`${party.issuer}/.well-known/openid-configuration`)
    expect(found.headers.get('set-cookie')).toBeNull()
    expect(found.headers.get('x-content-type-options')).toBe('nosniff')
    expect(found.headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  it('has no registration, no pushed requests, no pages of the library', async () => {
    for (const path of ['/reg', '/request', '/token/introspection', '/device', '/backchannel', '/interaction/abc'])
      expect((await fetch(`${party.issuer}${path}`, { method: 'POST' })).status, path).toBe(404)
    for (const path of ['/session/end/confirm', '/session/end/success']) {
      const answer = await fetch(`${party.issuer}${path}`, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')], path).toEqual([303, '/en'])
    }
  })
})

describe('the sites of the console', () => {
  it('are kept by administrators, with a line that says who', async () => {
    const agent = await party.house.colleague('service-desk')
    expect((await agent.call('GET', '/api/console/sites')).status).toBe(403)
    expect((await agent.get('/console/sites')).status).toBe(403)
    const made = await agent.call('POST', '/api/console/sites', {
      id: 'not-theirs',
      'name-en': 'x',
      address: 'https://shop.example/',
      redirects: 'https://shop.example/back',
      kind: 'public',
      purpose: 'support',
    })
    expect(made.status).toBe(403)
    const { id } = await site()
    const lines = await party.house.db.asOwner<{ actor: Buffer | null }>(
      "select e.actor from audit.evidence e join audit.form f on f.id = e.form where f.act = 'people.register-site' and e.reference = $1",
      [id],
    )
    expect(lines.map(({ actor }) => actor?.length)).toEqual([16])
  })

  it('take no address that a site may not have', async () => {
    const admin = await party.house.colleague('administrator')
    const made = (change: Record<string, unknown>) =>
      admin.call('POST', '/api/console/sites', {
        id: 'well-made',
        'name-en': 'Well made',
        address: 'https://shop.example/',
        redirects: 'https://shop.example/back',
        kind: 'confidential',
        purpose: 'support',
        scope: ['profile'],
        ...change,
      })
    for (const redirects of [
      'http://shop.example/back',
      'https://shop.example/*',
      'https://shop.example/back#part',
      'https://user:password@shop.example/',
      'javascript:alert(1)',
      'https://shop.example/\nhttps://other.example/',
    ])
      expect((await made({ redirects })).status, redirects).toBe(422)
    expect((await made({ id: 'Not Good' })).status).toBe(422)
    expect((await made({ purpose: 'evidence' })).status).toBe(422)
    expect((await made({ scope: ['everything'] })).status).toBe(422)
    expect((await made({})).status).toBe(201)
    expect((await made({})).status).toBe(422)
  })

  it('have another secret at once when it is replaced', async () => {
    const { id, config, email, browser } = await site()
    const going = await go(config)
    const at = await through(browser, going, email)
    const admin = await party.house.colleague('administrator')
    const { secret } = (await admin.call('POST', `/api/console/sites/${id}/secret`, { keep: true })).json<{
      secret: string
    }>()
    expect(await ends(take(config, at, going))).toBe('unauthorized')
    expect(await ends(take(await party.discover(id, secret), at, going))).toBe('taken')
  })
})
