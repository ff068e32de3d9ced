import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type Answer, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { done } from '../../../test/person.ts'
import { newId } from '../../base/ids.ts'
import { Sealed, statement } from '../../policy/statement.ts'

type Visitor = TestVisitor & { person: string; email: string }
interface HeldAnswer {
  figures: { items: number; earlier: number; purposes: number; categories: number }
  items: {
    place: string
    value: unknown
    shown: string
    category: string
    purpose: string
    mayBeUsedFor: string[]
    keptUntil: string | null
    keptAfter: { event: string; period: string } | null
    seenBy: { role: string; purposes: string[] }[]
  }[]
}
interface LookedAnswer {
  total: number
  pages: number
  entries: {
    reference: string
    times: number
    acts: string[]
    purpose: string
    clause: string
    by: string
    role: string | null
    controller: string | null
    outcome: string
    case: string | null
    fields: string[]
  }[]
}

let world: TestApp
let clerk: Visitor
beforeAll(async () => {
  world = await testApp()
  clerk = await world.colleague('service-desk')
})
afterAll(() => world.close())

const held = async (who: TestVisitor) => (await who.call('GET', '/api/rights/held')).json<HeldAnswer>()
const looked = async (who: TestVisitor, query = '') =>
  (await who.call('GET', `/api/rights/looked${query}`)).json<LookedAnswer>()

async function addContact(person: string, kind: 'phone' | 'address', value: unknown) {
  const actor = { kind: 'customer', person } as const
  done(
    await world.app.gate.write(
      { act: 'profile.correct', actor, subject: { person } },
      {
        contact: statement<'profile.correct'>({
          name: 'test-rights-contact',
          text: `insert into profile.contact (id, person_id, kind, value, recorded_at, source, policy_version)
                 values ($1, $2, $3, $4, $5, 'phone', 4)`,
          values: [newId(), person, kind, new Sealed('profile.contact.value', value), world.db.clock.now()],
          fields: ['profile.contact.value'],
        }),
      },
    ),
  )
}

/** A colleague opens somebody's record for support. */
async function look(colleague: TestVisitor, person: string, reference?: string): Promise<Answer> {
  const opened = await colleague.call('POST', '/api/desk/open', {
    person,
    purpose: 'support',
    ...(reference ? { reference } : {}),
  })
  return colleague.call('GET', `/api/desk/record/${opened.json<{ permit: string }>().permit}`)
}

describe('what we hold', () => {
  it('is every value in the tables, with why, who can see it and until when', async () => {
    const an = await world.customer({ name: 'An Maes', language: 'nl' })
    await addContact(an.person, 'address', {
      street: 'Demerstraat 1',
      postcode: '3500',
      city: 'Hasselt',
      country: 'BE',
    })
    const { items } = await held(an)
    expect(items.find(item => item.place === 'people.name.value')).toMatchObject({
      value: 'An Maes',
      purpose: 'account',
      keptUntil: null,
      keptAfter: { event: 'account-closed', period: 'P30D' },
    })
    expect(items.find(item => item.place === 'profile.contact.value')).toMatchObject({
      value: { street: 'Demerstraat 1', city: 'Hasselt' },
      source: 'phone',
    })
    const session = items.find(item => item.place === 'people.session.device')!
    expect(session.keptUntil).toBe('2027-05-02T09:00:00.000Z')
    const contact = items.find(item => item.place === 'people.account.address')!
    expect(contact.mayBeUsedFor).toContain('support')
    expect(contact.seenBy.map(seen => seen.role)).toContain('service-desk')
    expect(contact.seenBy.map(seen => seen.role)).not.toContain('web-editor')
  })

  it('shows no password, hash or key, and names them', async () => {
    const an = await world.customer()
    const answer = await an.call('GET', '/api/rights/held')
    expect(answer.text).not.toMatch(/argon2|\$m=/)
    const { items } = answer.json<HeldAnswer>()
    expect(items.find(item => item.place === 'people.account.password')).toMatchObject({
      shown: 'withheld',
      value: null,
    })
    expect(items.find(item => item.place === 'people.account.identifier_hash')).toMatchObject({
      shown: 'fingerprint',
      value: null,
    })
    const page = await an.get('/en/privacy-centre/held')
    expect(page.text).toContain('A scrambled form of your password')
    expect(page.text).toContain('A keyed fingerprint of your ID')
  })

  it('names signing in once, however often it happened, with every time under it', async () => {
    const an = await world.customer()
    await world.visitor().submit('/en/sign-in', { id: an.email, password: testPassword })
    const { text } = await an.get('/en/privacy-centre/held')
    expect(text).toContain('2 sign-ins')
    expect(text).toContain('See all 4 items')
    expect(text.split('A fingerprint of the key in your browser')).toHaveLength(3)
  })

  it('has figures that equal what is in the tables', async () => {
    const an = await world.customer()
    await addContact(an.person, 'phone', { number: '+32 0 000 01 23' })
    const { figures, items } = await held(an)
    let counted = 0
    for (const { table, person, columns } of world.db.declarations.holdings) {
      // What no page can read is not counted: keys, and links that were mailed.
      if (!person || !items.some(item => item.place.startsWith(`${table}.`))) continue
      for (const column of Object.keys(columns)) {
        const [row] = await world.db.asOwner<{ held: number }>(
          `select count("${column}")::integer as held from ${table} where "${person}" = $1`,
          [an.person],
        )
        counted += row!.held
      }
    }
    expect(figures.items + figures.earlier).toBe(counted)
    const home = await an.get('/en/privacy-centre')
    expect(home.text).toContain('<title>Your data at Hesbia Services SA</title>')
    expect(home.text).toContain(`We hold ${figures.items} items about you, for ${figures.purposes} purposes.`)
    expect(home.text).toContain('received any of it')
  })

  it('is never anybody else’s, whoever asks at the same moment and whatever they send', async () => {
    const names = ['Anna Uno', 'Berta Due', 'Carla Tre', 'Dora Quattro']
    const people = await Promise.all(names.map(name => world.customer({ name })))
    const pages = await Promise.all(
      people.flatMap(who => [who.get('/en/privacy-centre/held'), who.call('GET', '/api/rights/held')]),
    )
    pages.forEach(({ text, status }, at) => {
      expect(status).toBe(200)
      for (const [other, name] of names.entries()) expect(text.includes(name)).toBe(other === Math.floor(at / 2))
    })
    const [anna, berta] = people as [Visitor, Visitor]
    const forged = await anna.call('GET', `/api/rights/held?person=${berta.person}&abide.person=${berta.person}`)
    expect(forged.text).not.toContain('Berta')
  })

  it('is shown to nobody who is not signed in as a customer', async () => {
    for (const path of ['/api/rights/held', '/api/rights/looked']) {
      expect((await world.visitor().call('GET', path)).status).toBe(401)
      expect((await clerk.call('GET', path)).status).toBe(403)
    }
    expect((await world.visitor().get('/en/privacy-centre/held')).headers['location']).toContain('/en/sign-in')
  })

  it('shows what somebody typed as text, whatever it is', async () => {
    const script = '<script>alert(1)</script>'
    const eve = await world.customer({ name: script })
    await addContact(eve.person, 'address', { street: script, city: '"><img src=x onerror=alert(1)>', country: script })
    const { text, status } = await eve.get('/en/privacy-centre/held')
    expect(status).toBe(200)
    expect(text).toContain('&lt;script>alert(1)&lt;/script>')
    expect(text).not.toContain(script)
    expect(text).not.toContain('<img src=x')
  })

  it('keeps an earlier value folded under the one that took its place', async () => {
    const an = await world.customer({ name: 'An Maas' })
    await world.db.asOwner('update people.name set replaced_at = $2 where person_id = $1', [
      an.person,
      world.db.clock.now(),
    ])
    const person = an.person
    const [row] = await world.db.asOwner<{ wrapped: Buffer }>('select wrapped from people.key where person_id = $1', [
      person,
    ])
    await world.db.asOwner(
      `insert into people.name (id, person_id, value, recorded_at, source, policy_version) values ($1, $2, $3, $4, 'web', 4)`,
      [
        newId(),
        person,
        world.db.vault.unwrap(person, row!.wrapped).seal('people.name.value', 'An Maes'),
        world.db.clock.now(),
      ],
    )
    const { figures } = await held(an)
    expect(figures.earlier).toBe(1)
    const { text } = await an.get('/en/privacy-centre/held')
    expect(text).toMatch(/An Maes[\s\S]*<summary>1 earlier value<\/summary>[\s\S]*An Maas/)
  })

  it('is complete in every language, with moments as they are written there', async () => {
    const an = await world.customer({ at: new Date('2026-03-05T10:00:00Z') })
    const dates = {
      en: '5 Mar 2026, 11:00',
      nl: '5 mrt 2026, 11:00',
      fr: '5 mars 2026, 11:00',
      de: '5. März 2026, 11:00',
    }
    const periods = {
      en: 'then 30 days',
      nl: 'en dan nog 30 dagen',
      fr: 'puis encore 30 jours',
      de: 'danach noch 30 Tage',
    }
    for (const language of ['en', 'nl', 'fr', 'de'] as const) {
      for (const page of ['', '/held', '/looked']) {
        const { text, status } = await an.get(`/${language}/privacy-centre${page}`)
        expect(status).toBe(200)
        expect(text).not.toMatch(/rights\.\w+|\{\{|\[object|undefined/)
        if (page !== '/held') continue
        expect(text.replaceAll('\u00a0', ' ')).toContain(dates[language])
        expect(text.replaceAll('\u00a0', ' ')).toContain(periods[language])
      }
    }
  })
})

describe('who looked', () => {
  it('says at once which role looked, for which purpose and case, and at which data', async () => {
    const an = await world.customer()
    const before = await an.get('/en/privacy-centre')
    expect(before.text).toContain('None of our staff looked')
    expect((await look(clerk, an.person, 'S-2041')).status).toBe(200)
    const [line] = (await looked(an)).entries.filter(entry => entry.by === 'staff')
    expect(line).toMatchObject({
      acts: ['desk.open-for-support'],
      purpose: 'support',
      clause: 'why.support',
      role: 'service-desk',
      controller: 'hes',
      outcome: 'done',
      case: 'S-2041',
    })
    expect(line!.fields).toContain('people.account.address')
    const { text } = await an.get('/en/privacy-centre/looked')
    expect(text).toContain('Our staff looked at your data 1 time in the last 12 months.')
    expect(text).toContain('Service desk, Hesbia Services SA, Belgium')
    expect(text).toContain('Reference S-2041')
    expect(text).toContain('href="/en/privacy#why.support"')
    expect(text).toContain('E-mail address, your ID')
    // Whoever asks about it names the look and no number of ours.
    const [question] = /\/en\/contact\?[^"]+/.exec(text)!
    const asked = await an.get(question.replaceAll('&amp;', '&'))
    expect(asked.text).toMatch(/Your message is about 2 Nov 2026, \d\d:\d\d: Help you with/)
    expect(asked.text).not.toContain(`about ${line!.reference}`)
    // The colleague's name and address are nobody's business here.
    expect(text).not.toContain(clerk.email)
  })

  it('shows a try that was refused, with the reason', async () => {
    const an = await world.customer()
    const foreigner = await world.colleague('service-desk', 'hus')
    expect((await look(foreigner, an.person)).status).not.toBe(200)
    const [line] = (await looked(an)).entries.filter(entry => entry.by === 'staff')
    expect(line).toMatchObject({ outcome: 'out-of-region', controller: 'hus', fields: [] })
    const { text } = await an.get('/en/privacy-centre/looked')
    expect(text).toContain('you belong to another company of the group')
    expect(text).toContain('Nothing was shown')
    expect(text).toContain('1 try was refused.')
    expect(text).toContain('None of our staff looked at your data')
  })

  it('shows each look by a person, machines once a day and act, own views once a day and purpose', async () => {
    const an = await world.customer()
    await look(clerk, an.person)
    await look(clerk, an.person)
    await an.get('/en/privacy-centre/held')
    const signInAndView = async () => {
      const again = world.visitor()
      await again.submit('/en/sign-in', { id: an.email, password: 'a quiet river in spring' })
      // The first view of a session leaves a line, the next ones none.
      for (let times = 0; times < 2; times += 1) await again.get('/en/privacy-centre/held')
    }
    for (let times = 0; times < 2; times += 1) await signInAndView()
    const { entries } = await looked(an)
    expect(entries.filter(entry => entry.by === 'staff').map(entry => entry.times)).toEqual([1, 1])
    expect(entries.filter(entry => entry.acts.includes('people.sign-in'))).toMatchObject([{ times: 3, by: 'stranger' }])
    expect(entries.filter(entry => entry.acts.includes('rights.view-held'))).toMatchObject([{ times: 3 }])
    // A new day is another line.
    world.db.clock.advance(24 * 60 * 60_000)
    await signInAndView()
    expect((await looked(an)).entries.filter(entry => entry.acts.includes('rights.view-held'))).toHaveLength(2)
  })

  it('is filtered by period and purpose, and says so when nothing is left', async () => {
    const an = await world.customer()
    clerk = await world.colleague('service-desk')
    await look(clerk, an.person)
    const { entries } = await looked(an, '?purpose=support')
    expect(entries.map(entry => entry.purpose)).toEqual(['support'])
    expect((await looked(an, '?until=2020-01-01')).total).toBe(0)
    expect((await looked(an, '?since=2020-01-01&purpose=support')).total).toBe(1)
    const empty = await an.get('/en/privacy-centre/looked?period=month&purpose=catering')
    expect(empty.status).toBe(200)
    expect(empty.text).toContain('nobody looked')
    const { text } = await an.get('/en/privacy-centre/looked?purpose=support')
    expect(text).toContain('<option value="support" selected')
  })

  it('is shown in pages', async () => {
    const an = await world.customer()
    for (let times = 0; times < 27; times += 1) await look(clerk, an.person)
    const first = await looked(an, '?purpose=support')
    expect([first.total, first.pages, first.entries.length]).toEqual([27, 2, 25])
    const second = await looked(an, '?purpose=support&page=2')
    expect(second.entries).toHaveLength(2)
    const references = [...first.entries, ...second.entries].map(entry => entry.reference)
    expect(new Set(references).size).toBe(27)
    const { text } = await an.get('/en/privacy-centre/looked?purpose=support&page=2')
    expect(text).toContain('aria-current="page"')
    expect((await an.get('/en/privacy-centre/looked?purpose=support&page=3')).status).toBe(200)
  })

  it('is never about anybody else, with whatever is sent along', async () => {
    const an = await world.customer()
    const luc = await world.customer()
    await look(clerk, luc.person, 'S-7777')
    const pseudonym = world.db.vault.recall(luc.person)!.pseudonym.toString('hex')
    for (const query of [
      `?person=${luc.person}`,
      `?pseudonym=${pseudonym}`,
      `?abide.pseudonym=${pseudonym}`,
      `?purpose=${encodeURIComponent(`support'; select set_config('abide.pseudonym', '${pseudonym}', false); --`)}`,
      `?since=${encodeURIComponent(`2020-01-01' or true --`)}`,
    ]) {
      const answer = await an.call('GET', `/api/rights/looked${query}`)
      expect(answer.text).not.toContain('S-7777')
      expect((await an.get(`/en/privacy-centre/looked${query}`)).text).not.toContain('S-7777')
    }
    const [mine, others] = await Promise.all([looked(an), looked(luc)])
    expect(mine.entries.some(entry => entry.case === 'S-7777')).toBe(false)
    expect(others.entries.some(entry => entry.case === 'S-7777')).toBe(true)
  })

  it('answers bad questions with what is wrong', async () => {
    const an = await world.customer()
    for (const query of ['?page=0', '?page=many', '?since=yesterday', `?purpose=${'x'.repeat(101)}`])
      expect((await an.call('GET', `/api/rights/looked${query}`)).status).toBe(422)
    expect((await an.get('/en/privacy-centre/looked?period=century')).status).toBeGreaterThanOrEqual(400)
  })
})
