// Bundles what runs: server/main.ts for Node and web/ for the browser. Fast enough to be done whenever a source is newer.
import { createHash } from 'node:crypto'
import {
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const projectDirectory = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(projectDirectory, 'dist')
const stampFile = join(dist, 'stamp')

/** What a bundle is made of; a change anywhere below makes it old. */
const sources = ['server', 'web', 'embed', 'locales', 'scripts/build.js', 'package.json']

/** How long pieces of earlier bundles are kept for processes that still run on them, in milliseconds. */
const keepPieces = 24 * 3600 * 1000

/** One line that changes when any source changes: names, sizes and times of all of them. */
export function sourceStamp() {
  const hash = createHash('sha256')
  const walk = path => {
    const facts = statSync(path, { throwIfNoEntry: false })
    if (!facts) return
    if (facts.isDirectory()) {
      for (const name of readdirSync(path).sort()) walk(join(path, name))
    } else if (!path.includes('.test.')) {
      hash.update(`${relative(projectDirectory, path)} ${facts.size} ${facts.mtimeMs}\n`)
    }
  }
  for (const source of sources) walk(join(projectDirectory, source))
  return hash.digest('hex')
}

/** Whether dist/ holds a bundle of exactly these sources. */
export const isCurrent = () =>
  existsSync(join(dist, 'abide.js')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp()

/**
 * Builds dist/ if a source changed. Two processes may do so at once: pieces are named by their content, every file appears
 * whole, and the entry comes last.
 * @returns {Promise<string>} the address of the module to import
 */
export async function build({ force = false } = {}) {
  const entry = pathToFileURL(join(dist, 'abide.js')).href
  if (!force && isCurrent()) return entry
  const stamp = sourceStamp()
  const esbuild = await import('esbuild').catch(() => undefined)
  if (!esbuild) {
    if (existsSync(join(dist, 'abide.js'))) return entry
    throw new Error(
      'There is nothing built in dist/ and esbuild is not installed. Run `npm ci` with development dependencies once.',
    )
  }
  const shared = {
    absWorkingDir: projectDirectory,
    bundle: true,
    write: false,
    outdir: dist,
    format: 'esm',
    logLevel: 'warning',
    sourcemap: true,
  }
  const server = await esbuild.build({
    ...shared,
    entryPoints: { abide: 'server/main.ts' },
    platform: 'node',
    target: 'node20',
    packages: 'external',
    splitting: true,
    chunkNames: 'pieces/[name]-[hash]',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  })
  const browser = await esbuild.build({
    ...shared,
    entryPoints: browserSources(),
    outdir: join(dist, 'web'),
    outbase: 'web',
    target: ['es2022', 'safari16'],
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [slicesStyle],
  })
  // One classic script: other sites carry it, and know nothing of modules.
  const embed = await esbuild.build({
    ...shared,
    entryPoints: ['embed/embed.ts'],
    outdir: join(dist, 'embed'),
    format: 'iife',
    target: ['es2022', 'safari16'],
    minify: true,
    sourcemap: false,
  })
  const files = [
    ...[...embed.outputFiles, ...browser.outputFiles, ...server.outputFiles].sort(
      (a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)),
    ),
    { path: stampFile, contents: stamp },
  ]
  try {
    for (const { path, contents } of files) put(path, contents)
    removeOldPieces(new Set(files.map(({ path }) => path)))
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
    throw new Error(
      `The sources changed, but ${dist} cannot be written by this account. Run \`npx abide help\` once as its owner, or give dist/ to this account.`,
    )
  }
  return entry
}

const isEntry = path => path === join(dist, 'abide.js')

/** `@import 'slices'` in web/style.css: what each slice says about its own pages, in its style.css. */
export const slicesStyle = {
  name: 'slices-style',
  setup(builder) {
    builder.onResolve({ filter: /^slices$/ }, () => ({ path: 'slices', namespace: 'slices' }))
    builder.onLoad({ filter: /.*/, namespace: 'slices' }, () => ({
      contents: ['activities', 'duties']
        .flatMap(ring => filesIn(join('server', ring)).filter(path => /^[^/]+\/[^/]+\/[^/]+\/style\.css$/.test(path)))
        .sort()
        .map(path => `@import './${path}';`)
        .join('\n'),
      loader: 'css',
      resolveDir: projectDirectory,
    }))
  },
}

/** enhance.ts and style.css on every page, and one script per island. */
const browserSources = () =>
  filesIn('web').filter(
    path => /^web\/(style\.css|(enhance|islands\/[^/]+)\.tsx?)$/.test(path) && !path.includes('.test.'),
  )

function filesIn(folder) {
  const directory = join(projectDirectory, folder)
  return existsSync(directory) ? readdirSync(directory, { recursive: true }).map(name => join(folder, name)) : []
}

function put(path, contents) {
  makeDirectory(dirname(path))
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, contents)
  giveToOwner(draft)
  renameSync(draft, path)
}

function makeDirectory(path) {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  mkdirSync(path, { recursive: true })
  giveToOwner(path)
}

/** What root builds in somebody's checkout belongs to that somebody, who may build next. */
function giveToOwner(path) {
  if (process.geteuid?.() !== 0) return
  const { uid, gid } = lstatSync(projectDirectory)
  if (uid !== 0) lchownSync(path, uid, gid)
}

function removeOldPieces(current) {
  const pieces = join(dist, 'pieces')
  if (!existsSync(pieces)) return
  for (const name of readdirSync(pieces)) {
    const path = join(pieces, name)
    const facts = statSync(path, { throwIfNoEntry: false })
    if (facts && !current.has(path) && Date.now() - facts.mtimeMs > keepPieces) rmSync(path, { force: true })
  }
}
