import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultUrl, testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { publishNext } from '../../../test/next-version.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

const path = '/en/cookies'
const form = 'application/x-www-form-urlencoded'
const ours = { origin: defaultUrl, 'sec-fetch-site': 'same-origin' }
const signal = { 'sec-gpc': '1' }

/** Sends what a browser with these cookies would, with just these headers. */
async function post(
  fields: Record<string, string | string[]>,
  headers: Record<string, string> = ours,
  cookies = new Map<string, string>(),
  to = path,
) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  const answer = await house.app.server.inject({
    method: 'POST',
    url: to,
    remoteAddress: `198.18.200.${(turn += 1)}`,
    headers: {
      'content-type': form,
      ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...headers,
    },
    payload: body.toString(),
  })
  for (const { name, value } of answer.cookies) cookies.set(name, value)
  return answer
}
let turn = 0

/** What the form in the banner carries, or the one on the cookies page: the list and the words that it shows. */
function shownIn(text: string) {
  const [, version, wording] = /name="version" value="([0-9a-f]{12})"\/?><input type="hidden" name="wording" value="([0-9a-f]{64})"/.exec(
    text,
  )!
  return { version: version!, wording: wording! }
}
const isAsked = (text: string) => text.includes('value="refuse"')
const shown = async () => shownIn((await house.visitor().get('/en/privacy')).text)
/** The second form of the cookies page is the one with boxes; whoever is not asked any more sees that one alone. */
const shownOnPage = async (language = 'en') => {
  const { text } = await house.visitor().get(`/${language}/cookies`)
  return shownIn(text.slice(text.indexOf('class="cookie-choice"')))
}
const choose = async (who: TestVisitor, choice: string, more: Record<string, string | string[]> = {}) =>
  post({ ...(await shown()), page: '/en/privacy', choice, ...more }, ours, who.cookies)
const proofs = () =>
  house.db.asOwner<
    Record<string, string>
  >(`select consent_id, kind, choices, language, layout, way, page, policy_version, wording from consent.device_choice
      order by at, id`)

describe('the cookie banner', () => {
  it('stands after the skip link on every page, refuses first with the same button, and sets nothing', async () => {
    const said = {
      en: [
        'Cookies on',
        'We use cookies that the site needs to work.',
        'Reject optional cookies',
        'Accept optional cookies',
      ],
      nl: [
        'Cookies op',
        'nodig zijn om de site te laten werken',
        'Optionele cookies weigeren',
        'Optionele cookies aanvaarden',
      ],
      fr: [
        'Les cookies sur',
        'nécessaires au fonctionnement',
        'Refuser les cookies facultatifs',
        'Accepter les cookies facultatifs',
      ],
      de: ['Cookies bei', 'für den Betrieb der Website', 'Optionale Cookies ablehnen', 'Optionale Cookies akzeptieren'],
    }
    for (const [language, words] of Object.entries(said)) {
      const stranger = house.visitor()
      const { text, headers } = await stranger.get(`/${language}`)
      for (const one of words) expect(text, language).toContain(one)
      expect(text.indexOf('class="skip"')).toBeLessThan(text.indexOf('<section class="cookie-banner"'))
      expect(text.indexOf('<section class="cookie-banner"')).toBeLessThan(text.indexOf('<header'))
      expect(text).toMatch(
        /<button type="submit" class="([^"]+)" name="choice" value="refuse">.*<button type="submit" class="\1" name="choice" value="accept">/,
      )
      expect(headers['set-cookie']).toBeUndefined()
    }
    expect(isAsked((await house.visitor().get('/en/nothing-here')).text)).toBe(true)
  })

  it('after a no leaves one cookie of 180 days, says so with a link, and does not ask again', async () => {
    const who = house.visitor()
    const answer = await choose(who, 'refuse')
    expect(answer.statusCode).toBe(303)
    expect(answer.headers['location']).toBe('/en/privacy?done=cookies.done.saved')
    expect(answer.cookies).toEqual([
      expect.objectContaining({ name: 'consent', maxAge: 180 * 86_400, httpOnly: true, sameSite: 'Lax', path: '/' }),
    ])
    const { text } = await who.get(answer.headers['location'] as string)
    expect(text).toContain('role="status"')
    expect(text).toContain('Your choice is saved. You can change it at any time.')
    expect(text).toContain('Change your choice')
    expect(isAsked(text)).toBe(false)
    expect([...who.cookies.keys()]).toEqual(['consent'])
    expect((await proofs()).at(-1)).toMatchObject({
      kind: 'refused',
      choices: 'greeting-',
      language: 'en',
      layout: 'banner-1',
      way: 'banner',
      page: '/en/privacy',
      policy_version: 4,
      wording: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('keeps one proof of a choice that is sent twice, and another of one that is taken back', async () => {
    const who = house.visitor()
    const before = (await proofs()).length
    for (const choice of ['accept', 'accept', 'refuse']) await choose(who, choice)
    expect((await proofs()).slice(before).map(({ kind }) => kind)).toEqual(['given', 'withdrawn'])
    const { text, headers } = await who.get('/en/cookies/proof')
    expect(headers['content-disposition']).toContain('consent.json')
    expect(JSON.parse(text)).toMatchObject({ events: [{ event: 'withdrawn' }, { event: 'given' }] })
    expect((await house.visitor().get('/en/cookies/proof')).status).toBe(404)
  })

  it('is not sent by another site, nor by nobody knows whom', async () => {
    const fields = { ...(await shown()), choice: 'accept' }
    const before = (await proofs()).length
    for (const headers of [
      { origin: defaultUrl, 'sec-fetch-site': 'cross-site' },
      { origin: defaultUrl, 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      {},
    ] as Record<string, string>[]) {
      const answer = await post(fields, headers)
      expect([answer.statusCode, answer.cookies], JSON.stringify(headers)).toEqual([403, []])
    }
    expect((await proofs()).length).toBe(before)
  })

  it('takes no purpose that is not asked about, no other list, no other page and no long body', async () => {
    const { version, wording } = await shown()
    const sent = async (fields: Record<string, string | string[]>) => (await post(fields)).statusCode
    expect(await sent({ version, wording, choice: 'save', agree: ['greeting', 'product-news'] })).toBe(422)
    expect(await sent({ version: '000000000000', wording, choice: 'accept' })).toBe(409)
    expect(await sent({ version, wording, choice: 'perhaps' })).toBe(422)
    expect(await sent({ version, wording, choice: 'accept', page: 'x'.repeat(10_000) })).toBe(413)
    for (const page of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/a\r\nset-cookie: a=b',
      '/\\elsewhere.example',
    ]) {
      const { statusCode, headers } = await post({ version, wording, choice: 'refuse', page })
      expect([statusCode, headers['location'], headers['a']]).toEqual([
        303,
        '/en/cookies?done=cookies.done.saved',
        undefined,
      ])
    }
    const referer = { ...ours, host: new URL(defaultUrl).host, referer: `${defaultUrl}/en/privacy?kind=checked` }
    const back = await post({ version, wording, choice: 'refuse', page: '/en/privacy' }, referer)
    expect(back.headers['location']).toBe('/en/privacy?kind=checked&done=cookies.done.saved')
    expect((await proofs()).at(-1)!['page']).toBe('/en/privacy')
  })

  it('asks again where the cookie is no choice of ours, and takes a made-up one for that device alone', async () => {
    const { version } = await shown()
    const id = '3f0c5f0e-5c3b-4d5e-9a51-0b6a4c1d2e3f'
    for (const value of [
      '',
      'x',
      `${version}:greeting+:x`,
      `${version}::${id}`,
      `${version}:greeting-:00000000-0000-4000-8000-000000000000`,
      `${version}:greeting-:3f0c5f0e-5c3b-1d5e-9a51-0b6a4c1d2e3f`,
      `${version}:other+:${id}`,
      `abc:greeting-:${id}`,
    ]) {
      const { text } = await house.visitor().get('/en', { cookie: `consent=${value}` })
      expect(isAsked(text), value).toBe(true)
    }
    const made = { cookie: `consent=${version}:greeting+:${id}` }
    expect(isAsked((await house.visitor().get('/en', made)).text)).toBe(false)
    expect((await house.visitor().get('/en/cookies/proof', made)).status).toBe(404)
  })
})

describe('Global Privacy Control', () => {
  it('is a no that is noted as a directive, once, and asks nothing', async () => {
    const who = house.visitor()
    const before = (await proofs()).length
    const { text } = await who.get('/en/privacy', signal)
    expect(isAsked(text)).toBe(false)
    expect(text).toContain('Global Privacy Control')
    await who.get('/en', signal)
    expect((await proofs()).slice(before)).toEqual([
      expect.objectContaining({ kind: 'directive', choices: 'gpc', wording: '', page: '/en/privacy' }),
    ])
    expect([...who.cookies.keys()]).toEqual(['consent'])
    expect(isAsked((await house.visitor().get('/en', { 'sec-gpc': 'true' })).text)).toBe(true)
  })

  it('takes back an earlier yes, and gives way to a later one', async () => {
    const who = house.visitor()
    const allowed = async () =>
      (await who.get('/api/cookies', signal)).json<{ purposes: { allowed: boolean }[] }>().purposes[0]!.allowed
    await choose(who, 'accept')
    expect(await allowed()).toBe(false)
    await who.get('/en', signal)
    expect(decodeURIComponent(who.cookies.get('consent')!)).toContain(':gpc:')
    await post({ ...(await shownOnPage()), choice: 'save', agree: 'greeting' }, { ...ours, ...signal }, who.cookies)
    expect(await allowed()).toBe(true)
    expect((await who.get('/en', signal)).text).not.toContain('cookie-heard')
  })

  it('is announced under its well-known address, with the day of the policy', async () => {
    const { text, headers } = await house.visitor().get('/.well-known/gpc.json')
    expect(headers['content-type']).toContain('application/json')
    expect(JSON.parse(text)).toEqual({ gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
  })
})

describe('somebody signed in', () => {
  it('says on the account what they say at the banner, and is asked on no other device', async () => {
    const an = await house.customer()
    expect(isAsked((await an.get('/en/account')).text)).toBe(true)
    await choose(an, 'accept')
    const rows = await house.db.asOwner('select said, place from consent.event where person_id = $1', [an.person])
    expect(rows).toEqual([{ said: 'agree', place: 'banner' }])
    an.cookies.delete('consent')
    expect(isAsked((await an.get('/en/account')).text)).toBe(false)
    const { purposes } = (await an.get('/api/cookies')).json<{ purposes: unknown }>()
    expect(purposes).toEqual([{ purpose: 'greeting', allowed: true }])
  })

  it('keeps the no of the device, whatever the account says', async () => {
    const an = await house.customer()
    await choose(an, 'accept')
    an.cookies.delete('consent')
    const stranger = house.visitor()
    await choose(stranger, 'refuse')
    an.cookies.set('consent', stranger.cookies.get('consent')!)
    const { purposes } = (await an.get('/api/cookies')).json<{ purposes: unknown }>()
    expect(purposes).toEqual([{ purpose: 'greeting', allowed: false }])
  })
})

describe('programs', () => {
  it('see the state of a browser and choose for it, from a page of ours alone', async () => {
    const who = house.visitor()
    const { version, asked } = (await who.get('/api/cookies')).json<{ version: string; asked: boolean }>()
    expect(asked).toBe(true)
    const send = (body: object) => who.call('POST', '/api/cookies', body)
    expect((await send({ version, agree: ['product-news'] })).status).toBe(422)
    expect((await send({ version: 'another', agree: [] })).json()).toMatchObject({ code: 'list-changed' })
    expect((await send({ version, agree: ['greeting'] })).json()).toEqual({ allowed: ['greeting'] })
    expect((await who.get('/api/cookies')).json()).toMatchObject({ asked: false, purposes: [{ allowed: true }] })
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }
    const payload = JSON.stringify({ version, agree: [] })
    const forged = await house.app.server.inject({ method: 'POST', url: '/api/cookies', headers, payload })
    expect(forged.statusCode).toBe(403)
  })
})

describe('another site of ours', () => {
  const banner = (headers: Record<string, string>) => house.visitor().get('/api/embed/banner?language=nl', headers)
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
    expect(gzipSync(script.text).length).toBeLessThan(5000)
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

  it('has the proof kept of what was chosen there, and of a signal', async () => {
    const { version } = (await banner({ origin: site })).json<{ version: string }>()
    const send = (body: object, headers: Record<string, string>, method: 'POST' | 'OPTIONS' = 'POST') =>
      house.app.server.inject({
        method,
        url: '/api/embed/choice',
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({ version, agree: [], directive: false, signal: false, language: 'nl', ...body }),
      })
    expect((await send({}, { origin: site }, 'OPTIONS')).headers['access-control-allow-headers']).toBe('content-type')
    const before = (await proofs()).length
    const given = (await send({ agree: ['greeting'] }, { origin: site })).json<{ id: string; choices: string }>()
    await send({ previous: `${version}:${given.choices}:${given.id}` }, { origin: site })
    await send({ directive: true, signal: true }, { origin: site })
    expect((await proofs()).slice(before)).toEqual([
      expect.objectContaining({ kind: 'given', way: 'embed', page: site, language: 'nl', consent_id: given.id }),
      expect.objectContaining({ kind: 'withdrawn', consent_id: given.id }),
      expect.objectContaining({ kind: 'directive', choices: 'gpc' }),
    ])
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://elsewhere.example' }] as Record<string, string>[])
      expect((await send({}, headers)).statusCode).toBe(403)
    expect((await send({ agree: ['product-news'] }, { origin: site })).statusCode).toBe(422)
    expect((await send({ version: 'x' }, { origin: site })).statusCode).toBe(409)
    expect((await proofs()).length).toBe(before + 3)
  })
})

describe('another version of the policy', () => {
  it('asks again where what is asked about changed, not where words did; and not at all where nothing is optional', async () => {
    const who = house.visitor()
    await choose(who, 'refuse')
    const next = async (change: Parameters<typeof publishNext>[1]) => {
      await publishNext(house.db, change)
      await house.app.given.state.refresh()
      return (await who.get('/en')).text
    }
    expect(isAsked(await next(yaml => yaml.setIn(['purposes', 'greeting', 'says', 'en'], 'Welcome you by name')))).toBe(
      false,
    )
    expect(isAsked(await next(yaml => yaml.setIn(['purposes', 'greeting', 'uses'], ['identity', 'preferences'])))).toBe(
      true,
    )
    const none = await next(yaml => yaml.deleteIn(['cookies', 'greeting']))
    expect(none).not.toContain('cookie-banner')
  })
})
