/** What every journey begins with: the product on a port, a browser, and what is asked of each page. */
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { build } from '../../scripts/build.js'
import { testApp, type TestApp } from '../app.ts'
import { axe, launchBrowser, shot } from '../browser.ts'
import { freePort } from '../running.ts'

/** The product, where it answers, and a browser to look at it with. */
export interface OpenHouse {
  house: TestApp
  browser: Browser
  url: string
  close(): Promise<void>
}

/**
 * Builds, opens and starts everything. Call `close` in `afterAll`.
 * @param furnish what has to be there before anybody comes
 */
export async function openHouse(
  options: Parameters<typeof testApp>[0] = {},
  furnish: (house: TestApp) => Promise<unknown> = async () => {},
): Promise<OpenHouse> {
  await build()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const house = await testApp({ ...options, publicUrl: url })
  await furnish(house)
  await house.app.server.listen({ port, host: '127.0.0.1' })
  const browser = await launchBrowser()
  return {
    house,
    browser,
    url,
    async close() {
      await browser.close()
      await house.close()
    },
  }
}

/** Whatever a page is, it has one heading, no sideways scroll, and (where scripts run) nothing that axe finds. */
export async function expectGoodPage(page: Page, scripts: boolean, name: string): Promise<void> {
  expect(await page.locator('h1').count(), `${name}: one h1`).toBe(1)
  if (scripts) {
    const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
    expect(fits, `${name}: no sideways scroll`).toBe(true)
    expect(await axe(page), name).toEqual([])
  }
  await shot(page, name)
}
