/** What README says under "Your own company", done as somebody does it who has nothing but a text. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../scripts/build.js'
import { openPostOffice, type PostOffice } from './post-office.ts'
import { abide, type Running, startProduct } from './running.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-own-'))
const policy = join(here, 'ours/policy.yaml')
const environment: NodeJS.ProcessEnv = { ABIDE_DATA: join(here, 'data') }
/** The text of a real company: an input, not a part of this project. */
const realText = join(import.meta.dirname, '../../shared/mission/privacy-policy.txt')

/** What somebody finds in FINDINGS.md for the text to say, put at its end. */
function sayWhatIsProposed(): void {
  const proposed = /```markdown\n([^]*?)```/.exec(readFileSync(join(here, 'ours/FINDINGS.md'), 'utf8'))![1]!
  const file = join(here, 'ours/text/en.md')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n## What our software keeps {#software}\n\n${proposed}`)
}

/** Fills in what the company knows and its text does not say. */
function confirmed(yaml: string): string {
  return yaml
    .replace(
      /(\{#([\w.-]+)\}”\n(?: {2}# .*\n)*(?: {2}[\w-]+:\n)(?: {4}(?!clause).*\n)* {4}clause:) to be confirmed/g,
      '$1 $2',
    )
    .replace('effective: to be confirmed', 'effective: 2026-12-01')
    .replaceAll('basis: to be confirmed', 'basis: contract')
    .replace(/( {2}product-news:[^]*?basis:) contract/, '$1 consent')
    .replaceAll(/(for|keep): to be confirmed/g, '$1: P1Y')
    .replaceAll('country: to be confirmed', 'country: BE')
    .replaceAll(/(regions|countries): \[to be confirmed\]/g, '$1: [BE]')
    .replaceAll(/^ {4}contact:$/gm, '    contact: privacy@company.example')
    .replaceAll(/^ {4}name:$/gm, '    name: A partner of ours')
    .replace(/\n {4}mechanism: \[safe-harbor\]/, '')
}

describe('a company with nothing but a text', () => {
  let post: PostOffice
  let running: Running | undefined

  beforeAll(async () => {
    if (!existsSync(realText)) throw new Error(`${realText} is not there: put a real text beside the project.`)
    await build()
    post = await openPostOffice()
    environment['SMTP_URL'] = post.url
  })
  afterAll(async () => {
    await running?.stop()
    await post?.close()
    rmSync(here, { recursive: true, force: true })
  })

  async function call(method: string, path: string, body?: unknown, cookie = ''): Promise<Response> {
    return fetch(`${running!.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  it('gets a draft that check does not let pass before it is confirmed', async () => {
    expect(await abide(['policy', 'new', '--text', realText, '--out', join(here, 'ours')], {})).toMatchObject({
      code: 0,
    })
    const { code, out } = await abide(['policy', 'check', policy], {})
    expect(code).toBe(1)
    for (const place of ['categories.security.clause', 'purposes.evidence.clause', 'purposes.security.basis'])
      expect(out).toContain(place)
  })

  it('confirms what is marked, and publishes it without an error', async () => {
    sayWhatIsProposed()
    writeFileSync(policy, confirmed(readFileSync(policy, 'utf8')))
    const checked = await abide(['policy', 'check', policy], {})
    expect(checked.out.split('\n').filter(line => line.includes('  error  '))).toEqual([])
    expect(checked.code).toBe(0)
    const published = await abide(['policy', 'publish', policy], environment)
    expect(published).toMatchObject({ code: 0, out: expect.stringContaining('Version 1 is in force') as string })
    const doctor = await abide(['doctor'], environment)
    expect(doctor.out).toMatch(/ok {4}policy: version 1 of /)
    expect(doctor.code).toBe(0)
  }, 120_000)

  it('serves a product in which somebody signs up, confirms by the letter, and signs in', async () => {
    running = await startProduct('serve', environment)
    const [email, password] = ['jo@customer.example', 'a quiet river in spring']
    expect((await call('POST', '/api/people/sign-up', { name: 'Jo Peeters', email, password })).status).toBe(202)
    const link = () => /token=([\w.~-]+)/.exec(post.letters.find(({ to }) => to === email)?.text ?? '')?.[1]
    await expect.poll(link, { timeout: 20_000 }).toBeTruthy()
    expect((await call('POST', '/api/people/confirm', { token: link(), password })).status).toBe(201)
    const signedIn = await call('POST', '/api/people/session', { id: email, password })
    expect(signedIn.status).toBe(201)
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
    expect(await (await call('GET', '/api/people/session', undefined, cookie)).json()).toMatchObject({
      kind: 'customer',
      name: 'Jo Peeters',
    })
    for (const page of ['account', 'account/profile', 'privacy-centre', 'privacy-centre/held', 'privacy-centre/looked'])
      expect([page, (await call('GET', `/en/${page}`, undefined, cookie)).status]).toEqual([page, 200])
    expect((await call('GET', '/en/privacy')).status).toBe(200)
  }, 60_000)

  it('invites a colleague, who chooses a password, and whose access ends when it is to', async () => {
    const invited = ['staff', 'add', '--name', 'Ada Noor', '--email', 'ada@company.example', '--role', 'service-desk']
    const { code, out } = await abide(invited, environment)
    expect(code).toBe(0)
    const token = /token=(\S+)/.exec(out)![1]
    const chosen = await call('POST', '/api/people/choose-password', { token, password: 'eleven green herons' })
    expect([chosen.status, await chosen.json()]).toEqual([201, expect.objectContaining({ kind: 'half' })])
    const who = ['--email', 'ada@company.example']
    expect((await abide(['staff', 'suspend', ...who], environment)).out).toContain('may not sign in')
    expect((await abide(['staff', 'list'], environment)).out).toMatch(
      /Ada Noor <ada@company\.example> {2}service-desk, main {2}suspended since \d{4}-/,
    )
    expect((await abide(['staff', 'resume', ...who], environment)).out).toContain('may sign in again')
    expect(await abide(['staff', 'withdraw', ...who], environment)).toMatchObject({ code: 1 })
  }, 120_000)

  it.each([
    ['sign-in', '  security:\n    says', '  watching:\n    says', 'needed-purpose-missing', 'people.sign-in'],
    [
      'letters',
      /(purposes:[^]*?uses: \[[^\]]*?), correspondence/,
      '$1',
      'needed-category-missing',
      'people.send-letter',
    ],
    ['keys', /(purposes:[^]*?uses: \[[^\]]*?), credentials/, '$1', 'needed-category-missing', 'people.sign-up'],
    [
      'evidence',
      /( {2}evidence:\n(?: {4}(?!uses).*\n)*) {4}uses: \[evidence\]/,
      '$1    uses: [identity]',
      'needed-category-missing',
      'audit.view-own',
    ],
    [
      'sessions',
      /( {2}security:\n(?: {4}(?!basis).*\n)*) {4}basis: contract/,
      '$1    basis: consent',
      'needed-on-consent',
      'people.check-session',
    ],
  ])('is told by check and publish that the product cannot do without %s', async (_what, before, after, code, act) => {
    const yaml = readFileSync(policy, 'utf8')
    const [head, purposes] = [yaml.slice(0, yaml.indexOf('\npurposes:')), yaml.slice(yaml.indexOf('\npurposes:'))]
    const changed = head + purposes.replace(before, after)
    expect(changed).not.toBe(yaml)
    const file = join(here, 'ours/refusing.yaml')
    writeFileSync(file, changed.replace('version: 1', 'version: 2'))
    for (const command of ['check', 'publish']) {
      const refused = await abide(['policy', command, file], environment)
      expect(refused.code).toBe(1)
      expect(refused.out + refused.error).toMatch(new RegExp(`error  ${code}  .*${act}.*\\n +mend: `))
    }
  })
})
