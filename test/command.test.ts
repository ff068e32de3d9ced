import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { build, isCurrent } from '../scripts/build.js'

const project = join(import.meta.dirname, '..')
const here = mkdtempSync(join(tmpdir(), 'abide-test-'))
// Some tests start a PostgreSQL more than once, beside whatever else the machine has to do.
vi.setConfig({ testTimeout: 120_000 })
beforeAll(() => build())
afterAll(() => rmSync(here, { recursive: true, force: true }))

function abide(args: string[], environment: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: number | null; out: string; error: string }>(resolve => {
    const child = spawn(process.execPath, [join(project, 'bin/abide.js'), ...args], {
      cwd: here,
      env: { PATH: process.env.PATH, ...environment },
    })
    let [out, error] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()))
    child.on('close', code => resolve({ code, out, error }))
  })
}

describe('the command', () => {
  it('builds what changed, and two that build at once both run', async () => {
    const force = [
      '--input-type=module',
      '-e',
      `const { build } = await import('${join(project, 'scripts/build.js')}'); const { main } = await import(await build({ force: true })); process.exitCode = await main(['help'])`,
    ]
    const codes = await Promise.all(
      [1, 2].map(
        () =>
          new Promise(resolve => spawn(process.execPath, force, { cwd: here, stdio: 'ignore' }).on('close', resolve)),
      ),
    )
    expect(codes).toEqual([0, 0])
    expect(isCurrent()).toBe(true)
  })

  it('answers with its exit code and one sentence', async () => {
    expect(await abide(['help'])).toMatchObject({ code: 0, error: '' })
    expect(await abide(['hlep'])).toMatchObject({
      code: 2,
      out: '',
      error: expect.stringContaining('`help`') as string,
    })
    expect(await abide(['doctor'], { PORT: 'many' })).toMatchObject({
      code: 1,
      out: '',
      error: expect.stringContaining('PORT') as string,
    })
  })

  it('looks at everything in a directory that is made for it, and says that no policy is in force yet', async () => {
    const ABIDE_DATA = join(here, 'data')
    for (const _ of [1, 2]) {
      const { code, out } = await abide(['doctor'], { ABIDE_DATA })
      expect(out).toContain('ok    database: PostgreSQL 18')
      expect(out).toContain('ok    tables: not made yet')
      expect(out).toMatch(/wrong policy: None is in force.*\n {6}→ Publish one: npx abide policy publish FILE\./)
      expect(out).toContain('ok    product: not running\n')
      expect(out).toMatch(/\nOne thing needs attention\.\n$/)
      expect(code).toBe(1)
    }
    expect(readFileSync(join(ABIDE_DATA, 'secret'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })

  it('says that all is well once a policy is in force', async () => {
    const ABIDE_DATA = join(here, 'data')
    expect((await abide(['policy', 'publish', join(project, 'policies/hesbia.yaml')], { ABIDE_DATA })).code).toBe(0)
    const { code, out } = await abide(['doctor'], { ABIDE_DATA })
    expect(out).toContain('ok    tables: as this version of Abide needs them\n')
    expect(out).toContain('ok    logins: all 60 are as they were made\n')
    expect(out).toMatch(/ok {4}policy: version 4 is in force since \d{4}-\d\d-\d\d \d\d:\d\d UTC\n/)
    expect(out).toMatch(/note {2}mail server: SMTP_URL is not set.*\n\nAll is well\.\n$/)
    expect(code).toBe(0)
  })

  it('says what is wrong with a database or mail server that does not answer', async () => {
    const { code, out } = await abide(['doctor'], {
      ABIDE_DATA: join(here, 'data'),
      DATABASE_URL: 'postgres://ann:pass-word@127.0.0.1:1/abide',
      SMTP_URL: 'smtp://127.0.0.1:1',
    })
    expect(code).toBe(1)
    expect(out).toMatch(/wrong database: .*ECONNREFUSED[^]*wrong mail server: 127\.0\.0\.1:1/)
    expect(out).not.toContain('pass-word')
  })
})
