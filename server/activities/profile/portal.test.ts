import { randomUUID } from 'node:crypto'
import { parseDocument } from 'yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../../base/installation.ts'
import { addMember } from '../../people/index.ts'
import { applyDue, loadVersion, publish } from '../../policy/publish.ts'
import { testApp, type Answer, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { addContact } from './acts.ts'
import { mostLines } from './profile.ts'

let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const profile = '/en/account/profile'
type Customer = TestVisitor & { person: string; email: string }
const customer = () => product.customer({ name: 'An Maes', language: 'en' })
const usPhone = { country: 'US', number: '202-555-0123' }
const address = { street: 'Quai de l’Exemple 12', postcode: '4000', city: 'Liège', country: 'BE' }
const add = (who: Customer, fields: Record<string, string> = usPhone) => who.submit(`${profile}/phones`, fields)
const read = async (who: Customer, path = profile) => (await who.get(path)).text
/** The words that somebody reads. */
const plain = (html: string) =>
  html
    .replace(/<(script|style)[^]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
const linesIn = (html: string) => [
  ...new Set([...html.matchAll(/contacts\/([0-9a-f-]{36})"/g)].map(match => match[1]!)),
]
const where = (answer: Answer) => answer.headers['location'] ?? ''

describe('the account', () => {
  test('greets by name and says with numbers what there is', async () => {
    const who = await customer()
    expect(plain(await read(who, '/en/account'))).toContain('There is no phone number and no address yet.')
    await add(who)
    const text = plain(await read(who, '/en/account'))
    expect(text).toContain('Hello An Maes')
    expect(text).toContain('We have 1 phone number and no address for you.')
    expect(text).toContain('Version 4 is in force since Monday, 2 November 2026.')
  })

  test.each(['', '/profile', '/profile/name', '/profile/language', '/profile/phones', '/profile/addresses'])(
    'is for those who are signed in as customers: %s',
    async below => {
      const stranger = product.visitor()
      const answer = await stranger.get(`/en/account${below}`)
      expect([answer.status, where(answer).startsWith('/en/sign-in?next=')]).toEqual([303, true])
    },
  )

  test('leads colleagues to their own place', async () => {
    const colleague = await product.colleague('service-desk')
    for (const path of ['/en/account', profile]) {
      const { status, headers } = await colleague.get(path)
      expect({ status, to: headers['location']?.split('?')[0] }).toEqual({ status: 303, to: '/console' })
    }
  })
})

describe('every item of the profile', () => {
  test('says when, from where and under which version it came', async () => {
    const who = await customer()
    await addContact(
      product.app.given,
      who.person,
      { kind: 'phone', value: { number: '+32 0 000 01 23', country: 'BE' } },
      { at: new Date('2024-03-12T09:20:00Z'), source: 'phone', version: 3 },
    )
    await addMember(product.app.given, who.person, { name: 'Ziekenhuis Demer', country: 'BE' }, 'manager', {
      at: new Date('2023-01-02T09:20:00Z'),
      source: 'seminar',
      version: 2,
    })
    const html = await read(who)
    const text = plain(html)
    expect(text).toContain('+32 0 000 01 23 Since 12 Mar 2024 Where it came from You, by phone Which policy Version 3')
    expect(text).toMatch(
      /Ziekenhuis Demer, Belgium Your role Manager Since 2 Jan 2023 Where it came from You, at a seminar/,
    )
    expect(html).toContain('<a href="/en/privacy/v/3">Version 3</a>')
    expect(html).toContain('<a href="/en/privacy/v/2">Version 2</a>')
    for (const [item, value] of [
      ['Name', 'An Maes'],
      ['Your ID', who.email],
      ['Language', 'English'],
    ])
      expect(text).toMatch(
        new RegExp(`${item} Value ${value}.*?Since 2 Nov 2026 Where it came from You, on our website`),
      )
  })

  test.each([
    ['nl', 'Uw profiel', 'U, op onze website'],
    ['fr', 'Votre profil', 'Vous, sur notre site'],
    ['de', 'Ihr Profil', 'Sie, auf unserer Website'],
  ])('is said in %s too', async (language, title, source) => {
    const who = await customer()
    const text = plain(await read(who, `/${language}/account/profile`))
    expect(text).toContain(title)
    expect(text).toContain(source)
    expect(text).not.toMatch(/You, on our website|Where it came from/)
  })
})

describe('a phone number or an address', () => {
  let anybody: Promise<Customer> | undefined
  test('is added, counts at once, and is shown as the world writes it', async () => {
    const who = await customer()
    const answer = await add(who)
    expect([answer.status, where(answer)]).toEqual([303, `${profile}?done=profile.done.added`])
    expect(plain(await read(who))).toContain('+1 202 555 0123')
    expect((await who.submit(`${profile}/addresses`, { ...address, postcode: 'b-4000' })).status).toBe(303)
    expect(plain(await read(who))).toContain('Quai de l’Exemple 12 4000 Liège Belgium')
  })

  test('that is wrong gives 422, names the field, and keeps what was typed', async () => {
    const who = await customer()
    const number = await add(who, { country: 'US', number: '202-555-01' })
    expect(number.status).toBe(422)
    expect(plain(number.text)).toContain('Phone number: This number is too short (United States).')
    expect(number.text).toContain('id="field-number-error"')
    expect(number.text).toContain('value="202-555-01"')
    expect(number.text).toMatch(/value="US" selected/)
    const wrong = await who.submit(`${profile}/addresses`, { street: '–', postcode: '12', city: 'Luik', country: 'BE' })
    expect(wrong.status).toBe(422)
    expect(plain(wrong.text)).toContain('A postcode looks like 4000 (Belgium).')
    expect(plain(wrong.text)).toContain('Enter the street and the number.')
    expect(wrong.text).toContain('value="Luik"')
    expect(plain(await read(who))).toContain('We have no address for you.')
  })

  test.each([
    [{ number: '' }, 'Enter a phone number.'],
    [{ number: '202-555-0123', country: 'ZZ' }, 'Choose the country of the number.'],
    [{ number: '202-555-0123', country: 'United States' }, 'Use at most 2 characters'],
    [{ number: '2'.repeat(51) }, 'Use at most 50 characters'],
    [{ number: '202-555-0123', owner: 'me' }, 'This field is not expected here'],
    [{ number: '202-555\u202e0123' }, 'Use letters, digits and signs only, on one line.'],
    [{ number: '202-555\n0123' }, 'Use letters, digits and signs only, on one line.'],
  ])('is refused: %j', async (fields, sentence) => {
    anybody ??= customer()
    const answer = await add(await anybody, { country: 'US', ...fields })
    expect(answer.status).toBe(422)
    expect(plain(answer.text)).toContain(sentence)
  })

  test('that is corrected shows what it was before, and one button takes that back', async () => {
    const who = await customer()
    await add(who)
    const [line] = linesIn(await read(who)) as [string]
    const saved = await who.submit(`${profile}/contacts/${line}`, { country: 'US', number: '202-555-0155' })
    expect(where(saved)).toBe(`${profile}?undo=${line}&done=profile.done.saved`)
    const after = await read(who, where(saved))
    expect(plain(after)).toContain('It was “+1 202 555 0123” before. Undo')
    expect(plain(after)).toMatch(/1 earlier value \+1 202 555 0123 from 2 Nov 2026 to 2 Nov 2026 · You, on our website/)
    await who.submit(`${profile}/contacts/${line}/put-back`, {}, profile)
    expect(plain(await read(who))).toMatch(/Number \+1 202 555 0123 1|Number \+1 202 555 0123 2 earlier values/)
  })

  test('that is removed is used no more and can be put back', async () => {
    const who = await customer()
    await add(who)
    const [line] = linesIn(await read(who)) as [string]
    const removed = await who.submit(`${profile}/contacts/${line}/remove`, {}, profile)
    const after = plain(await read(who, where(removed)))
    expect(after).toContain('Removed. We do not use it any more.')
    expect(after).toContain('“+1 202 555 0123” is no longer used. Undo')
    expect(after).toContain('We have no phone number for you')
    await who.submit(`${profile}/contacts/${line}/put-back`, {}, profile)
    expect(plain(await read(who))).not.toContain('We have no phone number for you')
  })

  test('corrected in two windows: the second is told what is there now and loses nothing', async () => {
    const who = await customer()
    await add(who)
    const [line] = linesIn(await read(who)) as [string]
    await who.submit(`${profile}/contacts/${line}`, { country: 'US', number: '202-555-0155' })
    const second = await who.submit(`${profile}/contacts/${line}`, { country: 'US', number: '202-555-0166' })
    expect(second.status).toBe(409)
    expect(plain(second.text)).toContain('There now: +1 202 555 0155')
    expect(second.text).toContain('value="202-555-0166"')
    const [now] = linesIn(await read(who)) as [string]
    expect(second.text).toContain(`action="${profile}/contacts/${now}"`)
    const removedTwice = await who.submit(`${profile}/contacts/${line}/remove`, {}, profile)
    expect(removedTwice.status).toBe(409)
  })

  test('of which there are twenty gets no company', async () => {
    const who = await customer()
    const from = { at: product.db.clock.now(), source: 'shop', version: 4 }
    for (let at = 10; at < 10 + mostLines; at += 1)
      await addContact(product.app.given, who.person, { kind: 'phone', value: { number: `+120255501${at}` } }, from)
    const sentence = 'There are 20 phone numbers already, which is as many as we keep. Remove one first.'
    const page = await who.get(`${profile}/phones`)
    expect(plain(page.text)).toContain(sentence)
    expect(page.text).not.toContain('id="field-number"')
    const answer = await add(who, { country: 'US', number: '202-555-0150' })
    expect(answer.status).toBe(422)
    expect(plain(answer.text)).toContain(sentence)
  })
})

describe('name and language', () => {
  test('a name is corrected, greets at once, and stays in the history', async () => {
    const who = await customer()
    const form = await read(who, `${profile}/name`)
    const line = /name="line" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const saved = await who.submit(`${profile}/name`, { line, name: '  Ann  Maes ' })
    expect(where(saved)).toBe(`${profile}?undo=name&done=profile.done.saved`)
    const text = plain(await read(who))
    expect(text).toContain('Signed in as Ann Maes')
    expect(text).toContain('1 earlier value An Maes')
    const overtaken = await who.submit(`${profile}/name`, { line, name: 'Anna Maes' })
    expect(overtaken.status).toBe(409)
    expect(plain(overtaken.text)).toMatch(/There now: Ann +Maes/)
    expect(overtaken.text).toContain('value="Anna Maes"')
  })

  test.each(['', '   ', '123', '\u200b', 'An\u202eseaM'])(
    'a name like "%s" is refused beside its field',
    async name => {
      const who = await customer()
      const line = /name="line" value="([^"]+)"/.exec(await read(who, `${profile}/name`))?.[1] ?? ''
      const answer = await who.submit(`${profile}/name`, { line, name })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('id="field-name-error"')
      // The form is still the correction of the same line.
      expect(answer.text).toContain(`name="line" value="${line}"`)
    },
  )

  test('a language is changed, and the next page is in it', async () => {
    const who = await customer()
    const saved = await who.submit(`${profile}/language`, { language: 'nl' })
    expect(where(saved)).toBe('/nl/account/profile?undo=language&done=profile.done.saved')
    expect(plain(await read(who, where(saved)))).toContain('Voordien stond er “Engels”.')
    expect((await who.submit(`${profile}/language`, { language: 'tlh' })).status).toBe(422)
  })
})

describe('script in every field', () => {
  const script = '<script>alert(1)</script>"\'&'
  test('is text and nothing else, where it is kept and where it is refused', async () => {
    const who = await customer()
    const line = /name="line" value="([^"]+)"/.exec(await read(who, `${profile}/name`))?.[1] ?? ''
    await who.submit(`${profile}/name`, { line, name: script })
    const street = { ...address, street: script, city: script, country: 'KE', postcode: '"><b>x' }
    expect((await who.submit(`${profile}/addresses`, street)).status).toBe(303)
    const answers = [
      await add(who, { country: '">', number: script }),
      await who.submit(`${profile}/language`, { language: '<script>' }),
      await who.get(`${profile}?undo=%3Cscript%3E`),
      await who.get(profile),
      await who.get('/en/account'),
    ]
    for (const { text } of answers) {
      expect(text).not.toContain('<script>alert')
      expect(text).not.toContain('"><b>')
    }
    expect(answers[3]!.text).toContain('&lt;script>alert(1)&lt;/script>')
  })
})

describe('somebody else’s profile', () => {
  test('is neither read nor changed, whatever is put into the address', async () => {
    const [mine, theirs] = [await customer(), await customer()]
    await add(theirs)
    await add(mine, { country: 'US', number: '202-555-0199' })
    const [line] = linesIn(await read(theirs)) as [string]
    expect((await mine.get(`${profile}/contacts/${line}`)).status).toBe(404)
    for (const [path, fields] of [
      [`${profile}/contacts/${line}`, { country: 'US', number: '202-555-0166' }],
      [`${profile}/contacts/${line}/remove`, {}],
      [`${profile}/contacts/${line}/put-back`, {}],
      [`${profile}/contacts/${randomUUID()}/remove`, {}],
    ] as const) {
      const answer = await mine.submit(path, fields, profile)
      expect(answer.status).toBe(404)
    }
    expect((await mine.get(`${profile}/contacts/not-an-id`)).status).toBe(404)
    expect(plain(await read(mine, `${profile}?undo=${line}`))).not.toContain('0123')
    expect(plain(await read(theirs))).toContain('+1 202 555 0123')
    const line2 = /name="line" value="([^"]+)"/.exec(await read(theirs, `${profile}/name`))?.[1] ?? ''
    expect((await mine.submit(`${profile}/name`, { line: line2, name: 'Mallory' })).status).toBe(404)
  })
})

describe('once contact data is struck from the purpose and published', () => {
  test('the profile says so in words, opens nothing, and takes nothing', async () => {
    const own = await testApp()
    try {
      const who = await own.customer({ name: 'An Maes' })
      await add(who)
      const [line] = linesIn(await read(who)) as [string]
      const { db, app } = own
      const { loaded } = app.gate.policy().compiled
      const yaml = parseDocument(loaded.source)
      yaml.setIn(['policy', 'version'], 5)
      const uses = ['identity', 'credentials', 'organisation', 'correspondence', 'preferences']
      yaml.setIn(['purposes', 'account', 'uses'], uses)
      const texts = Object.fromEntries(Object.entries(loaded.texts).map(([code, text]) => [code, text.source]))
      const next = { number: 5, source: String(yaml), texts, assessments: { ...loaded.assessments } }
      await withClient(db.owner, client => publish(client, loadVersion(next), db.clock.now(), db.clock.now()))
      await withClient(db.owner, client => applyDue(client, db.declarations, db.prefix, db.clock.now()))
      await app.given.state.refresh()

      const page = await who.get(profile)
      expect(page.status).toBe(200)
      const text = plain(page.text)
      expect(text).toContain('Phone numbers: not shown, because the policy no longer allows it')
      expect(text).toContain('Your ID Value Not shown: the policy no longer allows it.')
      expect(text).toContain('Addresses: not shown, because the policy no longer allows it')
      expect(text).toContain('Version 5 of our privacy policy does not promise this use')
      // What is still promised is still there.
      expect(text).toContain('An Maes')
      expect(text).not.toMatch(/202.?555|customer\.example/)
      expect(plain((await who.get('/en/account')).text)).toContain('does not let us open your phone numbers')
      expect((await who.get(`${profile}/phones`)).status).toBe(403)
      expect((await who.get(`${profile}/contacts/${line}`)).status).toBe(403)
      const refused = await who.submit(`${profile}/phones`, usPhone, profile)
      expect(refused.status).toBe(403)
      expect(plain(refused.text)).toContain('category-not-promised')
      expect((await who.submit(`${profile}/contacts/${line}/remove`, {}, profile)).status).toBe(403)
      const call = await who.call('GET', '/api/profile')
      expect(call.status).toBe(200)
      expect(call.json()).toMatchObject({
        name: { value: 'An Maes' },
        withheld: [{ part: 'contact', code: 'category-not-promised', act: 'profile.view', policyVersion: 5 }],
      })
      expect(call.text).not.toMatch(/202.?555|customer\.example/)
      const added = await who.call('POST', '/api/profile/contacts', { kind: 'phone', ...usPhone })
      expect([added.status, added.json()['code']]).toEqual([403, 'category-not-promised'])
    } finally {
      await own.close()
    }
  })
})
