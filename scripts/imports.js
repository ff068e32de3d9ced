/**
 * Holds the rules of .dependency-cruiser.mjs over the source.
 *
 * dependency-cruiser reads TypeScript through the compiler API of TypeScript ≤ 6; TypeScript 7 has none, and dependency-cruiser
 * then finds no module at all and reports success. So it is given what it can read: a copy of the tree in a temporary folder,
 * each file turned into JavaScript by esbuild with every import kept, type imports included (docs/decisions/0003).
 */
import { mkdtemp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cruise } from 'dependency-cruiser'
import { transform } from 'esbuild'
import ruleSet from '../.dependency-cruiser.mjs'

const folders = ['server', 'web', 'embed', 'db', 'bench', 'scripts', 'bin', 'test']
const typeImport = /^(import|export) type (?=(?:\{[^}]*\}|\*(?: as \w+)?|\w+) from ')/gm

/**
 * Reads the source files of a project: path from its root → text. Tests are left out: they may know everything.
 * @param {string} root
 * @returns {Promise<Map<string, string>>}
 */
export async function sourceFiles(root) {
  const files = new Map()
  for (const folder of ['.', ...folders]) {
    const names = await readdir(join(root, folder), { recursive: folder !== '.' }).catch(() => [])
    for (const name of names) {
      const path = join(folder, name).replaceAll('\\', '/')
      if (!/\.m?[jt]sx?$/.test(path) || /\.test\.tsx?$|\.d\.ts$|node_modules\//.test(path)) continue
      files.set(path, await readFile(join(root, path), 'utf8'))
    }
  }
  return files
}

/**
 * Says which imports break a rule.
 * @param {Map<string, string>} files path → source text
 * @param {string} root the project, whose package.json and node_modules count
 * @returns {Promise<{ rule: string, comment: string, from: string, to: string }[]>}
 */
export async function importFaults(files, root) {
  const copy = await mkdtemp(join(tmpdir(), 'abide-imports-'))
  try {
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
    await writeFile(join(copy, 'package.json'), await readFile(join(root, 'package.json')))
    await Promise.all([...files].map(([path, source]) => writeCopy(copy, path, source)))
    const present = [...files.keys()].map(path => (path.includes('/') ? path.split('/')[0] : `${path}.js`))
    const { output } = await cruise(
      [...new Set(present)],
      { ruleSet, validate: true, baseDir: copy, doNotFollow: { path: 'node_modules' }, preserveSymlinks: true },
      { extensions: ['.js'], conditionNames: ['import', 'node', 'default'], exportsFields: ['exports'] },
    )
    const read = output.modules.filter(module => files.has(original(module.source))).length
    if (read < files.size) throw new Error(`dependency-cruiser read ${read} of ${files.size} files`)
    return output.summary.violations.map(describe)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** `a.ts` is copied as `a.ts.js`, so that `import './a.ts'` finds it when `.js` may be added. */
async function writeCopy(copy, path, source) {
  const { code } = await transform(source.replace(typeImport, '$1 '), {
    loader: extname(path) === '.tsx' ? 'tsx' : extname(path) === '.jsx' ? 'jsx' : 'ts',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    logLevel: 'silent',
  })
  await mkdir(dirname(join(copy, path)), { recursive: true })
  await writeFile(join(copy, `${path}.js`), code)
}

function original(path) {
  return path.replace(/(\.m?[jt]sx?)\.js$/, '$1')
}

function describe(violation) {
  const through = violation.cycle ?? violation.via ?? []
  return {
    rule: violation.rule.name,
    comment: ruleSet.forbidden.find(rule => rule.name === violation.rule.name)?.comment ?? '',
    from: original(violation.from),
    to: through.length > 0 ? through.map(step => original(step.name)).join(' → ') : original(violation.to),
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = join(import.meta.dirname, '..')
  const faults = await importFaults(await sourceFiles(root), root)
  for (const fault of faults) console.log(`${fault.from} → ${fault.to}\n  ${fault.rule}: ${fault.comment}`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
