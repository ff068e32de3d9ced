import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { build } from '../scripts/build.js'
import { readCast } from '../server/people/index.ts'
import { startServer, type TestServer } from './cluster.ts'
import { abide, freePort, type Running, startProduct } from './running.ts'

const project = join(import.meta.dirname, '..')
const here = mkdtempSync(join(tmpdir(), 'abide-serve-'))
const data = (name: string) => ({ ABIDE_DATA: join(here, name) })
const status = async (url: string) => (await fetch(url)).status

// Each command starts a process of its own.
vi.setConfig({ testTimeout: 240_000 })
beforeAll(() => build())
afterAll(() => rmSync(here, { recursive: true, force: true }))

/** The demonstration's policy with something changed, as a file of its own. */
function changedPolicy(name: string, change: (yaml: string) => string): string {
  const folder = join(here, name)
  cpSync(join(project, 'policies'), folder, { recursive: true })
  const file = join(folder, 'hesbia.yaml')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return file
}

describe('the product on its own PostgreSQL', () => {
  let running: Running
  beforeAll(async () => {
    running = await startProduct('start', { ...data('embedded') })
  })
  afterAll(() => running?.stop())

  it('says on which address it answers, and is healthy', async () => {
    expect(running.printed()).toContain(running.url)
    expect(await status(`${running.url}/healthz`)).toBe(200)
    expect(await status(`${running.url}/en/sign-up`)).toBe(200)
  })

  it('says who holds the data when it is started twice', async () => {
    const second = await abide(['start'], { ...data('embedded'), PORT: String(await freePort()) })
    expect(second.code).toBe(1)
    expect(second.error).toContain(String(running.child.pid))
    expect(second.error).toContain(running.url)
  })

  it('says that a port is taken', async () => {
    const port = new URL(running.url).port
    const other = await abide(['start'], { ...data('other'), PORT: port })
    expect(other.code).toBe(1)
    expect(other.error).toContain(`Port ${port} is in use`)
    expect(other.error).toContain('PORT')
  })

  it('hears of a policy that a command publishes, and a policy with an error changes nothing', async () => {
    const wrong = changedPolicy('wrong', yaml =>
      yaml.replace('version: 4', 'version: 5').replace('uses: [visits]', 'uses: [visitz]'),
    )
    const refused = await abide(['policy', 'publish', wrong], data('embedded'))
    expect(refused.code).toBe(1)
    expect(refused.error).toMatch(/hesbia\.yaml:\d+:\d+ {2}error/)
    expect(refused.error).toContain('stays in force')
    const next = changedPolicy('next', yaml => yaml.replace('version: 4', 'version: 5'))
    const drafted = await abide(['policy', 'publish', next], data('embedded'))
    expect(drafted).toMatchObject({ code: 0, error: '' })
    expect(drafted.out).toMatch(/Version 5 is a draft\. .*\/console\/policy\/drafts\/[\w-]{36}\n/)
    const published = await abide(['policy', 'publish', next, '--alone', 'nobody else works here'], data('embedded'))
    expect(published).toMatchObject({ code: 0, error: '' })
    const since = /Version 5 is in force since (\d{4}-\d\d-\d\d) \d\d:\d\d UTC\./.exec(published.out)?.[1]
    expect(Math.abs(Date.now() - Date.parse(since!))).toBeLessThan(2 * 86_400_000)
    expect(published.out).toContain(
      `Its file says 2026-10-01; what counts, and what the pages show, is the publication: ${since}.`,
    )
    expect(published.out).toContain('Nothing had to change in what the database grants.')
    const again = await abide(['policy', 'publish', next, '--alone', 'nobody else works here'], data('embedded'))
    expect(again.out).toContain(/Version 5 is in force since [^.]+\./.exec(published.out)![0])
    await expect
      .poll(async () => (await (await fetch(`${running.url}/api/policy`)).json()) as object, { timeout: 20_000 })
      .toMatchObject({ version: 5 })
  })

  it('refuses a table of questions that cannot be read, and publishes nothing', async () => {
    const file = changedPolicy('questions', yaml => yaml.replace('version: 4', 'version: 6'))
    writeFileSync(file.replace('.yaml', '.cases.yaml'), '- may: support\n  answer: yes, no.such\n')
    const refused = await abide(['policy', 'publish', file], data('embedded'))
    expect(refused.code).toBe(1)
    expect(refused.error).toMatch(/hesbia\.cases\.yaml:2:\d+ {2}error {2}dangling-clause/)
    expect(refused.error).toContain('Nothing was published')
  })

  it('lets a published version wait for its date', async () => {
    const later = changedPolicy('later', yaml => yaml.replace('version: 4', 'version: 6'))
    const published = await abide(
      ['policy', 'publish', later, '--at', '2099-01-01', '--alone', 'nobody else works here'],
      data('embedded'),
    )
    expect(published).toMatchObject({ code: 0, out: expect.stringContaining('takes effect on 2099-01-01') as string })
    const past = await abide(['policy', 'publish', later, '--at', '2001-01-01'], data('embedded'))
    expect(past.code).toBe(1)
  })

  it('says in words what a publication granted and took away, and each statement when it is asked to', async () => {
    const struck = (version: number) =>
      changedPolicy(`struck-${version}`, yaml =>
        yaml
          .replace('version: 4', `version: ${version}`)
          .replace(
            'uses: [identity, contact, products, interactions, organisation]',
            'uses: [identity, contact, products, interactions]',
          ),
      )
    const published = await abide(
      ['policy', 'publish', struck(7), '--alone', 'nobody else works here'],
      data('embedded'),
    )
    expect(published).toMatchObject({ code: 0, error: '' })
    expect(published.out).toMatch(
      /\n {2}support may no longer read organisation \(\d+ columns\) and \d+ columns about rows\n/,
    )
    const [, revoked] = /0 GRANTs and (\d+) REVOKEs; --verbose lists them\./.exec(published.out)!
    expect(Number(revoked)).toBeGreaterThan(1)
    expect(published.out).toMatch(/\n41 questions with a right answer stand beside it; each is answered so\.\n/)
    expect(published.out).not.toContain('REVOKE SELECT')
    const whole = changedPolicy('whole', yaml => yaml.replace('version: 4', 'version: 8'))
    // What comes back is more than what is in force: it is weighed anew, whoever publishes it.
    const stale = await abide(['policy', 'publish', whole, '--alone', 'nobody else works here'], data('embedded'))
    expect([stale.code, stale.error]).toEqual([1, expect.stringContaining('balancing test says what it said before')])
    appendFileSync(join(dirname(whole), 'balancing', 'support.md'), '\nThe company of a contact was weighed anew.\n')
    const listed = await abide(
      ['policy', 'publish', whole, '--verbose', '--alone', 'nobody else works here'],
      data('embedded'),
    )
    expect(listed.out).toContain('support may now read organisation')
    expect(listed.out.match(/^ {2}GRANT SELECT \(.*\) ON people\.\w+ TO "abide_\w+"$/gm)).toHaveLength(Number(revoked))
  })

  it('erases somebody at the terminal, and leaves no copy of the key in its files', async () => {
    const id = 'an.maes@ziekenhuis-demer.example'
    const mailbox = async () => (await fetch(`${running.url}/en/mailbox`)).text()
    expect(await mailbox()).toContain(id)
    expect((await abide(['erase', id, 'an.maes@elsewhere.example'], data('embedded'))).code).toBe(2)
    const erased = await abide(['erase', id, id], data('embedded'))
    expect(erased).toMatchObject({ code: 0, error: '' })
    expect(erased.out).toMatch(
      /^Erased\..*\nNo copy of the key is left in the files of the database, nor in its write-ahead log\.\n/,
    )
    expect(erased.out).toContain('docs/operate.md')
    expect(await abide(['erase', id, id], data('embedded'))).toMatchObject({ code: 1, error: 'Nobody has this ID.\n' })
  })

  it('verifies its evidence while it runs', async () => {
    expect(await abide(['audit', 'verify'], data('embedded'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('Unbroken') as string,
    })
  })

  it('stops when it is asked to, and starts again where it was', async () => {
    expect(await running.stop()).toBe(0)
    running = await startProduct('start', { ...data('embedded') })
    expect(running.printed()).not.toContain('Added')
    expect(await (await fetch(`${running.url}/en/mailbox`)).text()).toContain('An Maes')
  })

  it('is no company’s own: `serve` refuses data that the demonstration is in', async () => {
    expect(await running.stop()).toBe(0)
    expect(await abide(['serve'], { ...data('embedded'), PORT: String(await freePort()) })).toMatchObject({
      code: 1,
      error: expect.stringContaining('a password that everybody knows') as string,
    })
  })
})

describe('the product without the demonstration', () => {
  let running: Running
  afterAll(() => running?.stop())

  it('says that it needs a policy, and serves once one is published', async () => {
    const before = await abide(['serve'], { ...data('serve'), PORT: String(await freePort()) })
    expect(before).toMatchObject({ code: 1, error: expect.stringContaining('npx abide policy publish') as string })
    const id = 'ada@team.example'
    const early = await abide(['erase', id, id], data('serve'))
    expect(early).toMatchObject({ code: 1, error: expect.stringContaining('No policy is in force') as string })
    expect((await abide(['policy', 'publish', join(project, 'policies/hesbia.yaml')], data('serve'))).code).toBe(0)
    running = await startProduct('serve', data('serve'))
    expect(await status(`${running.url}/en/sign-in`)).toBe(200)
    for (const path of ['mailbox', 'start', 'start/looked', 'start/break', 'start/strike'])
      expect([path, await status(`${running.url}/en/${path}`)]).toEqual([path, 404])
    for (const path of ['start/sign-in', 'start/looked', 'start/break', 'start/strike', 'start/strike/back']) {
      const sent = await fetch(`${running.url}/en/${path}`, { method: 'POST', body: new URLSearchParams({ id: 'a' }) })
      expect([path, sent.status]).toEqual([path, 404])
    }
  })

  it('has no account of its own: nobody comes in with a password that everybody knows', async () => {
    expect((await abide(['staff', 'list'], data('serve'))).out).toContain('There are no colleagues')
    const { people, password } = readCast()
    const tried = [...people.map(({ email }) => [email, password]), ['admin', 'admin'], ['administrator', 'password']]
    for (const [id, known] of tried) {
      const sent = await fetch(`${running.url}/api/people/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, password: known }),
      })
      expect([id, [401, 429].includes(sent.status)]).toEqual([id, true])
    }
  })

  it('lets a colleague in by the newest invitation, which says that it takes the place of another', async () => {
    const invite = ['staff', 'add', '--name', 'Ada Noor', '--email', 'ada@team.example', '--role', 'service-desk']
    const [first, second] = [await abide(invite, data('serve')), await abide(invite, data('serve'))]
    const link = /http\S+\/en\/choose-password\?token=\S+/
    expect(first.out).toContain(`${running.url}/en/choose-password?token=`)
    expect(first.out).not.toContain('takes the place')
    expect(second.out).toMatch(
      /takes the place of the invitation of \d{4}-\d\d-\d\d \d\d:\d\d UTC, whose link no longer works/,
    )
    expect([await status(link.exec(first.out)![0]), await status(link.exec(second.out)![0])]).toEqual([410, 200])
  })

  it('names roles that there are, erases who is named twice, and stops when it is asked to', async () => {
    const invite = ['staff', 'add', '--name', 'A', '--email', 'a@team.example', '--role', 'constructor']
    const unknown = await abide(invite, data('serve'))
    expect(unknown).toMatchObject({ code: 1, error: expect.stringContaining('no role "constructor"') as string })
    const strange = await abide([...invite.slice(0, -1), 'service-desk', '--language', 'xx'], data('serve'))
    expect(strange).toMatchObject({
      code: 1,
      error: expect.stringContaining('Choose one of: en, nl, fr, de.') as string,
    })
    expect(await abide(['erase', 'ada@team.example', 'adda@team.example'], data('serve'))).toMatchObject({ code: 2 })
    const nobody = 'nobody@team.example'
    expect(await abide(['erase', nobody, nobody], data('serve'))).toMatchObject({
      code: 1,
      error: 'Nobody has this ID.\n',
    })
    expect(await running.stop()).toBe(0)
  })

  it('is never opened as the demonstration, which lets anybody be anybody', async () => {
    expect(await abide(['start'], { ...data('serve'), PORT: String(await freePort()) })).toMatchObject({
      code: 1,
      error: expect.stringContaining("a company's own data") as string,
    })
  })
})

describe('the product on a PostgreSQL server, the oldest that it supports', () => {
  let server: TestServer
  let url: string
  const place = { major: 15 as const, directory: join(here, 'server') }

  beforeAll(async () => {
    server = await startServer(place)
    await as(server.url, "create role app login password 'app'")
    await as(server.url, 'create database shop owner app')
    url = `postgres://app:app@${server.host}:${server.port}/shop`
  })
  afterAll(() => server?.stop())

  async function as<Row extends pg.QueryResultRow>(where: string, sql: string): Promise<Row[]> {
    const client = new pg.Client(where)
    await client.connect()
    return (await client.query<Row>(sql).finally(() => client.end())).rows
  }

  it('says what an administrator has to do where its owner may not make logins, and then serves', async () => {
    const environment = { ...data('on-server'), DATABASE_URL: url }
    const refused = await abide(['start'], { ...environment, PORT: String(await freePort()) })
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('npx abide roles --sql') as string })
    const script = await abide(['roles', '--sql'], environment)
    await as(server.url, script.out)
    // In another database than the installation's own it makes the logins and leaves them more than they should have.
    expect((await abide(['doctor'], environment)).out).toContain('wrong functions: Every login may call')
    for (const _ of [1, 2]) await as(server.url.replace(/postgres$/, 'shop'), script.out)
    expect(await abide(['doctor'], environment)).toMatchObject({ code: 0 })
    const running = await startProduct('start', environment)
    expect(await status(`${running.url}/healthz`)).toBe(200)

    await server.stop()
    expect(await status(`${running.url}/healthz`)).toBe(503)
    const page = await fetch(`${running.url}/en/sign-in`, { headers: { cookie: 'session=anything' } })
    expect(page.status).toBe(503)
    expect(page.headers.get('retry-after')).toBeTruthy()
    expect(await page.text()).toContain('safe')
    const call = await fetch(`${running.url}/api/people/session`, { headers: { cookie: 'session=anything' } })
    expect([call.status, call.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    expect(call.headers.get('retry-after')).toBeTruthy()

    server = await startServer({ ...place, port: server.port })
    await expect.poll(() => status(`${running.url}/healthz`), { timeout: 20_000 }).toBe(200)
    expect(await running.stop()).toBe(0)
  })

  it('grants what another version of it needs until that one is heard of no more, and says when it ends itself', async () => {
    const running = await startProduct('start', { ...data('on-server'), DATABASE_URL: url })
    const ended = new Date(Date.now() + 20_000).toISOString()
    const declarations = {
      acts: { 'profile.note-phone': { purpose: 'support', by: 'system', writes: ['contact'] } },
      holdings: [
        {
          table: 'profile.contact',
          person: 'person_id',
          purpose: 'account',
          columns: { value: 'contact' },
          bookkeeping: ['id'],
        },
      ],
    }
    // As one that was killed has left it.
    await as(
      url,
      `insert into policy.process (id, declared, declarations, until)
       values ('00000000-0000-7000-8000-000000000001', 'another', '${JSON.stringify(declarations)}', '${ended}')`,
    )
    const supportWrites = async () => {
      const [row] = await as<{ may: boolean }>(
        url,
        `select has_column_privilege(role, 'profile.contact', 'value', 'INSERT') as may from policy.slot where purpose = 'support'`,
      )
      return row!.may
    }
    await expect.poll(supportWrites, { timeout: 19_000 }).toBe(true)
    await expect.poll(supportWrites, { timeout: 40_000 }).toBe(false)
    expect(await as(url, 'select id from policy.process')).toHaveLength(1)
    expect(await running.stop()).toBe(0)
    expect(await as(url, 'select id from policy.process')).toHaveLength(0)
  }, 90_000)

  it('says that its name is that of another installation, or that its name was changed', async () => {
    await as(server.url, 'create database second owner app')
    const second = url.replace(/shop$/, 'second')
    const taken = await abide(['policy', 'publish', join(project, 'policies/hesbia.yaml')], {
      ...data('second'),
      DATABASE_URL: second,
    })
    expect(taken).toMatchObject({
      code: 1,
      error: expect.stringMatching(/abide_gate cannot get in.*\n.*ABIDE_INSTALLATION/) as string,
    })
    const renamed = await abide(['serve'], { ...data('on-server'), DATABASE_URL: url, ABIDE_INSTALLATION: 'other' })
    expect(renamed).toMatchObject({
      code: 1,
      error: expect.stringMatching(/installation "abide".*\n.*ABIDE_INSTALLATION=abide/) as string,
    })
    expect(await as(server.url, `select rolname from pg_roles where rolname like 'other%'`)).toEqual([])
  })

  it('says what is wrong with an address that leads nowhere, and never the password', async () => {
    const nowhere = await abide(['start'], {
      ...data('nowhere'),
      DATABASE_URL: 'postgres://app:hush-hush@127.0.0.1:1/shop',
    })
    expect(nowhere).toMatchObject({ code: 1, error: expect.stringContaining('DATABASE_URL') as string })
    expect(nowhere.error + nowhere.out).not.toContain('hush-hush')
  })
})
