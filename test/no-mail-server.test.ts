import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../scripts/build.js'
import { openPostOffice } from './post-office.ts'
import { abide, type Running, startProduct } from './running.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-no-mail-'))
const environment = { ABIDE_DATA: here }

describe('the product without a mail server and without the demonstration', () => {
  let running: Running | undefined
  beforeAll(() => build())
  afterAll(async () => {
    await running?.stop()
    rmSync(here, { recursive: true, force: true })
  })

  it('says loudly that letters reach nobody, and the doctor counts those that wait', async () => {
    const policy = join(import.meta.dirname, '../policies/hesbia.yaml')
    expect(await abide(['policy', 'publish', policy], environment)).toMatchObject({ code: 0 })
    running = await startProduct('serve', environment)
    expect(running.printed()).toMatch(/Warning: no mail server is set, .*\n.*SMTP_URL/)
    const asked = await fetch(`${running.url}/api/people/sign-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Jo', email: 'jo@customer.example', password: 'a quiet river in spring' }),
    })
    expect(asked.status).toBe(202)
    expect(await abide(['doctor'], environment)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/wrong mail server: .*1 letter waits\.\n.*SMTP_URL/) as string,
    })
    expect(await running.stop()).toBe(0)
  }, 120_000)

  it('sends what waited as soon as there is one', async () => {
    const post = await openPostOffice()
    try {
      running = await startProduct('serve', { ...environment, SMTP_URL: post.url })
      await expect.poll(() => post.letters.map(({ to }) => to), { timeout: 20_000 }).toEqual(['jo@customer.example'])
      expect(running.printed()).not.toContain('Warning')
      expect(await running.stop()).toBe(0)
    } finally {
      await post.close()
    }
  })
})
