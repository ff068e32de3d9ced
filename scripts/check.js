/**
 * What every change must pass before its tests run; CI runs exactly this. `npm run check` prints a line per check and, at the
 * end, what those that failed had to say.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')
const tool = name => join(root, 'node_modules', '.bin', name)
const script = name => [process.execPath, join(root, 'scripts', name)]

/** The slowest first, so that two at a time end together. */
const checks = [
  { name: 'formatting', command: [tool('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'types', command: [tool('tsc'), '--noEmit', '-p', '.'] },
  { name: 'nothing unused', command: [tool('knip'), '--no-progress'] },
  { name: 'directions of imports', command: script('imports.js') },
  { name: 'generated files', command: [...script('generate.js'), '--check'] },
  { name: 'lint', command: [tool('oxlint'), '--deny-warnings', '--quiet'] },
]

/**
 * Runs every check, two at a time.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check() {
  const waiting = [...checks]
  const failures = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const started = performance.now()
      const { code, output } = await run(next.command)
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✔' : '✘'} ${next.name} (${seconds} s)`)
      if (code !== 0) failures.push({ name: next.name, output })
    }
  }
  await Promise.all([work(), work()])
  for (const { name, output } of failures) console.log(`\n✘ ${name}\n${output.trim()}`)
  return { passed: checks.length - failures.length, failed: failures.length }
}

/** Runs a tool to its end with nothing to read. */
function run([file, ...rest]) {
  return new Promise(resolve => {
    const child = spawn(file, rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout.on('data', text => (output += text))
    child.stderr.on('data', text => (output += text))
    child.on('error', error => resolve({ code: 1, output: error.message }))
    child.on('close', code => resolve({ code: code ?? 1, output }))
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { failed } = await check()
  process.exitCode = failed > 0 ? 1 : 0
}
