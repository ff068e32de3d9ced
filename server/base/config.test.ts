import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { keepMailServer, mailServerFile } from './config-mail.ts'
import { readSecrets } from './config-secrets.ts'
import { readSettings, settings, settingsTable } from './config.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-test-'))
afterAll(() => rmSync(here, { recursive: true, force: true }))

describe('the settings', () => {
  it('have a default each', () => {
    expect(readSettings({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      proxy: undefined,
      url: 'http://localhost:8080',
      dataDirectory: resolve('data'),
      siteDirectory: resolve('site'),
      database: 'embedded',
      secretFile: resolve('data/secret'),
      installation: 'abide',
      policyFile: undefined,
      mail: 'mailbox page only',
      mailFrom: 'privacy@localhost',
      logLevel: 'info',
    })
  })

  it('follow from one another, and an empty one counts as not set', () => {
    const read = readSettings({
      PORT: '81',
      HOST: '',
      ABIDE_DATA: '/srv/abide',
      ABIDE_URL: 'https://account.hesbia.example/',
    })
    expect(read).toMatchObject({
      host: '127.0.0.1',
      url: 'https://account.hesbia.example',
      secretFile: '/srv/abide/secret',
    })
    expect(read.mailFrom).toBe('privacy@account.hesbia.example')
    expect(readSettings({ PORT: '81' }).url).toBe('http://localhost:81')
  })

  it('name proxies by address, by network or by number', () => {
    const proxy = (ABIDE_PROXY: string) => readSettings({ ABIDE_PROXY }).proxy
    expect(proxy('127.0.0.1, fd00::/8')).toEqual(['127.0.0.1', 'fd00::/8'])
    expect(proxy('2')).toBe(2)
    for (const wrong of ['0', 'true', '10.0.0.0/33', '0.0.0.0/0', 'proxy.example', '127.0.0.1,', '::1/129'])
      expect(() => proxy(wrong)).toThrow(/ABIDE_PROXY must be/)
  })

  it('are all complained about at once, without showing what may hold a password', () => {
    const wrong = {
      PORT: '70000',
      ABIDE_INSTALLATION: 'Ab-1',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://ann:pass-word@db',
      MAIL_FROM: 'nobody',
    }
    const complain = () => readSettings(wrong)
    for (const name of Object.keys(wrong)) expect(complain).toThrow(name)
    expect(complain).not.toThrow(/pass-word/)
  })

  it('hold no secret', () => {
    const read = readSettings({
      DATABASE_URL: 'postgres://ann:pass-word@db/abide',
      SMTP_URL: 'smtp://ann:pass-word@mail',
    })
    expect(JSON.stringify(read)).not.toContain('pass-word')
    expect(read).toMatchObject({ database: 'server', mail: 'SMTP' })
  })

  it('are documented one by one', () => {
    for (const { name } of settings) expect(settingsTable()).toContain(`| \`${name}\` |`)
  })
})

describe('the settings of a site', () => {
  const [site, data] = [join(here, 'own-site'), join(here, 'own-data')]
  const read = (environment: NodeJS.ProcessEnv = {}) =>
    readSettings({ ABIDE_SITE: site, ABIDE_DATA: data, ...environment })

  it('are looked for where they are said to be, and their faults are told by line', () => {
    expect(() => read()).toThrow(/there is no .*own-site\/site\.yaml/)
    mkdirSync(site)
    writeFileSync(join(site, 'site.yaml'), 'name: Orchard\nlanguages: [es]\n')
    expect(() => read()).toThrow(/site\.yaml:2 {2}`languages` must be among/)
  })

  it('count where the environment says nothing, and lose against it', () => {
    writeFileSync(join(site, 'site.yaml'), 'url: https://my.orchard.example\nmail-from: hello@orchard.example\n')
    mkdirSync(join(site, 'policy'))
    writeFileSync(join(site, 'policy/policy.yaml'), '')
    const policyFile = join(site, 'policy/policy.yaml')
    expect(read()).toMatchObject({ url: 'https://my.orchard.example', mailFrom: 'hello@orchard.example', policyFile })
    const loud = { ABIDE_URL: 'https://other.example', MAIL_FROM: 'us@other.example', ABIDE_POLICY: '/other.yaml' }
    expect(read(loud)).toMatchObject({
      url: 'https://other.example',
      mailFrom: 'us@other.example',
      policyFile: '/other.yaml',
    })
  })

  it('hold no mail server: that is kept beside the secret, for its owner alone, and SMTP_URL wins', () => {
    const secrets = (environment: NodeJS.ProcessEnv = {}) => readSecrets(read(environment), environment).smtpUrl
    expect(secrets()).toBeUndefined()
    keepMailServer(data, 'smtp://ann:pass-word@mail.example:587')
    expect(statSync(mailServerFile(data)).mode & 0o777).toBe(0o600)
    expect(secrets()).toBe('smtp://ann:pass-word@mail.example:587')
    expect(read().mail).toBe('SMTP')
    expect(JSON.stringify(read())).not.toContain('pass-word')
    expect(secrets({ SMTP_URL: 'smtp://other.example' })).toBe('smtp://other.example')
    writeFileSync(mailServerFile(data), 'pass-word')
    expect(() => secrets()).toThrow(/does not hold the address of a mail server/)
    expect(() => secrets()).not.toThrow(/pass-word/)
    keepMailServer(data, undefined)
    expect(read().mail).toBe('mailbox page only')
  })
})

describe('the master secret', () => {
  const dataDirectory = join(here, 'data')
  const read = () => readSecrets(readSettings({ ABIDE_DATA: dataDirectory }), {}).master

  it('is made once, readable by its owner only', () => {
    const first = read()
    expect(first).toHaveLength(32)
    expect(read()).toEqual(first)
    expect(statSync(join(dataDirectory, 'secret')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dataDirectory, 'secret'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })

  it('is never replaced when it is damaged', () => {
    chmodSync(join(dataDirectory, 'secret'), 0o600)
    writeFileSync(join(dataDirectory, 'secret'), '')
    expect(read).toThrow(/does not hold a secret/)
    expect(readFileSync(join(dataDirectory, 'secret'), 'utf8')).toBe('')
  })
})
