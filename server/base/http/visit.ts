import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import { languageOf } from './address.ts'
import { formToken, isFormToken, newFormCookie, type Holder } from './csrf.ts'
import { preferredLanguage, type Language } from './language.ts'
import type { CookieChange } from './outcome.ts'
import type { FieldFault } from './problem.ts'
import type { Typed, UploadedFile, WebRequest } from './request.ts'
import type { AnyVisitor } from './route.ts'

/** What every visit of one server has in common. */
export interface Premises<V extends AnyVisitor> {
  stranger: V
  languages: readonly Language[]
  secret: string
  https: boolean
  clock: Clock
}

/** The name of the cookie that an anonymous form sets. */
export const formCookie = 'form'

/** A request while it is being answered: what the slice sees (`WebRequest`), and the cookies on their way out. */
export class Visit<V extends AnyVisitor> implements WebRequest<V> {
  visitor: V
  params: unknown = {}
  query: unknown = {}
  body: unknown = {}
  files: readonly UploadedFile[] = []
  typed: Typed = {}
  faults: readonly FieldFault[] = []
  done: string | undefined
  language: Language
  readonly languages: readonly Language[]
  readonly path: string
  readonly method: string
  readonly address: string
  readonly clock: Clock
  accepts: string | undefined
  /** Whether the answer shows something that is this visitor's alone, or answers something sent: it is then kept nowhere. */
  private: boolean
  #newForm: string | undefined

  constructor(
    private readonly premises: Premises<V>,
    private readonly request: FastifyRequest,
  ) {
    this.visitor = premises.stranger
    this.clock = premises.clock
    this.path = request.url.split('?')[0] ?? '/'
    this.method = request.method
    this.private = !['GET', 'HEAD'].includes(request.method)
    this.address = request.ip
    this.languages = premises.languages
    const ofPath = languageOf(this.path)
    // A page in a language that the site does not have is not found, and that is said in one that it has.
    this.language =
      ofPath !== undefined && this.languages.includes(ofPath)
        ? ofPath
        : preferredLanguage(request.headers['accept-language'], this.languages)
  }

  // bound, so that a slice may take them out of its request: ({ cookie }) => …
  readonly cookie = (name: string): string | undefined => this.request.cookies?.[this.#cookieName(name)]

  readonly header = (name: string): string | undefined => {
    const value = this.request.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** Who it turned out to be. Outside `/:lang/` the visitor's own language counts. */
  recognise(visitor: V): void {
    this.visitor = visitor
    this.private ||= visitor.kind !== 'stranger'
    const theirs = this.languages.find(one => one === visitor.language)
    if (!languageOf(this.path) && theirs) this.language = theirs
  }

  get csrf(): string {
    return formToken(this.premises.secret, this.#holderNow())
  }

  get holder(): string {
    const holder = this.#holderNow()
    return 'session' in holder ? `session ${holder.session}` : `anonymous ${holder.anonymous}`
  }

  /** @returns whether the token that came with the request was made for this visitor */
  isOwnForm(token: unknown): boolean {
    const holder = this.#holder()
    return holder !== undefined && isFormToken(this.premises.secret, holder, token)
  }

  /** Writes the cookies: those of the answer, and that of an anonymous form if one was shown. */
  sendCookies(reply: FastifyReply, changes: readonly CookieChange[] = []): void {
    const form = this.#newForm === undefined ? [] : [{ name: formCookie, value: this.#newForm }]
    for (const { name, value, maxAge } of [...form, ...changes] as readonly CookieChange[]) {
      const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: this.premises.https } as const
      if (value === undefined) void reply.clearCookie(this.#cookieName(name), attributes)
      else
        void reply.setCookie(this.#cookieName(name), value, {
          ...attributes,
          ...(maxAge === undefined ? {} : { maxAge }),
        })
    }
  }

  /** The holder; a stranger who has no cookie yet gets one. */
  #holderNow(): Holder {
    this.private = true
    return this.#holder() ?? { anonymous: (this.#newForm ??= newFormCookie()) }
  }

  #holder(): Holder | undefined {
    if (this.visitor.session !== undefined) return { session: this.visitor.session }
    const anonymous = this.cookie(formCookie)
    return anonymous === undefined ? undefined : { anonymous }
  }

  #cookieName(name: string): string {
    return this.premises.https ? `__Host-${name}` : name
  }
}
