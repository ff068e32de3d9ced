import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, lstatSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

/** A browser to start, and what must be added to its environment. */
export interface Binary {
  executablePath: string
  env: Record<string, string>
}

const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Finds a browser: the one that CHROMIUM_PATH names (`packaged` asks for the last of this list), one of the system,
 * Playwright's own, and else (Linux on x64) the one that comes inside the npm package @sparticuz/chromium.
 * @throws when there is none
 */
export async function findBrowser(named = process.env.CHROMIUM_PATH): Promise<Binary> {
  if (named && named !== 'packaged') return { executablePath: named, env: {} }
  const found = named === 'packaged' ? undefined : (systemBrowser() ?? playwrightBrowser())
  if (found) return { executablePath: found, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser()
  throw new Error('No Chromium or Chrome was found. Install one, or let CHROMIUM_PATH name one.')
}

function systemBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [...folders.flatMap(folder => systemNames.map(name => join(folder, name))), ...macApplications].find(runs)
}

function playwrightBrowser(): string | undefined {
  const path = chromium.executablePath()
  return path && runs(path) ? path : undefined
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Unpacks the browser of @sparticuz/chromium, once a machine and user. The package unpacks into the temporary folder itself,
 * where another user's copy would be in the way, and its libraries only where it believes to be in a cloud function: so it
 * runs in a process of its own, with a temporary folder and an environment of its own.
 */
async function packagedBrowser(): Promise<Binary> {
  const require = createRequire(import.meta.url)
  const entry = require.resolve('@sparticuz/chromium')
  const { version } = JSON.parse(await readFile(join(entry, '../../../package.json'), 'utf8')) as { version: string }
  const home = join(tmpdir(), `abide-chromium-${version}-${userInfo().uid}`)
  if (!existsSync(home)) {
    const fresh = await mkdtemp(`${home}-`)
    const unpack = "import('@sparticuz/chromium').then(({ default: packed }) => packed.executablePath())"
    await promisify(execFile)(process.execPath, ['-e', unpack], {
      cwd: dirname(entry),
      env: { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    })
    await mkdir(join(fresh, 'profile'))
    const fonts = join(fresh, 'fonts', 'fonts.conf')
    await writeFile(fonts, (await readFile(fonts, 'utf8')).replaceAll('/tmp/', `${home}/`))
    // Two test files may unpack at the same time: the first to be done wins, and both are the same.
    await rename(fresh, home).catch(() => rm(fresh, { recursive: true, force: true }))
  }
  const owner = lstatSync(home)
  if (!owner.isDirectory() || owner.uid !== userInfo().uid) throw new Error(`${home} belongs to somebody else`)
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter)
  return {
    executablePath: join(home, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(home, 'fonts'), HOME: join(home, 'profile') },
  }
}
