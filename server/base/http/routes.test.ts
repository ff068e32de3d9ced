import { describe, expect, test } from 'vitest'
import { askName, call, formHeaders, id, page, post, start, withForm } from '../../../test/example-server.ts'
import { redirect, RouteFaults, type Route } from './index.ts'

describe('routes', () => {
  test('a route without an act, or without a response schema, keeps the server from starting', async () => {
    const bad = [
      { ...askName, act: '' },
      { ...call, response: undefined as unknown as Route['response'] },
    ]
    await expect(start({ routes: bad })).rejects.toThrow(RouteFaults)
    await expect(start({ routes: bad })).rejects.toThrow(/names no act[\s\S]*no response schema/)
  })

  test('a route that names an act which nobody declares keeps the server from starting', async () => {
    await expect(start({ acts: new Set(['profile.view']) })).rejects.toThrow(/things\.make/)
  })

  test('a page has the path words of each language, and the English word leads there', async () => {
    const app = await start()
    expect((await app.inject('/nl/privacybeleid')).statusCode).toBe(200)
    const moved = await app.inject('/nl/privacy?x=1')
    expect([moved.statusCode, moved.headers.location]).toEqual([308, '/nl/privacybeleid?x=1'])
  })

  test('a page has one address: with a slash after it one is led to the one without', async () => {
    const app = await start()
    const to = async (url: string, method: 'GET' | 'HEAD' = 'GET') => {
      const { statusCode, headers } = await app.inject({ method, url })
      return [statusCode, headers.location]
    }
    expect(await to('/en/privacy/')).toEqual([301, '/en/privacy'])
    expect(await to('/en/', 'HEAD')).toEqual([301, '/en'])
    expect(await to('/en/name//?next=%2Fen%2F&a=?')).toEqual([301, '/en/name?next=%2Fen%2F&a=?'])
    expect((await to('/'))[0]).toBe(302)
    expect((await to(`/en/${'/'.repeat(5000)}x`))[0]).toBe(404)
    // Nobody is led to another site by it.
    for (const url of ['//elsewhere.example/', '/\\\\elsewhere.example/', '///'])
      expect((await to(url))[0]).not.toBe(301)
  })

  test('nothing is sent to an address with a slash too many: a part of it was empty', async () => {
    const app = await start()
    const payload = { what: 1 }
    const sent = async (url: string) => (await app.inject({ method: 'PUT', url, payload })).statusCode
    expect([await sent('/api/anything'), await sent('/api/anything/'), await sent('/api/anything//?x=1')]).toEqual([
      200, 404, 404,
    ])
  })

  test('the root leads to the language of the browser and says what it depends on', async () => {
    const app = await start()
    const answer = await app.inject({ url: '/', headers: { 'accept-language': 'es, de-AT;q=0.8, en;q=0.5' } })
    expect([answer.statusCode, answer.headers.location, answer.headers.vary]).toEqual([302, '/de', 'Accept-Language'])
  })

  test('only the members of the response schema leave', async () => {
    const app = await start()
    const answer = await app.inject({ method: 'POST', url: `/api/things/${id}`, payload: { count: 2 } })
    expect([answer.statusCode, answer.json()]).toEqual([201, { count: 2 }])
  })

  test('a download has its name in UTF-8 and in plain letters', async () => {
    const app = await start()
    const answer = await app.inject('/fr/list.csv')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="Liste_moi.csv"; filename*=UTF-8''Liste%20%C3%A0%20moi.csv`,
    )
  })
})

describe('who', () => {
  test('a stranger who opens a customer page is led to sign in, and back afterwards', async () => {
    const app = await start()
    const answer = await app.inject('/nl/account?tab=2')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/nl/sign-in?next=%2Fnl%2Faccount%3Ftab%3D2'])
  })

  test('somebody else who is signed in gets 403', async () => {
    const app = await start()
    const answer = await app.inject({ url: '/nl/account', cookies: { session: 'staff' } })
    expect([answer.statusCode, answer.body.includes('not-for-you')]).toEqual([403, true])
  })

  test('a page for a visitor is kept nowhere; a page for everybody sets no cookie', async () => {
    const app = await start()
    const own = await app.inject({ url: '/nl/account', cookies: { session: 's1' } })
    expect([own.statusCode, own.headers['cache-control'], own.body.includes('An Maes')]).toEqual([
      200,
      'no-store',
      true,
    ])
    const everybody = await app.inject('/nl/privacybeleid')
    expect([everybody.headers['cache-control'], everybody.headers['set-cookie']]).toEqual(['no-cache', undefined])
  })

  test('what answers something that was sent is kept nowhere, whoever sent it and however it ends', async () => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    const payloads = [post({ csrf, name: 'An' }), post({ csrf, name: 'x'.repeat(11) }), post({ name: 'An' })]
    const answers = await Promise.all([
      ...payloads.map(payload =>
        app.inject({ method: 'POST', url: '/en/name', headers: formHeaders, cookies: jar, payload }),
      ),
      ...[1, 0, 13].map(count => app.inject({ method: 'POST', url: `/api/things/${id}`, payload: { count } })),
      app.inject({ method: 'POST', url: '/en/nothing' }),
    ])
    expect(answers.map(answer => answer.statusCode)).toEqual([303, 422, 403, 201, 422, 403, 404])
    for (const { headers } of answers) expect(headers['cache-control']).toBe('no-store')
  })
})

describe('headers', () => {
  test('every answer forbids what a page of ours never needs', async () => {
    const app = await start()
    for (const url of ['/en/privacy', '/en/nothing', '/api/nothing', '/']) {
      const { headers } = await app.inject(url)
      expect(headers['content-security-policy']).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'",
      )
      expect([
        headers['x-content-type-options'],
        headers['referrer-policy'],
        headers['strict-transport-security'],
      ]).toEqual(['nosniff', 'same-origin', undefined])
      expect(headers['permissions-policy']).toContain('geolocation=()')
    }
    const secure = await start({ publicUrl: 'https://my.hesbia.example' })
    expect((await secure.inject('/en/privacy')).headers['strict-transport-security']).toBe('max-age=63072000')
  })

  test('a large page is sent compressed to who can read that', async () => {
    const long = page({
      path: '/:lang/long',
      act: 'public',
      who: 'anyone',
      render: () => ({ title: 'Long', body: 'word '.repeat(1000) }),
    })
    const app = await start({ routes: [long] })
    const answer = await app.inject({ url: '/en/long', headers: { 'accept-encoding': 'gzip, br' } })
    expect(answer.headers['content-encoding']).toBe('br')
    expect(answer.rawPayload.length).toBeLessThan(500)
  })

  test('a page whose address holds a secret sends no referrer and is kept nowhere', async () => {
    const { headers } = await (await start()).inject('/en/confirm')
    expect([headers['referrer-policy'], headers['cache-control']]).toEqual(['no-referrer', 'no-store'])
  })

  test('an answer whose language depends on the browser says so', async () => {
    const app = await start()
    expect((await app.inject('/api/nothing')).headers.vary).toBe('Accept-Language')
    expect((await app.inject('/en/privacy')).headers.vary).toBeUndefined()
  })

  test('a redirect never leads to another site', () => {
    for (const to of [
      '//elsewhere.example',
      'https://elsewhere.example',
      '/\\elsewhere.example',
      'javascript:alert(1)',
      '/a b',
      '',
    ]) {
      expect(() => redirect(to)).toThrow(/stays on this site/)
    }
  })
})
