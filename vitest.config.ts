import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const tests = ['server', 'web', 'embed', 'client', 'test']
  .flatMap(folder => filesIn(join(root, folder)))
  .filter(file => /\.test\.tsx?$/.test(file))
const needsDatabase = tests.filter(file => reaches(file, join(root, 'test/database.ts'))).map(fromRoot)
const once = needsDatabase.filter(
  file =>
    /^(test\/(look\.test|journeys\/)|server\/demo\/|client\/)/.test(file) ||
    (file.startsWith('server/') && reaches(join(root, file), join(root, 'test/app.ts'))),
)

/**
 * Three kinds of tests. Those that reach test/database.ts, directly or through a file of test/, need a PostgreSQL. `npm test` runs
 * on the embedded one all of them, and on a server once more those that ask the database itself: the promises, and what is below
 * the pages. There, too, every form and every call is sent and every page opened (promises/hostile-fields). What a browser shows, and
 * what single pages and calls answer, is the same on every PostgreSQL; the demonstration is for the embedded one alone. Those run
 * there, and on a server with `DATABASE_URL=… npx vitest run --project once`. The others start nothing.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // Files follow each other in one process: reading the product anew for each would take longer than its tests. So a test
    // undoes what it changes in a module.
    isolate: false,
    maxWorkers: 2,
    // Generous: a busy machine must fail no test.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'pure', include: without(tests.map(fromRoot), needsDatabase) } },
      {
        extends: true,
        test: { name: 'database', include: without(needsDatabase, once), globalSetup: ['test/setup.ts'] },
      },
      { extends: true, test: { name: 'once', include: once, globalSetup: ['test/setup.ts'] } },
    ],
  },
})

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => !name.includes('node_modules'))
      .map(name => join(folder, name))
  } catch {
    return []
  }
}

/** Whether a file imports the target, following only what stands in test/. */
function reaches(file: string, target: string, seen = new Set<string>()): boolean {
  if (file === target) return true
  if (seen.has(file)) return false
  seen.add(file)
  return importsOf(file)
    .filter(next => next.startsWith(join(root, 'test/')) && /\.tsx?$/.test(next))
    .some(next => reaches(next, target, seen))
}

function importsOf(file: string): string[] {
  try {
    return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(match =>
      resolve(dirname(file), match[1] ?? ''),
    )
  } catch {
    return []
  }
}

function fromRoot(file: string): string {
  return relative(root, file).replaceAll('\\', '/')
}

function without(all: string[], some: string[]): string[] {
  return all.filter(one => !some.includes(one))
}
