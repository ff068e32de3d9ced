/**
 * A passkey as people meet it, in a browser with an authenticator: added, used to sign in, shown once more before something
 * grave, and removed; by a customer and by a colleague. What works without a script works without one.
 */
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { castFactor, codeOf } from '../../server/people/index.ts'
import { type TestApp, testPassword } from '../app.ts'
import { press } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

const minute = 60_000
let opened: OpenHouse
let browser: Browser
let house: TestApp
let url: string
beforeAll(async () => {
  opened = await openHouse()
  ;({ browser, house, url } = opened)
})
afterAll(() => opened?.close())

/** A page in a browser of its own, with an authenticator that knows who is there. */
async function arrival(
  language: string,
  scripts = true,
): Promise<{ page: Page; devices: CDPSession; authenticatorId: string }> {
  const context = await browser.newContext({ locale: language, javaScriptEnabled: scripts })
  const page = await context.newPage()
  const devices = await context.newCDPSession(page)
  await devices.send('WebAuthn.enable')
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { page, devices, authenticatorId }
}

async function signIn(page: Page, language: string, email: string): Promise<void> {
  await page.goto(`${url}/${language}/sign-in`)
  await page.fill('[name=id]', email)
  await page.fill('[name=password]', testPassword)
  await press(page, 'main form button[type=submit]')
}

const pathOf = (page: Page) => new URL(page.url()).pathname
const passkeyButton = '[data-passkey] button[type=submit]'

/** Reaches something with the Tab key alone, and presses Enter. */
async function pressByKey(page: Page, selector: string): Promise<void> {
  const isThere = () => page.evaluate(wanted => document.activeElement?.matches(wanted) ?? false, selector)
  for (let times = 0; times < 60 && !(await isThere()); times += 1) await page.keyboard.press('Tab')
  expect(await isThere(), selector).toBe(true)
  const arrived = page.waitForEvent('load')
  await Promise.all([arrived, page.keyboard.press('Enter')])
}

describe('a customer, in Dutch, with the keyboard', () => {
  let page: Page
  let email: string

  beforeAll(async () => {
    ;({ email } = await house.customer({ language: 'nl' }))
    ;({ page } = await arrival('nl'))
    await signIn(page, 'nl', email)
  })
  afterAll(() => page.context().close())

  it('reads that the password stands alone, and adds a passkey under a name', async () => {
    await press(page, 'main a[href$="/account/factors"]')
    expect(await page.locator('main').innerText()).toContain('Alleen uw wachtwoord beschermt uw ID')
    await expectGoodPage(page, true, 'factors-01-alone')
    await press(page, 'main a[href$="/factors/passkeys"]')
    await page.locator('[name=name]').focus()
    await page.keyboard.type('Mijn laptop')
    await expectGoodPage(page, true, 'factors-02-add')
    await pressByKey(page, passkeyButton)
    expect(await page.locator('h1').textContent()).toBe('Uw herstelcodes')
    expect((await page.locator('.recovery-codes code').textContent())?.split('\n')).toHaveLength(10)
    await expectGoodPage(page, true, 'factors-03-codes')
    const download = page.waitForEvent('download')
    await page.click('a[download]')
    expect((await download).suggestedFilename()).toBe('herstelcodes.txt')
    await press(page, 'main a.button-primary')
    expect(await page.locator('main').innerText()).toContain('Mijn laptop')
    await expectGoodPage(page, true, 'factors-04-guarded')
  })

  it('signs out, and in again with the passkey alone', async () => {
    await press(page, 'header form[action$="/sign-out"] button')
    await page.goto(`${url}/nl/sign-in`)
    await expectGoodPage(page, true, 'factors-05-sign-in')
    await pressByKey(page, passkeyButton)
    expect(pathOf(page)).toBe('/nl/account')
  })

  it('is asked for it after the password too', async () => {
    await press(page, 'header form[action$="/sign-out"] button')
    await signIn(page, 'nl', email)
    expect(pathOf(page)).toBe('/nl/second-factor')
    await expectGoodPage(page, true, 'factors-06-second-factor')
    await pressByKey(page, passkeyButton)
    expect(pathOf(page)).toBe('/nl/account')
  })

  it('shows it once more before the passkey is removed, and comes back to where that is done', async () => {
    await page.goto(`${url}/nl/account/factors`)
    house.db.clock.advance(11 * minute)
    await press(page, '.passkeys a')
    expect(pathOf(page)).toBe('/nl/prove')
    await expectGoodPage(page, true, 'factors-07-prove')
    await pressByKey(page, passkeyButton)
    expect(pathOf(page)).toMatch(/^\/nl\/account\/factors\/passkeys\//)
    await expectGoodPage(page, true, 'factors-08-one')
    await page.fill('form[action$="/remove"] [name=password]', testPassword)
    await press(page, 'form[action$="/remove"] button[type=submit]')
    expect(await page.locator('main').innerText()).toContain('De passkey is verwijderd.')
    await press(page, 'header form[action$="/sign-out"] button')
    await signIn(page, 'nl', email)
    expect(pathOf(page)).toBe('/nl/account')
  })
})

describe('a colleague', () => {
  let page: Page
  let devices: CDPSession
  let authenticatorId: string
  let email: string

  beforeAll(async () => {
    ;({ email } = await house.colleague('service-desk'))
    house.db.clock.advance(minute)
    ;({ page, devices, authenticatorId } = await arrival('en'))
    await signIn(page, 'en', email)
    await page.fill('[name=code]', codeOf(castFactor(house.db.vault, email), house.db.clock.now()))
    await press(page, 'main form button[type=submit]')
  })
  afterAll(() => page.context().close())

  it('finds the page from the console, and adds a passkey', async () => {
    await press(page, 'nav a[href$="/account/factors"]')
    expect(await page.locator('main').innerText()).toContain('As a colleague you always need a second factor')
    await press(page, 'main a[href$="/factors/passkeys"]')
    await page.fill('[name=name]', 'Desk key')
    await press(page, passkeyButton)
    expect(await page.locator('main').innerText()).toContain('Desk key')
    await expectGoodPage(page, true, 'factors-09-colleague')
  })

  it('comes straight into the console with it', async () => {
    await press(page, 'header form[action$="/sign-out"] button')
    await page.goto(`${url}/en/sign-in`)
    await press(page, passkeyButton)
    expect(pathOf(page)).toBe('/console')
  })

  it('is told when the browser shows none, and can try again', async () => {
    await press(page, 'header form[action$="/sign-out"] button')
    await page.goto(`${url}/en/sign-in`)
    await devices.send('WebAuthn.clearCredentials', { authenticatorId })
    await page.click(passkeyButton)
    await page.waitForFunction(() => document.querySelector('[data-failed]')?.textContent !== '', undefined, {
      timeout: 30_000,
    })
    expect(await page.locator('[data-failed]').textContent()).toContain('Nothing came of it')
    expect(pathOf(page)).toBe('/en/sign-in')
  })
})

describe('without scripts', () => {
  it('nobody is offered a passkey, and an authenticator app with its codes does all of it', async () => {
    const { email } = await house.customer()
    const { page } = await arrival('en', false)
    await signIn(page, 'en', email)
    await page.goto(`${url}/en/account/factors`)
    await press(page, 'main a[href$="/factors/app"]')
    const secret = /secret=([A-Z2-7]+)/.exec(
      (await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '',
    )![1]!
    await page.fill('[name=code]', codeOf(secret, house.db.clock.now()))
    await press(page, 'main form button[type=submit]')
    const codes = (await page.locator('.recovery-codes code').textContent())!.split('\n')
    await expectGoodPage(page, false, 'factors-10-codes')
    await press(page, 'main a.button-primary')
    await press(page, 'header form[action$="/sign-out"] button')
    await page.goto(`${url}/en/sign-in`)
    expect(await page.locator(passkeyButton).isVisible()).toBe(false)
    await signIn(page, 'en', email)
    expect(pathOf(page)).toBe('/en/second-factor')
    await page.click('summary')
    await page.fill('[name=recovery]', codes[0]!)
    await press(page, 'details form button[type=submit]')
    expect(pathOf(page)).toBe('/en/account')
    await page.context().close()
  })
})
