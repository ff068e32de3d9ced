import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import ruleSet from '../.dependency-cruiser.mjs'
import { importFaults } from '../scripts/imports.js'
import { readExamples } from './architecture/examples.ts'
import { faultsOf, lines, rules } from './architecture/rules.ts'
import { parse, type Source } from './architecture/source.ts'

const root = join(import.meta.dirname, '..')
const places = ['server', 'web', 'embed', 'client', 'bin', 'locales', 'db', 'bench', 'scripts', 'test']

describe('the source', () => {
  let sources: Source[] = []
  beforeAll(async () => {
    sources = await readSources()
  })

  for (const rule of rules) {
    test(`${rule.name}: ${rule.why}`, () => {
      const found = sources
        .filter(source => rule.files.test(source.path))
        .flatMap(source => rule.find(source).map(what => `${source.path}: ${what}`))
      expect(found).toEqual([])
    })
  }

  test('nine files of ten have fewer than 200 lines', () => {
    const counted = sources.filter(({ path }) => /^(server|web|scripts)\//.test(path) && !/\.test\.tsx?$/.test(path))
    const long = counted.filter(({ text }) => lines(text) >= 200).map(({ path }) => path)
    expect(long.length <= counted.length / 10, `${long.length} of ${counted.length}: ${long.join(', ')}`).toBe(true)
  })

  test('migrations are one line without gaps', async () => {
    const names = await readdir(join(root, 'db/migrations')).catch(() => [])
    expect(gaps(names)).toEqual([])
  })
})

describe('an import that breaks a rule is refused', () => {
  const examples = readExamples('imports')
  for (const { rule, files } of examples) {
    test(`${rule}: ${[...files.keys()][0]}`, async () => {
      const faults = await importFaults(files, root)
      expect([...new Set(faults.map(fault => fault.rule))]).toEqual(rule === 'none' ? [] : [rule])
    })
  }

  test('every rule of .dependency-cruiser.mjs has an example that fails', () => {
    expect(new Set(examples.map(one => one.rule))).toEqual(
      new Set([...ruleSet.forbidden.map(rule => rule.name), 'none']),
    )
  })
})

describe('a file that breaks a rule of the linter is refused', () => {
  const examples = readExamples('lint')
  let found: string[][] = []
  beforeAll(async () => {
    found = await lint(examples.map(example => example.files))
  })

  for (const [at, { rule, files }] of examples.entries()) {
    test(`${rule}: ${[...files.keys()][0]}`, () => {
      expect(found[at]).toEqual(rule === 'none' ? [] : [rule])
    })
  }

  test('every rule that .oxlintrc.json names has an example that fails', async () => {
    const config = JSON.parse(await readFile(join(root, '.oxlintrc.json'), 'utf8')) as {
      rules: Record<string, unknown>
    }
    const named = Object.keys(config.rules).map(rule => rule.replace(/^(.*)\/(.*)$/, '$1($2)'))
    expect(new Set(examples.map(one => one.rule))).toEqual(new Set([...named, 'none']))
  })
})

describe('a file that breaks a rule of the house is refused', () => {
  const examples = readExamples('source')
  for (const { rule, files } of examples) {
    test(`${rule}: ${[...files.keys()][0]}`, async () => {
      const sources = await Promise.all([...files].map(([path, text]) => parse(path, text)))
      expect([...new Set(sources.flatMap(faultsOf).map(fault => fault.rule))]).toEqual(rule === 'none' ? [] : [rule])
    })
  }

  test('a-file-has-at-most-400-lines: 401', async () => {
    const source = await parse('server/policy/long.ts', '//\n'.repeat(401))
    expect(faultsOf(source)).toEqual([{ rule: 'a-file-has-at-most-400-lines', found: '401 lines' }])
  })

  test('every rule has an example that fails', () => {
    const shown = new Set([...examples.map(one => one.rule), 'a-file-has-at-most-400-lines'])
    expect(shown).toEqual(new Set([...rules.map(rule => rule.name), 'none']))
  })

  test('a gap, a double and a stranger among the migrations are seen', () => {
    expect(gaps(['0001-people.sql', '0002-orders.sql'])).toEqual([])
    expect(gaps(['0001-people.sql', '0003-orders.sql'])).toEqual(['0003-orders.sql'])
    expect(gaps(['0001-people.sql', '0001-orders.sql'])).toEqual(['0001-people.sql'])
    expect(gaps(['0001-people.sql', 'notes.txt'])).toEqual(['notes.txt'])
  })
})

/** Migrations that do not carry the number of their place. */
function gaps(names: string[]): string[] {
  return names
    .toSorted()
    .filter((name, at) => !new RegExp(`^${String(at + 1).padStart(4, '0')}-[a-z0-9-]+\\.sql$`).test(name))
}

async function readSources(): Promise<Source[]> {
  const paths: string[] = []
  for (const place of places) {
    const names = await readdir(join(root, place), { recursive: true }).catch(() => [])
    paths.push(
      ...names
        .filter(name => /\.(tsx?|js|sql|css|json)$/.test(name))
        .map(name => join(place, name).replaceAll('\\', '/')),
    )
  }
  return Promise.all(paths.map(async path => parse(path, await readFile(join(root, path), 'utf8'))))
}

const made: string[] = []
afterAll(() => Promise.all(made.map(folder => rm(folder, { recursive: true, force: true }))))

/** Runs oxlint once over trees that each have the project's configuration, and says which rules each tree breaks. */
async function lint(trees: Map<string, string>[]): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'abide-lint-'))
  made.push(folder)
  for (const [at, files] of trees.entries()) {
    const tree = join(folder, String(at))
    for (const [path, text] of files) {
      await mkdir(dirname(join(tree, path)), { recursive: true })
      await writeFile(join(tree, path), text)
    }
    await copyFile(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'))
  }
  const output = await new Promise<string>((resolve, reject) =>
    execFile(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json'], { cwd: folder }, (error, out) =>
      out === '' ? reject(error ?? new Error('oxlint said nothing')) : resolve(out),
    ),
  )
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  return trees.map((_, at) => [
    ...new Set(diagnostics.filter(one => one.filename.startsWith(`${at}/`)).map(one => one.code)),
  ])
}
