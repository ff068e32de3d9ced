// Makes `npx abide` run this checkout's command: npm links the commands of dependencies, never those of the package itself.
import { chmodSync, existsSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const projectDirectory = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const command = join(projectDirectory, 'bin/abide.js')
const link = join(projectDirectory, 'node_modules/.bin/abide')

/** Makes the link if it is missing. Where the checkout cannot be written there is none: `node bin/abide.js` does the same. */
export function linkCommand() {
  try {
    if (process.platform === 'win32') {
      if (!existsSync(`${link}.cmd`)) writeFileSync(`${link}.cmd`, `@node "%~dp0..\\..\\bin\\abide.js" %*\r\n`)
      return
    }
    if (isLinked()) return
    mkdirSync(dirname(link), { recursive: true })
    chmodSync(command, 0o755)
    symlinkSync('../../bin/abide.js', link)
  } catch {
    // Read-only, or made by another process meanwhile.
  }
}

function isLinked() {
  try {
    return readlinkSync(link) === '../../bin/abide.js'
  } catch {
    return false
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) linkCommand()
