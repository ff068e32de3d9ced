/** A profile from nothing to complete, and back: in a browser, with scripts and without, on a phone and on a desk. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../scripts/build.js'
import { testApp, testPassword, type TestApp } from '../app.ts'
import { axe, launchBrowser, press, shot } from '../browser.ts'
import { letterTo } from '../letters.ts'
import { freePort } from '../running.ts'

let browser: Browser
let house: TestApp
let url: string

beforeAll(async () => {
  await build()
  const port = await freePort()
  url = `http://localhost:${port}`
  house = await testApp({ demo: true, publicUrl: url })
  await house.app.server.listen({ port, host: '127.0.0.1' })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await house?.close()
})

const journeys = [
  { language: 'en', scripts: true, width: 1280, dark: false },
  { language: 'fr', scripts: false, width: 390, dark: false },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, dark }) => {
  const at = (path: string) => `${url}/${language}/account/profile${path}`
  const second = `second-${language}-${width}@elsewhere.example`
  const submit = 'main form:not(.filter) button[type=submit].button-primary'
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    const { email } = await house.customer({ language, name: 'Robin Claes' })
    context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    })
    page = await context.newPage()
    await page.goto(`${url}/${language}/sign-in`)
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', testPassword)
    await press(page, submit)
  })
  afterAll(() => context?.close())

  const good = async (what: string) => {
    const name = `profile-${language}-${scripts}-${width}-${what}`
    expect(await page.locator('h1').count(), name).toBe(1)
    if (scripts) {
      const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
      expect(fits, `${name}: no sideways scroll`).toBe(true)
      expect(await axe(page), name).toEqual([])
    }
    await shot(page, name)
  }
  const text = () => page.locator('main').innerText()

  it('a country is what phones and addresses begin with', async () => {
    await page.goto(at(''))
    await good('01-empty')
    await page.goto(at('/country'))
    await page.selectOption('[name=country]', 'US')
    await good('02-country')
    await press(page, submit)
    await page.goto(at('/addresses'))
    expect(await page.locator('[name=region]').count()).toBe(1)
    await good('03-address-us')
    await page.selectOption('select[name=country]', 'HU')
    await press(page, 'form.filter button[type=submit]')
    expect(await page.locator('main form:not(.filter) input.input').first().getAttribute('name')).toBe('city')
    await page.fill('[name=street]', 'Minta utca 1')
    await page.fill('[name=city]', 'Szeged')
    await page.fill('[name=postcode]', '1')
    await press(page, submit)
    await good('04-address-wrong')
    await page.fill('[name=postcode]', '6720')
    await press(page, submit)
    expect(await text()).toMatch(/Szeged\s+Minta utca 1\s+6720/)
    await page.goto(at('/phones'))
    await page.fill('[name=number]', '202-555-0123')
    await page.selectOption('[name=use]', 'work')
    await good('05-phone')
    await press(page, submit)
    expect(await text()).toContain('+1 202 555 0123')
  })

  it('a further address is proven with its letter', async () => {
    await page.goto(at('/emails'))
    await page.fill('[name=email]', second)
    await press(page, submit)
    await good('06-unproven')
    await page.goto(url + (await letterTo(house, second)).link)
    await good('07-prove')
    await press(page, submit)
    expect(await page.locator('.badge.tone-ok').count()).toBe(1)
  })

  it('trade and place are asked with a yes of their own, and go with it', async () => {
    await page.goto(at('/research'))
    await page.selectOption('[name=occupation]', 'technician')
    await page.selectOption('[name=place]', 'hospital')
    await press(page, submit)
    await good('08-no-yes')
    await page.check('[name=yes]')
    await press(page, submit)
    await good('09-complete')
    await page.goto(at('/research'))
    await good('10-research')
    const back = page.locator('form[action$="/research/withdraw"] button')
    if (scripts) {
      await back.click()
      await press(page, 'dialog[open] .actions button')
    } else await press(page, back)
    expect(await page.locator('form[action$="/research/withdraw"]').count()).toBe(0)
  })

  it('what was removed is undone, and the undo too', async () => {
    await page.goto(at(''))
    await press(page, page.locator('form[action$="/remove"]').last().locator('button'))
    await good('11-removed')
    await press(page, '.undo button')
    await good('12-restored')
    expect(await text()).toContain('Szeged')
    await press(page, '.undo button')
    expect(await page.locator('#addresses + .empty').count()).toBe(1)
  })
})
