/** The product with something in every room: the cast and what it has, letters on their way, and a version that waits. */
import { withClient } from '../server/base/installation.ts'
import { languages, type Language, type Route } from '../server/base/http/index.ts'
import { seed } from '../server/commands/seed.ts'
import { openTours } from '../server/demo/index.ts'
import { prepareCopies } from '../server/duties/rights/copy/jobs.ts'
import { inviteColleague, readCast } from '../server/people/index.ts'
import { publish } from '../server/policy/publish.ts'
import { testApp, testPassword, type TestApp, type TestVisitor } from './app.ts'
import { letterTo } from './letters.ts'
import { nextVersion } from './next-version.ts'
import { aSerial } from './serials.ts'

/** Who opens pages. Colleagues have their own language, because the console's addresses have none. */
export interface Visitors {
  stranger: TestVisitor
  /** A manager of a company, with products, copies, an offer, and people who looked. */
  an: TestVisitor
  /** The owner of that company. */
  lotte: TestVisitor
  /** An ID that nothing was done with. */
  newcomer: TestVisitor
  colleague: Record<Language, TestVisitor>
  /** Keeps the sites that people sign in at. */
  admin: Record<Language, TestVisitor>
  /** Counts trades and places, of people who agreed. */
  editor: Record<Language, TestVisitor>
  /** Has shown the password and not the second factor. */
  half: Record<Language, TestVisitor>
  /** Has not read the policy in force. */
  unread: Record<Language, TestVisitor>
}

/** What stands in addresses. */
export interface Found {
  company: string
  place: string
  product: string
  site: string
  list: string
  contact: string
  /** What is kept of somebody's trade. */
  answer: string
  /** An address that waits to be proven, and what its letter brings. */
  email: string
  prove: string
  ready: string
  waiting: string
  invitation: string
  confirm: string
  choose: string
  permit: Record<Language, string>
  /** What a site asks and nobody has answered. */
  asked: string
}

export interface Furnished {
  house: TestApp
  visitors: Visitors
  found: Found
  /** Every route, the demonstration's among them. */
  routes: readonly Route[]
}

/** Opens the product and fills it. Call `house.close` in `afterAll`. @param url where browsers will find it */
export async function furnished(url: string): Promise<Furnished> {
  const house = await testApp({ demo: true, publicUrl: url })
  await seed(house.app)
  await announceVersion(house)
  const visitors = await whoComes(house)
  const { given } = house.app
  const { owner, prefix, declarations } = house.db
  const routes = [...given.doors, ...openTours({ owner, prefix, declarations })(given)]
  return { house, visitors, found: await whatIsFound(house, visitors), routes }
}

/** Publishes a version that waits for its date, so that there is a difference to show. */
async function announceVersion({ db }: TestApp): Promise<void> {
  const next = nextVersion(db, policy => {
    policy.setIn(['purposes', 'support', 'keep', 'for'], 'P4Y')
    policy.deleteIn(['recipients', 'carrier'])
  })
  const now = db.clock.now()
  await withClient(db.owner, client => publish(client, next, now, new Date(now.getTime() + 40 * 86_400_000)))
}

async function whoComes(house: TestApp): Promise<Visitors> {
  const { password } = readCast()
  const signedIn = async (id: string) => {
    const visitor = house.visitor()
    await visitor.submit('/en/sign-in', { id, password })
    return visitor
  }
  const inEach = async (make: (language: Language) => Promise<TestVisitor>) =>
    Object.fromEntries(
      await Promise.all(languages.map(async language => [language, await make(language)] as const)),
    ) as Record<Language, TestVisitor>
  return {
    stranger: house.visitor(),
    an: await signedIn('an.maes@ziekenhuis-demer.example'),
    lotte: await signedIn('lotte.hermans@ziekenhuis-demer.example'),
    newcomer: await house.customer({ email: newcomer }),
    colleague: await inEach(language => house.colleague('service-desk', 'hes', { language })),
    admin: await inEach(language => house.colleague('administrator', 'hes', { language })),
    editor: await inEach(language => house.colleague('web-editor', 'hes', { language })),
    half: await inEach(async language => {
      const { email } = await house.colleague('service-desk', 'hes', { language })
      const visitor = house.visitor()
      await visitor.submit('/en/sign-in', { id: email, password: testPassword })
      return visitor
    }),
    unread: await inEach(language => house.colleague('service-desk', 'hes', { language, acknowledged: null })),
  }
}

const newcomer = 'newcomer@customer.example'
const secondAddress = 'an.maes@elsewhere.example'

async function whatIsFound(house: TestApp, visitors: Visitors): Promise<Found> {
  const { an, lotte, colleague } = visitors
  const first = async (visitor: TestVisitor, path: string, pattern: RegExp) => {
    const found = pattern.exec((await visitor.get(path)).text)?.[1]
    if (!found) throw new Error(`${path} shows nothing like ${pattern}`)
    return found
  }
  const company = await first(lotte, '/en/account/companies', /\/account\/companies\/([\w-]{36})/)
  const room = `/en/account/companies/${company}`
  await lotte.submit(`${room}/invite`, { email: newcomer, role: 'member', language: 'nl' })
  await an.submit('/en/privacy-centre/consents', { purpose: ['product-news'] })
  const list = await an.upload('/en/products/import', {}, [
    { field: 'file', name: 'fleet.csv', bytes: Buffer.from(`serial;bought\n${aSerial()};2026-10-02\nnonsense;\n`) },
  ])
  await house.visitor().submit('/en/sign-up', { name: 'Bea Newly', email: 'bea@customer.example', password: rare })
  const choose = await inviteColleague(house.app.given, {
    name: 'Nadia Claes',
    email: 'invited@colleague.example',
    role: 'service-desk',
    controller: 'hes',
    language: 'en',
  })
  const permit = Object.fromEntries(
    await Promise.all(languages.map(async one => [one, await openRecord(colleague[one])] as const)),
  ) as Record<Language, string>
  const ready = await askCopy(an)
  await prepareCopies(house.app.given)
  const of = await first(an, '/en/products', /\/products\?of=([\w-]{36})/)
  await an.submit('/en/account/profile/emails', { email: secondAddress })
  const proving = await letterTo(house, secondAddress)
  return {
    company,
    place: await first(lotte, room, /\/people\/([\w-]{36})/),
    product: await first(an, '/en/products', /\/products\/([\w-]{36})/),
    site: await first(an, `/en/products/sites?of=${of}`, /\/products\/sites\/([\w-]{36})/),
    list: idIn(list.headers['location']),
    answer: await first(an, '/en/account/profile', /\/research\/([\w-]{36})/),
    email: idIn(proving.link),
    prove: proving.token,
    contact: await first(an, '/en/account/profile', /\/contacts\/([\w-]{36})/),
    ready,
    waiting: await askCopy(an),
    invitation: (await letterTo(house, newcomer)).token,
    confirm: (await letterTo(house, 'bea@customer.example')).token,
    choose: new URL(choose).searchParams.get('token')!,
    permit,
    asked: await askBySite(house.visitor()),
  }
}

/** The demonstration's own site asks somebody to sign in. */
async function askBySite(visitor: TestVisitor): Promise<string> {
  const query = new URLSearchParams({
    client_id: 'workshop',
    redirect_uri: 'http://localhost:8090/back',
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  const { headers } = await visitor.get(`/oidc/auth?${query}`)
  return headers['location']?.split('/').at(-1) ?? ''
}

const rare = 'nine slow herons by the weir'
const idIn = (location = '') => /[\w-]{36}/.exec(location)?.[0] ?? ''

async function askCopy(an: TestVisitor): Promise<string> {
  const page = '/en/privacy-centre/copy'
  const part = [...(await an.get(page)).text.matchAll(/name="part" value="([^"]+)"/g)].map(([, value]) => value!)
  const asked = await an.submit(page, { password: readCast().password, part, format: ['html', 'json'] })
  return idIn(asked.headers['location'])
}

async function openRecord(agent: TestVisitor): Promise<string> {
  const wanted = { purpose: 'support', reference: 'S-2041' }
  const page = await agent.submit('/console/people', { id: 'an.maes@ziekenhuis-demer.example', ...wanted })
  const person = /name="person" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const opened = await agent.submit('/console/people/open', { person, ...wanted }, '/console/people')
  return opened.headers['location']?.split('/').at(-1) ?? ''
}
