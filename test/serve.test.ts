import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from '../scripts/build.js'
import { startServer, type TestServer } from './cluster.ts'
import { abide, freePort, type Running, startProduct } from './running.ts'

const project = join(import.meta.dirname, '..')
const here = mkdtempSync(join(tmpdir(), 'abide-serve-'))
const data = (name: string) => ({ ABIDE_DATA: join(here, name) })
const status = async (url: string) => (await fetch(url)).status

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
    const published = await abide(['policy', 'publish', next], data('embedded'))
    expect(published).toMatchObject({ code: 0, out: expect.stringContaining('Version 5 is in force') as string })
    await expect
      .poll(async () => (await (await fetch(`${running.url}/api/policy`)).json()) as object, { timeout: 20_000 })
      .toMatchObject({ version: 5 })
  })

  it('lets a published version wait for its date', async () => {
    const later = changedPolicy('later', yaml => yaml.replace('version: 4', 'version: 6'))
    const published = await abide(['policy', 'publish', later, '--at', '2099-01-01'], data('embedded'))
    expect(published).toMatchObject({ code: 0, out: expect.stringContaining('takes effect on 2099-01-01') as string })
    const past = await abide(['policy', 'publish', later, '--at', '2001-01-01'], data('embedded'))
    expect(past.code).toBe(1)
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
})

describe('the product without the demonstration', () => {
  it('says that it needs a policy, and serves once one is published', async () => {
    const before = await abide(['serve'], { ...data('serve'), PORT: String(await freePort()) })
    expect(before).toMatchObject({ code: 1, error: expect.stringContaining('npx abide policy publish') as string })
    expect((await abide(['policy', 'publish', join(project, 'policies/hesbia.yaml')], data('serve'))).code).toBe(0)
    const running = await startProduct('serve', data('serve'))
    expect(await status(`${running.url}/en/sign-in`)).toBe(200)
    expect(await status(`${running.url}/en/mailbox`)).toBe(404)
    const invited = await abide(
      ['staff', 'add', '--name', 'Ada Noor', '--email', 'ada@team.example', '--role', 'service-desk'],
      data('serve'),
    )
    expect(invited.out).toContain(`${running.url}/en/choose-password?token=`)
    expect(await running.stop()).toBe(0)
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

  async function as(where: string, sql: string): Promise<void> {
    const client = new pg.Client(where)
    await client.connect()
    await client.query(sql).finally(() => client.end())
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

    server = await startServer({ ...place, port: server.port })
    await expect.poll(() => status(`${running.url}/healthz`), { timeout: 20_000 }).toBe(200)
    expect(await running.stop()).toBe(0)
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
