/**
 * Writes what is derived from the source (scripts/generated.ts); with --check it writes nothing and names what is out of date.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { importTypeScript } from './bundle.js'

const root = join(import.meta.dirname, '..')
const checkOnly = process.argv.includes('--check')
const { generated } = await importTypeScript('scripts/generated.ts')

for (const [file, text] of Object.entries(generated)) {
  const path = join(root, file)
  const wanted = `${(await text()).trimEnd()}\n`
  const present = await readFile(path, 'utf8').catch(() => undefined)
  if (present === wanted) continue
  if (checkOnly) {
    console.log(`${file} is not what the source says: run \`npm run generate\``)
    process.exitCode = 1
  } else {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, wanted)
    console.log(`wrote ${file}`)
  }
}
