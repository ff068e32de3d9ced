/** Choosing at the banner, in a browser: with scripts and without, in two languages. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { press } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

let opened: OpenHouse
let browser: Browser
beforeAll(async () => {
  opened = await openHouse()
  browser = opened.browser
})
afterAll(() => opened?.close())

const journeys = [
  { language: 'nl', scripts: false, width: 390, reject: 'Optionele cookies weigeren', saved: 'Uw keuze is bewaard.' },
  {
    language: 'de',
    scripts: true,
    width: 1280,
    reject: 'Optionale Cookies ablehnen',
    saved: 'Ihre Wahl ist gespeichert.',
  },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, reject, saved }) => {
  it('nothing is set before the choice; a no leaves one cookie of 180 days and is not asked again', async () => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${opened.url}/${language}`)
    await expectGoodPage(page, scripts, `cookies-${language}-${width}-01-asked`)
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
    await expectGoodPage(page, scripts, `cookies-${language}-${width}-02-page`)
    expect(await page.locator('.cookie-banner').count()).toBe(0)
    expect(await page.locator('[name=agree]').isChecked()).toBe(false)
    await page.check('[name=agree]')
    await press(page, '.cookie-choice button[type=submit]')
    expect(await page.locator('[name=agree]').isChecked()).toBe(true)
    await context.close()
  })
})
