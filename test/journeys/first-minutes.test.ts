/** The first two minutes of the demonstration, as a visitor walks them: in a browser, with scripts and without. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../../server/commands/seed.ts'
import type { TestApp } from '../app.ts'
import { press } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

let opened: OpenHouse
let browser: Browser
let house: TestApp
let url: string
beforeAll(async () => {
  opened = await openHouse({ demo: true }, house => seed(house.app))
  ;({ browser, house, url } = opened)
}, 120_000)
afterAll(() => opened?.close())

const journeys = [
  { language: 'en', scripts: true, width: 1280, dark: false, policy: 'privacy' },
  { language: 'nl', scripts: false, width: 390, dark: false, policy: 'privacybeleid' },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, dark, policy }) => {
  const at = (path: string) => `${url}/${language}/${path}`
  let context: BrowserContext
  let page: Page

  const good = (what: string) => expectGoodPage(page, scripts, `minutes-${language}-${width}-${what}`)
  const main = () => page.locator('main').innerText()
  const hidden = (name: string, value: string) => `main form:has(input[name=${name}][value="${value}"]) button`

  beforeAll(async () => {
    // Each code of a second factor works once.
    house.db.clock.advance(90_000)
    context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    })
    page = await context.newPage()
  })
  afterAll(() => context?.close())

  it('the first page leads to the start, and one press signs a colleague in', async () => {
    await page.goto(at(''))
    await press(page, '.notice .button-primary')
    expect(new URL(page.url()).pathname).toBe(`/${language}/start`)
    await good('01-start')
    await press(page, hidden('id', 'nadia.claes@servicedesk.example'))
    expect(new URL(page.url()).pathname).toBe('/console')
    expect(await page.locator('footer .demo a').count()).toBe(1)
    await page.goto(at('start'))
    await press(page, hidden('id', 'an.maes@ziekenhuis-demer.example'))
    expect(new URL(page.url()).pathname).toBe(`/${language}/account`)
    expect(await page.locator('header').innerText()).toContain('An Maes')
  })

  it('the first tour: the policy by how it is kept, each sentence with the page where that is seen', async () => {
    await page.goto(at('start'))
    await press(page, `main .cards a[href$="/${policy}"]`)
    const all = await page.locator('.proof').count()
    await press(page, '.kinds a[href$="kind=enforced"]')
    await good('02-enforced')
    const counted = Number((await page.locator('.kinds [aria-current] .legend-count').innerText()).trim())
    expect(await page.locator('.proof').count()).toBe(counted)
    expect(counted).toBeLessThan(all)
    await press(page, '.screens a[href$="/privacy-centre/looked"]')
    expect(new URL(page.url()).pathname).toBe(`/${language}/privacy-centre/looked`)
  })

  it('the second tour: the line is on the customer’s screen as the record opens on the agent’s', async () => {
    await page.goto(at('start/looked'))
    const before = await page.locator('#customer .look-new').count()
    await press(page, '#agent form button')
    await good('03-looked')
    expect([before, await page.locator('#customer .look-new').count()]).toEqual([0, 2])
    await press(page, '#agent form button')
    await good('04-revealed')
    expect(await page.locator('#agent').innerText()).toContain('Demerstraat 1')
    // Opened once more to be shown in full: its own line, and one for the rest.
    expect(await page.locator('#customer .look-new').count()).toBe(4)
  })

  it('the third tour: PostgreSQL refuses an attack, and shows what was promised', async () => {
    await page.goto(at('start'))
    await press(page, 'main .cards a[href$="/start/break"]')
    await page.check('[value=forge]')
    await press(page, 'main form button[type=submit]')
    await good('05-refused')
    expect(await main()).toMatch(/SQLSTATE: 42501/)
    await page.check('[value=contact]')
    await press(page, 'main form button[type=submit]')
    await good('06-promised')
    expect(await page.locator('.raw tbody tr').count()).toBe(5)
  })

  it('and a category is struck, vanishes, and comes back', async () => {
    await press(page, 'main a.button[href$="/start/strike"]')
    await good('07-choose')
    await press(page, 'main a[href*="purpose=support&category=contact"]')
    await good('08-before')
    await press(page, 'main form button.button-danger')
    await good('09-struck')
    expect(await main()).toMatch(/SQLSTATE: 42501/)
    await press(page, 'main form button')
    await good('10-back')
    expect(await page.locator('main .notice.tone-ok').count()).toBeGreaterThan(0)
  })

  it('letters are in the mailbox, by whom they reach', async () => {
    await page.goto(at('mailbox'))
    await good('11-mailbox')
    expect(await main()).toContain('an.maes@ziekenhuis-demer.example')
  })
})
