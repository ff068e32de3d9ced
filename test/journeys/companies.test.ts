/** Companies as people meet them: created, a colleague invited, joined and left again, with scripts and without. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPersonOfCast } from '../../server/people/index.ts'
import { type TestApp, testPassword } from '../app.ts'
import { press } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'
import { letterTo } from '../letters.ts'

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
  { language: 'nl', scripts: false, width: 390 },
  { language: 'fr', scripts: true, width: 390 },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width }) => {
  const contexts: BrowserContext[] = []
  const at = (path: string) => `${url}/${language}/${path}`
  const emailOf = (who: string) => `${who}-${language}@ziekenhuis-${language}.example`
  let owner: Page
  let colleague: Page

  async function signedIn(who: string, name: string): Promise<Page> {
    const policy = house.app.gate.policy().compiled.loaded.policy.policy
    await addPersonOfCast(house.app.given, {
      name,
      email: emailOf(who),
      password: testPassword,
      language,
      region: 'hes',
      relation: 'business-contact',
      at: house.db.clock.now(),
      source: 'web',
      version: policy.version,
    })
    const context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
    })
    contexts.push(context)
    const page = await context.newPage()
    await page.goto(at('sign-in'))
    await page.fill('[name=id]', emailOf(who))
    await page.fill('[name=password]', testPassword)
    await press(page, 'main form button[type=submit]')
    return page
  }

  const good = (page: Page, name: string) => expectGoodPage(page, scripts, `companies-${language}-${width}-${name}`)

  beforeAll(async () => {
    owner = await signedIn('lotte', 'Lotte Hermans')
    colleague = await signedIn('an', 'An Maes')
  })
  afterAll(() => Promise.all(contexts.map(context => context.close())))

  it('somebody finds no company, and creates one', async () => {
    await press(owner, 'nav a[href$="/account/companies"]')
    await good(owner, '01-none')
    await press(owner, 'main a[href$="/companies/new"]')
    await owner.fill('[name=number]', '???')
    await press(owner, 'main form button[type=submit]')
    expect(await owner.locator('.error-summary li').count()).toBe(1)
    await good(owner, '02-new-faults')
    await owner.fill('[name=company]', 'Ziekenhuis Demer')
    await owner.fill('[name=number]', 'BE 0000.000.000')
    await press(owner, 'main form button[type=submit]')
    expect(await owner.locator('h1').textContent()).toBe('Ziekenhuis Demer')
    await good(owner, '03-company')
  })

  it('invites a colleague, who reads what joining means and joins with a name of their choice', async () => {
    await press(owner, 'main a[href$="/invite"]')
    await owner.fill('[name=email]', emailOf('an'))
    await good(owner, '04-invite')
    await press(owner, 'main form button[type=submit]')
    await good(owner, '05-invited')
    await colleague.goto(url + (await letterTo(house, emailOf('an'))).link)
    await good(colleague, '06-join')
    await colleague.fill('[name=name]', 'An')
    await press(colleague, 'main form button[type=submit]')
    await good(colleague, '07-joined')
    expect(await colleague.locator('main table').textContent()).toContain('Lotte Hermans')
    await colleague.goto(at('account/companies'))
    await good(colleague, '08-list')
  })

  it('makes the colleague an owner, lets the domain in, and may leave then', async () => {
    await owner.reload()
    await press(owner, owner.locator('main a[href*="/people/"]').last())
    await owner.check('[name=role][value=owner]')
    await good(owner, '09-role')
    await press(owner, 'main form button[type=submit]')
    await press(owner, 'main form[action$="/domains"] button')
    expect(await owner.locator('main form[action$="/domains/drop"]').count()).toBe(1)
    await good(owner, '10-domain')
    await press(owner, 'main a[href$="/leave"]')
    await good(owner, '11-leave')
    await press(owner, 'main form button[type=submit]')
    await good(owner, '12-left')
    await colleague.goto(url + (await letterTo(house, emailOf('an'))).link)
    await good(colleague, '13-used')
  })

  it('says that several people use the ID, and is greeted by no name', async () => {
    await colleague.goto(at('account/shared-id'))
    await colleague.check('[name=users][value=several]')
    await good(colleague, '14-shared')
    await press(colleague, 'main form button[type=submit]')
    await colleague.goto(at('account'))
    expect(await colleague.locator('body').textContent()).not.toContain('An Maes')
  })
})
