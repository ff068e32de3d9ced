/** What administrators of sites cannot do to people, and what people end for good, whatever a site was allowed. */
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestVisitor } from '../app.ts'
import {
  back,
  ends,
  errorOf,
  go,
  newSite,
  openParty,
  signedIn,
  take,
  through,
  type Party,
  type PlainBrowser,
} from '../relying-party.ts'

let party: Party
let admin: TestVisitor
let american: TestVisitor
beforeAll(async () => {
  party = await openParty()
  admin = await party.house.colleague('administrator')
  american = await party.house.colleague('administrator', 'hus')
})
afterAll(() => party?.close())

const staying = { scope: ['profile', 'email', 'offline_access'], backchannel: 'http://127.0.0.1:9/out' }
const well = {
  'name-en': 'Shop',
  address: 'https://shop.example/',
  redirects: 'https://shop.example/back',
  kind: 'confidential',
  purpose: 'support',
  scope: ['profile'],
}
const stays = { scope: 'openid profile offline_access', prompt: 'consent' }
const renewed = (config: oidc.Configuration, { refresh_token }: { refresh_token?: string | undefined }) =>
  ends(oidc.refreshTokenGrant(config, refresh_token!))
const waitingAt = async (site: string) =>
  (await party.house.db.asOwner('select from people.site_logout where site_id = $1', [site])).length

/** The same browser, as somebody who calls. */
function callingAs(browser: PlainBrowser): TestVisitor {
  const visitor = party.house.visitor()
  for (const [name, value] of browser.cookies) visitor.cookies.set(name, value)
  return visitor
}

describe('the address that people are shown', () => {
  it('is where they are sent: a site elsewhere is neither registered nor made of another', async () => {
    const elsewhere = {
      redirects: 'https://evil.example/cb',
      'after-sign-out': 'https://evil.example/out',
      backchannel: 'https://evil.example/told',
    }
    for (const [field, value] of Object.entries(elsewhere)) {
      const made = await admin.call('POST', '/api/console/sites', { ...well, id: 'two-faced', [field]: value })
      expect([made.status, made.text], field).toEqual([422, expect.stringContaining('shown the address of the site')])
      const page = await admin.submit('/console/sites/new', { ...well, id: 'two-faced', [field]: value })
      expect([page.status, page.text], field).toEqual([422, expect.stringContaining('shown the address of the site')])
    }
    expect((await admin.call('POST', '/api/console/sites', { ...well, id: 'one-faced' })).status).toBe(201)
    const moved = { ...well, address: 'https://bank.example/' }
    const { id: _id, kind: _kind, ...change } = { id: '', ...moved }
    expect((await admin.call('PUT', '/api/console/sites/one-faced', change)).status).toBe(422)
  })
})

describe('a site that was allowed to stay', () => {
  it('stays when the session runs out, and not when its person ends it', async () => {
    const known = await newSite(party, staying)
    const lasting = await signedIn(known, stays)
    await party.house.db.asOwner('delete from people.session where person_id = $1', [known.person])
    const next = await oidc.refreshTokenGrant(known.config, lasting.tokens.refresh_token!)
    const { tokens } = await signedIn(known, stays)
    const elsewhere = party.browser()
    await elsewhere.signIn(known.email)
    const heard = await waitingAt(known.id)
    const phone = callingAs(elsewhere)
    type Sessions = { sessions: { session: string; here: boolean }[] }
    const { sessions } = (await phone.call('GET', '/api/people/security')).json<Sessions>()
    const other = sessions.find(({ here }) => !here)!
    expect((await phone.call('DELETE', `/api/people/security/sessions/${other.session}`)).status).toBe(200)
    expect(await renewed(known.config, tokens)).toBe('invalid_grant')
    expect(await ends(oidc.fetchUserInfo(known.config, tokens.access_token, tokens.claims()!.sub))).not.toBe('taken')
    expect(await waitingAt(known.id)).toBe(heard + 1)
    // What another session had given is another sign-in.
    expect(await renewed(known.config, next)).toBe('taken')
  })

  it('goes with whoever signs out, on the page and by a call, and hears of it', async () => {
    for (const how of ['page', 'call'] as const) {
      const known = await newSite(party, staying)
      const { tokens } = await signedIn(known, stays)
      if (how === 'page') await known.browser.post('/en/privacy', '/en/sign-out', {})
      else expect((await callingAs(known.browser).call('DELETE', '/api/people/session')).status).toBeLessThan(300)
      expect(await renewed(known.config, tokens), how).toBe('invalid_grant')
      expect(await waitingAt(known.id), how).toBe(1)
    }
  })
})

describe('pages without a server', () => {
  const origin = new URL(back).origin
  const ask = (path: string, from: string, body?: URLSearchParams, headers: Record<string, string> = {}) =>
    fetch(`${party.issuer}${path}`, { method: 'POST', headers: { origin: from, ...headers }, body: body ?? null })
  const allowed = (answer: Response) => [answer.status, answer.headers.get('access-control-allow-origin')]

  async function coming(kind: 'public' | 'confidential') {
    const known = await newSite(party, { kind })
    const going = await go(known.config)
    const at = await through(known.browser, going, known.email)
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(at).searchParams.get('code')!,
      redirect_uri: back,
      code_verifier: going.verifier,
      ...(kind === 'public' ? { client_id: known.id } : {}),
    })
    const shown: Record<string, string> =
      kind === 'public' ? {} : { authorization: `Basic ${btoa(`${known.id}:${known.secret}`)}` }
    return { ...known, body, shown }
  }

  it('sign in from the origin that they are registered with, from which they ask who it is and give tokens back', async () => {
    const { id, body } = await coming('public')
    const preflight = await fetch(`${party.issuer}/token`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expect(allowed(preflight)).toEqual([204, origin])
    const answer = await ask('/token', origin, body)
    expect(allowed(answer)).toEqual([200, origin])
    const { access_token: token, refresh_token: refresh } = (await answer.json()) as Record<string, string>
    expect(allowed(await ask('/me', origin, undefined, { authorization: `Bearer ${token}` }))).toEqual([200, origin])
    const given = new URLSearchParams({ token: refresh!, client_id: id })
    expect(allowed(await ask('/token/revocation', origin, given))).toEqual([200, origin])
  })

  it('of another origin do not, nor does a site with a secret', async () => {
    for (const from of ['https://evil.example', 'http://localhost:90', 'null']) {
      const { body } = await coming('public')
      expect(allowed(await ask('/token', from, body)), from).toEqual([400, null])
    }
    const known = await coming('confidential')
    expect(allowed(await ask('/token', origin, known.body, known.shown))).toEqual([400, null])
  })
})

describe('an app', () => {
  it('has its people come back at any port of their own machine, to its own path, each time with a question', async () => {
    const known = await newSite(party, {
      kind: 'public',
      address: 'https://app.example/',
      redirects: 'http://127.0.0.1/back',
    })
    const redirect_uri = 'http://127.0.0.1:49152/back'
    const going = await go(known.config, { redirect_uri })
    const at = await through(known.browser, going, known.email)
    expect(at).toContain(`${redirect_uri}?code=`)
    expect(await ends(take(known.config, at, going))).toBe('taken')
    const again = await known.browser.follow((await go(known.config, { redirect_uri })).address)
    expect(again.answered.text).toContain('https://app.example/: an app, and you come back to it on this device')
    const none = await known.browser.follow((await go(known.config, { redirect_uri, prompt: 'none' })).address)
    expect(errorOf(none.at)).toBe('interaction_required')
    for (const wrong of [
      'http://127.0.0.1:49152/other',
      'http://192.0.2.1:49152/back',
      'https://127.0.0.1:49152/back',
    ]) {
      const { answered } = await known.browser.follow((await go(known.config, { redirect_uri: wrong })).address)
      expect(answered.status, wrong).toBe(400)
    }
  })
})

describe('a site that is switched off', () => {
  it('hears that everybody was signed out, and gets nothing back when it is switched on', async () => {
    const known = await newSite(party, staying)
    const { tokens } = await signedIn(known)
    const lasting = await signedIn(known, stays)
    const turn = (on: boolean) => admin.call('PUT', `/api/console/sites/${known.id}/state`, { on })
    expect((await turn(false)).status).toBe(200)
    expect(await waitingAt(known.id)).toBe(2)
    // Nobody listens there; that it was tried is what counts.
    const telling = party.app.given.sites.jobs.find(({ name }) => name === 'tell sites who signed out')!.run()
    await expect(telling).rejects.toThrow(`${known.id} ECONNREFUSED`)
    expect((await turn(true)).status).toBe(200)
    for (const one of [tokens, lasting.tokens]) {
      expect(await renewed(known.config, one)).toBe('invalid_grant')
      expect(await ends(oidc.fetchUserInfo(known.config, one.access_token, tokens.claims()!.sub))).not.toBe('taken')
    }
    // What was allowed stands: nobody is asked again.
    expect((await known.browser.follow((await go(known.config)).address)).at).toContain(`${back}?code=`)
  })

  it('keeps no sign-in that slipped in at that moment', async () => {
    const known = await newSite(party)
    await signedIn(known)
    const turn = (on: boolean) => admin.call('PUT', `/api/console/sites/${known.id}/state`, { on })
    const open = () => party.house.db.asOwner('select from people.site_grant where site_id = $1', [known.id])
    await turn(false)
    expect(await open()).toEqual([])
    await party.house.db.asOwner(
      `insert into people.site_grant (id, consent_id, person_id, site_id, offline, subject, sid, recorded_at)
       select gen_random_uuid(), id, person_id, site_id, true, 'somebody', 'a sign-in', recorded_at
         from people.site_consent where site_id = $1`,
      [known.id],
    )
    expect(await open()).toHaveLength(1)
    await turn(true)
    expect(await open()).toEqual([])
  })
})

describe('another secret', () => {
  it('ends the sign-ins at the site, unless whoever makes it lets them go on', async () => {
    const known = await newSite(party)
    const first = await signedIn(known)
    const make = async (body: object) =>
      (await admin.call('POST', `/api/console/sites/${known.id}/secret`, body)).json<{ secret: string }>().secret
    const kept = await party.discover(known.id, await make({ keep: true }))
    const next = await oidc.refreshTokenGrant(kept, first.tokens.refresh_token!)
    const ended = await party.discover(known.id, await make({}))
    expect(await renewed(ended, next)).toBe('invalid_grant')
    expect((await admin.get(`/console/sites/${known.id}`)).text).toContain('Leave people signed in there')
  })
})

describe('an ID that several people use', () => {
  it('is nobody’s name to a site, and the mailbox that was proven', async () => {
    const known = await newSite(party)
    await known.browser.signIn(known.email)
    await callingAs(known.browser).call('PUT', '/api/people/shared-id', { several: true })
    const { tokens } = await signedIn(known)
    const { sub } = tokens.claims()!
    const told = await oidc.fetchUserInfo(known.config, tokens.access_token, sub)
    expect(told).toEqual({ sub, locale: 'en', email: known.email, email_verified: true })
  })
})

describe('a site of one company of the group', () => {
  it('is unknown to the administrators of another, whatever they do', async () => {
    const known = await newSite(party)
    const { tokens } = await signedIn(known)
    const at = `/api/console/sites/${known.id}`
    const { id: _id, kind: _kind, ...change } = { id: '', ...well }
    expect((await american.call('GET', '/api/console/sites')).text).not.toContain(known.id)
    expect((await american.get(`/console/sites/${known.id}`)).status).toBe(404)
    expect((await american.call('PUT', at, change)).status).toBe(404)
    expect((await american.call('POST', `${at}/secret`, {})).status).toBe(404)
    expect((await american.call('PUT', `${at}/state`, { on: false })).status).toBe(404)
    const page = '/console/sites/new'
    for (const [act, fields] of [
      ['', { ...change, scope: 'profile' }],
      ['/secret', {}],
      ['/switch', { to: 'off' }],
    ] as const)
      expect((await american.submit(`/console/sites/${known.id}${act}`, fields, page)).status, act).toBe(404)
    expect(await renewed(known.config, tokens)).toBe('taken')
  })

  it('is registered by its own administrators, for no other company, and says whose it is', async () => {
    const theirs = (more: object) => american.call('POST', '/api/console/sites', { ...well, ...more })
    expect((await theirs({ id: 'not-ours', controller: 'hes' })).status).toBe(422)
    expect((await theirs({ id: 'american' })).status).toBe(201)
    expect((await american.get('/console/sites/american')).text).toContain('Hesbia America Inc.: we ourselves')
    // Whoever works for the one that the policy calls the default looks after all.
    expect((await admin.get('/console/sites/american')).status).toBe(200)
    expect(
      (await admin.call('POST', '/api/console/sites', { ...well, id: 'unknown-owner', controller: 'xyz' })).status,
    ).toBe(422)
    await party.house.db.asOwner(
      "update people.site set redirect_uris = array[$1], address = 'http://localhost:9/' where id = 'american'",
      [back],
    )
    const browser = party.browser()
    await party.person('somebody@customer.example')
    await browser.signIn('somebody@customer.example')
    const { address } = await go(await party.discover('american', 'any'), { scope: 'openid profile' })
    expect((await browser.follow(address)).answered.text).toContain('Hesbia America Inc.: we ourselves')
  })
})

describe('what a site can be registered with', () => {
  it('is told to a program, which registers one of each with nothing else', async () => {
    interface Choices {
      controllers: { controller: string }[]
      runners: { runBy: string | null; purposes: { purpose: string; scopes: string[] }[] }[]
    }
    const { controllers, runners } = (await american.call('GET', '/api/console/sites/choices')).json<Choices>()
    expect(controllers.map(({ controller }) => controller)).toEqual(['hus'])
    for (const [at, { runBy, purposes }] of runners.entries()) {
      const { purpose, scopes: scope } = purposes[0]!
      const id = `chosen-${at}`
      const made = { ...well, id, purpose, scope, ...(runBy === null ? {} : { 'run-by': runBy }), controller: 'hus' }
      expect((await american.call('POST', '/api/console/sites', made)).status, id).toBe(201)
    }
    const agent = await party.house.colleague('service-desk')
    expect((await agent.call('GET', '/api/console/sites/choices')).status).toBe(403)
  })
})
