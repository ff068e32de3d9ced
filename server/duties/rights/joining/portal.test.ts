import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type TestApp, type TestVisitor } from '../../../../test/app.ts'
import { letterTo } from '../../../../test/letters.ts'
import { openMailbox, tellOfChanges } from '../../../people/index.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

type Customer = TestVisitor & { person: string; email: string }
const page = '/en/privacy-centre/join'
const minute = 60_000

/** Somebody's two IDs, the other with a phone. */
async function twoIds(): Promise<{ kept: Customer; former: Customer }> {
  const [kept, former] = [await house.customer({ name: 'An Maes' }), await house.customer({ name: 'A. Maes' })]
  await former.call('POST', '/api/profile/contacts', {
    kind: 'phone',
    number: '0470 12 34 56',
    country: 'BE',
    use: 'work',
  })
  return { kept, former }
}

/** Presses the button, and signs in with the other ID in the same browser. @returns the page that one comes to */
async function begin(kept: Customer, former: Customer): Promise<string> {
  const begun = await kept.submit(`${page}/begin`, {}, page)
  const signIn = begun.headers['location']!
  expect([begun.status, kept.cookies.has('session')]).toEqual([303, false])
  const answer = await kept.submit(signIn, { id: former.email, password: testPassword })
  return answer.headers['location']!
}

const offerIn = (path: string) => new URL(path, 'http://here.example').searchParams.get('offer')!

describe('whoever has two IDs', () => {
  it('signs in with one after the other, sees what moves, and has one; both addresses are told', async () => {
    const { kept, former } = await twoIds()
    const at = await begin(kept, former)
    const shown = await kept.get(at)
    expect(shown.text).toContain(`Everything that is yours here moves to An Maes, ${kept.email}.`)
    expect(shown.text).toMatch(/E-mail, phone and postal address.{1,200}>1</)
    const done = await kept.submit(page, { offer: offerIn(at) }, at)
    expect([done.status, done.headers['location'], kept.cookies.has('session')]).toEqual([
      303,
      '/en/sign-in?done=joining.done.joined',
      false,
    ])
    await kept.submit('/en/sign-in', { id: kept.email, password: testPassword })
    expect((await kept.get('/en/account/profile')).text).toContain('+32 470 12 34 56')
    await tellOfChanges(house.app.given)
    const told = (await openMailbox(house.app.given)).filter(({ content }) => content.text.includes('was joined to'))
    expect(told.map(({ content }) => content.to).sort()).toEqual([kept.email, former.email].sort())
    expect(told.every(({ content }) => content.text.includes('/en/contact'))).toBe(true)
    // And has two again.
    const joined = await kept.get(page)
    const id = /name="former" value="([^"]+)"/.exec(joined.text)![1]!
    expect((await kept.submit(`${page}/part`, { former: id }, page)).status).toBe(303)
    expect((await kept.get('/en/account/profile')).text).not.toContain('+32 470 12 34 56')
  })

  it('is asked for a fresh proof before anything of it', async () => {
    const { kept } = await twoIds()
    house.db.clock.advance(11 * minute)
    expect((await kept.get(page)).headers['location']).toContain('/en/prove?next=')
    expect((await kept.call('POST', '/api/rights/joined/offer')).json()).toMatchObject({ code: 'proof-needed' })
  })

  it('uses an offer once, in time, and with the other ID', async () => {
    const { kept, former } = await twoIds()
    const { offer } = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
    expect((await kept.call('POST', '/api/rights/joined', { offer })).json()).toMatchObject({ code: 'join-same' })
    const taken = await Promise.all([1, 2].map(() => former.call('POST', '/api/rights/joined', { offer })))
    expect(taken.filter(({ status }) => status === 200)).toHaveLength(1)
    const other = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
    const third = await house.customer()
    house.db.clock.advance(16 * minute)
    await third.submit('/en/prove', { password: testPassword })
    expect((await third.call('POST', '/api/rights/joined', other)).json()).toMatchObject({ code: 'join-expired' })
    expect((await third.call('POST', '/api/rights/joined', { offer: 'made-up' })).json()).toMatchObject({
      code: 'join-unknown',
    })
  })

  it('is led to by nobody else: what was begun in another browser opens nothing, signed in and proven as one is', async () => {
    const { kept: attacker, former: victim } = await twoIds()
    const begun = await attacker.submit(`${page}/begin`, {}, page)
    const next = new URL(begun.headers['location']!, 'http://here.example').searchParams.get('next')!
    const shown = await victim.get(next)
    expect([shown.status, shown.text.includes('begun in another browser')]).toEqual([410, true])
    const bare = offerIn(next).split('~')[0]!
    for (const offer of [offerIn(next), bare, `${bare}~`]) {
      expect((await victim.get(`${page}?offer=${offer}`)).status).toBe(410)
      expect((await victim.submit(page, { offer }, page)).status).toBe(410)
    }
    expect(await house.db.asOwner('select from people.joined where former_id = $1', [victim.person])).toEqual([])
  })

  it('begins anew where the ID that made the offer changed, rests, or ended its sessions', async () => {
    const { former } = await twoIds()
    const chosen = 'seven herons over the weir'
    const ends: [string, (kept: Customer) => Promise<{ status: number }>][] = [
      ['password', kept => kept.call('PUT', '/api/people/password', { password: testPassword, chosen })],
      ['sessions', kept => kept.call('DELETE', '/api/people/security/sessions')],
      ['pause', kept => kept.call('POST', '/api/people/pause')],
      ['close', kept => kept.call('POST', '/api/people/close')],
    ]
    for (const [what, end] of ends) {
      const kept = await house.customer()
      const { offer } = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
      expect([what, (await end(kept)).status < 400]).toEqual([what, true])
      const taken = await former.call('POST', '/api/rights/joined', { offer })
      expect([what, taken.json()['code']]).toEqual([what, 'join-used'])
    }
    // Also one that was made as it came to rest.
    const kept = await house.customer()
    const { offer } = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
    const now = house.db.clock.now()
    await house.db.asOwner('update people.account set paused_at = $2 where person_id = $1', [kept.person, now])
    expect((await former.call('POST', '/api/rights/joined', { offer })).json()).toMatchObject({ code: 'join-used' })
    expect(await house.db.asOwner('select from people.joined where former_id = $1', [former.person])).toEqual([])
  })

  it('takes back with another address that was asked for no offer, and with the address every one', async () => {
    const { kept, former } = await twoIds()
    const { offer } = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
    const to = `moved-${kept.email}`
    await kept.call('POST', '/api/people/email-change', { email: to })
    for (const address of [to, kept.email]) {
      const { token } = await letterTo(house, address)
      expect((await house.visitor().call('POST', '/api/people/email-change/answer', { token, yes: true })).status).toBe(
        200,
      )
    }
    expect((await former.call('POST', '/api/rights/joined', { offer })).json()).toMatchObject({ code: 'join-used' })
  })

  it('is shown after parting what has to be said again, and where', async () => {
    const { kept, former } = await twoIds()
    await kept.call('PUT', '/api/consents/product-news', { said: 'agree', version: 4 })
    const { offer } = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
    await former.call('POST', '/api/rights/joined', { offer })
    await house.db.asOwner(
      "update consent.event set wording = repeat('0', 64) where person_id = $1 and said = 'agree'",
      [kept.person],
    )
    const parted = await kept.submit(`${page}/part`, { former: former.person }, page)
    expect([parted.status, parted.text.includes('our words have changed since')]).toEqual([200, true])
    expect(parted.text).toContain('href="/en/privacy-centre/consents"')
  })

  it('is told before what stays behind: sites, passkeys and second factors', async () => {
    const { kept, former } = await twoIds()
    const shown = await kept.get(await begin(kept, former))
    expect(shown.text).toContain('Sites that you allowed with this ID have to be allowed again')
    expect(shown.text).toContain('passkeys and second factors do not move')
  })

  it('moves nothing by looking, nor with a forged form', async () => {
    const { kept, former } = await twoIds()
    const at = await begin(kept, former)
    await kept.get(at)
    const forged = await kept.submit(page, { offer: offerIn(at), csrf: 'forged' }, '/en/privacy')
    expect(forged.status).toBe(403)
    expect(await house.db.asOwner('select from people.joined where former_id = $1', [former.person])).toEqual([])
  })

  it('parts nobody else’s', async () => {
    const { kept, former } = await twoIds()
    const { offer } = (await kept.call('POST', '/api/rights/joined/offer')).json<{ offer: string }>()
    await former.call('POST', '/api/rights/joined', { offer })
    const stranger = await house.customer()
    expect((await stranger.call('DELETE', `/api/rights/joined/${former.person}`)).status).toBe(404)
    expect((await kept.call('DELETE', `/api/rights/joined/${former.person}`)).status).toBe(200)
  })

  it('is told of an ID whose address they proved to read, and of no other', async () => {
    const { kept, former } = await twoIds()
    const found = `${former.email}, an address that you proved to be yours`
    const added = await kept.call('POST', '/api/profile/contacts', { kind: 'email', email: former.email })
    expect(added.status).toBeLessThan(300)
    expect((await kept.get(page)).text).not.toContain(found)
    const letter = await letterTo(house, former.email)
    await kept.submit(letter.link, {}, letter.link)
    expect((await kept.get(page)).text).toContain(found)
    const account = (await kept.get('/en/account')).text
    expect([account.includes(found), account.includes(`href="${page}"`)]).toEqual([true, true])
    expect((await kept.call('GET', '/api/rights/joined')).json()).toMatchObject({ found: [former.email] })
    expect((await former.call('GET', '/api/rights/joined')).json()).toMatchObject({ found: [] })
  })
})
