/** Somebody takes along everything that is held about them, in a browser with scripts and without. */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareCopies } from '../../server/duties/rights/copy/jobs.ts'
import { sendLetters } from '../../server/people/index.ts'
import { testPassword, type TestApp } from '../app.ts'
import { axe, press, shot } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'
import { unzip } from '../unzip.ts'

let opened: OpenHouse
let browser: Browser
let house: TestApp
let url: string
beforeAll(async () => {
  opened = await openHouse({ demo: true })
  ;({ browser, house, url } = opened)
})
afterAll(() => opened?.close())

const journeys = [
  { language: 'nl', scripts: false, width: 390, ready: 'Klaar', colours: 'light' as const },
  { language: 'de', scripts: true, width: 1280, ready: 'Bereit', colours: 'dark' as const },
]

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, ready, colours }) => {
  const name = `Robin ${language} ${width}`
  let customer: BrowserContext
  let page: Page
  let copy: Record<string, string>
  const at = (path: string) => `${url}/${language}/${path}`

  const good = (what: string) => expectGoodPage(page, scripts, `copy-${language}-${scripts}-${width}-${what}`)

  beforeAll(async () => {
    const { email } = await house.customer({ name, language })
    customer = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: colours,
      acceptDownloads: true,
    })
    page = await customer.newPage()
    await page.goto(at('sign-in'))
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form button[type=submit]')
  })
  afterAll(() => customer?.close())

  it('one press on the first page and another one ask for a copy of everything', async () => {
    await page.goto(at('privacy-centre'))
    await good('1-home')
    await press(page, 'main a[href$="/privacy-centre/copy"]')
    await good('2-ask')
    house.db.clock.advance(11 * 60_000)
    await press(page, 'main form button[type=submit]')
    await good('3-proof-needed')
    // Proven in a window of its own, so that nothing that was chosen here is lost.
    const [proof] = await Promise.all([customer.waitForEvent('page'), page.click('main a[href*="/prove?"]')])
    await proof.fill('[name=password]', testPassword)
    await press(proof, 'main form button[type=submit]')
    await proof.close()
    // The form comes back as it was filled in, and is sent.
    await press(page, 'main form button[type=submit]')
    await press(page, 'main form button[type=submit]')
    expect(new URL(page.url()).pathname).toMatch(/\/privacy-centre\/copy\/[\w-]{36}$/)
    await good('4-asked')
  })

  it('the copy is ready a moment later, and comes without another proof', async () => {
    await prepareCopies(house.app.given)
    await sendLetters(house.app.given)
    await page.goto(page.url())
    expect(await page.locator('main').innerText()).toContain(ready)
    await good('5-ready')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('main a[href*="/file?permission="]'),
    ])
    expect(download.suggestedFilename()).toMatch(/\.zip$/)
    copy = unzip(readFileSync((await download.path())!))
    expect(copy['data.json']).toContain(name)
  })

  it('its page opens from the disk, in the same language, without a script', async () => {
    const read = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: colours })
    const paper = await read.newPage()
    await paper.setContent(copy['index.html']!)
    const shown = `copy-${language}-${scripts}-${width}-6-readable`
    expect(await paper.locator('html').getAttribute('lang')).toBe(language)
    expect(await paper.locator('main').innerText()).toContain(name)
    expect(await paper.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await axe(paper), shown).toEqual([])
    await shot(paper, shown)
    await read.close()
  })

  it('who received anything is one step away, and who could', async () => {
    await page.goto(at('privacy-centre/received'))
    await good('7-received')
    await press(page, '.tabs a:not([aria-current])')
    await good('8-possible')
    expect(await page.locator('main table tbody tr').count()).toBe(
      Object.keys(house.app.gate.policy().compiled.loaded.policy.recipients).length,
    )
  })

  it('the copy can be deleted at once, and the page says what that means', async () => {
    await page.goto(at('privacy-centre/copy'))
    await good('9-list')
    await press(page, 'main table a')
    await page.click('main form button.button-danger')
    if (scripts) await press(page, 'dialog button.button-danger')
    await page.waitForURL(/\/privacy-centre\/copy\?done=/)
    await good('10-deleted')
    expect(await page.locator('main table .badge').first().innerText()).not.toContain(ready)
  })
})
