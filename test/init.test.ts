/** `abide init` as somebody types it, answer by answer or all at once: what is wrong is said, and what is not finished is not there. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../scripts/build.js'
import { main } from '../server/main.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'

const project = join(import.meta.dirname, '..')
const here = mkdtempSync(join(tmpdir(), 'abide-init-'))
const logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><circle cx="10" cy="10" r="9"/></svg>'
const text =
  'Orchard Privacy Policy\n\nOrchard Ltd. grows apples. We collect your name and email address.\n\nWe never sell your data.\n'
let post: PostOffice
let places = 0

/** A fresh directory with what a company has. */
function place(): string {
  const directory = join(here, String((places += 1)))
  mkdirSync(directory)
  writeFileSync(join(directory, 'mark.svg'), logo)
  writeFileSync(join(directory, 'policy.txt'), text)
  return directory
}

/** Runs it there. @param answers what comes on its input, which then ends */
async function init(directory: string, args: string[], answers = '', environment: NodeJS.ProcessEnv = {}) {
  process.chdir(directory)
  let [out, error] = ['', '']
  const code = await main(['init', ...args], {
    out: line => void (out += `${line}\n`),
    error: line => void (error += `${line}\n`),
    environment,
    input: Readable.from([answers]),
  })
  return { code, out, error }
}

const answered = (...lines: string[]) => `${lines.join('\n')}\n`
const siteFile = (directory: string) => readFileSync(join(directory, 'site/site.yaml'), 'utf8')
const policyFiles = (directory: string) =>
  readdirSync(join(directory, 'site/policy'), { recursive: true }).map(String).toSorted()

describe('abide init', () => {
  beforeAll(async () => {
    await build()
    post = await openPostOffice()
  })
  afterAll(async () => {
    process.chdir(project)
    await post.close()
    rmSync(here, { recursive: true, force: true })
  })

  it('makes a site out of defaults alone, whose policy has no error', async () => {
    const directory = place()
    const { code, out, error } = await init(directory, ['--yes'])
    expect([code, error]).toEqual([0, ''])
    expect(out).toContain('npx abide serve')
    expect(out).toContain('names privacy@company.example, which nobody reads')
    expect(policyFiles(directory)).toEqual([
      'policy.yaml',
      'text',
      ...['de', 'en', 'fr', 'nl'].map(one => `text/${one}.md`),
    ])
    expect(readFileSync(join(directory, 'site/policy/text/nl.md'), 'utf8')).toContain('# Hoe Our company met uw')
    expect(existsSync(join(directory, 'data'))).toBe(false)
  })

  it('asks again what was answered wrongly, says why, and proposes what would do', async () => {
    const directory = place()
    const lines = [
      ['', 'Orchard'],
      ['es', 'en,en', 'nl, en'],
      ['policy.txt', 'nowhere.svg', 'mark.svg'],
      ['green', '#7fb83f', ''],
      ['#111111', ''],
      ['orchard', 'https://orchard.example/shop', 'account.orchard.example'],
      ['orchard.example', 'smtp://127.0.0.1:1', post.url],
      ['Belgium', 'be'],
      ['somebody', ''],
      ['nowhere.txt', 'mark.svg', 'none'],
    ]
    // The first empty answer takes the default name, so the next is already about languages.
    const { code, out, error } = await init(directory, [], answered('Orchard', ...lines.slice(1).flat()))
    expect([code, error.includes('Broken')]).toEqual([0, false])
    for (const said of [
      '“es” is not',
      'each language once',
      'policy.txt is neither an SVG nor a PNG by its content',
      'There is no such file: nowhere.svg',
      'must be a colour like',
      '#7fb83f has a contrast of 2.05 on light ground, and 4.5 is needed',
      'The nearest colour that can be: #517628',
      '#111111 has a contrast of 1.',
      '“orchard” has no dot',
      'without a path',
      'A mail server is written like',
      '127.0.0.1:1 does not answer as a mail server',
      'There is no country Belgium',
      'somebody is not an e-mail address',
      'There is no file nowhere.txt',
    ])
      expect(error).toContain(said)
    expect(out).toContain('#517628 has a contrast of 4.56 on light ground; 4.5 is needed: it can be read.')
    expect(siteFile(directory)).toContain(
      "name: Orchard\nlanguages: [nl, en]\nurl: https://account.orchard.example\nlogo: logo.svg\naccent: '#517628'\naccent-dark: '#8c8c8c'\nmail-from: privacy@orchard.example\n",
    )
    expect(readFileSync(join(directory, 'site/policy/policy.yaml'), 'utf8')).toContain(
      'main: {name: Orchard, country: BE, contact: privacy@orchard.example, regions: [EEA], default: true}',
    )
    expect(readFileSync(join(directory, 'site/logo.svg'), 'utf8')).toBe(logo)
  })

  it('keeps a password where its owner alone reads it, and prints it nowhere', async () => {
    const directory = place()
    const url = post.url.replace('//', '//ann:a-secret-word@')
    const { code, out, error } = await init(directory, ['--mail-server', url, '--yes'])
    expect(code).toBe(0)
    const kept = join(directory, 'data/mail-server')
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    expect(readFileSync(kept, 'utf8')).toContain('a-secret-word')
    expect(siteFile(directory)).not.toContain('a-secret-word')
    const again = await init(directory, ['--yes'])
    expect(again.out).toMatch(/mail server +127\.0\.0\.1:\d+ as ann/)
    const wrong = await init(place(), ['--mail-server', 'smtp://ann:a-secret-word@127.0.0.1:1', '--yes'])
    expect(wrong).toMatchObject({ code: 1, error: expect.stringContaining('does not answer') as string })
    expect(out + error + again.out + again.error + wrong.out + wrong.error).not.toContain('a-secret-word')
    const refused = post.url.replace('//', '//ann:not%20this%20one@')
    const { error: said } = await init(place(), ['--mail-server', refused, '--yes'])
    expect(said).toContain('does not let this user in with this password')
    expect(said).not.toMatch(/not(%20| )this/)
  })

  it('asks for a password that the address lacks', async () => {
    const directory = place()
    const url = post.url.replace('//', '//ann@')
    const { code } = await init(directory, [], answered('', '', '', '', '', '', url, 'word & word', '', '', ''))
    expect(code).toBe(0)
    expect(readFileSync(join(directory, 'data/mail-server'), 'utf8')).toContain('ann:word%20%26%20word@')
  })

  it.each([
    ['at once', ''],
    ['half-way', 'Orchard\nnl\nmark.svg\n'],
    ['before its last answer', answered('Orchard', 'nl', 'mark.svg', '', '', '', '', '', '')],
  ])('that is broken off %s leaves nothing behind', async (_when, answers) => {
    const directory = place()
    const { code, error } = await init(directory, [], answers)
    expect(code).toBe(1)
    expect(error).toContain('Broken off: nothing was written.')
    expect(readdirSync(directory).toSorted()).toEqual(['mark.svg', 'policy.txt'])
  })

  it('that is killed while it asks leaves nothing behind', async () => {
    const directory = place()
    const child = spawn(process.execPath, [join(project, 'bin/abide.js'), 'init'], { cwd: directory })
    child.stdin.write('Orchard\n')
    await new Promise<void>(resolve =>
      child.stdout.on('data', (chunk: Buffer) => (chunk.toString().includes('languages') ? resolve() : undefined)),
    )
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('close', resolve))
    expect(readdirSync(directory).toSorted()).toEqual(['mark.svg', 'policy.txt'])
  })

  it.each([
    [['--name', ''], '--name: The name must not be empty'],
    [['--languages', 'en,es'], '“es” is not'],
    [['--logo', 'policy.txt'], 'neither an SVG nor a PNG'],
    [['--accent', '#ffd400'], 'Say --accent #'],
    [['--accent-dark', '#0b57a4'], 'on dark ground, and 4.5 is needed'],
    [['--domain', 'ftp://orchard.example'], 'https://'],
    [['--country', 'XX'], 'There is no country XX'],
    [['--contact', 'nobody'], 'not an e-mail address'],
    [['--policy', '.'], '. is a folder'],
    [['--policy', 'policy.txt', '--languages', 'nl'], 'policy.txt is in English, and the site is in Dutch'],
  ])('refuses %j, and nothing is there then', async (args, said) => {
    const directory = place()
    const { code, error } = await init(directory, [...args, '--yes'])
    expect(code).toBe(1)
    expect(error).toContain(said)
    expect(readdirSync(directory).toSorted()).toEqual(['mark.svg', 'policy.txt'])
  })

  it('does not understand what it does not know', async () => {
    expect(await init(place(), ['--colour', '#fff'])).toMatchObject({ code: 2 })
    expect(await init(place(), ['--policy-language', 'es', '--yes'])).toMatchObject({ code: 2 })
  })

  it('keeps the company’s text word for word, and drafts what it says beyond what the software needs', async () => {
    const directory = place()
    const name = 'A *bold* & <b>odd</b> company'
    const args = ['--name', name, '--policy', 'policy.txt', '--languages', 'en,fr', '--country', 'GB', '--yes']
    expect((await init(directory, args)).code).toBe(0)
    const written = readFileSync(join(directory, 'site/policy/text/en.md'), 'utf8')
    for (const sentence of [
      'Orchard Ltd. grows apples. {#',
      'We never sell your data. {#',
      '## What our software keeps {#our-software}',
    ])
      expect(written).toContain(sentence)
    expect(written).toContain('A \\*bold\\* & \\<b\\>odd\\</b\\> company answers for this.')
    expect(readFileSync(join(directory, 'site/policy/policy.yaml'), 'utf8')).toMatch(/country: GB,.* regions: \[GB\]/)
    const draft = readFileSync(join(directory, 'site/draft/policy.yaml'), 'utf8')
    expect(draft).toContain('version: 2\n')
    expect(draft).toContain('country: GB\n')
    expect(existsSync(join(directory, 'site/draft/FINDINGS.md'))).toBe(true)
  })

  it('shows what stands when it is run again, changes what is said, and never touches the policy', async () => {
    const directory = place()
    await init(directory, [
      '--name',
      'Orchard',
      '--logo',
      'mark.svg',
      '--policy',
      'policy.txt',
      '--languages',
      'en,nl',
      '--yes',
    ])
    const policy = () =>
      policyFiles(directory)
        .filter(name => name.includes('.'))
        .map(name => readFileSync(join(directory, 'site/policy', name), 'utf8'))
    const before = policy()
    const shown = await init(directory, ['--yes'])
    expect(shown.out).toMatch(/name +Orchard\n +languages +en, nl\n +logo +logo\.svg/)
    const same = siteFile(directory)
    expect((await init(directory, [], answered('', '', '', '', '', '', ''))).out).toContain('Nothing changed.')
    expect(siteFile(directory)).toBe(same)
    expect((await init(directory, ['--languages', 'nl', '--accent', '#0a6b2d'])).code).toBe(0)
    expect(siteFile(directory)).toContain("languages: [nl]\nlogo: logo.svg\naccent: '#0a6b2d'")
    expect(siteFile(directory)).toContain('logo: logo.svg')
    expect((await init(directory, [], answered('Boomgaard', '', 'none', '', '', '', ''))).out).toContain(
      'The policy names the company itself',
    )
    expect(siteFile(directory)).toMatch(/name: Boomgaard\n(?![^]*logo:)/)
    expect(existsSync(join(directory, 'site/logo.svg'))).toBe(false)
    expect((await init(directory, ['--accent', '#ffd400'])).code).toBe(1)
    expect(await init(directory, ['--policy', 'policy.txt'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('its policy is not written over') as string,
    })
    expect((await init(directory, [], 'Half\n')).error).toContain('Broken off')
    expect(siteFile(directory)).toContain('name: Boomgaard')
    expect(policy()).toEqual(before)
  })

  it('changes what an option says and nothing else, and writes no default into a file that leaves something out', async () => {
    const directory = place()
    mkdirSync(join(directory, 'site'))
    const yaml = '# ours\nurl: https://account.orchard.example\nlogo: brand.svg\n'
    writeFileSync(join(directory, 'site/site.yaml'), yaml)
    writeFileSync(join(directory, 'site/brand.svg'), logo)
    expect((await init(directory, ['--accent', '#0a6b2d'])).code).toBe(0)
    expect(siteFile(directory)).toBe(`${yaml}accent: '#0a6b2d'\n`)
    expect((await init(directory, ['--domain', 'my.orchard.example', '--yes'])).code).toBe(0)
    expect(siteFile(directory)).toBe(`${yaml.replace('account.', 'my.')}accent: '#0a6b2d'\n`)
    const same = siteFile(directory)
    expect((await init(directory, [], answered('', '', '', '', '', '', ''))).out).toContain('Nothing changed.')
    expect(siteFile(directory)).toBe(same)
    const changed = await init(directory, ['--logo', 'mark.svg'])
    expect(changed.out).toContain('site/brand.svg stays')
    expect(readdirSync(join(directory, 'site')).toSorted()).toEqual(['brand.svg', 'logo.svg', 'site.yaml'])
    const without = await init(directory, ['--logo', 'none'])
    expect(without.out).toContain('site/logo.svg was deleted.')
    expect(readdirSync(join(directory, 'site')).toSorted()).toEqual(['brand.svg', 'site.yaml'])
  })

  it('says what was written where the mail server could not be kept', async () => {
    const directory = place()
    // Where its draft would be written stands a folder.
    mkdirSync(join(directory, `data/mail-server.${process.pid}`), { recursive: true })
    const first = await init(directory, ['--mail-server', post.url, '--yes'])
    expect([first.code, first.error]).toEqual([1, expect.stringContaining('was written; the mail server was not.')])
    expect(first.error).not.toContain('Nothing was written')
    expect(siteFile(directory)).toContain('name:')
    const changed = await init(directory, ['--name', 'Orchard', '--mail-server', post.url])
    expect(changed.error).toContain('The rest was changed; the mail server was not.')
    expect(siteFile(directory)).toContain('name: Orchard')
    const none = await init(directory, ['--mail-server', post.url])
    expect(none.error).toContain('Nothing was changed.')
  })

  it('leaves alone what is no site, and of two at once one makes it', async () => {
    const directory = place()
    mkdirSync(join(directory, 'site'))
    writeFileSync(join(directory, 'site/index.html'), 'ours')
    expect(await init(directory, ['--yes'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('is there already, and is no site') as string,
    })
    expect(readdirSync(join(directory, 'site'))).toEqual(['index.html'])
    const other = place()
    const both = await Promise.all(['One', 'Two'].map(name => init(other, ['--name', name, '--yes'])))
    expect(both.some(({ code }) => code === 0)).toBe(true)
    expect(readdirSync(other).toSorted()).toEqual(['mark.svg', 'policy.txt', 'site'])
    expect(siteFile(other)).toMatch(/^name: (One|Two)$/m)
  })

  it('makes it where ABIDE_SITE says', async () => {
    const directory = place()
    expect((await init(directory, ['--yes'], '', { ABIDE_SITE: 'deep/own' })).code).toBe(0)
    expect(existsSync(join(directory, 'deep/own/site.yaml'))).toBe(true)
  })
})
