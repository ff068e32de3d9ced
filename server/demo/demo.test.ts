import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../test/app.ts'
import { seed } from '../commands/seed.ts'
import { readCast } from '../people/index.ts'
import { createTrying, readAttempts } from './attempts.ts'
import { openTours } from './index.ts'

let house: TestApp
beforeAll(async () => {
  house = await testApp({ demo: true })
  await seed(house.app)
})
afterAll(() => house.close())

const hostile = '"><script>alert(1)</script>'
const version = () => house.app.gate.policy().compiled.loaded.policy.policy.version
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replaceAll('&quot;', '"')

describe('without the demonstration', () => {
  it('none of its addresses is there, to read or to send to', async () => {
    const { db, app } = house
    const addresses = openTours({ owner: db.owner, prefix: db.prefix, declarations: db.declarations })(app.given)
    expect(addresses.length).toBeGreaterThan(9)
    const real = await testApp()
    try {
      for (const { path, method } of addresses)
        for (const language of ['en', 'nl', 'fr', 'de']) {
          const url = path.replace(':lang', language)
          const answer =
            method === 'GET'
              ? await real.visitor().get(url)
              : await real.visitor().submit(url, { id: 'an.maes@ziekenhuis-demer.example' }, `/${language}/sign-in`)
          expect([method, url, answer.status]).toEqual([method, url, 404])
        }
      expect((await real.visitor().get('/en')).text).not.toContain('/en/start')
      expect((await real.visitor().get('/en/sign-in')).text).not.toContain('/en/start')
    } finally {
      await real.close()
    }
  })
})

describe('the start page', () => {
  const signIn = (visitor: TestVisitor, id: string, more: Record<string, string> = {}) =>
    visitor.submit('/en/start/sign-in', { id, ...more }, '/en/start')

  it('names everybody of the cast, in every language', async () => {
    for (const language of ['en', 'nl', 'fr', 'de'] as const) {
      const page = text((await house.visitor().get(`/${language}/start`)).text)
      for (const { name, about } of readCast().people) {
        expect(page).toContain(name)
        expect(page).toContain(about[language])
      }
      expect(page).not.toMatch(/demo\.[a-z]+\.|\{\{/)
    }
  })

  it('signs in as a customer with one press, and leads on to the page that was wanted', async () => {
    const visitor = house.visitor()
    const answer = await signIn(visitor, 'an.maes@ziekenhuis-demer.example', { next: '/en/privacy-centre/looked' })
    expect([answer.status, answer.headers['location']]).toEqual([
      303,
      '/en/privacy-centre/looked?done=people.done.signed-in',
    ])
    expect((await visitor.get('/en/account')).text).toContain('An Maes')
  })

  it('signs in as every colleague, second factor included, and one again at once', async () => {
    for (const { email, role } of readCast().people) {
      if (role === undefined) continue
      const visitor = house.visitor()
      const answer = await signIn(visitor, email)
      expect([email, answer.status, answer.headers['location']]).toEqual([
        email,
        303,
        '/console?done=people.done.signed-in',
      ])
      expect((await visitor.get('/console')).status).toBe(200)
    }
    const again = await signIn(house.visitor(), 'nadia.claes@servicedesk.example')
    expect(again.status).toBe(303)
  })

  it('says when a code cannot be used yet, and signs in once there is another', async () => {
    const id = 'emil.brandt@field.example'
    let last = await signIn(house.visitor(), id)
    for (let turn = 0; turn < 4 && last.status === 303; turn += 1) last = await signIn(house.visitor(), id)
    expect([last.status, text(last.text)]).toEqual([409, expect.stringMatching(/Try again in \d+ second/)])
    house.db.clock.advance(61_000)
    expect((await signIn(house.visitor(), id)).status).toBe(303)
  })

  it.each(['nobody@company.example', hostile, '__proto__'])('signs nobody in who is not of the cast: %s', async id => {
    const stranger = await house.customer()
    for (const one of [id, stranger.email]) {
      const visitor = house.visitor()
      const answer = await signIn(visitor, one)
      expect([answer.status, visitor.cookies.has('session')]).toEqual([409, false])
      expect(answer.text).not.toContain('<script>alert')
    }
  })
})

describe('a tour of who looked', () => {
  it('shows the record on one side and its line on the other, each as their own', async () => {
    const visitor = house.visitor()
    const before = text((await visitor.get('/en/start/looked')).text)
    expect(before).toContain('No colleague has looked yet')
    const sent = await visitor.submit('/en/start/looked', {})
    const page = await visitor.get(sent.headers['location']!)
    const [, reference] = /for case (S-\d+)/.exec(page.text)!
    const shown = text(page.text)
    expect(shown).toContain('+32 •••• 23')
    expect(shown).toContain(`Reference ${reference}`)
    expect(shown).toContain('Just now')
    const [, permit] = /name="permit" value="([^"]+)"/.exec(page.text)!
    const revealed = await visitor.submit(
      '/en/start/looked/reveal',
      { permit: permit!, category: 'contact' },
      '/en/start/looked',
    )
    expect(text(revealed.text)).toContain('Demerstraat 1')
    const closed = await visitor.submit('/en/start/looked/close', { permit: permit! }, '/en/start/looked')
    expect([closed.status, closed.headers['location']]).toEqual([303, '/en/start/looked'])
    expect((await visitor.get(sent.headers['location']!)).text).toContain('no longer open')
    const customer = house.visitor()
    await customer.submit('/en/start/sign-in', { id: 'an.maes@ziekenhuis-demer.example' }, '/en/start')
    expect((await customer.get('/en/privacy-centre/looked')).text).toContain(reference)
  })

  it.each(['x', hostile, 'A'.repeat(400)])('opens nothing with a permit that is none: %s', async permit => {
    const { status, text: page } = await house.visitor().get(`/en/start/looked?permit=${encodeURIComponent(permit)}`)
    expect([status, page.includes('no longer open'), page.includes('<script>alert')]).toEqual([200, true, false])
  })
})

describe('an attack', () => {
  const attack = (purpose: string, attempt: string) => house.visitor().submit('/en/start/break', { purpose, attempt })

  it('shows nothing that was not promised, and changes nothing, whichever purpose’s password was stolen', async () => {
    const { slots, compiled } = house.app.gate.policy()
    const { policy } = compiled.loaded
    const { tryAs } = createTrying({ ...house.app.given, prefix: house.db.prefix })
    for (const purpose of slots.keys())
      for (const { id, sql, answer, category } of readAttempts()) {
        const answered = (await tryAs(purpose, sql))!
        const code = 'refused' in answered ? answered.refused.code : answered.count === 0 ? 'none' : 'rows'
        // Where a login has no privilege at all on a table, it is refused before it sees no row.
        const allowed = answer === 'none' ? ['none', '42501'] : answer !== undefined ? [answer] : ['42501']
        if (category !== undefined && policy.purposes[purpose]!.uses.includes(category)) allowed.push('rows', 'none')
        expect([purpose, id, allowed.includes(code) || code]).toEqual([purpose, id, true])
      }
  }, 60_000)

  it('shows what a purpose was promised as it lies there, sealed, and refuses it to one that was not', async () => {
    const promised = text((await attack('support', 'contact')).text)
    expect(promised).toContain('bytes, sealed')
    expect(promised).not.toContain('an.maes@')
    expect(text((await attack('warranty-analysis', 'contact')).text)).toContain('SQLSTATE: 42501')
  })

  it('leaves nothing behind', async () => {
    const counted = () =>
      house.db.asOwner(
        'select (select count(*) from audit.form) as forms, (select count(*) from audit.evidence) as lines',
      )
    const before = await counted()
    for (const { id } of readAttempts()) await attack('support', id)
    expect(await counted()).toEqual(before)
  })

  it.each([
    ['support', 'select 1'],
    [hostile, 'contact'],
    ['__proto__', 'constructor'],
  ])('is never what somebody sends: %s, %s', async (purpose, attempt) => {
    const { status, text: page } = await attack(purpose, attempt)
    expect([status, page.includes('<script>alert'), page.includes('id="answer"')]).toEqual([422, false, false])
  })
})

describe('a category that is struck', () => {
  const what = { purpose: 'support', category: 'contact' }
  const strike = (seen: number, fields: Record<string, string> = what) =>
    house.visitor().submit('/en/start/strike', { ...fields, version: String(seen) }, '/en/start')
  const putBack = (seen: number) =>
    house.visitor().submit('/en/start/strike/back', { version: String(seen) }, '/en/start')
  const reads = () => house.db.connectAs(house.db.roleOf('support'), 'hes')
  const sql = 'select address from people.account'

  it('vanishes from what the login reads, is said to everybody, and comes back with the demonstration as it was', async () => {
    const login = await reads()
    const before = (await login.query(sql)).rowCount
    const cases = await house.visitor().get('/en/privacy/clause/why.support')
    const first = version()
    expect((await strike(first)).status).toBe(303)
    expect(version()).toBe(first + 1)
    await expect(login.query(sql)).rejects.toMatchObject({ code: '42501' })
    const shown = text((await house.visitor().get('/en/start/strike')).text)
    expect(shown).toMatch(new RegExp(`Version ${first + 1} is in force, and something is struck`))
    expect(shown).toContain('8 colleagues acknowledged it')
    expect(shown).toContain('REVOKE')
    expect(shown).toContain('SQLSTATE: 42501')
    const looked = await house.visitor().submit('/en/start/looked', {})
    expect([looked.status, text(looked.text).includes('Perhaps something is struck')]).toEqual([200, true])

    expect((await putBack(first + 1)).status).toBe(303)
    expect((await login.query(sql)).rowCount).toBe(before)
    expect(text((await house.visitor().get('/en/start/strike')).text)).toContain('It is back')
    const after = await house.visitor().get('/en/privacy/clause/why.support')
    expect(after.text.match(/may desk\.[^<]+/g)).toEqual(cases.text.match(/may desk\.[^<]+/g))
    const opened = await house.visitor().submit('/en/start/looked', {})
    expect(opened.headers['location']).toContain('permit=')
  })

  it('is struck once where two visitors do it at once, and the second sees how things stand', async () => {
    const seen = version()
    const answers = await Promise.all([strike(seen), strike(seen, { purpose: 'seminars', category: 'identity' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(version()).toBe(seen + 1)
    const back = await Promise.all([putBack(seen + 1), putBack(seen + 1)])
    expect(back.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(version()).toBe(seen + 2)
  })

  it.each([
    ['account', 'contact'],
    ['support', 'security'],
    ['__proto__', hostile],
  ])(
    'is never one without which nobody could sign in, nor one that is not there: %s, %s',
    async (purpose, category) => {
      const seen = version()
      const answer = await strike(seen, { purpose, category })
      expect([answer.status, version(), answer.text.includes('<script>alert')]).toEqual([422, seen, false])
    },
  )

  it('can be any that is offered', async () => {
    const page = await house.visitor().get('/en/start/strike')
    const offered = [...page.text.matchAll(/strike\?purpose=([a-z-]+)&amp;category=([a-z-]+)"/g)]
    expect(offered.length).toBeGreaterThan(8)
    for (const [, purpose, category] of offered) {
      const seen = version()
      const struck = await strike(seen, { purpose: purpose!, category: category! })
      expect([purpose, category, struck.status]).toEqual([purpose, category, 303])
      const shown = text((await house.visitor().get('/en/start/strike')).text)
      expect([purpose, category, shown.includes('SQLSTATE: 42501')]).toEqual([purpose, category, true])
      expect((await putBack(seen + 1)).status).toBe(303)
    }
  }, 120_000)

  it('can be put back by a process that did not strike it', async () => {
    const seen = version()
    await strike(seen)
    const { db, app } = house
    const routes = openTours({ owner: db.owner, prefix: db.prefix, declarations: db.declarations })(app.given)
    const back = routes.find(({ path, method }) => path.endsWith('/strike/back') && method === 'POST')!
    const request = {
      ...app.given.words('en'),
      body: { version: seen + 1 },
      language: 'en',
      visitor: { kind: 'stranger' },
    }
    const outcome = await back.run(request as never)
    expect([outcome, version()]).toEqual([{ redirect: '/en/start/strike' }, seen + 2])
  })
})
