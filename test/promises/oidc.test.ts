/**
 * Other sites sign people in with their ID, as OpenID Connect says and as the policy lets them. Named after the modules of the
 * OIDF plans basic, config, rp-initiated-logout and backchannel-rp-initiated-logout, as far as they are tried here or in
 * oidc-modules, oidc-ends and oidc-attacks; at the end stand those of what is not offered.
 */
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  back,
  errorOf,
  go,
  newSite,
  openParty,
  signedIn,
  take,
  through,
  type Party,
  type PlainBrowser,
  type SiteFields,
} from '../relying-party.ts'

let party: Party
beforeAll(async () => {
  party = await openParty()
})
afterAll(() => party?.close())

const site = (fields?: Partial<SiteFields>) => newSite(party, fields)
const own = async (browser: PlainBrowser) => (await browser.get('/en/account/sites')).text

describe('discovery', () => {
  it('says what there is, for the issuer that it is at (oidcc-discovery-endpoint-verification)', async () => {
    const found = await (await fetch(`${party.issuer}/.well-known/openid-configuration`)).json()
    expect(found).toMatchObject({
      issuer: party.issuer,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['pairwise'],
      backchannel_logout_supported: true,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
      id_token_signing_alg_values_supported: ['RS256'],
    })
    expect(found).not.toHaveProperty('registration_endpoint')
    expect(found).not.toHaveProperty('pushed_authorization_request_endpoint')
  })

  it('names our own address, whatever host it is asked at', async () => {
    const forged = await party.app.server.inject({
      url: '/oidc/.well-known/openid-configuration',
      headers: { host: 'elsewhere.example', 'x-forwarded-host': 'elsewhere.example' },
    })
    expect(forged.body).not.toContain('elsewhere.example')
    expect(forged.json<{ token_endpoint: string }>().token_endpoint).toBe(`${party.issuer}/token`)
  })

  it('gives keys without their private part', async () => {
    const { keys } = (await (await fetch(`${party.issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] }
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })
})

describe('a site', () => {
  it('signs somebody in, and is told what it was allowed (oidcc-server, oidcc-userinfo-get, oidcc-scope-profile, oidcc-scope-email)', async () => {
    const { config, email, person, browser } = await site()
    const { tokens } = await signedIn({ config, email, browser })
    const { sub } = tokens.claims()!
    const told = await oidc.fetchUserInfo(config, tokens.access_token, sub)
    expect(told).toEqual({ sub, name: 'Bea Voorbeeld', locale: 'en', email, email_verified: true })
    expect(sub).not.toContain(person)
    expect(tokens.claims()).not.toHaveProperty('name')
    expect([...browser.cookies.keys()].sort()).toEqual(['form', 'session'])
  })

  it('knows somebody by another number than any other site', async () => {
    const [one, other] = [await site(), await site()]
    const first = await signedIn(one)
    const second = await signedIn({ ...other, email: one.email, browser: one.browser })
    expect(first.tokens.claims()!.sub).not.toBe(second.tokens.claims()!.sub)
  })

  it('is told phone and address where its purpose may (oidcc-scope-phone, oidcc-scope-address)', async () => {
    const known = await site({ scope: ['phone', 'address'] })
    await known.browser.signIn(known.email)
    const add = '/en/account/profile/phones'
    await known.browser.post(add, add, { country: 'US', number: '202-555-0123' })
    const { tokens } = await signedIn(known, { scope: 'openid phone address' })
    const told = await oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub)
    expect(told.phone_number).toBe('+12025550123')
    expect(told).not.toHaveProperty('email')
  })

  it('leaves a line for each thing that it was told, with its name, for the person to see', async () => {
    const known = await site()
    const { tokens } = await signedIn(known)
    await oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub)
    const { text } = await known.browser.get('/en/privacy-centre/looked')
    expect(text).toContain('Told a site your name and language, as you allowed')
    expect(text).toContain('Told a site how you can be reached, as you allowed')
    expect(text).toContain(`Reference ${known.id}`)
  })

  it('that somebody else runs is told no more than the policy lets that recipient have, and stands among who received', async () => {
    const known = await site({ 'run-by': 'repair', scope: ['profile'] })
    const { tokens } = await signedIn(known, { scope: 'openid profile' })
    await oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub)
    expect((await known.browser.get('/en/privacy-centre/received')).text).toContain('Officina Volt')
    await expect(party.register({ id: 'night-site', 'run-by': 'card-payments' })).rejects.toThrow('run-by')
    await expect(party.register({ id: 'study-site', 'run-by': 'group-hmf', scope: ['profile'] })).rejects.toThrow(
      'scope',
    )
  })

  it('of our own is nobody who received something', async () => {
    const known = await site()
    const { tokens } = await signedIn(known)
    await oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub)
    expect((await known.browser.get('/en/privacy-centre/received')).text).not.toContain(`Reference ${known.id}`)
  })

  it('that asks for a purpose that waits for a yes is told nothing before it, and the page says so', async () => {
    const known = await site({ purpose: 'product-news' })
    const going = await go(known.config)
    await known.browser.signIn(known.email)
    const asked = await known.browser.follow(going.address)
    expect(asked.answered.text).toContain('You have not agreed to this use')
    const at = await through(known.browser, going, known.email)
    const tokens = await take(known.config, at, going)
    const { sub } = tokens.claims()!
    expect(await oidc.fetchUserInfo(known.config, tokens.access_token, sub)).toEqual({ sub })
    const consents = '/en/privacy-centre/consents'
    const version = String(party.app.gate.policy().compiled.loaded.policy.policy.version)
    await known.browser.post(consents, consents, { agree: 'product-news:offers/email', version })
    expect(await oidc.fetchUserInfo(known.config, tokens.access_token, sub)).toMatchObject({ name: 'Bea Voorbeeld' })
  })

  it('cannot ask for what its purpose was not promised', async () => {
    await expect(party.register({ id: 'greedy', purpose: 'seminars', scope: ['products'] })).rejects.toThrow('scope')
    const known = await site({ scope: ['profile'] })
    const { address } = await go(known.config, { scope: 'openid email' })
    expect(errorOf((await known.browser.follow(address)).at)).toBe('invalid_scope')
  })

  it('cannot read by PostgreSQL what its purpose was not promised', async () => {
    const { slots } = party.app.gate.policy()
    const role = slots.get('product-news')!.role
    const [row] = await party.house.db.asOwner<{ can: boolean }>(
      "select has_column_privilege($1, 'people.site_token', 'content', 'select') as can",
      [role],
    )
    expect(row!.can).toBe(false)
  })
})

describe('the question', () => {
  it('says who asks, for what, with the clause, and takes a no as easily as a yes', async () => {
    const known = await site()
    await known.browser.signIn(known.email)
    const going = await go(known.config)
    const { at, answered } = await known.browser.follow(going.address)
    expect(answered.text).toContain(`May Site ${known.id} use your ID?`)
    expect(answered.text).toContain('href="/en/privacy#why.support"')
    expect(answered.text).toContain('Your name and your language')
    const buttons = [...answered.text.matchAll(/<button[^>]*name="answer"[^>]*>/g)].map(([button]) =>
      button.replace(/value="\w+"/, ''),
    )
    expect(new Set(buttons).size).toBe(1)
    const refused = await known.browser.post(at, at, { answer: 'refuse' })
    const on = /url=(.+)$/.exec(String(refused.headers['refresh']))![1]!
    const there = (await known.browser.follow(on)).at
    expect(errorOf(there)).toBe('access_denied')
    expect(new URL(there).searchParams.get('state')).toBe(going.state)
    expect(await own(known.browser)).toContain('No site uses your ID')
  })

  it('is not asked again, until the site asks for more or for another purpose', async () => {
    const known = await site({ scope: ['profile', 'email', 'phone'] })
    await signedIn(known)
    const again = await go(known.config)
    expect((await known.browser.follow(again.address)).at).toContain(`${back}?code=`)
    const more = await go(known.config, { scope: 'openid profile phone' })
    expect((await known.browser.follow(more.address)).answered.text).toContain('Your phone number')
    await party.house.db.asOwner("update people.site set purpose = 'seminars' where id = $1", [known.id])
    expect((await known.browser.follow((await go(known.config)).address)).answered.text).toContain('May Site')
  })

  it('comes in the language that the site wants (oidcc-ui-locales)', async () => {
    const known = await site()
    const { address } = await go(known.config, { ui_locales: 'xx fr-BE nl', display: 'page' })
    expect((await known.browser.follow(address)).at).toContain('/fr/sign-in')
  })

  it('needs somebody to show who they are, when that was long ago', async () => {
    const known = await site()
    await known.browser.signIn(known.email)
    party.house.db.clock.advance(16 * 60_000)
    const { at } = await known.browser.follow((await go(known.config)).address)
    expect(at).toContain('/en/prove?next=')
    const asked = new URL(at, 'http://here.example').searchParams.get('next')!
    await known.browser.post(at, asked, { answer: 'allow' })
    expect(await own(known.browser)).toContain('No site uses your ID')
    await known.browser.post(at, at, { password: 'a quiet river in spring' })
    expect((await known.browser.get(asked)).text).toContain('May Site')
    party.house.db.clock.set(new Date())
  })

  it('is no longer there once it was answered, or after half an hour', async () => {
    const known = await site()
    const going = await go(known.config)
    await known.browser.signIn(known.email)
    const { at } = await known.browser.follow(going.address)
    await through(known.browser, going, known.email)
    party.house.db.clock.advance(31 * 60_000)
    expect((await known.browser.get(at)).status).toBe(410)
    party.house.db.clock.set(new Date())
  })

  it('sends somebody who may not answer to nobody: a colleague is told', async () => {
    const known = await site()
    const colleague = await party.house.colleague('service-desk')
    for (const [name, value] of colleague.cookies) known.browser.cookies.set(name, value)
    const { answered } = await known.browser.follow((await go(known.config)).address)
    expect([answered.status, answered.text]).toEqual([403, expect.stringContaining('Sites are for customers')])
  })
})

describe('prompts', () => {
  it('none: nobody is asked anything (oidcc-prompt-none-not-logged-in, oidcc-prompt-none-logged-in)', async () => {
    const known = await site()
    const none = async () => (await known.browser.follow((await go(known.config, { prompt: 'none' })).address)).at
    expect(errorOf(await none())).toBe('login_required')
    await known.browser.signIn(known.email)
    expect(errorOf(await none())).toBe('consent_required')
    await signedIn(known)
    expect(await none()).toContain('?code=')
  })

  it('login and max_age: who somebody is has to be shown again (oidcc-prompt-login, oidcc-max-age-1, oidcc-max-age-10000)', async () => {
    const known = await site()
    await signedIn(known)
    party.house.db.clock.advance(60_000)
    const later = await go(known.config, { max_age: '10000' })
    expect((await known.browser.follow(later.address)).at).toContain('?code=')
    for (const more of [{ prompt: 'login' }, { max_age: '1' }] as Record<string, string>[]) {
      party.house.db.clock.advance(60_000)
      const going = await go(known.config, more)
      const { at } = await known.browser.follow(going.address)
      expect(at).toContain('/en/prove?next=')
      party.house.db.clock.advance(60_000)
      await known.browser.post(at, at, { password: 'a quiet river in spring' })
      const there = (await known.browser.follow(new URL(at, 'http://here.example').searchParams.get('next')!)).at
      expect(there).toContain('?code=')
    }
    party.house.db.clock.set(new Date())
  })

  it('consent asks again; an id_token_hint of somebody else is not answered by who is there (oidcc-id-token-hint)', async () => {
    const known = await site()
    const first = await signedIn(known)
    const consent = await go(known.config, { prompt: 'consent' })
    expect((await known.browser.follow(consent.address)).answered.text).toContain('May Site')
    const hint = { id_token_hint: first.tokens.id_token! }
    expect((await known.browser.follow((await go(known.config, hint)).address)).at).toContain('?code=')
    const other = { ...known, browser: party.browser(), email: `other-${known.email}` }
    await party.person(other.email)
    await other.browser.signIn(other.email)
    expect(errorOf((await other.browser.follow((await go(known.config, hint)).address)).at)).toBe('login_required')
  })
})

describe('modules of the OIDF basic plan that nothing here can pass', () => {
  it('are those of what is not offered', async () => {
    const found = (await (await fetch(`${party.issuer}/.well-known/openid-configuration`)).json()) as Record<
      string,
      unknown
    >
    // oidcc-server-client-secret-post: client_secret_basic, or PKCE alone.
    expect(found['token_endpoint_auth_methods_supported']).toEqual(['client_secret_basic', 'none'])
    // oidcc-claims-essential: what is told is asked for by scopes.
    expect(found['claims_parameter_supported']).toBe(false)
    // Every module that registers its client by itself: clients are registered in the console.
    expect(found['registration_endpoint']).toBeUndefined()
  })
})
