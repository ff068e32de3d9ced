/**
 * Every page of the product, in every language, with its script and without, on narrow and wide screens, light and dark.
 * The pages are the routes themselves, so none can be forgotten.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages, link, type Language } from '../server/base/http/index.ts'
import { axe, launchBrowser, shot } from './browser.ts'
import { furnished, type Furnished } from './furnished.ts'
import { pageSamples, type Sample } from './page-samples.ts'
import { freePort } from './running.ts'

let it: Furnished
let browser: Browser
let url: string
beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  ;[it, browser] = await Promise.all([furnished(url), launchBrowser()])
  await it.house.app.server.listen({ port, host: '127.0.0.1' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await it?.house.close()
})

/** Marks the script that a page is given after it was looked at without. */
const late = '&late'
const widths = [320, 390, 1280]
/** Bytes, gzip. */
const most = { html: 40_000, scripts: 15_000 }

/** The names of the files of words, which begin every key. */
const parts = readdirSync(join(import.meta.dirname, '../locales/en')).map(name => name.replace('.json', ''))

interface Visit extends Sample {
  path: string
  name: string
  /** whether axe looks at it as it comes, and with its script */
  axe: { bare: boolean; enhanced: boolean }
  scheme: 'light' | 'dark'
}

/** Every page in every language; the other states of a page in one language each, in turn. */
function visitsIn(language: Language): Visit[] {
  const samples = pageSamples(it.found, language)
  const isHere = (page: number, state: number) =>
    state === 0 || languages[(page + state) % languages.length] === language
  return pagesOf(it).flatMap((path, page) =>
    (samples[path] ?? [])
      .map((sample, state) => ({ sample, state }))
      .filter(({ state }) => isHere(page, state))
      .map(({ sample, state }) => {
        const filled = path.replace(/:(\w+)/g, (given, name: string) => sample.params?.[name] ?? given)
        const [, lang, ...segments] = filled.split('/')
        const at = lang === ':lang' ? link(language, ...segments) : filled
        // Light in one language and dark in another; axe takes longer than all else.
        const turn = (page + languages.indexOf(language)) % languages.length
        const axe = { bare: state > 0 || turn === 0, enhanced: state > 0 || turn === 3 }
        const scheme = turn % 2 === 0 ? 'light' : 'dark'
        return { ...sample, axe, scheme, name: path, path: `${at}${sample.query ? `?${sample.query}` : ''}` }
      }),
  )
}

const pagesOf = ({ routes }: Furnished) => routes.filter(({ kind }) => kind === 'page').map(({ path }) => path)

async function come(context: BrowserContext, { by }: Visit, language: Language): Promise<void> {
  const who = it.visitors[by]
  const { cookies } = 'cookies' in who ? who : who[language]
  await context.clearCookies()
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
}

/**
 * What is wrong with a page: an empty list where nothing is. It comes without its script first and is given it then, as a
 * slow network would, so that one asking shows both.
 */
async function faultsOf(page: Page, visit: Visit, language: Language, at: number): Promise<unknown[]> {
  await page.emulateMedia({ colorScheme: visit.scheme })
  const answer = await page.goto(url + visit.path, { waitUntil: 'load' })
  const faults: unknown[] = []
  const say = (is: boolean, what: unknown) => is || faults.push(what)
  say(answer?.status() === (visit.status ?? 200), `status ${answer?.status()}`)
  const html = gzipSync((await answer?.body()) ?? '').length
  say(html <= most.html, `${html} bytes of HTML`)
  const seen = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    text: document.body.innerText,
    scripts: [...document.scripts].map(({ src }) => src),
  }))
  say(seen.lang === language, `lang ${seen.lang}`)
  say(seen.headings === 1, `${seen.headings} h1`)
  // It says what the page is and whose, each once.
  say(/\S (– )?Hesbia Services SA$/.test(seen.title), `title ${seen.title}`)
  faults.push(...rawWords(seen.text))
  const weight = (await Promise.all(seen.scripts.map(weigh))).reduce((sum, size) => sum + size, 0)
  say(weight <= most.scripts, `${weight} bytes of scripts`)
  faults.push(...(await unfit(page, at, visit.axe.bare)).map(fault => ({ without: fault })))
  // With its script it is looked at in one language: the script says no word of its own.
  if (visit.axe.enhanced) {
    for (const src of seen.scripts) await page.addScriptTag({ url: `${src}${late}`, type: 'module' })
    faults.push(...(await unfit(page, at + 1, true)).map(fault => ({ with: fault })))
  }
  await shot(page, `look-${language}-${at}`)
  return faults
}

/** Whatever reaches beyond the edge at any width, and, where asked for, what axe finds at one of them. */
async function unfit(page: Page, at: number, withAxe: boolean): Promise<unknown[]> {
  const faults: unknown[] = []
  for (const width of [...widths.slice(at % 3), ...widths.slice(0, at % 3)]) {
    await page.setViewportSize({ width, height: 900 })
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (beyond > 0) faults.push(`${beyond} px beyond the edge at ${width}`)
  }
  return withAxe ? [...faults, ...(await axe(page))] : faults
}

/** Words that no reader should see: a key in place of its text, or a value that is none. */
function rawWords(text: string): string[] {
  const words = text.replace(/\S+@\S+/g, '').match(/(?<![\w./@-])[a-z][\w-]*(?:\.[\w-]+)+/g) ?? []
  const { acts, holdings } = it.house.db.declarations
  const { policy, texts } = it.house.app.gate.policy().compiled.loaded
  const clauses = texts[policy.policy.original]?.clauses.map(({ id }) => id) ?? []
  const names = new Set([...Object.keys(acts), ...holdings.map(({ table }) => table), ...clauses])
  const keys = words.filter(word => parts.includes(word.split('.')[0]!) && !names.has(word))
  return [...keys, ...(text.match(/\{\{|\[object |\bundefined\b|\bNaN\b|Invalid Date/g) ?? [])]
}

const weights = new Map<string, Promise<number>>()
async function weigh(address: string): Promise<number> {
  const weight = weights.get(address) ?? fetch(address).then(async got => gzipSync(await got.bytes()).length)
  weights.set(address, weight)
  return weight
}

test('every page is in the table, and nothing in the table is no page', () => {
  expect(Object.keys(pageSamples(it.found, 'en')).sort()).toEqual(pagesOf(it).sort())
})

test.concurrent.each(languages)('no page has a fault in %s', { timeout: 600_000 }, async language => {
  const context = await browser.newContext({ locale: language })
  await context.route(
    address => address.pathname.endsWith('.js') && !address.search.endsWith(late),
    one => one.abort(),
  )
  const page = await context.newPage()
  const wrong: Record<string, unknown> = {}
  for (const [at, visit] of visitsIn(language).entries()) {
    await come(context, visit, language)
    const faults = await faultsOf(page, visit, language, at + languages.indexOf(language))
    if (faults.length > 0) wrong[`${visit.path} by ${visit.by}`] = faults
  }
  await context.close()
  expect(wrong).toEqual({})
})
