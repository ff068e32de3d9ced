import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { apiRoutes, consoleRoutes } from './index.ts'

type Somebody = TestVisitor & { person: string; email: string }

let world: TestApp
let agent: Somebody
let customer: Somebody
beforeAll(async () => {
  world = await testApp()
  agent = await world.colleague('service-desk')
  customer = await world.customer({ name: 'An Maes', language: 'nl' })
})
afterAll(() => world.close())

const lines = () => world.db.asOwner<{ id: string }>('select id::text from audit.evidence')
const hostile = '"><script>alert(1)</script>'

describe('whoever is no colleague', () => {
  const routesOf = () => [...consoleRoutes(world.app.given), ...apiRoutes(world.app.given)]

  it('is let into no page and no call of the desk', async () => {
    expect(routesOf()).toHaveLength(14)
    for (const { path, method, kind } of routesOf()) {
      const url = path.replace(':permit', 'a-permit')
      const asCustomer =
        kind === 'form'
          ? await customer.submit(url, {}, '/en/privacy')
          : await customer.call(method, url, method === 'GET' ? undefined : {})
      expect([method, path, asCustomer.status]).toEqual([method, path, 403])
      const stranger = world.visitor()
      const asStranger =
        kind === 'form'
          ? await stranger.submit(url, {}, '/en/sign-in')
          : await stranger.call(method, url, method === 'GET' ? undefined : {})
      expect([method, path, asStranger.status]).toEqual([method, path, kind === 'page' ? 303 : 401])
    }
  })

  it('is let in neither with a password alone', async () => {
    const half = world.visitor()
    const { email } = await world.colleague('service-desk')
    await half.submit('/en/sign-in', { id: email, password: 'a quiet river in spring' })
    for (const path of ['/console', '/console/people']) {
      const { status, headers } = await half.get(path)
      expect({ status, to: headers['location']?.split('?')[0] }).toEqual({ status: 303, to: '/console/second-factor' })
    }
    expect((await half.get('/api/desk/record/a-permit')).status).toBe(403)
  })

  it('makes no form of the desk work from another page', async () => {
    const body = `purpose=support&id=${encodeURIComponent(customer.email)}`
    const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const before = (await lines()).length
    for (const path of ['/console/people', '/console/people/open', '/console/people/a-permit']) {
      const answer = await world.app.server.inject({
        method: 'POST',
        url: path,
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8080' },
        payload: body,
      })
      expect(answer.statusCode).toBe(403)
    }
    expect((await lines()).length).toBe(before)
  })
})

describe('the first page of the console', () => {
  it('says who somebody is here, and what their role may do', async () => {
    const { text, status } = await agent.get('/console')
    expect(status).toBe(200)
    for (const words of [
      'Service desk',
      'Hesbia Services SA',
      'Your role may state 4 purposes',
      'Version 4 of the policy read',
    ])
      expect(text).toContain(words)
    expect(text.match(/name="id"/g)).toHaveLength(1)
    expect(text).toContain('href="/console/people"')
  })

  it('ticks no purpose in advance, unless there is only one', async () => {
    expect((await agent.get('/console')).text).not.toMatch(/ checked/)
    const officer = await world.colleague('data-protection-officer')
    expect((await officer.get('/console')).text).toMatch(/value="answer-rights" checked/)
  })
})

describe('the language of the console', () => {
  it('is chosen in its frame, stays with the colleague, and is no other than the site has', async () => {
    const colleague = await world.colleague('service-desk')
    expect((await colleague.get('/console')).text).toContain('action="/console/language"')
    const chosen = await colleague.submit('/console/language', { language: 'fr' }, '/console')
    expect([chosen.status, chosen.headers['location']]).toEqual([303, '/console?done=people.done.language'])
    const after = await colleague.get(chosen.headers['location']!)
    expect(after.text).toContain('<html lang="fr">')
    expect(after.text).toContain('La console est maintenant en français.')
    expect((await colleague.submit('/console/language', { language: 'xx' }, '/console')).status).toBe(422)
    // It is said of the person, not of the browser: it is there after the next sign-in too.
    const [row] = await world.db.asOwner('select language from people.person where id = $1', [colleague.person])
    expect(row).toEqual({ language: 'fr' })
    expect((await customer.submit('/console/language', { language: 'fr' }, '/en/account')).status).toBe(403)
  })
})

describe('an address that there is not', () => {
  it('leads a colleague back to the console, wherever it was mistyped, and anybody else to the site', async () => {
    const back = async (who: TestVisitor, path: string) => {
      const { status, text } = await who.get(path)
      return [status, /class="actions"><a [^>]*href="([^"]+)"/.exec(text)?.[1]]
    }
    expect(await back(agent, '/console/persons')).toEqual([404, '/console'])
    expect(await back(agent, '/en/persons')).toEqual([404, '/console'])
    expect(await back(customer, '/nl/persons')).toEqual([404, '/nl'])
  })
})

describe('looking somebody up', () => {
  it('shows a masked name and address, the company, and nothing else, and leads to the record', async () => {
    const page = await agent.submit('/console/people', {
      id: ` ${customer.email.toUpperCase()} `,
      purpose: 'support',
      reference: 's-2041',
    })
    expect(page.status).toBe(200)
    for (const shown of ['An M••••', 'p••••@c••••.example', 'Hesbia Services SA', 'Open for 30 minutes'])
      expect(page.text).toContain(shown)
    // Why one looks is quoted as what the customer was told, beside who was found too.
    expect(page.text).toContain('Why you look: the purpose, as it was promised to the customer')
    expect(page.text).toContain('Promised to the customer as: “Help you with a product or a service issue”')
    // What was typed stands in the form again, and nowhere else.
    expect(page.text.replace(/<input[^>]*>/g, '')).not.toContain(customer.email)
    expect(page.text).not.toContain('Maes')
    const [, person] = /name="person" value="([^"]+)"/.exec(page.text)!
    const opened = await agent.submit(
      '/console/people/open',
      { person: person!, purpose: 'support', reference: 'S-2041' },
      '/console/people',
    )
    expect(opened.status).toBe(303)
    const record = await agent.get(opened.headers['location']!)
    expect(record.status).toBe(200)
    expect(record.headers['cache-control']).toBe('no-store')
    expect(record.text).toContain('Language: Dutch')
  })

  it('answers the same whoever is not found, and leaves the reasons open', async () => {
    const elsewhere = await world.customer({ region: 'hus' })
    const restricted = await world.customer()
    await world.db.asOwner('update people.person set restricted = true where id = $1', [restricted.person])
    const answers = await Promise.all(
      [elsewhere.email, restricted.email, 'nobody@customer.example', agent.email].map(async id => {
        const { status, text } = await agent.submit('/console/people', { id, purpose: 'support' })
        return [status, text.replaceAll(id, 'ID').replace(/name="csrf" value="[^"]+"/g, '')]
      }),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]![1]).toContain('Nobody found for this purpose')
  })

  it('names each wrong field, keeps what was typed, and takes nothing but a code as a number', async () => {
    const before = (await lines()).length
    const empty = await agent.submit('/console/people', { id: '', purpose: '' })
    expect(empty.status).toBe(422)
    for (const field of ['id', 'purpose']) expect(empty.text).toContain(`href="#field-${field}"`)
    for (const reference of [
      hostile,
      'S-2041 caller sounded ill',
      'ABCD-1',
      'S-123456789',
      'S2041',
      "S-1'; drop table x",
    ]) {
      const page = await agent.submit('/console/people', { id: customer.email, purpose: 'support', reference })
      expect([reference, page.status]).toEqual([reference, 422])
      expect(page.text).toContain('href="#field-reference"')
      expect(page.text).toContain(`value="${customer.email}"`)
      expect(page.text).not.toContain(hostile)
      const call = await agent.call('POST', '/api/desk/find', { id: customer.email, purpose: 'support', reference })
      expect([call.status, call.json<{ errors: { field: string }[] }>().errors[0]!.field]).toEqual([422, 'reference'])
    }
    expect((await lines()).length).toBe(before)
  })

  it('shows what is hostile as text, and finds nobody by it', async () => {
    for (const id of [hostile, '%', "' or true --", '*', '\\', 'a'.repeat(254)]) {
      const page = await agent.submit('/console/people', { id, purpose: 'support' })
      expect([id, page.status]).toEqual([id, 200])
      expect(page.text).toContain('Nobody found for this purpose')
      expect(page.text).not.toContain('<script>alert')
    }
    expect((await agent.submit('/console/people', { id: 'a'.repeat(255), purpose: 'support' })).status).toBe(422)
  })

  it('shows a hostile name as text', async () => {
    const odd = await world.customer({ name: `${hostile} ${hostile}` })
    const page = await agent.submit('/console/people', { id: odd.email, purpose: 'support' })
    const [, person] = /name="person" value="([^"]+)"/.exec(page.text)!
    const opened = await agent.submit(
      '/console/people/open',
      { person: person!, purpose: 'support' },
      '/console/people',
    )
    const record = await agent.get(opened.headers['location']!)
    expect(record.text).toContain('&lt;script')
    for (const { text } of [page, record]) expect(text).not.toContain('<script>alert')
  })

  it('refuses a purpose of another role, or one that there is not, with act and version', async () => {
    for (const [purpose, code] of [
      ['answer-rights', 'role-without-purpose'],
      ['product-news', 'no-act-for-purpose'],
      ['__proto__', 'no-such-purpose'],
      [hostile, 'no-such-purpose'],
    ] as const) {
      const page = await agent.submit('/console/people', { id: customer.email, purpose })
      expect([purpose, page.status]).toEqual([purpose, 403])
      expect(page.text).toContain(code)
      const opened = await agent.submit('/console/people/open', { person: customer.person, purpose }, '/console/people')
      expect(opened.status).toBe(403)
      const call = await agent.call('POST', '/api/desk/open', { person: customer.person, purpose })
      expect(call.json()).toMatchObject({ code, policyVersion: '4', act: expect.stringMatching(/^desk\.open/) })
      const find = await agent.call('POST', '/api/desk/find', { id: customer.email, purpose })
      expect([find.status, find.json()]).toMatchObject([403, { code, act: expect.stringMatching(/^desk\.find/) }])
    }
  })

  it('opens nothing for what is not a person', async () => {
    for (const person of ['', 'me', `${customer.person}'`, '../../x'])
      expect((await agent.call('POST', '/api/desk/open', { person, purpose: 'support' })).status).toBe(422)
    const unknown = '0193a5a0-0000-7000-8000-000000000099'
    const { permit } = (await agent.call('POST', '/api/desk/open', { person: unknown, purpose: 'support' })).json<{
      permit: string
    }>()
    const answer = await agent.call('GET', `/api/desk/record/${permit}`)
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([403, 'nobody-for-this-purpose'])
  })
})
