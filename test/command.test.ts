import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build, isCurrent } from '../scripts/build.js'

const project = join(import.meta.dirname, '..')
const here = mkdtempSync(join(tmpdir(), 'abide-test-'))
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

  it('that ends by an error which nobody foresaw says where, and none of the values that PostgreSQL put into it', async () => {
    const crash = [
      '--input-type=module',
      '-e',
      `const { build } = await import('${join(project, 'scripts/build.js')}'); const { main } = await import(await build()); void main(['help']);
       const of = text => Object.assign(new Error(text), { severity: 'ERROR', code: '23505', table: 'account', detail: 'Key (a)=(jo@customer.example)' });
       Promise.reject(of('not jo@customer.example'))`,
    ]
    const { code, error } = await new Promise<{ code: number | null; error: string }>(resolve => {
      const child = spawn(process.execPath, crash, { cwd: here, stdio: ['ignore', 'ignore', 'pipe'] })
      let error = ''
      child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()))
      child.on('close', code => resolve({ code, error }))
    })
    expect(code).toBe(1)
    expect(error).toMatch(/23505.*account/)
    expect(error).not.toContain('customer.example')
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

  it('looks at everything in a directory that is made for it, and repeats it', async () => {
    const ABIDE_DATA = join(here, 'data')
    for (const _ of [1, 2]) {
      const { code, out } = await abide(['doctor'], { ABIDE_DATA })
      expect(out).toContain('ok    database: PostgreSQL 18')
      expect(out).toMatch(/note {2}mail server: SMTP_URL is not set: .* reach nobody\n/)
      expect(code).toBe(0)
    }
    expect(readFileSync(join(ABIDE_DATA, 'secret'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })

  it('says that no policy is in force, once there is a database for one', async () => {
    const ABIDE_DATA = join(here, 'data')
    expect(await abide(['migrate'], { ABIDE_DATA })).toMatchObject({ code: 0 })
    expect(await abide(['doctor'], { ABIDE_DATA })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/wrong policy: No policy is in force\.\n.*npx abide policy publish/) as string,
    })
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
