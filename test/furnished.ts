/** The product with something in every room: the cast and what it has, letters on their way, and a version that waits. */
import { withClient } from '../server/base/installation.ts'
import { languages, type Language, type Route } from '../server/base/http/index.ts'
import { seed } from '../server/commands/seed.ts'
import { openTours } from '../server/demo/index.ts'
import { bindOffer } from '../server/duties/rights/joining/binding.ts'
import { prepareCopies } from '../server/duties/rights/copy/jobs.ts'
import { answerResets, codeOf, inviteColleague, offerToJoin, readCast, tellOfChanges } from '../server/people/index.ts'
import { publish } from '../server/policy/publish.ts'
import { testApp, testPassword, type TestApp, type TestVisitor } from './app.ts'
import { addedPasskey, Passkey } from './authenticator.ts'
import { moveAddress } from './moved.ts'
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
  /** Has an authenticator app, passkeys and recovery codes. */
  guarded: TestVisitor
  /** The same, between password and second factor. */
  halfCustomer: TestVisitor
  colleague: Record<Language, TestVisitor>
  /** Counts trades and places, of people who agreed. */
  editor: Record<Language, TestVisitor>
  /** Looks after colleagues, accounts, sites and keys. */
  administrator: Record<Language, TestVisitor>
  /** Answers people's rights. */
  officer: Record<Language, TestVisitor>
  /** Has shown the password and not the second factor. */
  half: Record<Language, TestVisitor>
  /** Has not read the policy in force. */
  unread: Record<Language, TestVisitor>
  /** Signed in with an ID that is paused, and with one that is closed. */
  paused: TestVisitor
  closed: TestVisitor
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
  /** What somebody else's ID may be joined to. */
  offer: string
  /** Brings a letter with which a forgotten password is replaced, and letters that ask whether an address is to change. */
  reset: string
  /** The link at the end of every letter. */
  mail: string
  /** Takes back that second factors are lost. */
  lost: string
  changeNew: string
  changeOld: string
  /** Puts a former address back. */
  back: string
  passkey: string
  permit: Record<Language, string>
  /** A colleague who works, and one who was invited. */
  colleague: string
  invited: string
  /** What a site asks and nobody has answered. */
  asked: string
  /** A version that somebody drafted. */
  draft: string
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
  return { house, visitors, found: await whatIsFound(house, visitors, url), routes }
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
    guarded: await house.customer({ email: guarded }),
    halfCustomer: house.visitor(),
    colleague: await inEach(language => house.colleague('service-desk', 'hes', { language })),
    editor: await inEach(language => house.colleague('web-editor', 'hes', { language })),
    administrator: await inEach(language => house.colleague('administrator', 'hes', { language })),
    officer: await inEach(language => house.colleague('data-protection-officer', 'hes', { language })),
    half: await inEach(async language => {
      const { email } = await house.colleague('service-desk', 'hes', { language })
      const visitor = house.visitor()
      await visitor.submit('/en/sign-in', { id: email, password: testPassword })
      return visitor
    }),
    unread: await inEach(language => house.colleague('service-desk', 'hes', { language, acknowledged: null })),
    paused: await resting(house, 'pause'),
    closed: await resting(house, 'close'),
  }
}

/** Somebody who paused or closed their ID, and signed in again. */
async function resting(house: TestApp, how: 'pause' | 'close'): Promise<TestVisitor> {
  const customer = await house.customer({ email: `${how}@customer.example` })
  await customer.submit(`/en/account/${how}`, {})
  const visitor = house.visitor()
  await visitor.submit('/en/sign-in', { id: customer.email, password: testPassword })
  return visitor
}

const guarded = 'guarded@customer.example'
const newcomer = 'newcomer@customer.example'
const nextAddress = 'newcomer@elsewhere.example'
const secondAddress = 'an.maes@elsewhere.example'

async function whatIsFound(house: TestApp, visitors: Visitors, url: string): Promise<Found> {
  const { an, lotte, colleague, administrator } = visitors
  const first = async (visitor: TestVisitor, path: string, pattern: RegExp) => {
    const found = pattern.exec((await visitor.get(path)).text)?.[1]
    if (!found) throw new Error(`${path} shows nothing like ${pattern}`)
    return found
  }
  const back = await movedFrom(house)
  const company = await first(lotte, '/en/account/companies', /\/account\/companies\/([\w-]{36})/)
  const room = `/en/account/companies/${company}`
  await lotte.submit(`${room}/invite`, { email: newcomer, role: 'member', language: 'nl' })
  const invited = (await letterTo(house, newcomer)).token
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
  await administrator.en.call('POST', '/api/people/keys', {
    name: 'Service tool',
    purpose: 'support',
    controller: 'hes',
    acts: ['desk.system-find-for-support'],
    days: 365,
  })
  const listed = await administrator.en.call('GET', '/api/people/staff')
  const { colleagues } = listed.json<{ colleagues: { person: string; access: string; role: string }[] }>()
  const who = (access: string) => colleagues.find(one => one.access === access && one.role === 'service-desk')!.person
  const permit = Object.fromEntries(
    await Promise.all(languages.map(async one => [one, await openRecord(colleague[one])] as const)),
  ) as Record<Language, string>
  const ready = await askCopy(an)
  await prepareCopies(house.app.given)
  const of = await first(an, '/en/products', /\/products\?of=([\w-]{36})/)
  await an.submit('/en/account/profile/emails', { email: secondAddress })
  const proving = await letterTo(house, secondAddress)
  await house.visitor().submit('/en/forgotten', { id: newcomer })
  await answerResets(house.app.given)
  const reset = await letterTo(house, newcomer)
  await visitors.newcomer.submit('/en/account/email', { email: nextAddress })
  await askPost(house)
  const passkey = await addFactors(visitors.guarded, url, house.db.clock)
  const { halfCustomer } = visitors
  await halfCustomer.submit('/en/sign-in', { id: guarded, password: testPassword })
  await halfCustomer.call('POST', '/api/people/lost-factors')
  return {
    draft: await draftOf(house, visitors.officer.en),
    lost: (await letterTo(house, guarded)).token,
    reset: reset.token,
    mail: /\/mail\/([\w-]+)/.exec(reset.text)![1]!,
    changeNew: (await letterTo(house, nextAddress)).token,
    changeOld: (await letterTo(house, newcomer)).token,
    back,
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
    invitation: invited,
    confirm: (await letterTo(house, 'bea@customer.example')).token,
    choose: new URL(choose).searchParams.get('token')!,
    offer: await offerOf(house, an.cookies.get('form')!),
    passkey,
    permit,
    colleague: who('active'),
    invited: who('invited'),
    asked: await askBySite(house.visitor()),
  }
}

/** Made by somebody who keeps their ID, in the browser of whoever opens it: they see what would move there. */
async function offerOf(house: TestApp, browser: string): Promise<string> {
  const { person } = await house.customer({ name: 'An Maes', email: 'an.maes@second.example' })
  const offer = await offerToJoin(house.app.given, person)
  if (typeof offer !== 'string') throw new Error(`No offer was made: ${offer.code}.`)
  return bindOffer(house.app.given.vault, offer, browser)
}

/** A draft of a version after the one that waits. */
async function draftOf({ db }: TestApp, officer: TestVisitor): Promise<string> {
  const next = nextVersion(db, policy => {
    policy.setIn(['policy', 'version'], 6)
    policy.setIn(['purposes', 'support', 'keep', 'for'], 'P4Y')
  })
  const texts = Object.fromEntries(Object.entries(next.texts).map(([language, text]) => [language, text.source]))
  // What does more on a legitimate interest is weighed anew.
  const weighed = 'balancing/support.md'
  const assessments = {
    ...next.assessments,
    [weighed]: `${next.assessments[weighed]}\nA fourth year: faults come late.\n`,
  }
  const body = { yaml: next.source, texts, assessments, note: 'Cases are kept for a year more.' }
  const made = await officer.call('POST', '/api/console/policy/drafts', body)
  if (made.status !== 201) throw new Error(`Nothing was drafted: ${made.text}`)
  return made.json<{ draft: string }>().draft
}

/** An authenticator app and a passkey. @returns the passkey's id */
async function addFactors(who: TestVisitor, origin: string, clock: TestApp['db']['clock']): Promise<string> {
  await addedPasskey(who, 'My phone', new Passkey(), { origin })
  const { secret, begun } = (await who.call('GET', '/api/people/factors/app')).json<Record<string, string>>()
  await who.call('PUT', '/api/people/factors/app', { begun, code: codeOf(secret!, clock.now()) })
  const { passkeys } = (await who.call('GET', '/api/people/factors')).json<{ passkeys: { id: string }[] }>()
  return passkeys[0]!.id
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
  const asked = await an.submit(page, { part, format: ['html', 'json'] })
  return idIn(asked.headers['location'])
}

async function openRecord(agent: TestVisitor): Promise<string> {
  const wanted = { purpose: 'support', reference: 'S-2041' }
  const page = await agent.submit('/console/people', { id: 'an.maes@ziekenhuis-demer.example', ...wanted })
  const person = /name="person" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const opened = await agent.submit('/console/people/open', { person, ...wanted }, '/console/people')
  return opened.headers['location']?.split('/').at(-1) ?? ''
}

/** Somebody changes the address of their ID, where a second factor stood for the former one. @returns what the letter to the former one puts it back with */
async function movedFrom(house: TestApp): Promise<string> {
  const before = 'moved-from@customer.example'
  await moveAddress(house, await house.customer({ email: before }), 'moved-to@customer.example')
  await tellOfChanges(house.app.given)
  return (await letterTo(house, before)).token
}

/** Somebody without an e-mail address asks for a letter by post, which waits to be printed. */
async function askPost(house: TestApp): Promise<void> {
  const nobody = house.visitor()
  const made = await nobody.call('POST', '/api/people/sign-up/without-email', { name: 'Jo', password: testPassword })
  await nobody.call('POST', '/api/profile/contacts', {
    kind: 'address',
    street: 'Kerkstraat 7',
    postcode: '3500',
    city: 'Hasselt',
    country: 'BE',
  })
  await house.visitor().submit('/en/forgotten/post', { id: made.json<{ id: string }>().id })
  await answerResets(house.app.given)
}
