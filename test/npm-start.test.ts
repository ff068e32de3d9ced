import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { freePort } from './running.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-npm-'))
afterAll(() => rmSync(here, { recursive: true, force: true }))

const running = (): boolean =>
  readdirSync(here, { recursive: true, encoding: 'utf8' }).some(name => name.endsWith('postmaster.pid'))

it('ends with the `npm start` that started it, and PostgreSQL with it', async () => {
  const port = await freePort()
  const { PATH, HOME, TMPDIR } = process.env
  const npm = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH, HOME, TMPDIR, PORT: String(port), ABIDE_DATA: here },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  await expect.poll(() => printed, { timeout: 90_000 }).toContain('Abide answers at')
  expect(running()).toBe(true)
  npm.kill('SIGTERM')
  const answers = () =>
    fetch(`http://localhost:${port}/healthz`).then(
      () => true,
      () => false,
    )
  await expect.poll(answers, { timeout: 20_000 }).toBe(false)
  await expect.poll(running, { timeout: 20_000 }).toBe(false)
  expect(existsSync(join(here, 'secret'))).toBe(true)
}, 150_000)
