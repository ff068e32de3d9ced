import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stopAll, type ConsentParts } from './say.ts'
import { defaultUrl, testApp, type TestApp } from '../../test/app.ts'
import { publishNext } from '../../test/next-version.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp()
})
afterAll(() => house.close())

type Nested = Record<string, Record<string, Record<string, string[]>>>
type Customer = Awaited<ReturnType<TestApp['customer']>>
const path = '/en/privacy-centre/consents'
/** One of the boxes of the news: offers, by e-mail. */
const news = 'product-news:offers/email'
const version = () => String(house.app.gate.policy().compiled.loaded.policy.policy.version)

/** Sends the form as a browser would: the boxes that were ticked when the page was made, and those that are now. */
const save = (who: Customer, fields: { shown?: string[]; agree?: string[]; object?: string[]; version?: string }) =>
  who.submit(path, { version: version(), ...fields }, path)

const events = (who: Customer) =>
  house.db.asOwner<{
    purpose: string
    said: string
    policy_version: number
    language: string
    place: string
    wording: string
  }>(
    `select purpose, said, policy_version, language, place, wording from consent.event where person_id = $1
      order by recorded_at, purpose`,
    [who.person],
  )
const saidBy = async (who: Customer) => (await events(who)).map(({ purpose, said }) => `${said} ${purpose}`)
/** A version in which one thing is another, of which the product hears. */
async function publish(change: Parameters<typeof publishNext>[1]): Promise<void> {
  await publishNext(house.db, change)
  await house.app.given.state.refresh()
}
const isTicked = (text: string, purpose: string) => new RegExp(`<input[^>]*value="${purpose}"[^>]* checked`).test(text)

describe('the page of what somebody agreed to', () => {
  it('ticks nothing that the person did not tick, and says each purpose in the words of the policy, in four languages', async () => {
    const an = await house.customer()
    const sentences = {
      en: ['Tell you about new products', 'only about those that you ticked', 'You said yes to 0 of 5 purposes'],
      nl: ['U over nieuwe producten vertellen', 'href="/nl/privacybeleid#why.news"', 'U zei ja tegen 0 van 5'],
      fr: ['Vous parler de nos nouveautés', 'href="/fr/politique-de-confidentialite#why.news"', 'pour 0 des 5'],
      de: ['Sie über neue Produkte informieren', 'href="/de/datenschutz#why.news"', 'zu 0 von 5 Zwecken'],
    }
    for (const [language, parts] of Object.entries(sentences)) {
      const { status, text } = await an.get(`/${language}/privacy-centre/consents`)
      expect(status, language).toBe(200)
      for (const part of parts) expect(text, language).toContain(part)
      expect(text, language).not.toMatch(/<input[^>]* checked/)
    }
  })

  it('gives and takes back with the same box and the same button, and shows what was said and when', async () => {
    const an = await house.customer()
    const given = await save(an, { agree: [news] })
    expect(given.status).toBe(303)
    const after = await an.get(given.headers['location']!)
    expect(after.text).toContain('Saved. It holds from now on.')
    expect(isTicked(after.text, news)).toBe(true)
    expect(after.text).toContain('You said yes to 1 of 5 purposes')
    expect(after.text).toContain('href="/en/privacy/v/4#why.news"')
    await save(an, { shown: [news] })
    const { text } = await an.get(path)
    expect(isTicked(text, news)).toBe(false)
    expect(text).toContain('Taken back on')
    expect(await saidBy(an)).toEqual(['agree product-news', 'withdraw product-news'])
    expect(await events(an)).toContainEqual(
      expect.objectContaining({
        policy_version: 4,
        language: 'en',
        place: 'consents',
        wording: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    )
  })

  it('lets somebody object to what is in our interest, shows no box for what is not theirs to stop, and says why', async () => {
    const an = await house.customer()
    const { text } = await an.get(path)
    expect(text).toContain('value="warranty-analysis"')
    expect(text).not.toContain('value="security"')
    expect(text).toContain('a person weighs your reason')
    expect(text).not.toMatch(/<input[^>]* disabled/)
    expect(text).toContain('because of what you and we agreed')
    // A consumer’s support rests on their purchase, a business contact’s on our interest.
    expect(text).not.toContain('value="support"')
    const eve = await house.customer({ relation: 'business-contact' })
    expect((await eve.get(path)).text).toContain('value="support"')
    expect((await save(eve, { object: ['support'] })).status).toBe(303)
    expect(await saidBy(eve)).toEqual(['object support'])
  })

  it('offers to take back what was done a moment ago, once', async () => {
    const an = await house.customer()
    await save(an, { agree: [news, 'research'] })
    const done = await save(an, {
      shown: [news, 'research'],
      agree: ['research'],
      object: ['warranty-analysis'],
    })
    const { text } = await an.get(done.headers['location']!)
    expect(text).toContain('You took back your yes to “Tell you about new products”.')
    const at = /undo=(\d+)/.exec(done.headers['location']!)![1]!
    for (const times of [1, 2]) {
      const undone = await an.submit(`${path}/undo`, { at }, path)
      expect(undone.status).toBe(303)
      expect((await saidBy(an)).slice(4), `pressed ${times} times`).toEqual([
        'agree product-news',
        'allow warranty-analysis',
      ])
    }
    const page = await an.get(path)
    expect([isTicked(page.text, news), isTicked(page.text, 'warranty-analysis')]).toEqual([true, false])
  })

  it('stops everything that waits for a yes with one button, which says what that is', async () => {
    const an = await house.customer()
    expect((await an.get(path)).text).toContain('There is nothing to stop')
    await save(an, { agree: [news, 'greeting'], object: ['measure-visits'] })
    expect((await an.get(path)).text).toMatch(/This ends: “Tell you about new products” and “Greet you by name/)
    const stopped = await an.submit(`${path}/stop`, {}, path)
    expect((await an.get(stopped.headers['location']!)).text).toContain(
      'Everything has stopped that waited for your yes.',
    )
    expect((await saidBy(an)).slice(3)).toEqual(['withdraw greeting', 'withdraw product-news'])
    const at = /undo=(\d+)/.exec(stopped.headers['location']!)![1]!
    await an.submit(`${path}/undo`, { at }, path)
    expect((await an.get('/en/privacy-centre')).text).toContain('2 of 5 purposes that wait for your yes')
  })

  it('shows the last page of what somebody said to whoever asks for one past the end', async () => {
    const an = await house.customer()
    await save(an, { agree: ['research'] })
    const { text } = await an.get(`${path}?page=7`)
    expect(text).not.toContain('You have not said anything yet')
    expect(text.slice(text.indexOf('id="history"'))).toContain(`policy version ${version()}`)
    const { total, entries } = (await an.call('GET', '/api/consents/history?page=7')).json<{
      total: number
      entries: object[]
    }>()
    expect([total, entries]).toEqual([1, []])
  })

  it('says beside Undo, before and after, that answers which went with a yes do not come back', async () => {
    const an = await house.customer()
    await save(an, { agree: ['research'] })
    const withdrawn = await save(an, { shown: ['research'] })
    const { text } = await an.get(withdrawn.headers['location']!)
    expect(text).toContain('It does not bring back answers that you gave on that yes')
    const at = /undo=(\d+)/.exec(withdrawn.headers['location']!)![1]!
    const undone = await an.submit(`${path}/undo`, { at }, path)
    expect((await an.get(undone.headers['location']!)).text).toContain('except for answers that were removed')
    const objected = await save(an, { shown: ['research'], agree: ['research'], object: ['measure-visits'] })
    expect((await an.get(objected.headers['location']!)).text).not.toContain('It does not bring back')
  })

  it('says one thing once, however often the form is sent', async () => {
    const an = await house.customer()
    await Promise.all(Array.from({ length: 5 }, () => save(an, { agree: ['research'] })))
    const again = await save(an, { agree: ['research'] })
    expect((await an.get(again.headers['location']!)).text).toContain('Nothing was changed')
    expect(await saidBy(an)).toEqual(['agree research'])
  })

  it('keeps a change made in another window, and does not take a page for a no that did not show the question', async () => {
    const an = await house.customer()
    await save(an, { agree: [news] })
    // This window was opened before.
    await save(an, { object: ['measure-visits'] })
    expect(await saidBy(an)).toEqual(['agree product-news', 'object measure-visits'])
  })
})

describe('what nobody can say', () => {
  it('is answered beside its part of the form, with everything kept that was ticked', async () => {
    const an = await house.customer()
    const wrong: Record<string, [Parameters<typeof save>[1], string]> = {
      unknown: [{ agree: ['no-such-purpose', 'research'] }, 'The policy has no such purpose.'],
      hostile: [{ agree: ['<script>alert(1)</script>', 'research'] }, 'The policy has no such purpose.'],
      contract: [{ agree: ['account', 'research'] }, 'This purpose does not rest on that'],
      weighed: [{ agree: ['research'], object: ['security'] }, 'A person weighs an objection to this'],
    }
    for (const [name, [fields, sentence]] of Object.entries(wrong)) {
      const { status, text } = await save(an, fields)
      expect(status, name).toBe(422)
      expect(text, name).toContain(sentence)
      expect(text, name).not.toContain('<script>alert')
      expect(isTicked(text, 'research'), name).toBe(true)
    }
    expect(await saidBy(an)).toEqual([])
  })

  it('keeps no waiting for it that was said in the same form', async () => {
    const an = await house.customer()
    await save(an, { agree: ['research'] })
    const { status, text } = await save(an, {
      shown: ['research'],
      agree: ['no-such-purpose', news],
      object: ['measure-visits', 'security'],
    })
    expect([status, isTicked(text, news)]).toEqual([422, true])
    expect((await saidBy(an)).sort()).toEqual(['agree research', 'object measure-visits', 'withdraw research'])
  })

  it('is said by nobody without the token of their own page, and by nobody else', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const tokenOf = async (who: Customer) =>
      /action="[^"]+consents".*?name="csrf" value="([^"]+)"/.exec((await who.get(path)).text)![1]!
    const send = (csrf: string) =>
      house.app.server.inject({
        method: 'POST',
        url: path,
        headers: {
          cookie: [...an.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          'content-type': 'application/x-www-form-urlencoded',
          origin: defaultUrl,
        },
        payload: new URLSearchParams({ csrf, version: version(), agree: news }).toString(),
      })
    for (const [name, csrf] of Object.entries({ none: '', invented: 'a.b', foreign: await tokenOf(luc) }))
      expect((await send(csrf)).statusCode, name).toBe(403)
    const stranger = await house.visitor().get(path)
    expect([stranger.status, stranger.headers['location']]).toEqual([303, expect.stringContaining('/en/sign-in')])
    const clerk = await house.colleague('service-desk')
    expect((await clerk.get(path)).text).not.toContain('name="agree"')
    expect((await clerk.submit(path, { version: version(), agree: [news] }, '/console')).status).toBe(403)
    expect([await saidBy(an), await saidBy(luc)]).toEqual([[], []])
  })
})

describe('a policy that changes', () => {
  it('takes no yes to words that were not shown, and keeps a no waiting for nothing', async () => {
    const an = await house.customer()
    await save(an, { agree: ['greeting'] })
    const shownVersion = version()
    await publish(yaml => yaml.setIn(['purposes', 'product-news', 'says', 'en'], 'Tell you about everything'))
    const { status, text } = await save(an, { version: shownVersion, shown: ['greeting'], agree: [news] })
    expect(status).toBe(409)
    expect(text).toContain('The policy changed while you were reading')
    expect(text).toContain('Tell you about everything')
    expect(isTicked(text, news)).toBe(false)
    expect(await saidBy(an)).toEqual(['agree greeting', 'withdraw greeting'])
  })

  it('while somebody stops everything stops what there is to stop under either version', async () => {
    const an = await house.customer()
    await save(an, { agree: ['greeting', 'research'] })
    const basis = house.app.gate.policy().compiled.loaded.policy.purposes['greeting']!.basis
    const { gate } = house.app
    let reads = 0
    const parts: ConsentParts = {
      clock: house.db.clock,
      gate: {
        ...gate,
        policy: () => gate.policy(),
        write: (request, statements) => gate.write(request, statements),
        read: async (request, statements) => {
          const read = await gate.read(request, statements)
          if ((reads += 1) === 1) await publish(yaml => yaml.setIn(['purposes', 'greeting', 'basis'], 'contract'))
          return read
        },
      },
    }
    const actor = { kind: 'customer', person: an.person } as const
    const done = await stopAll(parts, actor, { language: 'en', place: 'stop' })
    expect(done).toMatchObject({ said: [{ purpose: 'research', said: 'withdraw' }] })
    expect(await saidBy(an)).toEqual(['agree greeting', 'agree research', 'withdraw research'])
    await publish(yaml => yaml.setIn(['purposes', 'greeting', 'basis'], basis))
  })

  it('so that advertising rests on our interest lets the button that stops everything say that it ends too', async () => {
    const an = await house.customer()
    const { purposes } = house.app.gate.policy().compiled.loaded.policy
    const [news, visits] = [purposes['product-news']!, purposes['measure-visits']!]
    await publish(yaml => {
      for (const [key, value] of Object.entries(visits))
        if (!['says', 'clause', 'dpv', 'uses'].includes(key)) yaml.setIn(['purposes', 'product-news', key], value)
    })
    const { text } = await an.get(path)
    expect(text).toContain('This ends: “Tell you about')
    expect(text).toContain('Whatever else is in our interest stays as you left it.')
    const stopped = await an.submit(`${path}/stop`, {}, path)
    const after = await an.get(stopped.headers['location']!)
    expect(after.text).toContain('and so has the advertising in our interest: you object to it.')
    expect(after.text).toContain('no advertising in our interest reaches you')
    await publish(yaml => yaml.setIn(['purposes', 'product-news'], news))
  })

  it('leaves what was said with the version and the words that it was said of', async () => {
    const an = await house.customer()
    await save(an, { agree: [news, 'research'] })
    const before = version()
    await publish(yaml => yaml.setIn(['purposes', 'product-news', 'says', 'en'], 'Tell you about all of it'))
    const { text } = await an.get(path)
    expect(isTicked(text, news)).toBe(true)
    expect(text).toContain(`You said this of the words of version ${before}; version ${version()} is in force.`)
    expect(text).toContain(`href="/en/privacy/diff/${before}/${version()}"`)
    // Of the other one no word has changed.
    expect(text.match(/You said this of the words/g)).toHaveLength(1)
    const api = await an.call('GET', '/api/consents')
    const consents = api.json<{
      consents: { purpose: string; last: { policyVersion: number; sameWords: boolean } | null }[]
    }>()
    const last = Object.fromEntries(consents.consents.map(one => [one.purpose, one.last]))
    expect(last['product-news']).toMatchObject({ policyVersion: Number(before), sameWords: false })
    expect(last['research']).toMatchObject({ policyVersion: Number(before), sameWords: true })
  })

  it('that strikes the purpose leaves the history, and asks nothing any more', async () => {
    const an = await house.customer()
    await save(an, { agree: ['research'] })
    await publish(yaml => {
      yaml.deleteIn(['purposes', 'research'])
      yaml.deleteIn(['collected', 'research'])
      for (const list of [
        ['staff', 'web-editor', 'purposes'],
        ['recipients', 'hosting', 'for'],
      ])
        yaml.setIn(
          list,
          (yaml.toJS() as Nested)[list[0]!]![list[1]!]![list[2]!]!.filter(id => id !== 'research'),
        )
    })
    const { status, text } = await an.get(path)
    expect(status).toBe(200)
    expect(text).not.toContain('value="research"')
    expect(text).toMatch(/<span class="cell">research<\/span>/)
    expect(text).toContain('You said yes to 0 of 4 purposes')
  })
})

describe('the policy page', () => {
  it('says of what can be done here that it is done, and of what cannot that it is only declared', async () => {
    const an = await house.customer()
    const sentences: Record<string, [string[], string[]]> = {
      'rights.withdraw': [['Our software does this: <code>consent.say</code>'], ['No page and no call does it yet']],
      'rights.object': [['Our software does this: <code>consent.say</code>'], ['No page and no call does it yet']],
      'rights.restrict': [['Our software does this: <code>consent.restrict</code>'], ['consent.say', 'No page']],
      'why.choose': [
        ['Our software does this: <code>consent.say</code>', 'Our software does this: <code>consent.choose</code>'],
        ['No page and no call does it yet'],
      ],
    }
    for (const [clause, [said, unsaid]] of Object.entries(sentences)) {
      const { text } = await an.get(`/en/privacy/clause/${clause}`)
      const proofs = text.slice(text.indexOf('<main'), text.indexOf('What the policy file says'))
      for (const part of said) expect(proofs, clause).toContain(part)
      for (const part of unsaid) expect(proofs, clause).not.toContain(part)
    }
  })
})
