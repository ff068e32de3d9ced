/**
 * `npm test`: every check, every test on the embedded PostgreSQL, and those that ask a database themselves once more on a PostgreSQL
 * server, the oldest version that Abide runs on, or whichever DATABASE_URL names. Ends with one line that says how many passed.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { importTypeScript } from './bundle.js'
import { check } from './check.js'

const root = join(import.meta.dirname, '..')
const oldestServer = 15
const reports = await mkdtemp(join(tmpdir(), 'abide-test-'))

console.log('Checks')
const results = [await check()]

console.log('\nTests on the embedded PostgreSQL')
results.push(await vitest('embedded', []))

const server = await databaseServer()
if (server.url) {
  console.log(`\nDatabase tests on ${server.name}`)
  results.push(await vitest('server', ['--project', 'database'], server.url))
  await server.stop()
} else {
  console.log(`\nThe database tests did not run on a server: ${server.reason}`)
  results.push({ passed: 0, failed: 1 })
}

await rm(reports, { recursive: true, force: true })
const passed = results.reduce((sum, one) => sum + one.passed, 0)
const failed = results.reduce((sum, one) => sum + one.failed, 0)
process.exitCode = failed > 0 ? 1 : 0
// Named once more at the end: of a long output often only the end is kept.
for (const line of results.flatMap(one => one.failures ?? [])) console.log(`\n${line}`)
console.log(`\n${passed} passed, ${failed} failed`)

/** The server that DATABASE_URL names, or one of our own in a temporary folder. */
async function databaseServer() {
  const given = process.env.DATABASE_URL
  if (given) return { url: given, name: 'the server that DATABASE_URL names', stop: async () => {} }
  const directory = await mkdtemp(join(tmpdir(), 'abide-server-'))
  try {
    const { startServer, waitForNoDisk } = await importTypeScript('test/cluster.ts')
    const { url, stop, ...place } = await startServer({ major: oldestServer, directory })
    await waitForNoDisk({ ...place, database: 'postgres' })
    const stopAndClear = async () => {
      await stop()
      await rm(directory, { recursive: true, force: true })
    }
    return { url, name: `PostgreSQL ${oldestServer}`, stop: stopAndClear }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    return {
      reason: `${error instanceof Error ? error.message : error}\nDATABASE_URL may name a server to use instead.`,
    }
  }
}

/** Runs vitest and counts; a file that does not load, or a run that breaks off, counts as a failure. */
async function vitest(name, args, url) {
  const file = join(reports, `${name}.json`)
  const { DATABASE_URL: _, ...environment } = process.env
  const code = await new Promise(resolve => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
        ...args,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: url ? { ...environment, DATABASE_URL: url } : environment,
      },
    )
    child.on('error', () => resolve(1))
    child.on('close', resolve)
  })
  const report = JSON.parse(await readFile(file, 'utf8').catch(() => '{"testResults":[]}'))
  const tests = report.testResults.flatMap(one => one.assertionResults)
  const passed = tests.filter(one => one.status === 'passed').length
  const failed = tests.filter(one => one.status === 'failed').length
  const unloaded = report.testResults.filter(one => one.status === 'failed' && one.assertionResults.length === 0).length
  const brokenOff = code !== 0 && failed + unloaded === 0 ? 1 : 0
  return { passed, failed: failed + unloaded + brokenOff, failures: failuresOf(name, report) }
}

/** What failed in a run, a paragraph each: the file, the test, and the beginning of what it said. */
function failuresOf(name, report) {
  return report.testResults
    .filter(one => one.status === 'failed')
    .flatMap(one => {
      const file = relative(root, one.name)
      const tests = one.assertionResults.filter(test => test.status === 'failed')
      if (tests.length === 0) return [`FAILED (${name}) ${file}\n${beginning(one.message)}`]
      return tests.map(
        test => `FAILED (${name}) ${file} > ${test.fullName}\n${beginning(test.failureMessages.join('\n'))}`,
      )
    })
}

function beginning(text) {
  return text.split('\n').slice(0, 12).join('\n').slice(0, 2000)
}
