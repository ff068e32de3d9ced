/** `abide catalogue`: a company's families of products, from a file into the product. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../server/main.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-catalogue-'))
const environment = { ABIDE_SITE: join(here, 'site'), ABIDE_DATA: join(here, 'data'), LOG_LEVEL: 'error' }
const catalogue = `families:
  - { code: AP10, scheme: base36-mod-23, plants: '1', name: Press 10, months: 24, says: { en: apple press } }
  - { code: AP20, scheme: base36-mod-23, plants: '12', name: Press 20, months: 36, extraMonths: 12, says: { en: large press } }
`

async function run(...args: string[]) {
  let [out, error] = ['', '']
  const io = {
    out: (line: string) => void (out += `${line}\n`),
    error: (line: string) => void (error += `${line}\n`),
    environment,
  }
  const code = await main(args, io)
  return { code, out, error }
}

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(here, name), content)
  return join(here, name)
}

describe('abide catalogue', () => {
  beforeAll(async () => {
    expect((await run('init', '--name', 'Orchard', '--yes')).code).toBe(0)
    expect((await run('policy', 'publish', join(here, 'site/policy/policy.yaml'))).code).toBe(0)
  }, 60_000)
  afterAll(() => rmSync(here, { recursive: true, force: true }))

  it('shows an empty one as what it is', async () => {
    expect((await run('catalogue', 'show')).out).toMatch(/^The catalogue is empty: nobody can register a product\./)
  })

  it('checks a file without a database, and loads nothing of one that is wrong', async () => {
    const wrong = file(
      'wrong.yaml',
      catalogue.replace('base36-mod-23', 'base-36').replace('months: 36', 'months: many'),
    )
    for (const what of ['check', 'load']) {
      const { code, error } = await run('catalogue', what, wrong)
      expect(code).toBe(1)
      expect(error).toMatch(/wrong\.yaml:2 {2}`scheme` must be .*\n.*wrong\.yaml:3 {2}`months` must be/)
      expect(error).toContain('2 wrong. Nothing was loaded.')
    }
    expect((await run('catalogue', 'show')).out).toContain('is empty')
  })

  it('loads families, says what changed, and never takes one out', async () => {
    const good = file('good.yaml', catalogue)
    expect((await run('catalogue', 'check', good)).out).toContain('2 families, nothing wrong.')
    expect((await run('catalogue', 'load', good)).out).toContain('Loaded 2 families: 2 new, 0 changed.')
    expect((await run('catalogue', 'load', good)).out).toContain('Loaded 2 families: 0 new, 0 changed.')
    const less = file('less.yaml', catalogue.split('\n').toSpliced(1, 1).join('\n').replace('large press', 'big press'))
    const { out } = await run('catalogue', 'load', less)
    expect(out).toContain('Loaded 1 family: 0 new, 1 changed.')
    expect(out).toContain('Not in the file, and kept, as somebody may own one: AP10 Press 10.')
    expect((await run('catalogue', 'show')).out.split('\n')).toEqual(
      expect.arrayContaining([
        'AP10  Press 10, 24 months of warranty (en)',
        'AP20  Press 20, 36 + 12 months of warranty (en)',
      ]),
    )
  }, 60_000)

  it('says what is wrong with a file that is none', async () => {
    expect((await run('catalogue', 'check', join(here, 'nowhere.yaml'))).error).toContain('There is no such file')
    expect((await run('catalogue', 'check', here)).error).toContain('This is a folder')
    expect((await run('catalogue', 'check', file('latin.yaml', Buffer.of(0xe9, 0x41)))).error).toContain(
      'not text in UTF-8',
    )
    expect((await run('catalogue', 'check', file('large.yaml', Buffer.alloc(6_000_000, 'a')))).error).toContain(
      'too large',
    )
    expect(await run('catalogue', 'laod', 'x')).toMatchObject({
      code: 2,
      error: expect.stringContaining('Did you mean `load`?') as string,
    })
    expect((await run('catalogue', 'load')).code).toBe(2)
  })
})
