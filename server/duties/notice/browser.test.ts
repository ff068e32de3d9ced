import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { launchBrowser } from '../../../test/browser.ts'

let it: TestApp
let browser: Browser
let base: string
beforeAll(async () => {
  ;[it, browser] = await Promise.all([testApp({ demo: true }), launchBrowser()])
  await it.app.server.listen({ host: '127.0.0.1', port: 0 })
  base = `http://127.0.0.1:${(it.app.server.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser?.close()
  await it?.close()
})

describe('the policy page in a browser', () => {
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
