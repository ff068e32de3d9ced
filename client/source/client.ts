import { calls } from './calls.ts'
import { CookieJar } from './cookies.ts'
import type { AnswerOf, AskOf, CallName, ProblemOf } from './named.ts'
import { Problem, type ProblemDocument } from './problem.ts'

export interface ClientOptions {
  /** The language of titles and details until somebody is signed in: `nl`. */
  language?: string
  /**
   * For a site that acts for somebody who allowed it: an access token, asked for before each call, so that it can be a fresh one.
   * There is then no session, and no token of forms is needed.
   */
  accessToken?: () => string | Promise<string>
  /** In place of the platform's own. */
  fetch?: typeof fetch
  /** Of one of the company's own systems, `abide_…`: in place of a session, on a server and never in a browser. */
  key?: string
}

export interface CallOptions {
  signal?: AbortSignal
}

type Rest<Name extends CallName> =
  Record<never, never> extends AskOf<Name>
    ? [ask?: AskOf<Name>, options?: CallOptions]
    : [ask: AskOf<Name>, options?: CallOptions]

interface Ask {
  path?: Readonly<Record<string, string | number>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
}

const forged = 'forged'

/**
 * One visitor of one installation: keeps the session (in Node.js; a browser does it itself) and the token that goes with what
 * changes something.
 */
export class AbideClient {
  readonly #address: URL
  readonly #options: ClientOptions
  readonly #cookies = new CookieJar()
  /** Empty: nobody is signed in, as far as we know. */
  #token: string | undefined

  /** @param address where the product is: `https://privacy.company.example` */
  constructor(address: string | URL, options: ClientOptions = {}) {
    this.#address = new URL(address)
    this.#options = options
  }

  /**
   * Makes a call by its name.
   * @throws Problem if it does not end well; what `fetch` throws if nothing answers; TypeError if a part of its address is
   * missing, empty, `.` or `..`
   */
  async call<Name extends CallName>(name: Name, ...rest: Rest<Name>): Promise<AnswerOf<Name>> {
    const done = await this.attempt(name, ...rest)
    if (done.problem) throw done.problem
    return done.answer
  }

  /** The same, with a problem as a value: its codes are those of the call. */
  async attempt<Name extends CallName>(
    name: Name,
    ...[ask, options]: Rest<Name>
  ): Promise<
    { answer: AnswerOf<Name>; problem?: undefined } | { answer?: undefined; problem: Problem<ProblemOf<Name>> }
  > {
    const [method, path] = calls[name]
    const address = addressOf(path, ask as Ask)
    const known = this.#token !== undefined
    const needsNone = method === 'GET' || this.#options.key !== undefined || this.#options.accessToken !== undefined
    const token = needsNone ? undefined : (this.#token ??= await this.#newToken(options))
    let response = await this.#send(method, address, ask as Ask, token, options)
    let problem = await this.#problemIn(response)
    if (problem?.code === forged && known) {
      // Somebody signed in or out since the token was given. Nothing was done yet, so it can be asked again.
      this.#token = await this.#newToken(options)
      response = await this.#send(method, address, ask as Ask, this.#token, options)
      problem = await this.#problemIn(response)
    }
    if (problem) return { problem: problem as Problem<ProblemOf<Name>> }
    return { answer: (response.status === 204 ? undefined : await response.json()) as AnswerOf<Name> }
  }

  /**
   * Signs in; a colleague's second factor included.
   * @param code of the moment, for colleagues: asked only when it is needed
   * @returns `half` where a second factor is needed and none was given
   */
  async signIn(id: string, password: string, code?: string | (() => string | Promise<string>)) {
    const opened = await this.call('people.sign-in', { body: { id, password } })
    if (opened.kind !== 'half' || code === undefined) return opened
    return this.call('people.second-factor', { body: { code: typeof code === 'string' ? code : await code() } })
  }

  /** Signs out. */
  async signOut(): Promise<void> {
    await this.call('people.sign-out')
  }

  /**
   * Fetches a file from an address that a call answered (`rights.permit-copy`), in the same session.
   * @throws an error if the address is not of this installation
   */
  async file(address: string, options?: CallOptions): Promise<Response> {
    const url = new URL(address, this.#address)
    if (url.origin !== this.#address.origin) throw new Error(`${url.origin} is not ${this.#address.origin}`)
    return this.#send('GET', url.pathname + url.search, undefined, undefined, options)
  }

  async #newToken(options: CallOptions | undefined): Promise<string> {
    const response = await this.#send('GET', calls['people.session'][1], undefined, undefined, options)
    const problem = await this.#problemIn(response)
    if (problem) throw problem
    return ((await response.json()) as AnswerOf<'people.session'>).csrf ?? ''
  }

  async #send(
    method: string,
    path: string,
    ask: Ask | undefined,
    token: string | undefined,
    options: CallOptions | undefined,
  ): Promise<Response> {
    const { language, accessToken, fetch: own = fetch, key } = this.#options
    const headers = new Headers({ accept: 'application/json, application/problem+json' })
    if (language !== undefined) headers.set('accept-language', language)
    const shown = key ?? (await accessToken?.())
    if (shown !== undefined) headers.set('authorization', `Bearer ${shown}`)
    else if (this.#cookies.header !== undefined) headers.set('cookie', this.#cookies.header)
    if (token) headers.set('x-csrf-token', token)
    if (ask?.body !== undefined) headers.set('content-type', 'application/json')
    const before = this.#cookies.header
    const response = await own(new URL(path, this.#address), {
      method,
      headers,
      credentials: 'same-origin',
      ...(ask?.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(options?.signal ? { signal: options.signal } : {}),
    })
    this.#cookies.take(response.headers)
    if (this.#cookies.header !== before) this.#token = undefined
    return response
  }

  async #problemIn(response: Response): Promise<Problem | undefined> {
    if (response.ok) return undefined
    const type = response.headers.get('content-type') ?? ''
    if (!type.startsWith('application/problem+json'))
      throw new Error(
        `${this.#address.host} answered ${response.status} with ${type || 'nothing'}: no problem document`,
      )
    const wait = Number(response.headers.get('retry-after'))
    return new Problem((await response.json()) as ProblemDocument, this.#address, wait > 0 ? wait : undefined)
  }
}

/** @throws TypeError if a part of the path is missing, empty, `.` or `..` */
function addressOf(path: string, ask: Ask | undefined): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = String(ask?.path?.[name] ?? '')
    // An address would be another one: whoever joins it to the host takes dots for folders, encoded or not.
    if (['', '.', '..'].includes(value)) throw new TypeError(`\`${name}\` is no part of an address: “${value}”`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(ask?.query ?? {}))
    for (const one of [value].flat()) if (one !== undefined) query.append(name, String(one))
  const asked = query.toString()
  return asked === '' ? filled : `${filled}?${asked}`
}
