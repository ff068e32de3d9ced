import { describe, expect, test } from 'vitest'
import { formHeaders, id, post, start, withForm } from '../../../test/example-server.ts'

describe('form tokens', () => {
  test('the page of an anonymous form sets one httpOnly cookie, __Host- on https', async () => {
    const plain = await withForm(await start())
    expect(plain.shown.headers['set-cookie']).toMatch(/^form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const secure = await withForm(await start({ publicUrl: 'https://my.hesbia.example' }))
    expect(secure.shown.headers['set-cookie']).toMatch(
      /^__Host-form=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('a form with its token is handled', async () => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    const answer = await app.inject({
      method: 'POST',
      url: '/en/name',
      headers: formHeaders,
      cookies: jar,
      payload: post({ csrf, name: 'An' }),
    })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/en/name?done=names.done.saved'])
  })

  test.each(['', 'x', 'abc.def', `${'a'.repeat(16)}.${'b'.repeat(43)}`])(
    'a forged token %j is refused',
    async forged => {
      const app = await start()
      const { jar } = await withForm(app)
      const answer = await app.inject({
        method: 'POST',
        url: '/en/name',
        headers: formHeaders,
        cookies: jar,
        payload: post({ csrf: forged, name: 'An' }),
      })
      expect([answer.statusCode, answer.body.includes('forged')]).toEqual([403, true])
    },
  )

  test('a token of one session does not work in another, nor without one', async () => {
    const app = await start()
    const { csrf } = await withForm(app, { session: 's1' })
    const statuses = await Promise.all(
      [{ session: 's1' }, { session: 's2' }, {}].map(
        async cookies =>
          (
            await app.inject({
              method: 'POST',
              url: '/en/name',
              headers: formHeaders,
              cookies,
              payload: post({ csrf, name: 'An' }),
            })
          ).statusCode,
      ),
    )
    expect(statuses).toEqual([303, 403, 403])
  })

  test('a post from another site is refused even with a token', async () => {
    const app = await start()
    const { jar, csrf } = await withForm(app)
    const send = async (headers: Record<string, string>) =>
      (
        await app.inject({
          method: 'POST',
          url: '/en/name',
          headers: { ...formHeaders, ...headers },
          cookies: jar,
          payload: post({ csrf, name: 'An' }),
        })
      ).statusCode
    expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await send({ origin: 'https://elsewhere.example' })).toBe(403)
    expect(await send({ origin: 'http://localhost:8080' })).toBe(303)
  })

  test('what was typed stays when our own page was open too long, but not what another site sent', async () => {
    const app = await start()
    const headers = { ...formHeaders, 'sec-fetch-site': 'same-origin' }
    const own = await app.inject({
      method: 'POST',
      url: '/en/name',
      headers,
      payload: post({ csrf: 'old', name: 'An', password: 'a secret' }),
    })
    expect(own.statusCode).toBe(403)
    expect(own.body).toContain('"typed":{"name":"An"}')
    const other = await app.inject({
      method: 'POST',
      url: '/en/name',
      headers: formHeaders,
      payload: post({ name: 'An' }),
    })
    expect(other.body).not.toContain('typed')
  })

  test('what was typed is given back when the session ended meanwhile, without the password, and only to our own page', async () => {
    const app = await start()
    const send = (headers: Record<string, string>, url = '/en/rename') =>
      app.inject({ method: 'POST', url, headers: { ...formHeaders, ...headers }, payload })
    const payload = post({ csrf: 'of a session that is over', name: 'An', password: 'a secret' })
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost:8080' }]) {
      const own = await send(headers as Record<string, string>)
      expect([own.statusCode, own.headers['cache-control']]).toEqual([401, 'no-store'])
      expect(own.body).toContain('sign-in-needed  [] {"action":"/en/rename","fields":{"name":"An"}}')
    }
    const others = [
      await send({ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:8080' }),
      await send({ origin: 'https://elsewhere.example' }),
      await send({}),
    ]
    expect(others.map(({ statusCode, body }) => [statusCode, body.includes('"An"')])).toEqual([
      [401, false],
      [401, false],
      [401, false],
    ])
  })

  test('what was typed is given back to a colleague without the second factor, and behind another address of ours', async () => {
    const app = await start()
    const send = async (url: string, session: string, headers: Record<string, string>) => {
      const payload = post({ csrf: 'old', name: 'An', note: 'call back' })
      const cookies = { session }
      const sent = { ...formHeaders, ...headers }
      const { statusCode, body } = await app.inject({ method: 'POST', url, headers: sent, cookies, payload })
      return [statusCode, body.includes('call back') || body.includes('"An"')]
    }
    const ours = { origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' }
    expect(await send('/console/note', 'half', ours)).toEqual([401, true])
    expect(await send('/console/note', 'half', { ...ours, host: 'localhost:8080' })).toEqual([403, false])
    expect(await send('/console/note', 'customer', ours)).toEqual([403, false])
    expect(await send('/en/rename', 'staff', ours)).toEqual([403, false])
    expect(await send('/en/name', 'An', ours)).toEqual([403, true])
    expect(await send('/en/name', 'An', { ...ours, origin: 'null' })).toEqual([403, false])
  })

  test('a call with a session cookie needs the token in a header', async () => {
    const app = await start()
    const { csrf } = await withForm(app, { session: 's1' })
    const send = async (headers: Record<string, string>) =>
      (
        await app.inject({
          method: 'POST',
          url: `/api/things/${id}`,
          cookies: { session: 's1' },
          headers,
          payload: { count: 1 },
        })
      ).statusCode
    expect([await send({}), await send({ 'x-csrf-token': csrf })]).toEqual([403, 201])
  })

  test('a form that says why it asks for no token takes a post from anywhere', async () => {
    const app = await start()
    const headers = { ...formHeaders, 'sec-fetch-site': 'cross-site' }
    const answer = await app.inject({
      method: 'POST',
      url: '/en/unsubscribe',
      headers,
      payload: 'List-Unsubscribe=One-Click',
    })
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([200, undefined])
  })
})
