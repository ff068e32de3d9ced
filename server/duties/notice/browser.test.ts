import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { axe, launchBrowser, shot } from '../../../test/browser.ts'
import { nextVersion } from '../../../test/next-version.ts'
import { withClient } from '../../base/installation.ts'
import { publish } from '../../policy/publish.ts'

let it: TestApp
let browser: Browser
let base: string
beforeAll(async () => {
  ;[it, browser] = await Promise.all([testApp({ demo: true }), launchBrowser()])
  await it.app.server.listen({ host: '127.0.0.1', port: 0 })
  await announceVersion()
  base = `http://127.0.0.1:${(it.app.server.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser?.close()
  await it?.close()
})

/** Publishes a version that waits for its date, so that there is a difference to show. */
async function announceVersion(): Promise<void> {
  const next = nextVersion(it.db, policy => {
    policy.setIn(['purposes', 'support', 'keep', 'for'], 'P4Y')
    policy.deleteIn(['recipients', 'carrier'])
  })
  const now = it.db.clock.now()
  const later = new Date(now.getTime() + 40 * 86_400_000)
  await withClient(it.db.owner, client => publish(client, next, now, later))
}

const pages = [
  '/en',
  '/en/privacy',
  '/nl/privacybeleid',
  '/fr/politique-de-confidentialite/clause/why.support',
  '/de/datenschutz/clause/safe.loss',
  '/en/privacy/versions',
  '/nl/privacybeleid/v/4',
  '/fr/politique-de-confidentialite/diff/4/5',
  '/de/recipients',
  '/fr/cookies',
  '/nl/contact?reference=S-2041',
  '/de/accessibility',
]

describe('the public pages in a browser', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const [at, path] of pages.entries()) {
      const width = at % 2 === 0 ? 390 : 1280
      test(`${path} has no accessibility fault and nothing beyond its edge: ${scheme}, ${width} px`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true })
        await page.goto(base + path)
        expect(await axe(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
        await shot(page, `notice-${at}-${scheme}`)
        await page.close()
      })
    }
  }

  test('a proof stands beside its sentence where there is room, and is opened under it where there is not', async () => {
    const proof = '.policy-clause:has(#safe\\.alteration) .proof'
    const wide = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await wide.goto(`${base}/en/privacy#safe.alteration`)
    const [words, beside] = await Promise.all([
      wide.locator('#safe\\.alteration').boundingBox(),
      wide.locator(`${proof} li`).first().boundingBox(),
    ])
    expect(beside!.x).toBeGreaterThan(words!.x + words!.width)
    await wide.close()

    const narrow = await browser.newPage({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    await narrow.goto(`${base}/en/privacy#safe.alteration`)
    expect(await narrow.locator(`${proof} li`).first().isVisible()).toBe(false)
    await narrow.locator(`${proof} summary`).click()
    expect(await narrow.locator(`${proof} li`).first().isVisible()).toBe(true)
    await narrow.close()
  })
})
