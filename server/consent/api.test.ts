import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

interface Consent {
  purpose: string
  kind: string
  on: boolean
  text: string
  language: string
  last: { said: string; policyVersion: number; language: string; place: string; sameWords: boolean } | null
}
interface Entry {
  purpose: string
  said: string
  at: string
  place: string
}
type Customer = Awaited<ReturnType<TestApp['customer']>>

const list = async (who: Customer) => (await who.call('GET', '/api/consents')).json<{ consents: Consent[] }>().consents
const history = async (who: Customer, page = 1) =>
  (await who.call('GET', `/api/consents/history?page=${page}`)).json<{ total: number; entries: Entry[] }>()
const say = (who: Customer, purpose: string, body: object) => who.call('PUT', `/api/consents/${purpose}`, body)
const standingOf = async (who: Customer) =>
  (await house.db.asOwner('select agreed, objected from people.person where id = $1', [who.person]))[0]!

describe('consents over JSON', () => {
  it('lists what can be said with the words to be shown, takes it, and keeps under what it was said', async () => {
    const an = await house.customer()
    const before = await list(an)
    expect(before.find(({ purpose }) => purpose === 'product-news')).toMatchObject({
      kind: 'agree',
      on: false,
      last: null,
    })
    expect(before.find(({ purpose }) => purpose === 'security')).toMatchObject({ kind: 'weighed' })
    expect(before.some(({ purpose }) => purpose === 'account')).toBe(false)
    const given = await say(an, 'product-news', { said: 'agree', version: 4, language: 'nl' })
    expect([given.status, given.json()]).toEqual([200, { purpose: 'product-news', said: 'agree', changed: true }])
    const last = { said: 'agree', policyVersion: 4, language: 'nl', place: 'api', sameWords: true }
    expect((await list(an)).find(({ purpose }) => purpose === 'product-news')).toMatchObject({ on: true, last })
    expect((await say(an, 'measure-visits', { said: 'object' })).json()).toMatchObject({ changed: true })
    const stopped = await an.call('POST', '/api/consents/stop')
    expect(stopped.json()).toEqual({ said: [{ purpose: 'product-news', said: 'withdraw' }] })
    expect((await history(an)).entries.map(({ purpose, said }) => `${said} ${purpose}`)).toEqual([
      'withdraw product-news',
      'object measure-visits',
      'agree product-news',
    ])
  })

  it('says why something cannot be said, as a problem of its own', async () => {
    const an = await house.customer()
    const cases: [string, object, number, string][] = [
      ['no-such-purpose', { said: 'agree', version: 4 }, 404, 'purpose-unknown'],
      ['constructor', { said: 'withdraw' }, 404, 'purpose-unknown'],
      ['account', { said: 'object' }, 409, 'not-asked'],
      ['support', { said: 'agree', version: 4 }, 409, 'not-asked'],
      ['security', { said: 'object' }, 409, 'objection-weighed'],
      ['product-news', { said: 'agree', version: 3 }, 409, 'policy-changed'],
      ['product-news', { said: 'agree' }, 422, 'wrong-field'],
      ['product-news', { said: 'restrict' }, 422, 'wrong-field'],
    ]
    for (const [purpose, body, status, code] of cases) {
      const answer = await say(an, purpose, body)
      expect([answer.status, answer.headers['content-type']], code).toEqual([
        status,
        expect.stringContaining('problem+json'),
      ])
      expect(answer.json<{ type: string }>().type, code).toContain(code)
    }
    expect(await standingOf(an)).toEqual({ agreed: '0', objected: '0' })
  })

  it('is for nobody but the person: not for strangers, not for colleagues', async () => {
    expect((await house.visitor().call('GET', '/api/consents')).status).toBe(401)
    expect((await house.visitor().call('PUT', '/api/consents/research', { said: 'withdraw' })).status).toBe(401)
    const clerk = await house.colleague('service-desk')
    for (const path of ['/api/consents', '/api/consents/history'])
      expect((await clerk.call('GET', path)).status, path).toBe(403)
    expect((await clerk.call('PUT', '/api/consents/research', { said: 'withdraw' })).status).toBe(403)
  })

  it('takes opposite things said at once one after the other: the history ends as the standing is', async () => {
    const an = await house.customer()
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(
        ['agree', 'withdraw', 'agree', 'withdraw'].map(said => say(an, 'greeting', { said, version: 4 })),
      )
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    }
    const { entries } = await history(an)
    const on = (await list(an)).find(({ purpose }) => purpose === 'greeting')!.on
    expect(entries[0]!.said).toBe(on ? 'agree' : 'withdraw')
    // Each line changed something, and each has a moment of its own.
    entries.slice(1).forEach((entry, at) => expect(entry.said).not.toBe(entries[at]!.said))
    expect(new Set(entries.map(({ at }) => at)).size).toBe(entries.length)
    expect((await say(an, 'greeting', { said: on ? 'agree' : 'withdraw', version: 4 })).json()).toMatchObject({
      changed: false,
    })
  })

  it('keeps every line, by pages', async () => {
    const an = await house.customer()
    for (let times = 0; times < 15; times += 1)
      for (const said of ['object', 'allow']) await say(an, 'measure-visits', { said })
    const [first, second, beyond] = [await history(an), await history(an, 2), await history(an, 9)]
    expect([first.total, first.entries.length, second.entries.length, beyond.entries.length]).toEqual([30, 25, 5, 0])
    const page = await an.get('/en/privacy-centre/consents?page=2')
    expect(page.text.match(/You objected<\/span>/g)!.length).toBeGreaterThan(1)
  })
})
