/** Signing in at a site as people meet it: the question, a yes and a no, and taking it back; with scripts and without. */
import { createServer, type Server } from 'node:http'
import type { Page } from 'playwright-core'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPersonOfCast } from '../../server/people/index.ts'
import { testPassword } from '../app.ts'
import { press } from '../browser.ts'
import { go } from '../relying-party.ts'
import { freePort } from '../running.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

let opened: OpenHouse
let site: Server
let back: string
let config: oidc.Configuration

beforeAll(async () => {
  opened = await openHouse({ demo: true })
  const { house, url } = opened
  house.db.clock.set(new Date())
  const port = await freePort()
  back = `http://localhost:${port}/back`
  site = createServer((_request, response) => response.end('<h1>The site</h1>')).listen(port, '127.0.0.1')
  const admin = await house.colleague('administrator')
  const made = await admin.call('POST', '/api/console/sites', {
    id: 'journey',
    'name-en': 'The Journey',
    'name-nl': 'De Reis',
    'name-fr': 'Le Voyage',
    address: `http://localhost:${port}/`,
    redirects: back,
    kind: 'confidential',
    purpose: 'support',
    scope: ['profile', 'email'],
  })
  config = await oidc.discovery(
    new URL(`${url}/oidc`),
    'journey',
    { id_token_signed_response_alg: 'RS256' },
    oidc.ClientSecretBasic(made.json<{ secret: string }>().secret),
    { execute: [oidc.allowInsecureRequests] },
  )
}, 120_000)
afterAll(async () => {
  site?.close()
  await opened?.close()
})

const journeys = [
  { language: 'nl', name: 'De Reis', scripts: false, width: 390, out: 'Toestaan' },
  { language: 'fr', name: 'Le Voyage', scripts: true, width: 390, out: 'Autoriser' },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, name, scripts, width, out }) => {
  const email = `journey-${language}@customer.example`
  let page: Page
  const good = (what: string) => expectGoodPage(page, scripts, `oidc-${language}-${width}-${what}`)

  beforeAll(async () => {
    const { house, browser } = opened
    const { version } = house.app.gate.policy().compiled.loaded.policy.policy
    await addPersonOfCast(house.app.given, {
      name: 'Bea Voorbeeld',
      email,
      password: testPassword,
      language,
      region: 'hes',
      relation: 'consumer',
      at: house.db.clock.now(),
      source: 'web',
      version,
    })
    const viewport = { width, height: 900 }
    const context = await browser.newContext({ locale: language, javaScriptEnabled: scripts, viewport })
    page = await context.newPage()
  })
  afterAll(() => page?.context().close())

  async function begin(more: Record<string, string> = {}) {
    const going = await go(config, { redirect_uri: back, ui_locales: language, ...more })
    await page.goto(going.address)
    return going
  }

  it('a no leads back with a no', async () => {
    await begin()
    await good('sign-in')
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form button[type=submit]')
    expect(await page.locator('h1').innerText()).toContain(name)
    await good('question')
    await page.click('main button[value=refuse]')
    await page.waitForURL(`${back}?*`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  })

  it('a yes signs in, and the next time nothing is asked', async () => {
    const going = await begin()
    expect(await page.locator('main button[value=allow]').innerText()).toBe(out)
    await page.click('main button[value=allow]')
    await page.waitForURL(`${back}?*`)
    const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), {
      pkceCodeVerifier: going.verifier,
      expectedState: going.state,
      expectedNonce: going.nonce,
    })
    const told = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
    expect(told).toMatchObject({ name: 'Bea Voorbeeld', locale: language, email })
    await begin()
    await page.waitForURL(`${back}?*`)
    expect(new URL(page.url()).searchParams.has('code')).toBe(true)
  })

  it('who comes back later is asked for the password before the site gets more', async () => {
    const { clock } = opened.house.db
    clock.advance(20 * 60_000)
    await begin({ prompt: 'consent' })
    await good('again')
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form >> nth=0 >> button[type=submit]')
    await page.click('main button[value=allow]')
    await page.waitForURL(`${back}?*`)
    expect(new URL(page.url()).searchParams.has('code')).toBe(true)
    clock.set(new Date())
  })

  it('what was allowed is taken back where it stands', async () => {
    await page.goto(`${opened.url}/${language}/account/sites`)
    expect(await page.locator('main').innerText()).toContain(name)
    await good('sites')
    await press(page, 'main form button[type=submit]')
    expect(await page.locator('main').innerText()).not.toContain(`${back}`)
    await good('sites-none')
    await begin({ prompt: 'none' })
    await page.waitForURL(`${back}?*`)
    expect(new URL(page.url()).searchParams.get('error')).toBe('consent_required')
  })
})
