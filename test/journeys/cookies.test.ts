/** Choosing at the banner, in a browser: with scripts and without, in two languages. */
import { createServer } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { press } from '../browser.ts'
import { freePort } from '../running.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

let opened: OpenHouse
let browser: Browser
beforeAll(async () => {
  opened = await openHouse()
  browser = opened.browser
})
afterAll(() => opened?.close())

const words = {
  nl: { reject: 'Optionele cookies weigeren', saved: 'Uw keuze is bewaard.' },
  de: { reject: 'Optionale Cookies ablehnen', saved: 'Ihre Wahl ist gespeichert.' },
}
/** Each language with scripts and without; how it looks is the same with either, and looked at once. */
const journeys = [
  { language: 'nl', scripts: false, width: 390, isLookedAt: true },
  { language: 'nl', scripts: true, width: 1280, isLookedAt: false },
  { language: 'de', scripts: true, width: 1280, isLookedAt: true },
  { language: 'de', scripts: false, width: 390, isLookedAt: false },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, isLookedAt }) => {
  const { reject, saved } = words[language]
  it('nothing is set before the choice; a no leaves one cookie of 180 days and is not asked again', async () => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${opened.url}/${language}`)
    if (isLookedAt) await expectGoodPage(page, scripts, `cookies-${language}-${width}-01-asked`)
    expect(await context.cookies()).toEqual([])
    const buttons = page.locator('.cookie-banner button')
    const boxes = await Promise.all([0, 1].map(place => buttons.nth(place).boundingBox()))
    for (const box of boxes) expect(box!.height).toBeGreaterThanOrEqual(44)
    expect(boxes[0]!.height).toBe(boxes[1]!.height)
    expect(await buttons.first().innerText()).toBe(reject)
    await press(page, buttons.first())
    expect(await page.locator('[role=status]').first().innerText()).toContain(saved)
    const [cookie, ...more] = await context.cookies()
    expect([cookie?.name, cookie?.httpOnly, more]).toEqual(['consent', true, []])
    // Browsers count from their own clock.
    const now = (await page.evaluate('Date.now()').catch(() => undefined)) as number | undefined
    if (scripts) expect(Math.round((cookie!.expires * 1000 - now!) / 86_400_000)).toBe(180)
    await page.goto(`${opened.url}/${language}/cookies`)
    if (isLookedAt) await expectGoodPage(page, scripts, `cookies-${language}-${width}-02-page`)
    expect(await page.locator('.cookie-banner').count()).toBe(0)
    expect(await page.locator('[name=agree]').isChecked()).toBe(false)
    await page.check('[name=agree]')
    await press(page, '.cookie-choice button[type=submit]')
    expect(await page.locator('[name=agree]').isChecked()).toBe(true)
    await context.close()
  })
})

describe('another site of ours', () => {
  const html = (at: string) => `<!doctype html><html lang="nl"><title>Werkplaats</title><body>
    <a href="#main">Naar de inhoud</a><main id="main"><h1>Werkplaats</h1><a href="#" data-abide-cookies>Cookies</a></main>
    <script type="text/plain" data-purpose="greeting">document.title = 'Dag An'</script>
    <script src="${at}/embed.js"></script></body></html>`

  it('asks the same, runs a script after the yes to its purpose and not before, and can be asked again', async () => {
    const server = createServer((_request, answer) =>
      answer.setHeader('content-type', 'text/html').end(html(opened.url)),
    )
    const port = await freePort()
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    const site = `http://127.0.0.1:${port}`
    await opened.house.db.asOwner(
      `insert into people.site (id, names, address, redirect_uris, post_logout_uris, purpose, scopes, controller, recorded_at)
       values ('workshop', '{"en":"Workshop"}', $1, '{}', '{}', 'account', '{openid}', 'hes', $2)`,
      [`${site}/`, opened.house.db.clock.now()],
    )
    const context = await browser.newContext({ viewport: { width: 390, height: 900 } })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', error => faults.push(error.message))
    await page.goto(`${site}/`)
    const banner = page.locator('section.abide-cookies')
    await banner.waitFor()
    await expectGoodPage(page, true, 'cookies-embed-01-asked')
    const buttons = banner.locator('button')
    expect(await buttons.allInnerTexts()).toEqual([
      'Optionele cookies weigeren',
      'Optionele cookies aanvaarden',
      'Zelf kiezen',
    ])
    const boxes = await Promise.all([0, 1].map(place => buttons.nth(place).boundingBox()))
    expect([boxes[0]!.height >= 44, boxes[0]!.height]).toEqual([true, boxes[1]!.height])
    expect([await context.cookies(), await page.title()]).toEqual([[], 'Werkplaats'])
    await buttons.first().click()
    await banner.locator('[role=status] button').waitFor()
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['abide-consent'])
    const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>
    expect(await focused()).toContain('Uw keuze is bewaard.')
    await page.reload()
    const opener = page.locator('[data-abide-cookies]')
    await opener.click()
    expect([await page.title(), await focused()]).toEqual(['Werkplaats', 'Optionele cookies weigeren'])
    await banner.getByRole('button', { name: 'Sluiten' }).click()
    expect([await banner.count(), await focused()]).toEqual([0, 'Cookies'])
    await opener.click()
    await page.route('**/api/embed/choice', route => route.abort())
    await buttons.nth(1).click()
    await banner.getByRole('alert').filter({ hasText: 'Uw keuze kon niet bewaard worden.' }).waitFor()
    expect(await page.title()).toBe('Werkplaats')
    await page.unroute('**/api/embed/choice')
    await buttons.nth(1).click()
    await banner.locator('[role=status] button').waitFor()
    expect([await page.title(), faults]).toEqual(['Dag An', []])
    const rows = await opened.house.db.asOwner(
      `select kind, page from consent.device_choice where way = 'embed' order by at, id`,
    )
    expect(rows).toEqual(['refused', 'given'].map(kind => ({ kind, page: site })))
    await context.close()
    await new Promise(resolve => server.close(resolve))
  })
})
