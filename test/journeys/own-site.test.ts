/** From a fresh directory to a customer who is signed in: a company's own site, by options and by answers, in a browser. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../scripts/build.js'
import { axe, launchBrowser, press, shot } from '../browser.ts'
import { openPostOffice, type PostOffice } from '../post-office.ts'
import { abide, freePort, type Running, startProduct } from '../running.ts'

const project = join(import.meta.dirname, '../..')
const password = 'a quiet river in spring'
/** It fits a dark ground too, by itself; and what is in it that acts never does. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 24"><style>.a { fill: #0a6b2d }
  @media (prefers-color-scheme: dark) { .a { fill: #78ae8c } }</style><circle class="a" cx="12" cy="12" r="11"/><path class="a" d="M26 4h20v16H26z"/></svg>`
const text = `Privacybeleid van Boomgaard

Boomgaard bv kweekt appels. Wij verwerken uw naam en e-mailadres.

Uw rechten

U kunt ons altijd vragen welke gegevens wij van u hebben. Wij verkopen uw gegevens nooit.
`

let browser: Browser
let post: PostOffice
beforeAll(async () => {
  await build()
  browser = await launchBrowser()
  post = await openPostOffice()
})
afterAll(async () => {
  await browser?.close()
  await post?.close()
})

/** Answers each question as it comes, line by line. */
function answering(environment: NodeJS.ProcessEnv, answers: readonly string[]): Promise<number | null> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(project, 'bin/abide.js'), 'init'], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.once('close', resolve)
    child.stdin.end(`${answers.join('\n')}\n`)
  })
}

const ways = [
  { how: 'options', company: 'Orchard & Sons', languages: ['en', 'nl'], scripts: true, width: 1280, dark: false },
  { how: 'answers', company: 'Boomgaard', languages: ['nl'], scripts: false, width: 390, dark: true },
] as const

describe.each(ways)('a site made by $how, $width px', ({ how, company, languages, scripts, width, dark }) => {
  const here = mkdtempSync(join(tmpdir(), 'abide-own-site-'))
  const environment: NodeJS.ProcessEnv = { ABIDE_SITE: join(here, 'site'), ABIDE_DATA: join(here, 'data') }
  const language = languages[0]
  const email = `jo@${how}.example`
  let running: Running | undefined
  let context: BrowserContext | undefined
  let page: Page
  const at = (path: string) => `${running!.url}/${language}${path}`

  /** What every page of it has to show, and how. */
  async function expectOwnPage(name: string): Promise<void> {
    expect(await page.locator('h1').count(), name).toBe(1)
    expect(await page.title()).toMatch(new RegExp(`– ${company}$`))
    expect(await page.locator('.logo').innerText()).toContain(company)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(await page.locator('.languages li').count()).toBe(languages.length > 1 ? languages.length : 0)
    const mark = page.locator('.logo img')
    expect([await mark.getAttribute('alt'), (await mark.boundingBox())?.width]).toEqual(['', 64])
    if (scripts) {
      expect(await mark.evaluate(image => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true)
      expect(await axe(page), name).toEqual([])
    }
    await shot(page, `own-site-${how}-${name}`)
  }

  beforeAll(async () => {
    const [mark, policy] = [join(here, 'mark.svg'), join(here, 'policy.txt')]
    writeFileSync(mark, logo)
    writeFileSync(policy, text)
    const port = String(await freePort())
    environment['PORT'] = port
    const colour = '#0a6b2d'
    if (how === 'options') {
      const asked = ['--name', company, '--languages', languages.join(','), '--logo', mark, '--accent', colour]
      const more = ['--domain', `http://localhost:${port}`, '--contact', 'privacy@orchard.example', '--country', 'IE']
      const made = await abide(
        ['init', ...asked, ...more, '--mail-server', post.url, '--policy', policy, '--languages', 'en,nl', '--yes'],
        environment,
      )
      expect(made).toMatchObject({ code: 0, error: '' })
    } else {
      const wrongFirst = ['flemish', language]
      const code = await answering(environment, [
        company,
        ...wrongFirst,
        mark,
        colour,
        '',
        `http://localhost:${port}`,
        post.url,
        'BE',
        'privacy@boomgaard.example',
        policy,
      ])
      expect(code).toBe(0)
    }
    running = await startProduct('serve', environment)
    context = await browser.newContext({
      locale: language,
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    })
    page = await context.newPage()
  }, 120_000)
  afterAll(async () => {
    await context?.close()
    await running?.stop()
    rmSync(here, { recursive: true, force: true })
  })

  it('has its name, logo, colours and languages, and the company’s own words as its policy', async () => {
    expect(running!.printed()).not.toContain('Warning')
    await page.goto(at(''))
    await expectOwnPage('home')
    const link = page.locator('main a').first()
    const wanted = dark ? 'rgb(120, 174, 140)' : 'rgb(10, 107, 45)'
    expect(
      await page
        .locator('.button-primary, main a')
        .first()
        .evaluate(one => {
          const { color, backgroundColor } = getComputedStyle(one)
          return [color, backgroundColor]
        }),
    ).toContain(wanted)
    expect(await link.count()).toBe(1)
    await page.goto(at(language === 'nl' ? '/privacybeleid' : '/privacy'))
    await expectOwnPage('policy')
    const words = await page.locator('main').innerText()
    for (const sentence of [
      'Boomgaard bv kweekt appels.',
      'Wij verkopen uw gegevens nooit.',
      `${company} is hiervoor verantwoordelijk.`,
    ])
      expect(words).toContain(sentence)
    expect((await page.goto(`${running!.url}/fr`))?.status()).toBe(404)
    await expectOwnPage('not-found')
  })

  it('takes a sign-up, sends the letter, and lets its reader in', async () => {
    await page.goto(at('/sign-up'))
    await expectOwnPage('sign-up')
    for (const [field, value] of Object.entries({ name: 'Jo Peeters', email, password }))
      await page.fill(`[name=${field}]`, value)
    await press(page, 'main form button[type=submit]')
    const letter = () => post.letters.find(({ to }) => to === email)?.text
    await expect.poll(letter, { timeout: 20_000 }).toBeTruthy()
    expect(letter()).toContain(company)
    const link = /http\S+token=\S+/.exec(letter()!)![0]
    expect(link).toContain(at('/confirm'))
    await page.goto(link)
    await page.fill('[name=password]', password)
    await press(page, 'main form button[type=submit]')
    await page.goto(at('/account'))
    await expectOwnPage('account')
    await page.locator('.who form button').click()
    await page.waitForURL(url => !url.pathname.endsWith('/account'))
    await page.goto(at('/sign-in'))
    await page.fill('[name=id]', email)
    await page.fill('[name=password]', password)
    await press(page, 'main form button[type=submit]')
    expect(await page.locator('.who-name').innerText()).toContain('Jo Peeters')
  })

  it('says honestly that there is nothing to register while there is no catalogue', async () => {
    for (const path of ['/products', '/products/register', '/products/several', '/products/import']) {
      await page.goto(at(path))
      expect([path, await page.locator('main form').count()]).toEqual([path, 0])
      expect(await page.locator('main .card h2').first().innerText()).toMatch(
        /Nothing can be registered yet|Er is nog niets te registreren/,
      )
    }
    await page.goto(at('/products'))
    await expectOwnPage('no-catalogue')
  })
})
