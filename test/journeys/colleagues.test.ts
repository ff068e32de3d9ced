/** Colleagues as an administrator and they themselves meet it: invited, come, given another role, and suspended in the middle of work. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPersonOfCast, castFactor, codeOf, tellOfChanges } from '../../server/people/index.ts'
import { type TestApp, testPassword } from '../app.ts'
import { press } from '../browser.ts'
import { letterTo } from '../letters.ts'
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
  { language: 'en', scripts: true, width: 1280, invited: 'Nora Janssens' },
  { language: 'nl', scripts: false, width: 390, invited: 'Wout Claes' },
] as const

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, invited }) => {
  const contexts: BrowserContext[] = []
  const id = `invited-${language}@team.example`
  const submit = 'main form button[type=submit]'
  let admin: Page
  let colleague: Page

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
    })
    contexts.push(context)
    return context.newPage()
  }
  const good = (page: Page, name: string) => expectGoodPage(page, scripts, `colleagues-${language}-${width}-${name}`)
  const heading = (page: Page) => page.locator('h1').textContent()
  /** The form of the page that goes to an address with this end. */
  const button = (end: string) => `main form[action$="${end}"] button[type=submit]`
  /** A question that the script asks before it sends. */
  async function sure(page: Page, selector: string): Promise<void> {
    if (!scripts) return press(page, selector)
    await page.click(selector)
    await press(page, 'dialog[open] .actions button')
  }

  beforeAll(async () => {
    const email = `admin-${language}@team.example`
    const secondFactor = castFactor(house.db.vault, email)
    const { version } = house.app.gate.policy().compiled.loaded.policy.policy
    await addPersonOfCast(house.app.given, {
      name: 'Hugo Willems',
      email,
      password: testPassword,
      language,
      region: 'hes',
      relation: 'staff',
      at: house.db.clock.now(),
      source: 'installation',
      version,
      staff: { role: 'administrator', controller: 'hes', secondFactor, acknowledged: version },
    })
    admin = await newPage()
    await admin.goto(`${url}/${language}/sign-in`)
    await admin.fill('[name=id]', email)
    await admin.fill('[name=password]', testPassword)
    await press(admin, submit)
    await admin.fill('[name=code]', codeOf(secondFactor, house.db.clock.now()))
    await press(admin, submit)
    colleague = await newPage()
  })
  afterAll(() => Promise.all(contexts.map(context => context.close())))

  it('the administrator sees the colleagues and the roles, and invites one', async () => {
    await press(admin, 'nav a[href="/console/roles"]')
    await good(admin, '01-roles')
    await press(admin, 'nav a[href="/console/colleagues"]')
    await good(admin, '02-colleagues')
    await press(admin, 'main a[href$="/invite"]')
    await admin.fill('[name=email]', 'nonsense')
    await press(admin, submit)
    expect(await admin.locator('.error-summary li').count()).toBeGreaterThan(0)
    await good(admin, '03-invite-faults')
    await admin.fill('[name=name]', invited)
    await admin.fill('[name=email]', id)
    await admin.selectOption('[name=role]', 'service-desk')
    await press(admin, submit)
    expect(await heading(admin)).toBe(invited)
    await good(admin, '04-invited')
  })

  it('the colleague chooses a password, adds a second factor, reads the policy, and works', async () => {
    const { link } = await letterTo(house, id)
    await colleague.goto(url + link)
    await colleague.fill('[name=password]', 'geel fietspad in de mist')
    await press(colleague, submit)
    const secret = /secret=([A-Z2-7]+)/.exec(await colleague.content())![1]!
    await colleague.fill('[name=code]', codeOf(secret, house.db.clock.now()))
    await press(colleague, submit)
    await colleague.goto(`${url}/console/acknowledge`)
    await press(colleague, submit)
    await colleague.goto(`${url}/console/people`)
    expect(await colleague.locator('[name=purpose]').count()).toBeGreaterThan(0)
    // Of an administrator's pages there is no way, and no entry.
    expect(await colleague.locator('nav a[href="/console/colleagues"]').count()).toBe(0)
    const answer = await colleague.goto(`${url}/console/colleagues`)
    expect(answer!.status()).toBe(403)
    await good(colleague, '05-not-theirs')
  })

  it('is given another role, which holds at once and is told by a letter', async () => {
    await admin.reload()
    await admin.selectOption('[name=role]', 'web-editor')
    await press(admin, button('/role'))
    await good(admin, '06-appointed')
    await tellOfChanges(house.app.given)
    expect((await letterTo(house, id)).text).toBeTruthy()
    await colleague.goto(`${url}/console/people`)
    expect(await colleague.locator('[name=purpose][value=support]').count()).toBe(0)
    await good(colleague, '07-other-role')
  })

  it('is suspended in the middle of work, and let in again', async () => {
    await sure(admin, button('/suspend'))
    await good(admin, '08-suspended')
    await colleague.goto(`${url}/console`)
    expect(new URL(colleague.url()).pathname).toMatch(new RegExp(`^/${language}/`))
    await press(admin, button('/resume'))
    expect(await admin.locator(button('/suspend')).count()).toBe(1)
    await good(admin, '09-resumed')
  })

  it('and a key is made, shown once, and ended', async () => {
    await press(admin, 'nav a[href="/console/keys"]')
    await good(admin, '10-no-keys')
    await press(admin, 'main a[href="/console/keys/new"]')
    await admin.check('[name=purpose][value=support]')
    await press(admin, submit)
    await admin.fill('[name=name]', 'Service tool')
    await admin.check('[name=acts][value="desk.system-find-for-support"]')
    await press(admin, submit)
    expect(await admin.content()).toMatch(/abide_[\w-]{80,}/)
    await good(admin, '11-key')
    await press(admin, 'main a[href="/console/keys"]')
    await good(admin, '12-keys')
    await sure(admin, button('/revoke'))
    expect(await admin.locator(button('/revoke')).count()).toBe(0)
    await good(admin, '13-ended')
  })
})
