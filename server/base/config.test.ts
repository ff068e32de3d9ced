import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readSecrets } from './config-secrets.ts'
import { readSettings, settings, settingsTable } from './config.ts'

const here = mkdtempSync(join(tmpdir(), 'abide-test-'))
afterAll(() => rmSync(here, { recursive: true, force: true }))

describe('the settings', () => {
  it('have a default each', () => {
    expect(readSettings({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      url: 'http://localhost:8080',
      proxy: 'loopback',
      dataDirectory: resolve('data'),
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

  it('name the proxies that are believed, and nothing else', () => {
    expect(readSettings({ ABIDE_PROXY: 'none' }).proxy).toBe(false)
    for (const proxy of ['loopback', '10.0.0.1', 'loopback, 10.0.0.0/8, fd00::/8']) {
      expect(readSettings({ ABIDE_PROXY: proxy }).proxy).toBe(proxy)
    }
    for (const proxy of ['true', 'everybody', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.1,'])
      expect(() => readSettings({ ABIDE_PROXY: proxy }), proxy).toThrow('ABIDE_PROXY')
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
