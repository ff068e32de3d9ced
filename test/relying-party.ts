/** A site as a program that signs people in with `openid-client`, and a browser that only knows cookies, against a server on a port. */
import { request as ask } from 'node:http'
import * as oidc from 'openid-client'
import { addPersonOfCast } from '../server/people/index.ts'
import type { App } from '../server/app.ts'
import { testApp, testPassword, type TestApp } from './app.ts'
import { freePort } from './running.ts'

export interface SiteFields {
  id: string
  kind?: 'confidential' | 'public'
  purpose?: string
  scope?: string[]
  'run-by'?: string
  address?: string
  redirects?: string
  'after-sign-out'?: string
  backchannel?: string
}

/** What came back, before anything is followed. */
export interface Answered {
  status: number
  location: string | undefined
  text: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** A browser without a screen: it keeps cookies, fills in forms, and follows what a test lets it follow. */
export interface PlainBrowser {
  cookies: Map<string, string>
  get(address: string): Promise<Answered>
  /** Sends the form of a page with its token. */
  post(page: string, action: string, fields: Record<string, string>): Promise<Answered>
  /** Follows redirects and pages that lead on, until it is at a page of ours that waits, or at another host. */
  follow(address: string): Promise<{ at: string; answered: Answered }>
  signIn(email: string): Promise<Answered>
}

export interface Party {
  house: TestApp
  app: App
  url: string
  issuer: string
  browser(): PlainBrowser
  /** Somebody with an ID. */
  person(email: string, name?: string): Promise<string>
  /** Registers a site as an administrator does. @returns its secret */
  register(fields: SiteFields): Promise<string | undefined>
  /** The configuration of a site, as it discovers us. */
  discover(id: string, secret?: string): Promise<oidc.Configuration>
  close(): Promise<void>
}

/** What a site registers with, unless a test says otherwise. */
export const back = 'http://localhost:9/back'

/** Opens the product on a port. Call `close` in `afterAll`. */
export async function openParty({ demo = true } = {}): Promise<Party> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const house = await testApp({ publicUrl: url, demo })
  // Tokens are judged by the time of the machine wherever they are used.
  house.db.clock.set(new Date())
  await house.app.server.listen({ port, host: '127.0.0.1' })
  const admin = await house.colleague('administrator')
  const issuer = `${url}/oidc`
  return {
    house,
    app: house.app,
    url,
    issuer,
    browser: () => plainBrowser(url),
    async person(email, name = 'An Example') {
      const { version } = house.app.gate.policy().compiled.loaded.policy.policy
      return addPersonOfCast(house.app.given, {
        name,
        email,
        password: testPassword,
        language: 'en',
        region: 'hes',
        relation: 'consumer',
        at: house.db.clock.now(),
        source: 'web',
        version,
      })
    },
    async register({ kind = 'confidential', purpose = 'support', scope = ['profile', 'email'], ...rest }) {
      const made = await admin.call('POST', '/api/console/sites', {
        'name-en': `Site ${rest.id}`,
        address: 'http://localhost:9/',
        redirects: back,
        ...rest,
        kind,
        purpose,
        scope,
      })
      if (made.status !== 201) throw new Error(made.text)
      return made.json<{ secret: string | null }>().secret ?? undefined
    },
    discover: (id, secret) =>
      oidc.discovery(
        new URL(issuer),
        id,
        { id_token_signed_response_alg: 'RS256' },
        secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret),
        { execute: [oidc.allowInsecureRequests] },
      ),
    close: () => house.close(),
  }
}

function plainBrowser(url: string): PlainBrowser {
  const cookies = new Map<string, string>()
  const send = (method: string, address: string, body?: string): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const at = new URL(address, url)
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const request = ask(
        at,
        {
          method,
          agent: false,
          headers: {
            'user-agent': 'Mozilla/5.0 (test)',
            ...(at.origin === url && cookie ? { cookie } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', origin: url }),
          },
        },
        answer => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', piece => (text += piece))
          answer.on('end', () => {
            for (const line of answer.headers['set-cookie'] ?? []) {
              const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
              if (value === '') cookies.delete(name)
              else cookies.set(name, value)
            }
            const { location } = answer.headers
            resolve({ status: answer.statusCode ?? 0, location, text, headers: answer.headers })
          })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  const browser: PlainBrowser = {
    cookies,
    get: address => send('GET', address),
    async post(page, action, fields) {
      const { text } = await send('GET', page)
      const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
      const seen = /name="seen" value="([^"]+)"/.exec(text)?.[1]
      const hidden = { csrf, ...(seen === undefined ? {} : { seen }) }
      return send('POST', action, new URLSearchParams({ ...hidden, ...fields }).toString())
    },
    async follow(address) {
      let at = new URL(address, url).href
      for (let step = 0; step < 12; step += 1) {
        const answered = await send('GET', at)
        const next = answered.location ?? /url=(.+)$/.exec(String(answered.headers['refresh'] ?? ''))?.[1]
        if (next === undefined) return { at, answered }
        at = new URL(next, at).href
        if (new URL(at).origin !== url) return { at, answered }
      }
      throw new Error(`It goes round in circles: ${at}`)
    },
    signIn: email => browser.post('/en/sign-in', '/en/sign-in', { id: email, password: testPassword }),
  }
  return browser
}

/** One sign-in of a site: where it sends the browser, and what it remembers until the browser is back. */
export interface Going {
  address: string
  verifier: string
  state: string
  nonce: string
}

/** Begins a sign-in. @param more further parameters of the question */
export async function go(config: oidc.Configuration, more: Record<string, string> = {}): Promise<Going> {
  const verifier = oidc.randomPKCECodeVerifier()
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
  const asked = {
    redirect_uri: back,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  }
  return { address: oidc.buildAuthorizationUrl(config, asked).href, verifier, state, nonce }
}

/** The site takes what the browser came back with. */
export const take = (config: oidc.Configuration, at: string, { verifier, state, nonce }: Going) =>
  oidc.authorizationCodeGrant(config, new URL(at), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })

/** Goes through sign-in and the question, and allows. @returns where the browser is then: at the site */
export async function through(
  browser: PlainBrowser,
  { address }: Pick<Going, 'address'>,
  email: string,
): Promise<string> {
  const first = await browser.follow(address)
  if (new URL(first.at).origin !== new URL(address).origin) return first.at
  let page = first.at
  if (new URL(page).pathname.endsWith('/sign-in')) {
    const next = new URL(page).searchParams.get('next')!
    await browser.post(page, page, { id: email, password: testPassword })
    const asked = await browser.follow(next)
    if (new URL(asked.at).origin !== new URL(address).origin) return asked.at
    page = asked.at
  }
  const allowed = await browser.post(page, page, { answer: 'allow' })
  const on = /url=(.+)$/.exec(String(allowed.headers['refresh'] ?? ''))?.[1]
  if (on === undefined) throw new Error(`It was not allowed: ${allowed.status} ${allowed.text.slice(0, 2000)}`)
  return (await browser.follow(on)).at
}

let added = 0
/** A site of its own for a test, and somebody whom it does not know yet. */
export async function newSite(party: Party, fields: Partial<SiteFields> = {}) {
  const id = `site-${(added += 1)}`
  const secret = await party.register({ id, ...fields })
  const config = await party.discover(id, secret)
  const email = `${id}@customer.example`
  const person = await party.person(email, 'Bea Voorbeeld')
  return { id, secret, config, email, person, browser: party.browser() }
}

/** Goes the whole way. */
export async function signedIn(
  { config, email, browser }: Pick<Awaited<ReturnType<typeof newSite>>, 'config' | 'email' | 'browser'>,
  more: Record<string, string> = {},
) {
  const going = await go(config, more)
  const at = await through(browser, going, email)
  return { going, at, tokens: await take(config, at, going) }
}

/** What a site is told in the address that the browser came back with. */
export const errorOf = (at: string): string | null => new URL(at).searchParams.get('error')

/** How something ends that a site asks for: `taken`, or the code with which it is refused. */
export const ends = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: { error?: string; status?: number }) =>
      error.error ?? (error.status === 401 ? 'unauthorized' : String(error)),
  )
