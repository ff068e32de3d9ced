import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultUrl, testApp, type TestApp } from '../../../test/app.ts'
import { asksAboutCookies, type CookieForms, cookieForms, cookiesPath, fromOurs } from '../../../test/cookies.ts'
import { publishNext } from '../../../test/next-version.ts'
import { addDuration } from '../../policy/duration.ts'
import { wordingOf } from '../wording.ts'
import { directives, optionalNow } from './acts.ts'
import { deviceJobs } from './index.ts'

let house: TestApp
let forms: CookieForms
beforeAll(async () => {
  house = await testApp()
  forms = cookieForms(house)
})
afterAll(() => house.close())

const path = cookiesPath
const ours = fromOurs
const isAsked = asksAboutCookies
const post: CookieForms['post'] = (...given) => forms.post(...given)
const shown = () => forms.shown()
const shownOnPage = () => forms.shownOnPage()
const proofs = () => forms.proofs()
const choose: CookieForms['choose'] = (...given) => forms.choose(...given)
const signal = { 'sec-gpc': '1' }

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

  it('notes no choice to other words than those of now, and asks it again', async () => {
    const { version, wording } = await shown()
    const page = await shownOnPage()
    const before = (await proofs()).length
    for (const [fields, to] of [
      [{ version, wording: 'a'.repeat(64), choice: 'accept' }, path],
      [{ version, wording, choice: 'refuse' }, '/fr/cookies'],
      [{ version, wording, choice: 'save', agree: 'greeting' }, path],
      [{ ...page, choice: 'accept' }, path],
    ] as const) {
      const { statusCode, cookies, payload } = await post(fields, ours, new Map(), to)
      expect([statusCode, cookies, isAsked(payload)]).toEqual([409, [], true])
    }
    expect((await post({ version, choice: 'accept' })).statusCode).toBe(422)
    expect((await proofs()).length).toBe(before)
    await post({ ...page, choice: 'save' })
    expect((await proofs()).at(-1)).toMatchObject({ way: 'cookies', layout: 'page-1', wording: page.wording })
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

  it('is honoured beyond 120 in a minute without being noted, and noted again in the next', async () => {
    const note = directives(house.app.given)
    const list = optionalNow(house.app.given)!
    const before = (await proofs()).length
    const noted: (object | undefined)[] = []
    for (let turn = 0; turn < 122; turn += 1) noted.push(await note(list, 'en', '/en'))
    expect(noted.filter(Boolean).length).toBe(120)
    expect(noted.slice(120)).toEqual([undefined, undefined])
    expect((await proofs()).length).toBe(before + 120)
    house.db.clock.advance(60_000)
    expect(await note(list, 'en', '/en')).toMatchObject({ choices: 'gpc' })
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
    const { wording } = await shown()
    const rows = await house.db.asOwner(
      'select said, place, language, layout, wording from consent.event where person_id = $1',
      [an.person],
    )
    const { loaded } = house.db.state.current().compiled
    expect(rows).toEqual([
      {
        said: 'agree',
        place: 'banner',
        language: 'en',
        layout: `banner-1 sha256:${wording}`,
        wording: wordingOf(loaded, 'greeting', 'en')!.hash,
      },
    ])
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

describe('a no of somebody signed in', () => {
  const saidOn = async (who: { person: string }) =>
    (
      await house.db.asOwner<{ said: string }>(
        'select said from consent.event where person_id = $1 order by recorded_at, id',
        [who.person],
      )
    ).map(({ said }) => said)

  it('refuses on the account what was not agreed to, and takes back what was', async () => {
    const an = await house.customer()
    await choose(an, 'refuse')
    expect(await saidOn(an)).toEqual(['refuse'])
    an.cookies.delete('consent')
    expect(isAsked((await an.get('/en/account')).text)).toBe(false)
    await choose(an, 'accept')
    await post({ ...(await shownOnPage()), choice: 'save' }, ours, an.cookies)
    expect(await saidOn(an)).toEqual(['refuse', 'agree', 'withdraw'])
    an.cookies.delete('consent')
    const { asked, purposes } = (await an.get('/api/cookies')).json()
    expect([asked, purposes]).toEqual([false, [{ purpose: 'greeting', allowed: false }]])
  })
})

describe('another version of the policy', () => {
  it('asks again where what is asked about changed, not where words did; and not at all where nothing is optional', async () => {
    const who = house.visitor()
    await choose(who, 'refuse')
    const [an, ben] = [await house.customer(), await house.customer()]
    await choose(an, 'accept')
    await choose(ben, 'refuse')
    for (const one of [an, ben]) one.cookies.delete('consent')
    const accounts = async () =>
      Promise.all(
        [an, ben].map(async one => {
          const { asked, purposes } = (await one.get('/api/cookies')).json<{
            asked: boolean
            purposes: { allowed: boolean }[]
          }>()
          return [asked, purposes[0]?.allowed]
        }),
      )
    const next = async (change: Parameters<typeof publishNext>[1]) => {
      await publishNext(house.db, change)
      await house.app.given.state.refresh()
      return (await who.get('/en')).text
    }
    expect(isAsked(await next(yaml => yaml.setIn(['purposes', 'greeting', 'says', 'en'], 'Welcome you by name')))).toBe(
      false,
    )
    expect(await accounts()).toEqual([
      [false, true],
      [false, false],
    ])
    expect(isAsked(await next(yaml => yaml.setIn(['purposes', 'greeting', 'uses'], ['identity', 'preferences'])))).toBe(
      true,
    )
    // Neither a yes nor a no reaches further than what it was said to.
    expect(await accounts()).toEqual([
      [true, false],
      [true, false],
    ])
    await choose(an, 'accept')
    an.cookies.delete('consent')
    expect((await accounts())[0]).toEqual([false, true])
    const none = await next(yaml => yaml.deleteIn(['cookies', 'greeting']))
    expect(none).not.toContain('cookie-banner')
  })
})

describe('a proof', () => {
  it('is forgotten when the policy keeps it no longer, and not before', async () => {
    const kept = house.db.state.current().compiled.loaded.policy.purposes['evidence']!.keep.for
    const { clock } = house.db
    const count = (await proofs()).length
    expect(count).toBeGreaterThan(0)
    const [job] = deviceJobs(house.app.given)
    const day = 86_400_000
    clock.advance(addDuration(clock.now(), kept).getTime() - clock.now().getTime() - day)
    await job!.run()
    expect((await proofs()).length).toBe(count)
    clock.advance(2 * day)
    await job!.run()
    expect(await proofs()).toEqual([])
  })
})
