import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../test/app.ts'
import { lettersTo, letterTo } from '../../../test/letters.ts'
import { erasePerson, expireInvitations } from '../index.ts'

type Customer = TestVisitor & { person: string; email: string }
interface CompanyAnswer {
  people: { place: string; name: string; role: string; you: boolean }[]
  invitations: { invitation: string; email: string; role: string }[]
  domains: string[]
}

const day = 24 * 60 * 60_000
let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

let added = 0
const customer = (given: Parameters<TestApp['customer']>[0] = {}) => product.customer(given)
const newAddress = (domain = 'customer.example') => `colleague-${(added += 1)}@${domain}`

async function found(owner: Customer, name = 'Ziekenhuis Demer'): Promise<string> {
  const answer = await owner.call('POST', '/api/people/companies', { company: name, country: 'BE', name: 'The Owner' })
  expect(answer.status).toBe(201)
  return answer.json<{ company: string }>().company
}

const invite = (owner: Customer, company: string, email: string, role = 'member') =>
  owner.call('POST', `/api/people/companies/${company}/invitations`, { email, role, language: 'nl' })

const join = (who: Customer, token: string, name = 'A Colleague') =>
  who.call('POST', '/api/people/companies/join', { token, name })

const view = (who: Customer, company: string) => who.call('GET', `/api/people/companies/${company}`)
const seen = async (who: Customer, company: string) => (await view(who, company)).json<CompanyAnswer>()
const placeOf = async (owner: Customer, company: string, name: string) =>
  (await seen(owner, company)).people.find(one => one.name === name)!.place
const codeOf = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code

/** An owner, their company, and a colleague who joined it. */
async function companyOfTwo(role = 'member') {
  const owner = await customer({ name: 'Lotte Hermans' })
  const colleague = await customer({ name: 'An Maes' })
  const company = await found(owner)
  await invite(owner, company, colleague.email, role)
  const { token } = await letterTo(product, colleague.email)
  expect((await join(colleague, token, 'An')).status).toBe(201)
  return { owner, colleague, company, token }
}

describe('a company', () => {
  it('is created by somebody, who is its owner, and is nobody else’s to see', async () => {
    const owner = await customer()
    const company = await found(owner)
    expect(await seen(owner, company)).toMatchObject({
      people: [{ name: 'The Owner', role: 'owner', you: true }],
      invitations: [],
      domains: [],
    })
    const stranger = await customer()
    expect([(await view(stranger, company)).status, codeOf(await view(stranger, company))]).toEqual([
      404,
      'company-unknown',
    ])
    expect((await stranger.get(`/en/account/companies/${company}`)).status).toBe(404)
  })

  it('shows colleagues a name and a role of each other, and nothing else', async () => {
    const { colleague, owner, company } = await companyOfTwo()
    const text = (await view(colleague, company)).text + (await colleague.get(`/en/account/companies/${company}`)).text
    expect(text).toContain('The Owner')
    expect(text).not.toContain(owner.email)
    expect(text).not.toContain('Lotte Hermans')
  })

  it('keeps those names with its own key', async () => {
    const { company, colleague } = await companyOfTwo()
    const [row] = await product.db.asOwner<{ name: Buffer }>(
      'select name from people.membership where person_id = $1',
      [colleague.person],
    )
    const { vault } = product.db
    expect(vault.organisationKey(company).open('people.membership.name', row!.name)).toBe('An')
    expect(() => product.app.given.vault.recall(colleague.person)!.open('people.membership.name', row!.name)).toThrow()
  })

  it('names every fault of a form at once, and keeps what was typed', async () => {
    const owner = await customer()
    const answer = await owner.submit('/en/account/companies/new', {
      company: '<i>Demer</i>',
      country: 'XX',
      number: '<script>',
      name: '\u202e',
    })
    expect(answer.status).toBe(422)
    for (const field of ['country', 'number', 'name']) expect(answer.text).toContain(`href="#field-${field}"`)
    expect(answer.text).toContain('value="&lt;i>Demer&lt;/i>"')
  })
})

describe('a call about companies', () => {
  it('that holds something else than it should is answered with the field, for every field', async () => {
    const { owner, company } = await companyOfTwo()
    const place = await placeOf(owner, company, 'An')
    const path = `/api/people/companies/${company}`
    const calls = [
      ['POST', '/api/people/companies', { company: 'Demer', country: 'BE', name: 'Lotte' }],
      ['POST', `${path}/invitations`, { email: 'a@b.example', role: 'member', language: 'nl' }],
      ['PUT', `${path}/people/${place}`, { role: 'member' }],
      ['POST', `${path}/domains`, { domain: 'demer.example' }],
      ['POST', '/api/people/companies/join', { name: 'An' }],
      ['PUT', '/api/people/shared-id', { several: true }],
    ] as const
    for (const [method, url, body] of calls)
      for (const field of Object.keys(body))
        for (const value of [7, null, ['x'], { $ne: '' }, 'a\0b', 'x'.repeat(2000), undefined]) {
          const answer = await owner.call(method, url, { ...body, [field]: value })
          const said = `${method} ${url} ${field} ${JSON.stringify(value)?.slice(0, 20)}`
          expect([answer.status, answer.headers['content-type']], said).toEqual([422, 'application/problem+json'])
          expect(
            answer.json<{ errors: { field: string }[] }>().errors.map(error => error.field),
            said,
          ).toEqual([field])
        }
  })

  it('that names no company, or what is no id, finds nothing', async () => {
    const owner = await customer()
    for (const id of ['00000000-0000-8000-a000-000000000000', 'x', "' or 1=1"])
      expect((await view(owner, encodeURIComponent(id))).status).toBe(404)
  })
})

describe('an invitation', () => {
  it('is a letter in the language that was chosen, and says the same whether the address has an ID', async () => {
    const owner = await customer()
    const company = await found(owner)
    const known = await customer()
    const unknown = newAddress()
    const answers = [await invite(owner, company, known.email), await invite(owner, company, unknown)]
    expect(answers.map(answer => [answer.status, answer.text])).toEqual([
      [202, '{"sent":true}'],
      [202, '{"sent":true}'],
    ])
    const [first, second] = [await letterTo(product, known.email), await letterTo(product, unknown)]
    // Each letter has its own links, and nothing else of its own.
    const plain = ({ text, token }: typeof first) => text.replace(token, '').replace(/\/mail\/[\w-]+/, '')
    expect(plain(first)).toBe(plain(second))
    expect(first.link).toMatch(/^\/nl\/account\/companies\/join\?token=/)
    expect(first.subject).toContain('Ziekenhuis Demer')
  })

  it('gives its role once: a second use, by anybody, is refused in words', async () => {
    const { colleague, owner, company, token } = await companyOfTwo('manager')
    expect(await seen(owner, company)).toMatchObject({ people: [{}, { name: 'An', role: 'manager' }], invitations: [] })
    const again = await join(colleague, token)
    expect([again.status, codeOf(again)]).toEqual([410, 'invitation-used'])
    expect((await colleague.get(`/en/account/companies/join?token=${token}`)).text).toContain('was used already')
  })

  it('used by two browsers at once gives one place', async () => {
    const owner = await customer()
    const colleague = await customer()
    const company = await found(owner)
    await invite(owner, company, colleague.email)
    const { token } = await letterTo(product, colleague.email)
    const answers = await Promise.all([join(colleague, token), join(colleague, token), join(colleague, token)])
    expect(answers.filter(answer => answer.status === 201)).toHaveLength(1)
    expect((await seen(owner, company)).people).toHaveLength(2)
  })

  it('that was forwarded opens nothing for another ID, and tells it nothing of the company', async () => {
    const owner = await customer()
    const company = await found(owner, 'Verborgen Werken')
    await invite(owner, company, newAddress())
    const [letter] = await lettersTo(product, `colleague-${added}@customer.example`)
    const other = await customer()
    const answer = await join(other, letter!.token)
    expect([answer.status, codeOf(answer)]).toEqual([403, 'invitation-not-yours'])
    const page = await other.get(letter!.link.replace('/nl/', '/en/'))
    expect(page.status).toBe(403)
    expect(page.text).toContain('sent to another address')
    expect(page.text).not.toContain('Verborgen Werken')
    expect((await other.call('GET', '/api/people/companies')).json()).toEqual({ companies: [], joinable: [] })
    const stranger = await product.visitor().get(letter!.link.replace('/nl/', '/en/'))
    expect(stranger.text).not.toContain('Verborgen Werken')
    expect(stranger.headers['referrer-policy']).toBe('no-referrer')
  })

  it('waits for whoever creates an ID with its address', async () => {
    const owner = await customer()
    const company = await found(owner)
    const email = newAddress()
    await invite(owner, company, email)
    const password = 'nine slow herons by the weir'
    const browser = product.visitor()
    await browser.submit('/en/sign-up', { name: 'Bea Newly', email, password })
    await browser.submit((await letterTo(product, email)).link, { password })
    const page = await browser.get('/en/account/companies')
    expect(page.text).toContain('The Owner invites you to Ziekenhuis Demer. Your role: Member.')
    const way = /href="(\/en\/account\/companies\/join\?invitation=[^"]+)"/.exec(page.text)![1]!
    const means = await browser.get(way)
    expect(means.text).toContain('Colleagues see the name that you give below, and your role.')
    const joined = await browser.submit(way, { name: 'Bea' })
    expect([joined.status, joined.headers['location']]).toEqual([
      303,
      `/en/account/companies/${company}?done=companies.done.joined`,
    ])
    expect((await seen(owner, company)).people.map(one => one.name)).toEqual(['The Owner', 'Bea'])
  })

  it('is over after 14 days, and says so for as long again', async () => {
    const owner = await customer()
    const colleague = await customer()
    const company = await found(owner)
    await invite(owner, company, colleague.email)
    const { token } = await letterTo(product, colleague.email)
    product.db.clock.advance(14 * day + 1)
    await expireInvitations(product.app.given)
    expect(codeOf(await join(colleague, token))).toBe('invitation-expired')
    product.db.clock.advance(14 * day + 1)
    await expireInvitations(product.app.given)
    expect(codeOf(await join(colleague, token))).toBe('invitation-unknown')
  })

  it('that was taken back is worth nothing', async () => {
    const owner = await customer()
    const colleague = await customer()
    const company = await found(owner)
    await invite(owner, company, colleague.email)
    const { token } = await letterTo(product, colleague.email)
    const [waiting] = (await seen(owner, company)).invitations
    expect(waiting).toMatchObject({ email: colleague.email, role: 'member' })
    const gone = await owner.call('DELETE', `/api/people/companies/${company}/invitations/${waiting!.invitation}`)
    expect(gone.status).toBe(200)
    expect(codeOf(await join(colleague, token))).toBe('invitation-withdrawn')
    const again = await owner.call('DELETE', `/api/people/companies/${company}/invitations/${waiting!.invitation}`)
    expect(again.status).toBe(404)
  })

  it('goes with whoever sent it', async () => {
    const { owner, colleague, company } = await companyOfTwo('owner')
    const third = await customer()
    await invite(colleague, company, third.email)
    const { token } = await letterTo(product, third.email)
    await owner.call('DELETE', `/api/people/companies/${company}/people/${await placeOf(owner, company, 'An')}`)
    expect(codeOf(await join(third, token))).toBe('invitation-sender-gone')
    expect((await third.call('GET', '/api/people/companies')).json()).toMatchObject({ joinable: [] })
  })

  it('is sent by an owner only, whatever a page of theirs said before', async () => {
    const { colleague, company } = await companyOfTwo('manager')
    const answer = await invite(colleague, company, newAddress())
    expect([answer.status, codeOf(answer)]).toEqual([403, 'company-owners-only'])
    const page = await colleague.get(`/en/account/companies/${company}/invite`)
    expect(page.status).toBe(403)
    expect(page.text).toContain('Only an owner of the company decides')
    const own = await colleague.get(`/en/account/companies/${company}`)
    expect(own.text).not.toContain('Invite a colleague')
    expect(await seen(colleague, company)).toMatchObject({ invitations: [] })
  })

  it('cannot fill somebody’s mailbox', async () => {
    const owner = await customer()
    const company = await found(owner)
    const email = newAddress()
    const answers = []
    for (let time = 0; time < 7; time += 1) answers.push((await invite(owner, company, email)).status)
    expect(answers).toContain(429)
  })
})

describe('somebody who leaves', () => {
  it('reads what it means first, and is out at once', async () => {
    const { owner, colleague, company, token } = await companyOfTwo()
    const page = await colleague.get(`/en/account/companies/${company}/leave`)
    expect(page.text).toContain('You no longer see what belongs to the company')
    const left = await colleague.submit(`/en/account/companies/${company}/leave`, {})
    expect(left.headers['location']).toBe('/en/account/companies?done=companies.done.left')
    expect((await view(colleague, company)).status).toBe(404)
    expect((await seen(owner, company)).people.map(one => one.name)).toEqual(['The Owner'])
    expect(codeOf(await join(colleague, token))).toBe('invitation-used')
    await invite(owner, company, colleague.email)
    expect((await join(colleague, (await letterTo(product, colleague.email)).token)).status).toBe(201)
  })

  it('cannot, as the only owner, until somebody else is one', async () => {
    const { owner, colleague, company } = await companyOfTwo()
    const own = await placeOf(owner, company, 'The Owner')
    const refused = await owner.call('DELETE', `/api/people/companies/${company}/people/${own}`)
    expect([refused.status, codeOf(refused)]).toEqual([409, 'company-last-owner'])
    expect((await owner.get(`/en/account/companies/${company}`)).text).toContain('A company keeps an owner')
    expect((await owner.get(`/en/account/companies/${company}/leave`)).status).toBe(409)
    const demoted = await owner.submit(`/en/account/companies/${company}/people/${own}`, { role: 'member' })
    expect(demoted.status).toBe(422)
    const place = await placeOf(owner, company, 'An')
    await owner.call('PUT', `/api/people/companies/${company}/people/${place}`, { role: 'owner' })
    expect((await owner.call('DELETE', `/api/people/companies/${company}/people/${own}`)).status).toBe(200)
    expect((await seen(colleague, company)).people).toMatchObject([{ name: 'An', role: 'owner' }])
  })

  it('at the same moment as the other owner leaves one behind', async () => {
    const { owner, colleague, company } = await companyOfTwo('owner')
    const places = [await placeOf(owner, company, 'The Owner'), await placeOf(owner, company, 'An')]
    const answers = await Promise.all(
      [owner, colleague].map((who, at) => who.call('DELETE', `/api/people/companies/${company}/people/${places[at]}`)),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 409])
  })

  it('by erasure leaves the company to those who are there: the highest of them decides', async () => {
    const { owner, colleague, company } = await companyOfTwo()
    expect(await erasePerson(product.app.given, owner.email)).toBe(true)
    expect((await seen(colleague, company)).people).toMatchObject([{ name: 'An', role: 'member', you: true }])
    expect((await invite(colleague, company, newAddress())).status).toBe(202)
    expect(await erasePerson(product.app.given, colleague.email)).toBe(true)
    expect(await product.db.asOwner('select id from people.organisation where id = $1', [company])).toEqual([])
    expect(await product.db.asOwner('select id from people.invitation where organisation_id = $1', [company])).toEqual(
      [],
    )
  })
})

describe('a role', () => {
  it('is given by owners, to anybody there, and counts from the next request', async () => {
    const { owner, colleague, company } = await companyOfTwo()
    const [own, place] = [await placeOf(owner, company, 'The Owner'), await placeOf(owner, company, 'An')]
    const change = (who: Customer, which: string, role: string) =>
      who.call('PUT', `/api/people/companies/${company}/people/${which}`, { role })
    expect(codeOf(await change(colleague, place, 'owner'))).toBe('company-owners-only')
    expect(codeOf(await change(colleague, own, 'member'))).toBe('company-owners-only')
    expect((await change(owner, place, 'owner')).status).toBe(200)
    expect((await change(colleague, own, 'manager')).status).toBe(200)
    expect(codeOf(await change(owner, place, 'member'))).toBe('company-owners-only')
    expect((await change(colleague, place, 'king')).status).toBe(422)
    const stranger = await customer()
    expect((await change(stranger, place, 'member')).status).toBe(404)
  })

  it('leaves a line with the person whose role it is', async () => {
    const { owner, colleague, company } = await companyOfTwo()
    const place = await placeOf(owner, company, 'An')
    await owner.call('PUT', `/api/people/companies/${company}/people/${place}`, { role: 'manager' })
    const acts = async (who: Customer) =>
      (await who.call('GET', '/api/rights/looked'))
        .json<{ entries: { acts: string[] }[] }>()
        .entries.flatMap(entry => entry.acts)
    expect(await acts(colleague)).toContain('people.change-role')
    expect(await acts(owner)).not.toContain('people.change-role')
  })
})

describe('a domain', () => {
  it('is claimed with one’s own proven address, and lets others at it join as members', async () => {
    const owner = await customer({ email: newAddress('rail-meuse.example') })
    const colleague = await customer({ email: newAddress('Rail-Meuse.example') })
    const company = await found(owner, 'Rail Meuse')
    const path = `/api/people/companies/${company}/domains`
    expect((await colleague.call('GET', '/api/people/companies')).json()).toMatchObject({ joinable: [] })
    expect(codeOf(await owner.call('POST', path, { domain: 'elsewhere.example' }))).toBe('domain-unproven')
    expect(codeOf(await owner.call('POST', path, { domain: 'gmail.com' }))).toBe('domain-public')
    expect((await owner.call('POST', path, { domain: 'rail-meuse.example' })).status).toBe(200)
    expect((await colleague.get('/en/account/companies')).text).toContain('Your address is at rail-meuse.example')
    const answer = await colleague.call('POST', '/api/people/companies/join', { company, name: 'Amélie' })
    expect(answer.status).toBe(201)
    expect((await seen(owner, company)).people).toMatchObject([{}, { name: 'Amélie', role: 'member' }])
    const outside = await customer({ email: newAddress('not-rail-meuse.example') })
    const tried = await outside.call('POST', '/api/people/companies/join', { company, name: 'Mallory' })
    expect([tried.status, codeOf(tried)]).toEqual([410, 'invitation-unknown'])
  })

  it('belongs to one company, until it gives it up', async () => {
    const [first, second] = [
      await customer({ email: newAddress('twice.example') }),
      await customer({ email: newAddress('twice.example') }),
    ]
    const [one, two] = [await found(first), await found(second)]
    const claim = (who: Customer, company: string, method: 'POST' | 'DELETE' = 'POST') =>
      who.call(method, `/api/people/companies/${company}/domains`, { domain: 'twice.example' })
    expect((await claim(first, one)).status).toBe(200)
    expect(codeOf(await claim(second, two))).toBe('domain-taken')
    expect((await claim(second, one, 'DELETE')).status).toBe(404)
    expect((await claim(first, one, 'DELETE')).status).toBe(200)
    expect((await claim(second, two)).status).toBe(200)
  })

  it('of a public provider is offered to nobody', async () => {
    const owner = await customer({ email: newAddress('post.example') })
    const company = await found(owner)
    const page = await owner.get(`/en/account/companies/${company}`)
    expect(page.text).not.toContain('Let everybody at')
    expect(page.text).toContain('Addresses at a public provider do not count')
  })
})
