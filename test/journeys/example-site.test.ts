/** The sample site, started as its README says, in a browser. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepCatalogue } from '../../server/activities/products/catalogue.ts'
import { addPersonOfCast } from '../../server/people/index.ts'
import { testPassword } from '../app.ts'
import { press } from '../browser.ts'
import { openHouse, type OpenHouse } from './house.ts'
import { freePort } from '../running.ts'
import { aSerial, catalogue } from '../serials.ts'

const root = join(import.meta.dirname, '../..')
let opened: OpenHouse
let folder: string
let running: ChildProcess
let site: string
const emailOf = (scripts: boolean) => `workshop-${scripts}@customer.example`

beforeAll(async () => {
  opened = await openHouse({ demo: true })
  const { house, url } = opened
  house.db.clock.set(new Date())
  await keepCatalogue(house.app.given, catalogue)
  const { version } = house.app.gate.policy().compiled.loaded.policy.policy
  const from = { at: house.db.clock.now(), source: 'web', version } as const
  const who = { name: 'Wim Werkman', password: testPassword, language: 'en', region: 'hes' } as const
  for (const email of [emailOf(true), emailOf(false)])
    await addPersonOfCast(house.app.given, { ...from, ...who, email, relation: 'consumer' })
  const port = await freePort()
  site = `http://localhost:${port}`
  const admin = await house.colleague('administrator')
  const made = await admin.call('POST', '/api/console/sites', {
    id: 'example',
    'name-en': 'The Example',
    address: `${site}/`,
    redirects: `${site}/back`,
    'after-sign-out': `${site}/`,
    backchannel: `${site}/signed-out`,
    kind: 'confidential',
    purpose: 'register-products',
    scope: ['profile', 'products'],
  })
  const { secret } = made.json<{ secret: string }>()
  folder = await mkdtemp(join(root, 'dist', 'example-'))
  const outfile = join(folder, 'main.mjs')
  // As `npm run build -w client` gives it to the site.
  const alias = { 'abide-client': join(root, 'client/source/index.ts') }
  const options = { bundle: true, platform: 'node', format: 'esm', logLevel: 'error' } as const
  await build({ ...options, entryPoints: [join(root, 'examples/site/main.js')], outfile, alias })
  const env = { ISSUER: `${url}/oidc`, CLIENT_ID: 'example', CLIENT_SECRET: secret, PORT: String(port) }
  running = spawn(process.execPath, [outfile], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    running.stdout!.on('data', text => String(text).includes('The Workshop is at') && resolve())
    running.on('exit', code => reject(new Error(`The site ended with ${code}.`)))
  })
}, 120_000)
afterAll(async () => {
  running?.removeAllListeners('exit')
  running?.kill()
  await opened?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

describe.each([true, false])('the sample site, scripts %s', scripts => {
  const email = emailOf(scripts)
  let page: Page
  beforeAll(async () => {
    const context = await opened.browser.newContext({ locale: 'en', javaScriptEnabled: scripts })
    page = await context.newPage()
  })
  afterAll(() => page?.context().close())
  const text = () => page.locator('main').innerText()

  it('lets somebody in, shows their products and registers one', async () => {
    await page.goto(site)
    await page.click('text=Sign in with your ID')
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form button[type=submit]')
    expect(await text()).toContain('May The Example use your ID?')
    await page.click('button[value=allow]')
    await page.waitForURL(`${site}/`)
    expect(await text()).toContain('Hello, Wim Werkman.')
    const serial = aSerial()
    await page.fill('[name=serial]', serial)
    await page.click('text=Register')
    expect(await text()).toContain(`${serial} is registered.`)
    await page.goto(`${opened.url}/en/products`)
    expect(await text()).toContain(serial)
    await page.goto(`${opened.url}/en/privacy-centre/looked`)
    expect(await text()).toContain('Reference example')
  })

  it('forgets who signs out here', async () => {
    await page.goto(`${opened.url}/en/account`)
    await press(page, 'form[action="/en/sign-out"] button')
    const told = opened.house.app.given.sites.jobs.find(({ name }) => name === 'tell sites who signed out')!
    await told.run()
    await page.goto(site)
    expect(await text()).toContain('Sign in with your ID')
  })

  it('signs somebody out on both sides', async () => {
    await page.click('text=Sign in with your ID')
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', testPassword)
    // Known by now: nothing is asked.
    await press(page, 'main form button[type=submit]')
    await page.waitForURL(`${site}/`)
    await page.click('text=Sign out')
    expect(await text()).toContain('The Example asks to sign you out')
    await press(page, 'main form button[type=submit]')
    await page.waitForURL(`${site}/`)
    await page.goto(`${opened.url}/en/account`)
    expect(page.url()).toContain('/en/sign-in')
  })
})
