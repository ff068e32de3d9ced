/** Modules of the OIDF basic plan, by their names: questions and answers that a client may use and most do not. */
import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { back, ends, errorOf, go, newSite, openParty, signedIn, take, through, type Party } from '../relying-party.ts'

let party: Party
beforeAll(async () => {
  party = await openParty()
})
afterAll(() => party?.close())

const partOf = (token: string, at: 0 | 1) =>
  JSON.parse(Buffer.from(token.split('.')[at]!, 'base64url').toString()) as Record<string, unknown>

describe('a question', () => {
  it.each([
    ['oidcc-ensure-other-scope-order-succeeds', { scope: 'email profile openid' }],
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-login-hint', { login_hint: 'somebody@customer.example' }],
    ['oidcc-claims-locales', { claims_locales: 'fr de' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
    ['oidcc-ensure-request-with-valid-pkce-succeeds', {}],
  ] as [string, Record<string, string>][])('is answered with a code that is taken (%s)', async (_module, more) => {
    const known = await newSite(party)
    const { tokens } = await signedIn(known, more)
    const { sub } = tokens.claims()!
    expect(await oidc.fetchUserInfo(known.config, tokens.access_token, sub)).toMatchObject({ email: known.email })
  })

  it('without a nonce is answered without one (oidcc-ensure-request-without-nonce-succeeds-for-code-flow)', async () => {
    const known = await newSite(party)
    const going = await go(known.config)
    const url = new URL(going.address)
    url.searchParams.delete('nonce')
    const at = await through(known.browser, { address: url.href }, known.email)
    const tokens = await oidc.authorizationCodeGrant(known.config, new URL(at), {
      pkceCodeVerifier: going.verifier,
      expectedState: going.state,
      idTokenExpected: true,
    })
    expect(tokens.claims()).not.toHaveProperty('nonce')
  })

  it('may be posted (oidcc-ensure-post-request-succeeds)', async () => {
    const known = await newSite(party)
    const going = await go(known.config)
    const { origin, pathname, search } = new URL(going.address)
    const asked = await fetch(`${origin}${pathname}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: search.slice(1),
    })
    expect(asked.status).toBe(303)
    await known.browser.signIn(known.email)
    const address = new URL(asked.headers.get('location')!, party.url).href
    const at = await through(known.browser, { address }, known.email)
    expect(await ends(take(known.config, at, going))).toBe('taken')
  })

  it('in a request object is refused, and the address in it is not used (oidcc-ensure-request-object-with-redirect-uri)', async () => {
    const known = await newSite(party)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const inside = { redirect_uri: 'https://elsewhere.example/back' }
    const { address } = await go(known.config, { request: `${part({ alg: 'none' })}.${part(inside)}.` })
    const { at } = await known.browser.follow(address)
    expect([at.startsWith(back), errorOf(at)]).toEqual([true, 'request_not_supported'])
  })

  it('for all that there is tells all that there is (oidcc-scope-all)', async () => {
    const known = await newSite(party, { scope: ['profile', 'email', 'phone', 'address'] })
    await known.browser.signIn(known.email)
    const add = '/en/account/profile/phones'
    await known.browser.post(add, add, { country: 'US', number: '202-555-0123' })
    const { tokens } = await signedIn(known, { scope: 'openid profile email phone address' })
    const { sub } = tokens.claims()!
    expect(await oidc.fetchUserInfo(known.config, tokens.access_token, sub)).toMatchObject({
      sub,
      name: 'Bea Voorbeeld',
      email: known.email,
      phone_number: '+12025550123',
    })
  })
})

describe('an ID token', () => {
  it('is signed with a key that we publish (oidcc-idtoken-signature)', async () => {
    const { tokens } = await signedIn(await newSite(party))
    const [head, body, signature] = tokens.id_token!.split('.')
    const { keys } = (await (await fetch(`${party.issuer}/jwks`)).json()) as { keys: (JsonWebKey & { kid: string })[] }
    const { alg, kid } = partOf(tokens.id_token!, 0)
    const key = createPublicKey({ key: keys.find(one => one.kid === kid)!, format: 'jwk' })
    const isSigned = (text: string) =>
      verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature!, 'base64url'))
    expect([alg, isSigned(`${head}.${body}`), isSigned(`${head}.${body}x`)]).toEqual(['RS256', true, false])
  })

  it('is never unsigned: no site can be registered for it (oidcc-idtoken-unsigned)', async () => {
    const found = (await (await fetch(`${party.issuer}/.well-known/openid-configuration`)).json()) as object
    expect(found).toMatchObject({ id_token_signing_alg_values_supported: ['RS256'] })
    const admin = await party.house.colleague('administrator')
    const asked = await admin.call('POST', '/api/console/sites', {
      id: 'unsigned',
      'name-en': 'Unsigned',
      address: 'https://shop.example/',
      redirects: 'https://shop.example/back',
      kind: 'confidential',
      purpose: 'support',
      id_token_signed_response_alg: 'none',
    })
    expect(asked.status).toBe(422)
  })
})

describe('userinfo', () => {
  const post = (token: string, how: 'header' | 'body') =>
    fetch(`${party.issuer}/me`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(how === 'header' ? { authorization: `Bearer ${token}` } : {}),
      },
      body: how === 'body' ? new URLSearchParams({ access_token: token }).toString() : '',
    })

  it.each([
    ['header', 'oidcc-userinfo-post-header'],
    ['body', 'oidcc-userinfo-post-body'],
  ] as const)('may be asked by POST with the token in the %s (%s)', async (how, _module) => {
    const known = await newSite(party)
    const { tokens } = await signedIn(known)
    const { sub } = tokens.claims()!
    const answer = await post(tokens.access_token, how)
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ sub, email: known.email })])
    expect((await post(`${tokens.access_token.slice(0, -1)}_`, how)).status).toBe(401)
  })
})

describe('a code that comes a second time after half a minute', () => {
  it('ends what it gave (oidcc-codereuse-30seconds)', async () => {
    const known = await newSite(party)
    const { going, at, tokens } = await signedIn(known)
    party.house.db.clock.advance(31_000)
    expect(await ends(take(known.config, at, going))).toBe('invalid_grant')
    party.house.db.clock.set(new Date())
    expect(await ends(oidc.refreshTokenGrant(known.config, tokens.refresh_token!))).toBe('invalid_grant')
  })
})
