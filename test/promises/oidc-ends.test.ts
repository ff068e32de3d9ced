/** What sites were given ends: used twice, taken back, signed out, switched off, erased, too old. */
import { createServer } from 'node:http'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../server/people/index.ts'
import { everyValue } from '../contents.ts'
import {
  ends,
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
import { freePort } from '../running.ts'

let party: Party
beforeAll(async () => {
  party = await openParty()
})
afterAll(() => party?.close())

const site = (fields?: Partial<SiteFields>) => newSite(party, fields)
const job = (name: string) => party.app.given.sites.jobs.find(one => one.name === name)!.run()
const own = async (browser: PlainBrowser) => (await browser.get('/en/account/sites')).text

describe('tokens', () => {
  it('are renewed, each refresh token once; one that comes twice ends all of them (oidcc-refresh-token, V10.4.5)', async () => {
    const known = await site()
    const { tokens } = await signedIn(known)
    const next = await oidc.refreshTokenGrant(known.config, tokens.refresh_token!)
    expect(next.refresh_token).not.toBe(tokens.refresh_token)
    expect(await ends(oidc.refreshTokenGrant(known.config, tokens.refresh_token!))).toBe('invalid_grant')
    expect(await ends(oidc.refreshTokenGrant(known.config, next.refresh_token!))).toBe('invalid_grant')
    expect(await ends(oidc.fetchUserInfo(known.config, next.access_token, tokens.claims()!.sub))).not.toBe('taken')
  })

  it('replayed code (V10.4.2): they come once for a code, and one that comes twice ends what it gave (oidcc-codereuse)', async () => {
    const known = await site()
    const { going, at, tokens } = await signedIn(known)
    expect(await ends(take(known.config, at, going))).toBe('invalid_grant')
    expect(await ends(oidc.refreshTokenGrant(known.config, tokens.refresh_token!))).toBe('invalid_grant')
    expect(await ends(oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub))).not.toBe('taken')
  })

  it('of a code that two take at the same moment are given to one at most', async () => {
    const known = await site()
    const going = await go(known.config)
    const at = await through(known.browser, going, known.email)
    const answers = await Promise.all([1, 2, 3].map(() => ends(take(known.config, at, going))))
    expect(answers.filter(answer => answer === 'taken').length).toBeLessThanOrEqual(1)
    expect(answers.filter(answer => answer === 'invalid_grant').length).toBeGreaterThanOrEqual(2)
  })

  it('can be given back by the site, and by no other', async () => {
    const [known, other] = [await site(), await site()]
    const { tokens } = await signedIn(known)
    await ends(oidc.tokenRevocation(other.config, tokens.refresh_token!))
    const next = await oidc.refreshTokenGrant(known.config, tokens.refresh_token!)
    await oidc.tokenRevocation(known.config, next.refresh_token!)
    expect(await ends(oidc.refreshTokenGrant(known.config, next.refresh_token!))).toBe('invalid_grant')
  })

  it('stand nowhere in the database, and neither do secrets and codes', async () => {
    const known = await site()
    const { going, at, tokens } = await signedIn(known)
    await known.browser.follow((await go(known.config, { prompt: 'consent', login_hint: 'whoever-asks' })).address)
    const all = Buffer.concat((await everyValue(party.house.db)).map(({ bytes }) => bytes))
    const code = new URL(at).searchParams.get('code')!
    for (const secret of [known.secret!, code, tokens.access_token, tokens.refresh_token!, going.nonce, 'whoever-asks'])
      expect(all.includes(secret), secret).toBe(false)
    expect(all.includes(known.id)).toBe(true)
  })

  it('go with the person who is erased', async () => {
    const known = await site()
    await signedIn(known)
    await erasePerson(party.app.given, known.email)
    for (const table of ['site_consent', 'site_grant', 'site_token'])
      expect(await party.house.db.asOwner(`select from people.${table} where person_id = $1`, [known.person])).toEqual(
        [],
      )
  })

  it('are signed with a key that is replaced in time, while the former one is still known', async () => {
    const known = await site()
    const before = (await signedIn(known)).tokens
    party.house.db.clock.advance(91 * 24 * 60 * 60_000)
    await job('look at the key that signs for sites')
    party.house.db.clock.advance(11 * 60_000)
    const { keys } = (await (await fetch(`${party.issuer}/jwks`)).json()) as { keys: { kid: string }[] }
    expect(keys).toHaveLength(2)
    const kid = (JSON.parse(Buffer.from(before.id_token!.split('.')[0]!, 'base64url').toString()) as { kid: string })
      .kid
    expect(keys[1]!.kid).toBe(kid)
    party.house.db.clock.set(new Date())
  })

  it('that have ended are forgotten', async () => {
    const known = await site()
    await signedIn(known)
    party.house.db.clock.advance(31 * 24 * 60 * 60_000)
    await job('forget what sites were given that has ended')
    expect(await party.house.db.asOwner('select from people.site_token')).toEqual([])
    party.house.db.clock.set(new Date())
  })
})

describe('whoever lets sites in', () => {
  it('sees each, with what it sees, and takes it back at once', async () => {
    const known = await site()
    const { tokens } = await signedIn(known)
    const page = await own(known.browser)
    expect(page).toContain(`Site ${known.id}`)
    expect(page).toContain('The e-mail address of your ID')
    const at = '/en/account/sites'
    const done = await known.browser.post(at, at, { site: known.id })
    expect([done.status, done.location]).toEqual([303, '/en/account/sites?done=sites.done.revoked'])
    expect(await ends(oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub))).not.toBe('taken')
    expect(await ends(oidc.refreshTokenGrant(known.config, tokens.refresh_token!))).toBe('invalid_grant')
    const kinds = await party.house.db.asOwner<{ kind: string }>(
      "select kind from people.security_event where person_id = $1 and kind like 'site-%' order by at, kind",
      [known.person],
    )
    expect(kinds.map(({ kind }) => kind)).toEqual(['site-allowed', 'site-revoked'])
  })

  it('loses nothing at one site when another is switched off, and that one is worth nothing', async () => {
    const [known, other] = [await site(), await site()]
    const first = await signedIn(known)
    const second = await signedIn({ ...other, email: known.email, browser: known.browser })
    const admin = await party.house.colleague('administrator')
    await admin.call('PUT', `/api/console/sites/${known.id}/state`, { on: false })
    expect(await ends(oidc.refreshTokenGrant(known.config, first.tokens.refresh_token!))).toBe('unauthorized')
    expect(
      await ends(oidc.fetchUserInfo(known.config, first.tokens.access_token, first.tokens.claims()!.sub)),
    ).not.toBe('taken')
    expect(await ends(oidc.refreshTokenGrant(other.config, second.tokens.refresh_token!))).toBe('taken')
  })
})

describe('signing out', () => {
  it('asked for by a site ends the sign-in there: its tokens, and it is told (oidcc-backchannel-rp-initiated-logout)', async () => {
    const heard: string[] = []
    const port = await freePort()
    const listening = createServer((request, response) => {
      let body = ''
      request.on('data', piece => (body += piece))
      request.on('end', () => {
        heard.push(new URLSearchParams(body).get('logout_token') ?? '')
        response.statusCode = heard.length === 1 ? 500 : 200
        response.end()
      })
    }).listen(port, '127.0.0.1')
    const known = await site({
      backchannel: `http://127.0.0.1:${port}/signed-out`,
      scope: ['profile', 'email', 'offline_access'],
    })
    const { tokens } = await signedIn(known)
    const offline = await signedIn(known, { scope: 'openid profile offline_access', prompt: 'consent' })
    const asking = oidc.buildEndSessionUrl(known.config, { id_token_hint: tokens.id_token! })
    const { at: question } = await known.browser.follow(asking.href)
    const said = Object.fromEntries(new URL(question).searchParams)
    await known.browser.post(question, '/en/sites/sign-out', said)
    expect(await ends(oidc.refreshTokenGrant(known.config, tokens.refresh_token!))).toBe('invalid_grant')
    // Also where it was allowed to stay: whoever signs out means all of it.
    expect(await ends(oidc.refreshTokenGrant(known.config, offline.tokens.refresh_token!))).toBe('invalid_grant')
    const waiting = await party.house.db.asOwner('select from people.site_logout where site_id = $1', [known.id])
    expect(waiting).toHaveLength(2)
    await expect(job('tell sites who signed out')).rejects.toThrow('500')
    party.house.db.clock.advance(2 * 60_000)
    await job('tell sites who signed out')
    party.house.db.clock.set(new Date())
    listening.close()
    expect(heard).toHaveLength(3)
    const told = JSON.parse(Buffer.from(heard[1]!.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
    const { sub, sid } = tokens.claims()!
    expect(told).toMatchObject({ iss: party.issuer, aud: known.id, sub, sid })
    expect(told['events']).toEqual({ 'http://schemas.openid.net/event/backchannel-logout': {} })
    expect(told).not.toHaveProperty('nonce')
    expect(JSON.parse(Buffer.from(heard[1]!.split('.')[0]!, 'base64url').toString())).toMatchObject({
      typ: 'logout+jwt',
    })
  })

  it('at the site is asked here, ends the session, and leads back (oidcc-rp-initiated-logout)', async () => {
    const there = 'http://localhost:9/out?from=here'
    const known = await site({ 'after-sign-out': there })
    const { tokens } = await signedIn(known)
    const asked = oidc.buildEndSessionUrl(known.config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: there,
      state: 'as before',
    })
    const { at, answered } = await known.browser.follow(asked.href)
    expect(answered.text).toContain(`Site ${known.id} asks to sign you out`)
    expect(answered.text).not.toMatch(/<(link|script|img)[^>]+(href|src)="https?:\/\/(?!localhost)/)
    const form = Object.fromEntries(new URL(at).searchParams)
    const done = await known.browser.post(at, '/en/sites/sign-out', form)
    expect(done.headers['refresh']).toBe(`0; url=${there}&state=as+before`)
    expect((await known.browser.get('/en/account')).location).toContain('/en/sign-in')
    expect(await ends(oidc.refreshTokenGrant(known.config, tokens.refresh_token!))).toBe('invalid_grant')
  })

  it('leads to no address that the site is not registered with, and believes no token of others (-bad-post-logout-redirect-uri, -bad-id-token-hint, -modified-id-token-hint, -no-id-token-hint, -no-params, -no-post-logout-redirect-uri, -no-state, -only-state, -query-added-to-post-logout-redirect-uri)', async () => {
    const known = await site({ 'after-sign-out': 'http://localhost:9/out' })
    const { tokens } = await signedIn(known)
    const begin = (query: Record<string, string>) =>
      known.browser.follow(`/oidc/session/end?${new URLSearchParams(query)}`)
    const hint = { id_token_hint: tokens.id_token! }
    const status = async (query: Record<string, string>) => (await begin(query)).answered.status
    expect(await status({ ...hint, post_logout_redirect_uri: 'https://elsewhere.example/' })).toBe(404)
    const [head, body, signature] = tokens.id_token!.split('.')
    const forged = Buffer.from(Buffer.from(body!, 'base64url').toString().replace('"sub":"', '"sub":"x')).toString(
      'base64url',
    )
    expect(await status({ id_token_hint: `${head}.${forged}.${signature}` })).toBe(404)
    expect(await status({ id_token_hint: 'nonsense' })).toBe(404)
    expect(await status({ ...hint, client_id: 'another' })).toBe(404)
    expect(await status({ client_id: known.id, post_logout_redirect_uri: 'http://localhost:9/out' })).toBe(200)
    expect(await status({ ...hint, post_logout_redirect_uri: 'http://localhost:9/out' })).toBe(200)
    expect(await status({ ...hint, post_logout_redirect_uri: 'http://localhost:9/out?more=1' })).toBe(404)
    expect(await status({ state: 'alone' })).toBe(200)
    expect(await status({})).toBe(200)
    expect((await begin({ ...hint })).answered.text).toContain('Do you want to sign out?')
    expect((await known.browser.get('/en/account')).status).toBe(200)
  })
})
