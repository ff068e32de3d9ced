import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { specimen } from '../../test/specimen.tsx'

type App = Awaited<ReturnType<typeof specimen>>['app']
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

describe('pages', () => {
  let app: App
  let stop: () => Promise<void>
  beforeAll(async () => {
    ;({ app, stop } = await specimen())
  })
  afterAll(() => stop())

  async function send(fields: Record<string, string>) {
    const shown = await app.inject('/en/form')
    const csrf = /name="csrf" value="([^"]+)"/.exec(shown.body)![1]!
    const cookies = Object.fromEntries(shown.cookies.map(({ name, value }) => [name, value]))
    return app.inject({
      method: 'POST',
      url: '/en/form',
      headers: formHeaders,
      cookies,
      payload: new URLSearchParams({ csrf, ...fields }).toString(),
    })
  }
  const right = {
    name: 'An',
    email: 'an@ziekenhuis.example',
    password: 'a long enough sentence',
    country: 'BE',
    language: 'nl',
  }

  test('a wrong form names each question on top with a link, and keeps what was typed except the password', async () => {
    const { statusCode, body } = await send({
      ...right,
      email: 'an@',
      password: 'short',
      note: '<b>"5 > 4"</b>',
      news: 'true',
    })
    expect(statusCode).toBe(422)
    expect(body).toContain('<title>Error: Create an account – Hesbia</title>')
    expect(body).toMatch(/<section class="error-summary" role="alert" tabindex="-1"[^>]*data-focus/)
    expect(body).toContain(
      '<a href="#field-email">E-mail address: Enter an e-mail address like name@company.example</a>',
    )
    expect(body).toMatch(
      /<input id="field-email"[^>]*aria-invalid="true"[^>]*aria-describedby="field-email-hint field-email-error"[^>]*value="an@"/,
    )
    expect(body).toContain('&lt;b>&quot;5 > 4&quot;&lt;/b></textarea>')
    expect(body).toMatch(/<option selected value="BE">|<option value="BE" selected>/)
    expect(body).toMatch(/<input[^>]*value="nl"[^>]*checked/)
    expect(body).toMatch(/<input[^>]*name="news"[^>]*checked/)
    expect(body).not.toContain('short"')
  })

  test('a rule that finds a field wrong looks the same', async () => {
    const { statusCode, body } = await send({ ...right, name: 'Nobody' })
    expect([statusCode, body.includes('Your name: This name is not a name')]).toEqual([422, true])
  })

  test('the page after a form says what was done, once asked; an unknown sentence is not said', async () => {
    const done = await send(right)
    expect(done.headers.location).toBe('/en/parts?done=ui.done.saved')
    expect((await app.inject(done.headers.location!)).body).toMatch(/role="status">[\s\S]*?Saved\./)
    expect((await app.inject('/en/parts?done=ui.done.nothing')).body).not.toContain('role="status"')
    expect((await app.inject('/en/parts?done=ui.fault.home')).body).not.toContain('role="status"')
  })

  test('nothing is ticked that nobody ticked', async () => {
    expect((await app.inject('/en/form')).body).not.toMatch(/ (checked|selected)/)
  })

  test('a token that does not fit shows the form again with what was typed', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/en/form',
      headers: formHeaders,
      payload: 'csrf=old&name=An&password=secret-words',
    })
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('Nothing was saved yet')
    expect(answer.body).toMatch(/name="name"[^>]*value="An"/)
    expect(answer.body).not.toContain('secret-words')
  })

  test('the language menu leads to the same page, and search engines are told', async () => {
    const { body, headers } = await app.inject('/nl/parts')
    expect(body).toContain('<html lang="nl">')
    expect(body).toContain('<a href="/fr/parts" hreflang="fr" lang="fr">Français</a>')
    expect(body).toContain('<link rel="alternate" hreflang="de" href="http://localhost:8080/de/parts"/>')
    expect(headers['content-language']).toBe('nl')
  })

  test('a page that exists in English only says so to readers and to search engines', async () => {
    const { body, headers } = await app.inject('/nl/english')
    expect(headers['content-language']).toBe('nl, en')
    expect(body).toContain('<link rel="canonical" href="http://localhost:8080/en/english"/>')
    expect(body).not.toContain('rel="alternate" hreflang="nl"')
  })

  test('a signed-in visitor sees who they are and signs out by a form', async () => {
    const { body } = await app.inject({ url: '/fr/parts', cookies: { session: 'customer' } })
    expect(body).toContain('Connecté : An Maes')
    expect(body).toMatch(/<form action="\/fr\/sign-out" method="post"[^>]*><input type="hidden" name="csrf"/)
  })

  test('a refusal names act, clause and policy version, with a link to the clause', async () => {
    const { statusCode, body } = await app.inject('/nl/refused')
    expect(statusCode).toBe(403)
    for (const said of [
      'desk.look-up',
      'href="/nl/privacybeleid#3.2"',
      'category-not-promised',
      'Het beleid belooft dit gebruik',
    ])
      expect(body).toContain(said)
  })

  test('an unexpected error shows its reference and nothing else of it', async () => {
    const { statusCode, body } = await app.inject('/de/broken')
    expect([statusCode, /Referenz: [A-Z2-9]{8}/.test(body), body.includes('on purpose')]).toEqual([500, true, false])
  })

  test('files for the browser are kept for a year under their hash, and are small', async () => {
    const { body } = await app.inject('/en/parts')
    const [style, script] = [
      /href="(\/assets\/style\.css\?v=\w+)"/.exec(body)![1]!,
      /src="(\/assets\/enhance\.js\?v=\w+)"/.exec(body)![1]!,
    ]
    for (const [url, limit] of [
      [style, 15_000],
      [script, 10_000],
    ] as const) {
      const answer = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(gzipSync(gunzipSync(answer.rawPayload)).length).toBeLessThan(limit)
    }
    expect((await app.inject(style.split('?')[0]!)).headers['cache-control']).toBe('no-cache')
    expect((await app.inject('/assets/../package.json')).statusCode).toBe(404)
    expect((await app.inject('/assets/nothing.css')).statusCode).toBe(404)
  })

  test('a page says nothing that a Content-Security-Policy without inline scripts and styles forbids', async () => {
    for (const url of ['/en/parts', '/en/form', '/nl/refused', '/nl/nothing']) {
      expect((await app.inject(url)).body).not.toMatch(
        /<style|\sstyle=|<script(?! type="module" src="\/assets\/)|\son\w+=/,
      )
    }
  })
})

test('every word of the frame and of the fault pages comes from the locale files', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pseudo-'))
  cpSync(join(import.meta.dirname, '../../locales'), directory, { recursive: true })
  const file = join(directory, 'de', 'ui.json')
  const pseudo = (value: unknown): unknown =>
    typeof value === 'string'
      ? `⟦${value}⟧`
      : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, pseudo(inner)]))
  writeFileSync(file, JSON.stringify(pseudo(JSON.parse(readFileSync(file, 'utf8')))))
  const { app, stop } = await specimen({ locales: directory })
  for (const url of ['/de/nothing', '/de/broken', '/de/refused']) {
    const { body } = await app.inject({ url, cookies: { session: 'customer' } })
    const texts = body
      .slice(body.indexOf('<body'))
      .replace(/<nav class="(languages|main-menu)[\s\S]*?<\/nav>/g, '')
      .split(/<[^>]*>/)
      .map(text => text.trim())
      .filter(Boolean)
    const own = ['Hesbia', '3.2', '4', 'desk.look-up', 'category-not-promised']
    expect(texts.filter(text => !/^⟦[\s\S]*⟧$/.test(text) && !own.includes(text))).toEqual([])
  }
  await stop()
  rmSync(directory, { recursive: true })
})
