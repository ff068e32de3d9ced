/** Products as people meet them: in a browser, with scripts and without, on a phone and on a desk. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepCatalogue } from '../../server/activities/products/catalogue.ts'
import { deliverOffers } from '../../server/activities/products/transfer-acts.ts'
import { addMember } from '../../server/people/index.ts'
import { testPassword, type TestApp } from '../app.ts'
import { press } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'
import { aSerial, catalogue } from '../serials.ts'

let opened: OpenHouse
let browser: Browser
let house: TestApp
let url: string
beforeAll(async () => {
  opened = await openHouse({}, house => keepCatalogue(house.app.given, catalogue))
  ;({ browser, house, url } = opened)
})
afterAll(() => opened?.close())

const journeys = [
  { language: 'nl', scripts: false, width: 390, dark: false },
  { language: 'de', scripts: true, width: 390, dark: true },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, dark }) => {
  const at = (path: string) => `${url}/${language}/${path}`
  const name = (what: string) => `products-${language}-${width}-${what}`
  let context: BrowserContext
  let page: Page
  let owner: Awaited<ReturnType<TestApp['customer']>>
  let other: Awaited<ReturnType<TestApp['customer']>>
  const serial = aSerial()
  const good = (what: string) => expectGoodPage(page, scripts, name(what))

  async function signIn(email: string): Promise<void> {
    await page.context().clearCookies()
    await page.goto(at('sign-in'))
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form button[type=submit]')
  }

  beforeAll(async () => {
    const from = { at: house.db.clock.now(), source: 'web', version: 4 } as const
    ;[owner, other] = [await house.customer({ name: 'An Maes' }), await house.customer({ name: 'Luc Fontaine' })]
    await addMember(house.app.given, owner.person, { name: 'Ziekenhuis Demer', country: 'BE' }, 'manager', from)
    context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    })
    page = await context.newPage()
  })
  afterAll(() => context?.close())

  it('a product is registered by a serial number that was mistyped first', async () => {
    await signIn(owner.email)
    await page.goto(at('products'))
    await good('01-empty')
    await press(page, 'main a[href*="/products/register"]')
    await page.fill('[name=serial]', serial.replace('OU20', 'OU2O'))
    await press(page, 'main form button[type=submit]')
    await good('02-wrong')
    expect(await page.inputValue('[name=serial]')).toBe(serial.replace('OU20', 'OU2O'))
    await press(page, `main a[href*="${serial}"]`)
    await good('03-confirm')
    await page.fill('[name=bought]', '2026-10-02')
    await page.fill('[name=seller]', 'Winkel Demer')
    await page.fill('[name=site]', 'Technical room A')
    await press(page, 'main form button[type=submit]')
    await good('04-product')
    expect(await page.locator('main').innerText()).toContain('Winkel Demer')
  })

  it('several are registered at once for the company, and a proof is added', async () => {
    await page.setInputFiles('[name=proof]', {
      name: 'invoice.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 an invoice'),
    })
    await press(page, 'form[action$="/proofs"] button[type=submit]')
    expect(await page.locator('main').innerText()).toContain('invoice.pdf')
    await good('05-proof')
    await page.goto(at('products/several'))
    await good('06-several')
    await page.fill('[name=serials]', `${aSerial()}\nnonsense\n${aSerial('LS04', '12540')}`)
    await page.locator('[name=of]').nth(1).check()
    await page.fill('[name=site]', 'Operating theatres')
    await press(page, 'main form button[type=submit]')
    await good('07-result')
    await page.goto(at('products'))
    await press(page, '.owners a')
    await good('08-fleet')
    expect(await page.locator('main').innerText()).toContain('Operating theatres')
    await press(page, 'main a[href*="/products/labels"]')
    await good('09-labels')
    await page.goto(at('products'))
    await press(page, '.owners a')
    await press(page, 'main a[href*="/products/sites"]')
    await good('10-sites')
    await press(page, 'main td a')
    await good('11-site')
  })

  it('a file is checked first, and its good lines go in when asked', async () => {
    await page.goto(at('products/import'))
    await good('12-import')
    await page.setInputFiles('[name=file]', {
      name: 'fleet.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`\ufeffserial;bought\n${aSerial('SE30', '32519')};15/01/2026\nnonsense;\n`),
    })
    await press(page, 'main form button[type=submit]')
    await good('13-read')
    await press(page, 'main form button[type=submit]')
    await good('14-registered')
    expect(await page.locator('.notice.tone-ok').count()).toBe(1)
  })

  it('a product is handed over, and neither side is shown to the other', async () => {
    await page.goto(at('products'))
    await press(page, `main tbody tr:has-text("${serial}") a`)
    await page.fill('[name=recipient]', other.email)
    await press(page, 'form[action$="/transfer"] button[type=submit]')
    await good('15-offered')
    await deliverOffers(house.app.given)
    await signIn(other.email)
    await page.goto(at('products'))
    await press(page, 'main a[href$="/products/offers"]')
    await good('16-offers')
    expect(await page.locator('body').innerText()).not.toContain('An Maes')
    await press(page, 'form[action$="/accept"] button[type=submit]')
    expect(await page.locator('main').innerText()).toContain(serial)
    expect(await page.locator('main').innerText()).not.toContain('Winkel Demer')
    await good('17-mine')
    await page.goto(at('privacy-centre/held'))
    await good('18-held')
  })
})
