/** Giving, taking back and stopping, in a browser: with scripts and without, on a phone and on a desk. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testPassword, type TestApp } from '../app.ts'
import { press } from '../browser.ts'
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

const journeys = [
  { language: 'fr', scripts: false, width: 390, dark: false, figures: '1 des 5', undo: 'Annuler ce changement' },
  { language: 'de', scripts: true, width: 390, dark: true, figures: '1 von 5', undo: 'Rückgängig machen' },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, dark, ...said }) => {
  const at = (path: string) => `${url}/${language}/${path}`
  const save = `form[action$="/consents"] button[type=submit]`
  let context: BrowserContext
  let page: Page

  const good = (what: string) => expectGoodPage(page, scripts, `consents-${language}-${width}-${what}`)

  beforeAll(async () => {
    const an = await house.customer({ name: 'An Maes' })
    context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    })
    page = await context.newPage()
    await page.goto(at('sign-in'))
    await page.fill('[name=id]', an.email)
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form button[type=submit]')
  })
  afterAll(() => context?.close())

  /** What somebody does with their hands, from the page on: a box, or a button. */
  const counted = (steps: string[]) => ({
    box: async (value: string, on: boolean) => {
      steps.push(`box ${value}`)
      await page.setChecked(`[type=checkbox][value="${value}"]`, on)
    },
    button: async (selector: string) => {
      steps.push('button')
      await press(page, selector)
    },
  })
  const offers = 'product-news:offers/email'

  it('somebody comes from their account, agrees to one thing, and the privacy centre counts it', async () => {
    await press(page, 'main a[href$="/privacy-centre/consents"]')
    await good('01-nothing')
    expect(await page.locator('main input:checked').count()).toBe(0)
    await page.check('[type=checkbox][value="product-news:offers/email"]')
    await page.check('[type=checkbox][value="measure-visits"]')
    await press(page, save)
    await good('02-agreed')
    expect(await page.locator('main input:checked').count()).toBe(2)
    await page.goto(at('privacy-centre'))
    expect(await page.locator('main').innerText()).toContain(said.figures)
    await good('03-centre')
    await press(page, 'main a[href$="/privacy-centre/consents"]')
  })

  it('takes it back with the same box and the same button, and undoes that', async () => {
    await page.uncheck('[type=checkbox][value="product-news:offers/email"]')
    await press(page, save)
    expect(await page.isChecked('[type=checkbox][value="product-news:offers/email"]')).toBe(false)
    await good('04-taken-back')
    await press(page, page.getByRole('button', { name: said.undo }))
    expect(await page.isChecked('[type=checkbox][value="product-news:offers/email"]')).toBe(true)
    expect(await page.locator('#history tbody tr').count()).toBe(4)
  })

  it('takes no more steps to take back than to give: the very same box and button', async () => {
    const [given, back]: [string[], string[]] = [[], []]
    await page.goto(at('privacy-centre/consents'))
    for (const [steps, on] of [[back, false] as const, [given, true] as const]) {
      const hands = counted(steps)
      await hands.box(offers, on)
      await hands.button(save)
      expect(await page.isChecked(`[type=checkbox][value="${offers}"]`)).toBe(on)
    }
    expect(back.length).toBeLessThanOrEqual(given.length)
    expect(back).toEqual(given)
  })

  it('stops everything with one button', async () => {
    await press(page, 'form[action$="/stop"] button[type=submit]')
    await good('05-stopped')
    expect(await page.isChecked('[type=checkbox][value="product-news:offers/email"]')).toBe(false)
    expect(await page.isChecked('[type=checkbox][value="measure-visits"]')).toBe(true)
  })
})
