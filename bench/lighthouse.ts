/** Lighthouse, as a phone, on six pages of the running product: performance, accessibility, best practices, SEO. */
import lighthouse from 'lighthouse'
import { chromium } from 'playwright-core'
import { openApp } from '../server/app.ts'
import { systemClock } from '../server/base/clock.ts'
import { openLog } from '../server/base/log.ts'
import { createMail } from '../server/base/mail.ts'
import { seed } from '../server/commands/seed.ts'
import { readCast } from '../server/people/index.ts'
import { browserArguments } from '../test/browser.ts'
import { findBrowser } from '../test/browser-binary.ts'
import { freePort } from '../test/running.ts'
import { median, printTable } from './measure.ts'
import type { Setting } from './setting.ts'
import { visitorOf } from './visitor.ts'

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const customer = 'an.maes@ziekenhuis-demer.example'

/** The pages, and whether they are somebody's own. */
const asked = [
  { name: 'home', path: '/en', own: false },
  { name: 'policy', path: '/en/privacy', own: false },
  { name: 'sign in', path: '/en/sign-in', own: false },
  { name: 'privacy centre', path: '/en/privacy-centre', own: true },
  { name: 'what we hold', path: '/en/privacy-centre/held', own: true },
  { name: 'products', path: '/en/products', own: true },
]

/** Lighthouse's own advice is the median of several runs: what else a machine does weighs on the first score. */
const mostRounds = 3

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr']

/** Prints the four scores of each page, of 100, and below what it lost points for. */
export async function lighthouses(setting: Setting): Promise<void> {
  const db = await setting.cluster.database(Math.min(...setting.people))
  const [port, debugging] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const app = await openApp({
    database: db.owner,
    prefix: 'bench',
    vault: db.vault,
    clock: systemClock,
    mail: createMail({ from: 'Abide <abide@company.example>' }),
    log: openLog('silent'),
    publicUrl: url,
    demo: true,
  })
  const { executablePath, env } = await findBrowser()
  const browser = await chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [...browserArguments, `--remote-debugging-port=${debugging}`],
  })
  try {
    await seed(app)
    await app.server.listen({ host: '127.0.0.1', port })
    const an = visitorOf(app)
    await an.submit('/en/sign-in', { id: customer, password: readCast().password })
    const rows: string[][] = []
    const lost: string[] = []
    for (const { name, path, own } of asked) {
      const runs: Result[] = []
      for (let round = 0; round < Math.min(setting.rounds, mostRounds); round += 1) {
        const result = await lighthouse(url + path, {
          port: debugging,
          logLevel: 'error',
          output: 'json',
          onlyCategories: [...categories],
          ...(own ? { extraHeaders: { cookie: an.cookie() } } : {}),
        })
        if (!result || result.lhr.runtimeError)
          throw new Error(`${path}: ${result?.lhr.runtimeError?.message ?? 'no result'}`)
        runs.push(result.lhr)
      }
      const score = (one: string) => median(runs.map(run => (run.categories[one]?.score ?? 0) * 100))
      rows.push([name, ...categories.map(one => String(Math.round(score(one))))])
      lost.push(...lostBy(runs[0]!).map(what => `${name}, ${what}`))
    }
    console.log('\nLighthouse, mobile: a slow phone on slow 4G, simulated; the median of each score, of 100\n')
    printTable(['page', ...categories], rows)
    console.log(`In the first run points were lost for: ${lost.length === 0 ? 'nothing' : ''}`)
    for (const one of lost) console.log(one)
  } finally {
    await browser.close()
    await app.close()
    await db.close()
  }
}

/** What a page lost points for. */
function lostBy({ categories: all, audits }: Result): string[] {
  return categories.flatMap(one =>
    (all[one]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = audits[id]
      const isLost = weight > 0 && audit && audit.score !== null && audit.score < 0.9
      return isLost ? [`${one}: ${audit.title} ${audit.displayValue ?? ''}`] : []
    }),
  )
}
