/**
 * A script in every field: each form and each call that takes a body is sent one in every text that it has, where a field
 * refuses it something plain. Afterwards every page is opened. Which fields there are is read off the routes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Route } from '../../server/base/http/index.ts'
import { keepCatalogue } from '../../server/activities/products/catalogue.ts'
import { answerResets, codeOf, inviteColleague, tellOfChanges } from '../../server/people/index.ts'
import { allowSite } from '../../server/people/oidc/consents.ts'
import { siteFor } from '../../server/people/oidc/site-acts.ts'
import { deliverOffers } from '../../server/activities/products/transfer-acts.ts'
import { prepareCopies } from '../../server/duties/rights/copy/jobs.ts'
import { join } from '../../server/duties/rights/joining/acts.ts'
import type { PolicySources } from '../../server/policy/load.ts'
import { testApp, testPassword, type Answer, type TestApp, type TestVisitor } from '../app.ts'
import { addedPasskey } from '../authenticator.ts'
import { letterTo } from '../letters.ts'
import { moveAddress } from '../moved.ts'
import { nextVersion } from '../next-version.ts'
import { plainValue } from '../hostile-plain.ts'
import { attack, hasText, safe, script, unescaped } from '../scripts.ts'
import { aSerial, catalogue } from '../serials.ts'
import { unzip } from '../unzip.ts'

type Somebody = TestVisitor & { person: string; email: string }
let house: TestApp
let an: Somebody
let luc: Somebody
let agent: Somebody
/** Looks after colleagues, accounts, sites and keys. */
let chief: Somebody
let officer: Somebody
/** The key of a system, by the purpose of its calls. */
const keys = new Map<string, string>()
/** A version of the policy that can be drafted. */
let next: PolicySources
let stranger: TestVisitor
/** Signed in with the ID that is given up. */
let joining: TestVisitor
/** Signed in with an ID that is paused. */
let paused: TestVisitor
/** A customer between password and second factor. */
let halfCustomer: TestVisitor
/** A colleague between password and second factor. */
let half: TestVisitor
/** What stands in addresses, from the links of pages, by the word before it: `products/:product`. */
const known = new Map<string, string>()
const found = (place: string) => known.get(place.replace('copies/', 'copy/').replace('record/', 'people/'))
const opened = new Set<string>()
const attacked = new Set<string>()
/** Fields whose script was taken as it is. */
const kept = new Set<string>()
/** Those in which people write what they like: were they refused, nothing would be shown to look at. */
const free = ['city', 'company', 'name', 'note', 'password', 'seller', 'site', 'street']

beforeAll(async () => {
  house = await testApp({ demo: true })
  await keepCatalogue(house.app.given, catalogue)
  stranger = house.visitor()
  an = await house.customer({ email: 'an@hostile.example', name: script })
  luc = await house.customer({ email: 'luc@customer.example', name: script })
  agent = await house.colleague('service-desk')
  chief = await house.colleague('administrator')
  officer = await house.colleague('data-protection-officer')
  half = house.visitor()
  await half.submit('/en/sign-in', { id: agent.email, password: testPassword })
  await furnish()
}, 120_000)
afterAll(() => house.close())

/** Something of everything, so that every page has an address and something on it. */
async function furnish(): Promise<void> {
  // First: what was agreed under one ID alone would be taken back.
  await twoIds()
  const call = async (who: TestVisitor, method: 'POST' | 'PUT', path: string, body: unknown) => {
    const answer = await who.call(method, path, body)
    expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300)
    return answer
  }
  const made = await call(luc, 'POST', '/api/people/companies', { company: script, country: 'BE', name: script })
  const { company } = made.json<{ company: string }>()
  const path = `/api/people/companies/${company}/invitations`
  await call(luc, 'POST', path, { email: an.email, role: 'owner', language: 'en' })
  await call(an, 'POST', '/api/people/companies/join', { name: script, token: (await letterTo(house, an.email)).token })
  await call(luc, 'POST', path, { email: 'waits@customer.example', role: 'member', language: 'en' })
  const cell = `"${script.replaceAll('"', '""')}"`
  const details = { seller: script, site: script, note: script }
  for (const who of [an, luc])
    await call(who, 'POST', '/api/products', { products: [1, 2].map(() => ({ serial: aSerial(), ...details })) })
  const [empty] = (await call(an, 'POST', '/api/products', { products: [{ serial: aSerial(), site: 'Empty' }] })).json<{
    results: { id: string }[]
  }>().results
  await call(an, 'PUT', `/api/products/${empty!.id}`, { site: script })
  const { products } = (await luc.call('GET', '/api/products')).json<{ products: { id: string }[] }>()
  await call(luc, 'POST', `/api/products/${products[0]!.id}/transfer`, { recipient: an.email })
  const list = await call(an, 'POST', '/api/products/lists', {
    csv: `serial;seller\n${cell};${cell}\n${aSerial()};${cell}`,
  })
  starts.customer.push(`/en/products/lists/${list.json<{ list: string }>().list}`)
  const address = { kind: 'address', street: script, postcode: '3500', city: script, country: 'BE' }
  await call(an, 'POST', '/api/profile/contacts', address)
  await call(an, 'POST', '/api/profile/research/yes', { version: 4 })
  await call(an, 'PUT', '/api/profile/research', { question: 'occupation', answer: 'engineer' })
  for (const who of [an, luc]) {
    await call(who, 'POST', '/api/people/session/proof', { password: testPassword })
    await call(who, 'POST', '/api/rights/copies', {})
  }
  const other = await call(luc, 'POST', '/api/people/companies', { company: script, country: 'BE', name: script })
  const { company: second } = other.json<{ company: string }>()
  const member = { email: an.email, role: 'member', language: 'en' }
  await call(luc, 'POST', `/api/people/companies/${second}/invitations`, member)
  for (const email of ['new@customer.example', luc.email])
    await house.visitor().submit('/en/sign-up', { name: script, email, password: testPassword })
  for (const id of ['hostile', 'hostile-known'])
    await call(chief, 'POST', '/api/console/sites', {
      id,
      'name-en': script,
      address: 'https://hostile.example/',
      redirects: 'https://hostile.example/back',
      kind: 'confidential',
      purpose: 'support',
      scope: ['profile'],
    })
  const { site } = (await siteFor(house.app.given, 'hostile-known'))!
  const device = { agent: script, address: '192.0.2.1' }
  await allowSite(house.app.given, { person: an.person, language: 'en' }, site, ['profile'], device)
  const asked = new URLSearchParams({
    client_id: 'hostile',
    redirect_uri: 'https://hostile.example/back',
    response_type: 'code',
    scope: 'openid profile',
    state: script,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  starts.customer.push((await stranger.get(`/oidc/auth?${asked}`)).headers['location']!)
  const permit = await call(agent, 'POST', '/api/desk/open', { person: an.person, purpose: 'support' })
  starts.staff.push(`/console/people/${permit.json<{ permit: string }>().permit}`)
  await inviteColleague(house.app.given, {
    name: script,
    email: 'new@colleague.example',
    role: 'service-desk',
    controller: 'hes',
    language: 'en',
  })
  for (const who of [an, luc]) {
    await addedPasskey(who, script)
    const { secret, begun } = (await who.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
    const code = codeOf(secret!, house.db.clock.now())
    await call(who, 'PUT', '/api/people/factors/app', { begun, code })
  }
  const nadia = await house.colleague('service-desk')
  known.set('staff/:person', nadia.person)
  known.set('system/:person', an.person)
  known.set('consents/:purpose', 'product-news')
  const acts = house.app.given.gate.policy().compiled.grants
  for (const purpose of ['support', 'register-products']) {
    const own = [...acts.values()].filter(act => act.key && act.purpose === purpose).map(({ act }) => act)
    const wanted = { name: 'Service tool', purpose, controller: 'hes', acts: own }
    const key = await call(chief, 'POST', '/api/people/keys', wanted)
    keys.set(purpose, key.json<{ secret: string }>().secret)
  }
  const { source, texts, assessments } = nextVersion(house.db, policy => policy.setIn(['policy', 'version'], 40))
  const words = Object.entries(texts).map(([language, text]) => [language, text.source])
  next = { yaml: source, texts: Object.fromEntries(words) as PolicySources['texts'], assessments: { ...assessments } }
  await call(officer, 'POST', '/api/console/policy/drafts', { ...next, note: script })
  await forget()
  await prepareCopies(house.app.given)
  await deliverOffers(house.app.given)
}

/** Somebody who is about to join one ID to another, and somebody who has. */
async function twoIds(): Promise<void> {
  const [one, other, former] = await Promise.all(
    ['keeps', 'gives', 'gave'].map(who => house.customer({ email: `${who}@customer.example`, name: script })),
  )
  await join(house.app.given, an.person, former!.person, 'en')
  joining = one!
  const begun = await joining.submit('/en/privacy-centre/join/begin', {}, '/en/privacy-centre/join')
  const back = await joining.submit(begun.headers['location']!, { id: other!.email, password: testPassword })
  starts.joining.push(back.headers['location']!)
}

/** Somebody who forgets a password, and has asked for another address; somebody who got one; and somebody who paused their ID. */
async function forget(): Promise<void> {
  const forgets = await house.customer({ email: 'forgets@customer.example', name: script })
  await forgets.call('POST', '/api/people/email-change', { email: 'other@customer.example' })
  for (const path of ['/en/forgotten', '/en/forgotten/post']) await house.visitor().submit(path, { id: forgets.email })
  const moves = await house.customer({ email: 'moves@customer.example', name: script })
  await moveAddress(house, moves, 'moved@customer.example')
  await Promise.all([answerResets(house.app.given), tellOfChanges(house.app.given)])
  const rests = await house.customer({ email: 'rests@customer.example', name: script })
  await rests.submit('/en/account/pause', {})
  halfCustomer = house.visitor()
  await halfCustomer.submit('/en/sign-in', { id: luc.email, password: testPassword })
  expect((await halfCustomer.call('POST', '/api/people/lost-factors')).status).toBe(200)
  paused = house.visitor()
  await paused.submit('/en/sign-in', { id: rests.email, password: testPassword })
}

/** Where those who open every page begin. */
const starts = {
  customer: [
    '/en/account',
    '/en/products',
    `/en/products/register?serial=${aSerial()}`,
    '/en/products/offers',
    '/en/account/companies',
    '/en/account/sites',
    '/en/sites/sign-out?site=hostile',
    '/en/privacy-centre',
    '/en/prove',
    '/en/second-factor',
    '/en/mailbox',
  ],
  staff: ['/console', '/console/people'],
  chief: ['/console', '/console/keys/new?purpose=support', '/console/return-codes'],
  joining: [] as string[],
  resting: ['/en/account/resting'],
  half: ['/en/second-factor/lost'],
  stranger: ['/en', '/en/privacy', '/en/sign-up', '/en/mailbox', '/en/problems/forged', '/problems/forged'],
}

/** The door behind an address, with what stands in it. */
function doorOf(address: string, method: string) {
  const path = address.split(/[?#]/)[0]!.split('/')
  const fits = (pattern: readonly string[]) =>
    pattern.length === path.length && pattern.every((part, at) => part.startsWith(':') || part === path[at])
  const doors = house.app.given.doors
    .filter(door => door.method === method && door.kind !== 'api' && fits(door.path.split('/')))
    .toSorted((a, b) => a.path.split(':').length - b.path.split(':').length)
  const [route] = doors
  route?.path.split('/').forEach((part, at, parts) => {
    const place = `${parts[at - 1]}/${part}`
    if (part.startsWith(':') && !known.has(place)) known.set(place, path[at]!)
  })
  return route
}

interface FoundForm {
  route: Route
  action: string
  page: string
  hidden: Record<string, string>
}
type Forms = Map<string, FoundForm>

/** Keeps the forms of a page, one for each door. */
function keepForms(forms: Forms, { text }: Answer, page: string): void {
  for (const [, action, inner] of text.matchAll(/<form action="([^"]+)" method="post"[^>]*>(.*?)<\/form>/gs)) {
    const route = doorOf(action!, 'POST')
    const fields = inner!.matchAll(/type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"/g)
    const hidden = Object.fromEntries([...fields].map(([, name, value]) => [name!, value!]))
    if (route && !forms.has(route.path)) forms.set(route.path, { route, action: action!, page, hidden })
  }
}

/** Opens every page that links lead to. @returns the forms on them */
async function openAll(who: TestVisitor, from: readonly string[]): Promise<Forms> {
  const forms: Forms = new Map()
  const times = new Map<string, number>()
  const pages = new Set(from)
  for (const page of pages) {
    const route = doorOf(page, 'GET')
    // A page has many of one kind; a few show what all show.
    const time = (times.get(route?.path ?? '') ?? 0) + 1
    if (route?.kind !== 'page' || time > 4) continue
    times.set(route.path, time)
    opened.add(route.path)
    const answer = await who.get(page)
    safe(answer, page)
    keepForms(forms, answer, page)
    for (const [, address] of answer.text.matchAll(/href="(?:http:\/\/localhost:8080)?(\/(?:en|console)[^"#]*)/g))
      pages.add(address!.replaceAll('&amp;', '&'))
  }
  return forms
}

async function note(...[route, given, send]: [Route, Record<string, unknown>, Parameters<typeof attack>[3]]) {
  for (const field of await attack(route, given, name => plainValue(name, route, { an, luc, found, next }), send))
    kept.add(field)
  attacked.add(`${route.method} ${route.path}`)
}

/** What a browser would send of it. */
const texts = (body: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  )
const pdf = Buffer.from('%PDF-1.7 an invoice')

async function attackForms(who: TestVisitor, from: readonly string[]): Promise<void> {
  const forms = await openAll(who, from)
  if (who === agent)
    keepForms(forms, await agent.submit('/console/people', { purpose: 'support', id: an.email }), '/console')
  // What an answer has of forms comes in as they are sent.
  for (const { route, action, page, hidden } of forms.values()) {
    if (!hasText(route) || attacked.has(`${route.method} ${route.path}`)) continue
    // What customers and colleagues share lets anybody ask, and asks strangers to sign in.
    const isShared = /\/(account\/factors|prove)\b/.test(route.path)
    const as = route.who === 'anyone' && !isShared ? house.visitor() : who
    const files = Object.keys(route.files ?? {}).map(field => ({ field, name: script, bytes: pdf }))
    await note(route, hidden, async body => {
      const fields = texts({ ...hidden, ...body })
      const answer = route.files
        ? await as.upload(action, fields as Record<string, string>, files, page)
        : await as.submit(action, fields, page)
      keepForms(forms, answer, page)
      return answer
    })
  }
}

/** A call of one of the company's own systems, with the key of its act's purpose. */
async function bySystem({ act, method }: Route, url: string, body: object): Promise<Answer> {
  const purpose = house.app.given.gate.policy().compiled.grants.get(act)!.purpose
  const headers = { authorization: `Bearer ${keys.get(purpose)}`, 'content-type': 'application/json' }
  const sent = await house.app.server.inject({ method: method as 'POST', url, headers, payload: JSON.stringify(body) })
  return {
    status: sent.statusCode,
    headers: sent.headers as Record<string, string>,
    text: sent.body,
    json: <T>() => JSON.parse(sent.body) as T,
  }
}

describe('a script in every field', { timeout: 120_000 }, () => {
  it('of every form is text, or refused', async () => {
    // What was done the first time leads to more.
    for (let time = 0; time < 2; time += 1) await attackForms(an, starts.customer)
    await attackForms(agent, starts.staff)
    await attackForms(chief, [...starts.chief, '/console/sites', '/console/sites/hostile', '/console/policy'])
    // Two of its forms stand only beside what was found.
    for (const route of house.app.given.doors.filter(
      door => door.kind === 'form' && door.path.startsWith('/console/join'),
    ))
      await note(route, {}, body => officer.submit(route.path, texts(body), '/console/join'))
    await attackForms(joining, starts.joining)
    await attackForms(half, ['/console/second-factor', '/en/second-factor'])
    // What comes from other sites comes without a token of ours, and stands on no page.
    for (const route of house.app.given.doors.filter(door => door.kind === 'form' && door.withoutToken !== undefined))
      await note(route, {}, body => house.visitor().submit(route.path, texts(body), '/en/privacy'))
    await attackForms(house.visitor(), starts.stranger)
    const missed = house.app.given.doors
      .filter(door => door.kind === 'form' && hasText(door))
      .filter(door => !attacked.has(`${door.method} ${door.path}`))
    expect(missed.map(door => door.path)).toEqual([])
    expect([...kept]).toEqual(expect.arrayContaining(free))
    kept.clear()
  })

  it('of every call is text, or refused', async () => {
    for (const route of house.app.given.doors.filter(door => door.kind === 'api' && hasText(door))) {
      const path = route.path.replace(/([\w-]+)\/(:\w+)/g, (place, before: string) => `${before}/${found(place)}`)
      expect(path).not.toContain('undefined')
      const colleague = /^\/api\/(people\/(staff|keys)|console\/(sites|policy))/.test(path) ? chief : agent
      const who = { customer: an, staff: colleague, half }[route.who] ?? house.visitor()
      await note(route, {}, body =>
        route.who === 'system' ? bySystem(route, path, body) : who.call(route.method, path, body),
      )
    }
    expect([...kept]).toEqual(expect.arrayContaining(free))
  })

  it('is on no page afterwards but as text', async () => {
    for (const who of [an, luc]) await openAll(who, starts.customer)
    await openAll(agent, starts.staff)
    await openAll(chief, [...starts.chief, '/console/sites', '/console/policy'])
    await openAll(officer, ['/console/join'])
    await openAll(await house.colleague('web-editor'), ['/console', '/console/trades'])
    await openAll(paused, starts.resting)
    await openAll(halfCustomer, starts.half)
    await openAll(stranger, starts.stranger)
    const missed = house.app.given.doors.filter(door => door.kind === 'page' && !opened.has(door.path))
    // There is one version here, and so nothing to compare it with.
    expect(missed.map(door => door.path)).toEqual(['/:lang/privacy/diff/:from/:to'])
  })

  it('is text in a copy, which is opened far from our headers', async () => {
    const { copies } = (await luc.call('GET', '/api/rights/copies')).json<{ copies: { id: string }[] }>()
    await luc.call('POST', '/api/people/session/proof', { password: testPassword })
    const permission = await luc.call('POST', `/api/rights/copies/${copies[0]!.id}/permission`)
    const cookie = [...luc.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { address } = permission.json<{ address: string }>()
    const { rawPayload } = await house.app.server.inject({ method: 'GET', url: address, headers: { cookie } })
    const pages = Object.entries(unzip(rawPayload)).filter(([path]) => path.endsWith('.html'))
    expect(pages.length).toBeGreaterThan(0)
    for (const [path, text] of pages) {
      expect(text, path).toContain('&lt;script>alert(1)')
      expect(
        unescaped.filter(piece => text.includes(piece)),
        path,
      ).toEqual([])
    }
  })
})
