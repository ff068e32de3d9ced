/** The product as people meet it: in a browser, with scripts and without, on a phone and on a desk. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '../../server/base/installation.ts'
import { addMember, castFactor, codeOf, sendLetters } from '../../server/people/index.ts'
import { loadPolicy } from '../../server/policy/load.ts'
import { applyDue, publish } from '../../server/policy/publish.ts'
import type { TestApp } from '../app.ts'
import { press } from '../browser.ts'
import { expectGoodPage, openHouse, type OpenHouse } from './house.ts'

const project = join(import.meta.dirname, '../..')
let opened: OpenHouse
let browser: Browser
let house: TestApp
let url: string
beforeAll(async () => {
  opened = await openHouse({ demo: true })
  ;({ browser, house, url } = opened)
})
afterAll(() => opened?.close())

const open = (language: string, scripts: boolean, width: number): Promise<BrowserContext> =>
  browser.newContext({ locale: language, javaScriptEnabled: scripts, viewport: { width, height: 900 } })

const journeys = [
  { language: 'en', scripts: true, width: 1280, policy: 'privacy' },
  { language: 'nl', scripts: false, width: 390, policy: 'privacybeleid' },
]

describe.each(journeys)('in $language, scripts $scripts, $width px', ({ language, scripts, width, policy }) => {
  const name = `Robin ${language}${scripts ? '' : ' zonder'} ${width}`
  const email = `robin-${language}-${scripts}-${width}@customer.example`
  const password = 'een rustige rivier in mei'
  const at = (path: string) => `${url}/${language}/${path}`
  let customer: BrowserContext
  let colleague: BrowserContext
  let page: Page
  let desk: Page
  const good = (which: Page, what: string) => expectGoodPage(which, scripts, `${language}-${scripts}-${width}-${what}`)

  beforeAll(async () => {
    customer = await open(language, scripts, width)
    colleague = await open(language, scripts, width)
    page = await customer.newPage()
    desk = await colleague.newPage()
  })
  afterAll(async () => {
    await customer?.close()
    await colleague?.close()
  })

  it('a stranger finds the way from the first page to an ID', async () => {
    await page.goto(url)
    expect(page.url()).toBe(`${url}/${language}`)
    await good(page, '01-home')
    await page.goto(at('sign-up'))
    await good(page, '02-sign-up')
    await page.fill('[name=name]', name)
    await page.fill('[name=email]', 'not an address')
    await page.fill('[name=password]', 'short')
    await press(page, 'main form button[type=submit]')
    await good(page, '03-sign-up-wrong')
    expect(await page.locator('.error-summary a').count()).toBeGreaterThan(0)
    expect(await page.inputValue('[name=name]')).toBe(name)
    await page.fill('[name=email]', email)
    await page.fill('[name=password]', password)
    await press(page, 'main form button[type=submit]')
    await good(page, '04-sent')
  })

  it('the letter arrives, and its link with the password opens the account', async () => {
    await sendLetters(house.app.given)
    await page.goto(at('mailbox'))
    await good(page, '05-mailbox')
    const letter = page.locator('details', { hasText: email }).first()
    const link = (await letter.locator('a').first().getAttribute('href'))!
    await page.goto(link)
    await good(page, '06-confirm')
    await page.fill('[name=password]', password)
    await press(page, 'main form button[type=submit]')
    expect(new URL(page.url()).pathname).toBe(`/${language}/account`)
    await good(page, '07-account')
  })

  it('the profile keeps a phone, where it came from, and what stood there before', async () => {
    await page.goto(at('account/profile'))
    await good(page, '08-profile')
    await press(page, 'a[href*="phone"], a[href*="contacts"]')
    await good(page, '09-add-phone')
    await page.fill('[name=number]', '+32 470 12 34 56')
    await press(page, 'main form button[type=submit]')
    await page.goto(at('account/profile'))
    expect(await page.locator('main').innerText()).toContain('+32 470 12 34 56')
    await good(page, '10-profile-phone')
  })

  it('a colleague without a stated purpose sees nobody, and with one what it was promised', async () => {
    const role = await house.colleague('service-desk')
    const secret = castFactor(house.db.vault, role.email)
    await desk.goto(at('sign-in'))
    await desk.fill('[name=id]', role.email)
    await desk.fill('[name=password]', 'a quiet river in spring')
    await press(desk, 'main form button[type=submit]')
    await good(desk, '11-second-factor')
    house.db.clock.advance(60_000)
    await desk.fill('[name=code]', codeOf(secret, house.db.clock.now()))
    await press(desk, 'main form button[type=submit]')
    await good(desk, '12-console')
    await desk.goto(`${url}/console/people`)
    await good(desk, '13-find')
    await desk.check('[name=purpose][value=support]')
    await desk.fill('[name=id]', email)
    await desk.fill('[name=reference]', 'S-2041')
    await press(desk, 'main form button[type=submit]')
    await good(desk, '14-found')
    expect(await desk.locator('main').innerText()).not.toContain(email)
    await press(desk, 'main .card form button[type=submit]')
    expect(new URL(desk.url()).pathname).toMatch(/^\/console\/people\/.+/)
    await good(desk, '15-record')
    expect(await desk.locator('main').innerText()).toContain('S-2041')
  })

  it('the customer sees at once who looked, why, and for which case', async () => {
    await page.goto(at('privacy-centre'))
    await good(page, '16-privacy-centre')
    await page.goto(at('privacy-centre/looked'))
    expect(await page.locator('main').innerText()).toContain('S-2041')
    await good(page, '17-looked')
    await page.goto(at('privacy-centre/held'))
    const held = await page.locator('main').innerText()
    expect(held).toContain(email)
    expect(held).toContain('+32 470 12 34 56')
    await good(page, '18-held')
  })

  it('the policy page says beside each clause what keeps it', async () => {
    await page.goto(at(policy))
    await good(page, '19-policy')
    const { policy: inForce, texts } = house.app.gate.policy().compiled.loaded
    const ids = texts[inForce.policy.original]!.clauses.map(clause => clause.id)
    const anchors = await page.locator('main [id]').evaluateAll(elements => elements.map(element => element.id))
    expect(ids.filter(id => !anchors.includes(id))).toEqual([])
    for (const path of ['recipients', 'cookies', 'contact', 'accessibility']) {
      await page.goto(at(path))
      await good(page, `20-${path}`)
    }
  })

  it('signing out ends it', async () => {
    await page.goto(at('account'))
    await press(page, 'header form button[type=submit]')
    await page.goto(at('account'))
    expect(page.url()).toContain('/sign-in')
  })
})

describe('a category that is struck from the policy and published', () => {
  const here = mkdtempSync(join(tmpdir(), 'abide-struck-'))
  afterAll(() => rmSync(here, { recursive: true, force: true }))

  it('vanishes from the staff page, the API and plain SQL as that login', async () => {
    const { db, app } = house
    const customer = await house.customer({ email: 'struck@customer.example' })
    const from = { at: db.clock.now(), source: 'web' as const, version: 4 }
    await addMember(app.given, customer.person, { name: 'Struck Works', country: 'BE' }, 'member', from)
    const colleague = await house.colleague('service-desk')
    const api = await colleague.call('POST', '/api/desk/open', { purpose: 'support', person: customer.person })
    expect(api.status).toBeLessThan(300)
    const { permit } = api.json<{ permit: string }>()
    const before = await colleague.get(`/console/people/${permit}`)
    const bodyBefore = await colleague.call('GET', `/api/desk/record/${permit}`)
    const login = await db.connectAs(db.roleOf('support'), '*')
    const sql = 'select role from people.membership limit 1'
    expect((await login.query(sql)).rowCount).toBe(1)

    cpSync(join(project, 'policies'), here, { recursive: true })
    const file = join(here, 'hesbia.yaml')
    const yaml = readFileSync(file, 'utf8')
      .replace('version: 4', 'version: 5')
      .replace(/(\n {2}support:[\s\S]*?uses: \[[^\]]*), organisation\]/, '$1]')
    writeFileSync(file, yaml)
    const read = loadPolicy(file)
    await withClient(db.owner, async client => {
      await publish(client, read.loaded!, db.clock.now(), db.clock.now())
      await applyDue(client, db.declarations, db.prefix, db.clock.now())
    })
    await app.given.state.refresh()

    await expect(login.query(sql)).rejects.toMatchObject({ code: '42501' })
    await colleague.submit('/console/acknowledge', { version: '5' })
    const after = await colleague.get(`/console/people/${permit}`)
    const bodyAfter = await colleague.call('GET', `/api/desk/record/${permit}`)
    expect({ page: before.status, api: bodyBefore.status }).toEqual({ page: 200, api: 200 })
    expect(before.text).toContain('Struck Works')
    expect(bodyBefore.text).toContain('organisation')
    expect(after.text).not.toContain('Struck Works')
    const categories = bodyAfter.json<{ sections: { category: string }[] }>().sections.map(section => section.category)
    expect(categories).not.toContain('organisation')
    expect({ page: after.status, api: bodyAfter.status }).toEqual({ page: 200, api: 200 })
  })
})
