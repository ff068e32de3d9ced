import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { type CookieForms, cookieForms } from '../../../test/cookies.ts'

let house: TestApp
let forms: CookieForms
beforeAll(async () => {
  house = await testApp()
  forms = cookieForms(house)
})
afterAll(() => house.close())

const proofs = () => forms.proofs()
const shownOnPage = () => forms.shownOnPage()

describe('programs', () => {
  it('see the state of a browser and choose for it, from a page of ours alone', async () => {
    const who = house.visitor()
    const { asked, version, wording, language } = (await who.get('/api/cookies')).json<Record<string, string>>()
    expect([asked, language, { version, wording }]).toEqual([true, 'en', await shownOnPage()])
    const send = (body: object) => who.call('POST', '/api/cookies', { wording, ...body })
    expect((await send({ version, agree: ['product-news'] })).status).toBe(422)
    expect((await send({ version: 'another', agree: [] })).json()).toMatchObject({ code: 'list-changed' })
    expect((await send({ version, agree: [], language: 'fr' })).json()).toMatchObject({ code: 'policy-changed' })
    expect((await send({ version, agree: ['greeting'] })).json()).toEqual({ allowed: ['greeting'] })
    expect((await who.get('/api/cookies')).json()).toMatchObject({ asked: false, purposes: [{ allowed: true }] })
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }
    expect((await proofs()).at(-1)).toMatchObject({ way: 'api', layout: 'page-1', language: 'en', wording })
    const payload = JSON.stringify({ version, wording, agree: [] })
    const forged = await house.app.server.inject({ method: 'POST', url: '/api/cookies', headers, payload })
    expect(forged.statusCode).toBe(403)
  })
})

describe('another site of ours', () => {
  const banner = (headers: Record<string, string>, language = '?language=nl') =>
    house.visitor().get(`/api/embed/banner${language}`, headers)
  const site = 'https://workshop.example'
  beforeAll(() =>
    house.db.asOwner(
      `insert into people.site (id, names, address, redirect_uris, post_logout_uris, purpose, scopes, controller, recorded_at)
       values ('workshop', '{"en":"Workshop"}', 'https://workshop.example/', '{https://app.workshop.example/back}', '{}',
               'account', '{openid}', 'hes', $1)`,
      [house.db.clock.now()],
    ),
  )

  it('gets script and words where it is registered, and nothing where it is not', async () => {
    const script = await house.visitor().get('/embed.js')
    expect(script.headers['cross-origin-resource-policy']).toBe('cross-origin')
    expect(script.text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|eval\(/)
    for (const origin of [site, 'https://app.workshop.example']) {
      const { headers, text } = await banner({ origin })
      expect(headers['access-control-allow-origin']).toBe(origin)
      expect(headers['access-control-allow-credentials']).toBeUndefined()
      expect(JSON.parse(text)).toMatchObject({ reject: 'Optionele cookies weigeren', purposes: [{ id: 'greeting' }] })
    }
    for (const origin of ['https://elsewhere.example', 'https://workshop.example.elsewhere.example', 'null']) {
      const { status, headers, text } = await banner({ origin })
      expect([status, headers['access-control-allow-origin'], JSON.parse(text).code]).toEqual([
        403,
        undefined,
        'origin-unknown',
      ])
    }
  })

  it('carries less than 5,000 bytes of script and style, compressed', async () => {
    const { text } = await house.visitor().get('/embed.js')
    expect(text).toContain('.abide-cookies{')
    expect(gzipSync(text).length).toBeLessThan(5000)
  })

  it('is spoken to in the first language where its page says none, or one that the company does not have', async () => {
    for (const language of ['', '?language=', '?language=sv', '?language=zz-ZZ']) {
      const { status, text } = await banner({ origin: site, 'accept-language': 'fr' }, language)
      expect([status, JSON.parse(text)], language).toMatchObject([200, { language: 'en', close: 'Close' }])
    }
  })

  it('has the proof kept of what was chosen there, and of a signal', async () => {
    const { version, wording } = (await banner({ origin: site })).json<{ version: string; wording: string }>()
    const send = (body: object, headers: Record<string, string>, method: 'POST' | 'OPTIONS' = 'POST') =>
      house.app.server.inject({
        method,
        url: '/api/embed/choice',
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({
          version,
          wording,
          agree: [],
          directive: false,
          signal: false,
          language: 'nl',
          ...body,
        }),
      })
    expect((await send({}, { origin: site }, 'OPTIONS')).headers['access-control-allow-headers']).toBe('content-type')
    const before = (await proofs()).length
    const given = (await send({ agree: ['greeting'] }, { origin: site })).json<{ id: string; choices: string }>()
    await send({ previous: `${version}:${given.choices}:${given.id}` }, { origin: site })
    await send({ directive: true, signal: true }, { origin: site })
    expect((await proofs()).slice(before)).toEqual([
      expect.objectContaining({
        kind: 'given',
        way: 'embed',
        page: site,
        language: 'nl',
        wording,
        consent_id: given.id,
      }),
      expect.objectContaining({ kind: 'withdrawn', consent_id: given.id }),
      expect.objectContaining({ kind: 'directive', choices: 'gpc' }),
    ])
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://elsewhere.example' }] as Record<string, string>[])
      expect((await send({}, headers)).statusCode).toBe(403)
    expect((await send({ agree: ['product-news'] }, { origin: site })).statusCode).toBe(422)
    expect((await send({ version: 'x' }, { origin: site })).statusCode).toBe(409)
    for (const other of [{ language: 'fr' }, { wording: undefined }, { wording: given.id }])
      expect((await send(other, { origin: site })).json()).toMatchObject({ code: 'policy-changed' })
    expect((await proofs()).length).toBe(before + 3)
  })
})
