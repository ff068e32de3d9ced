import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { findBrowser } from './browser-binary.ts'

const require = createRequire(import.meta.url)

/**
 * Our own arguments, the same for every browser. As root Chromium refuses its sandbox; the rest keeps it from looking for
 * its maker's hosts while it renders ours.
 */
export const browserArguments = [
  '--no-sandbox',
  '--headless=shell',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a browser without a window.
 * @throws when there is none, with what was looked for
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser()
  return chromium.launch({ executablePath, env: { ...environment(), ...env }, args: browserArguments })
}

/** What axe-core holds against a page, for a person to read. */
export interface Violation {
  rule: string
  impact: string
  help: string
  /** CSS selectors of the elements. */
  where: string[]
}

/**
 * Looks for accessibility faults with axe-core (WCAG 2.2 A and AA, and best practices).
 * @param page must allow scripts; the page's own Content-Security-Policy does not matter to it
 */
export async function axe(page: Page): Promise<Violation[]> {
  axeSource ??= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }
    const { violations } = await axe.run()
    return violations.map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact: impact ?? 'unknown',
      help,
      where: nodes.map(node => node.target.join(' ')),
    }))
  })
}

let axeSource: string | undefined

interface AxeViolation {
  id: string
  impact: string | null
  help: string
  nodes: { target: string[] }[]
}

/**
 * Presses what leads to another page, and waits until that page is there: the press by itself does not, and what is
 * looked at next may still be the page before, or neither.
 * @param what to press, as a selector or found already; the first of several
 */
export async function press(page: Page, what: string | Locator): Promise<void> {
  const found = typeof what === 'string' ? page.locator(what) : what
  const arrived = page.waitForEvent('load')
  await Promise.all([arrived, found.first().click()])
}

/**
 * Keeps a picture of the whole page when ABIDE_SHOTS names a folder to keep it in; otherwise does nothing.
 * @param name of the picture, without its ending
 */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.ABIDE_SHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
