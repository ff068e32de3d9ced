/** Looking after one's ID as people meet it: a forgotten password, the history, sessions, another address, and a pause. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPersonOfCast, answerResets } from '../../server/people/index.ts'
import { type TestApp, testPassword } from '../app.ts'
import { press } from '../browser.ts'
import { letterTo } from '../letters.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

let opened: OpenHouse
let browser: Browser
let house: TestApp
let url: string
beforeAll(async () => {
  opened = await openHouse()
  ;({ browser, house, url } = opened)
})
afterAll(() => opened?.close())

const chosen = 'seven herons over the weir'
const submit = 'main form[method=post] button[type=submit]'

describe.each([
  { language: 'en', scripts: false, width: 1280 },
  { language: 'de', scripts: true, width: 390 },
] as const)('in $language, scripts $scripts, $width px', ({ language, scripts, width }) => {
  const contexts: BrowserContext[] = []
  const at = (path: string) => `${url}/${language}/${path}`
  const email = `jo-${language}@customer.example`
  const next = `jo-${language}@elsewhere.example`
  const good = (page: Page, name: string) => expectGoodPage(page, scripts, `care-${language}-${width}-${name}`)
  const pathOf = (page: Page) => new URL(page.url()).pathname
  let here: Page
  let there: Page

  async function arrive(): Promise<Page> {
    const context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
    })
    contexts.push(context)
    return context.newPage()
  }
  async function signIn(page: Page, id: string, password: string): Promise<void> {
    await page.goto(at('sign-in'))
    await page.fill('[name=id]', id)
    await page.fill('[name=password]', password)
    await press(page, submit)
  }
  /** A button that asks first, where scripts run. */
  async function pressAndConfirm(page: Page, selector: string): Promise<void> {
    await page.click(selector)
    const dialog = page.locator('dialog[open] button').first()
    if (scripts && (await dialog.isVisible()))
      await page.locator('dialog[open] .button-danger, dialog[open] .button-primary').first().click()
    await page.waitForURL(address => address.searchParams.has('done'))
  }

  beforeAll(async () => {
    await addPersonOfCast(house.app.given, {
      name: 'Jo Peeters',
      email,
      password: testPassword,
      language,
      region: 'hes',
      relation: 'consumer',
      at: house.db.clock.now(),
      source: 'web',
      version: house.app.gate.policy().compiled.loaded.policy.policy.version,
    })
    here = await arrive()
    there = await arrive()
  })
  afterAll(() => Promise.all(contexts.map(context => context.close())))

  it('somebody forgets the password, and chooses another one with a mailed link', async () => {
    await here.goto(at('sign-in'))
    await press(here, 'main a[href$="/forgotten"]')
    await good(here, '01-forgotten')
    await here.fill('[name=id]', email)
    await press(here, submit)
    await good(here, '02-asked')
    await answerResets(house.app.given)
    await here.goto(url + (await letterTo(house, email)).link)
    await good(here, '03-reset')
    await here.fill('[name=password]', chosen)
    await press(here, submit)
    expect(pathOf(here)).toBe(`/${language}/account`)
  })

  it('signs in elsewhere too, sees it in the history, and ends that session', async () => {
    await signIn(there, email, chosen)
    await press(here, 'main a[href$="/account/security"]')
    await good(here, '04-security')
    expect(await here.locator('#sessions + .table-region tbody tr').count()).toBe(2)
    expect(await here.locator('main').textContent()).toContain('nro.net')
    await press(here, '#sessions + .table-region button[type=submit]')
    expect(await here.locator('#sessions + .table-region tbody tr').count()).toBe(1)
    await there.goto(at('account'))
    expect(pathOf(there)).toBe(`/${language}/sign-in`)
  })

  it('changes the address: both letters are opened, and a no is offered in each', async () => {
    await here.goto(at('account/security'))
    await press(here, 'main a[href$="/account/email"]')
    await here.fill('[name=email]', next)
    await press(here, 'main form:has([name=email]) button[type=submit]')
    await good(here, '05-waits')
    for (const to of [next, email]) {
      await there.goto(url + (await letterTo(house, to)).link)
      await good(there, `06-yes-${to === next ? 'new' : 'old'}`)
      await press(there, submit)
    }
    await signIn(there, next, chosen)
    expect(pathOf(there)).toBe(`/${language}/account`)
  })

  it('pauses the ID, and goes on with it when signing in again', async () => {
    await here.goto(at('account/pause'))
    await good(here, '07-pause')
    await pressAndConfirm(here, submit)
    await signIn(here, next, chosen)
    expect(pathOf(here)).toBe(`/${language}/account/resting`)
    await good(here, '08-resting')
    await press(here, submit)
    expect(pathOf(here)).toBe(`/${language}/account`)
  })
})
