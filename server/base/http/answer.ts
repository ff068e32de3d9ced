import type { FastifyReply } from 'fastify'
import { languageOf } from './address.ts'
import type { CookieChange, FileAnswer, Outcome, Page, Redirect } from './outcome.ts'
import { problemOf, problemType, statusOf, type Fault } from './problem.ts'
import type { RawFault } from './fields.ts'
import type { Language } from './language.ts'
import type { WebRequest } from './request.ts'
import type { AnyVisitor, Frame, Route } from './route.ts'
import type { Visit } from './visit.ts'

/** How pages and faults look and sound; `ui/` gives it, so that this folder knows no words and no layout. */
export interface Face<V extends AnyVisitor, W extends object> {
  /** What a page needs before it is drawn. @returns cookies that go with it */
  before?(page: Page, request: WebRequest<V> & W, frame: Frame): Promise<readonly CookieChange[]>
  /** The whole document. */
  document(page: Page, request: WebRequest<V> & W, frame: Frame): string
  /** The page of a fault, with a way on. */
  faultPage(fault: Fault, request: WebRequest<V> & W): Page
  /** A fault in one line (title) and one sentence (detail). */
  sayFault(fault: Fault, words: W, toProgram?: boolean): { title: string; detail?: string }
  /** What is wrong with a field, in words that say how to mend it. */
  sayField(fault: RawFault, words: W): string
}

/** Turns outcomes into HTTP answers. */
export interface Answers<V extends AnyVisitor> {
  outcome(route: Route, outcome: Outcome, visit: Visit<V>, reply: FastifyReply): Promise<unknown>
  fault(fault: Fault, visit: Visit<V>, reply: FastifyReply, frame?: Frame): Promise<unknown>
  fields(faults: readonly RawFault[], visit: Visit<V>): readonly { field: string; message: string }[]
  /** The fault in words; for a form that is shown again. */
  sentence(fault: Fault, visit: Visit<V>): string
  /** The visit with its words on it: what a slice sees. */
  spoken(visit: Visit<V>): unknown
  send(page: Page, visit: Visit<V>, reply: FastifyReply, frame: Frame): Promise<unknown>
}

/** Turns outcomes into answers, with the application's words and face. */
export function answers<V extends AnyVisitor, W extends object>(
  words: (language: Language) => W,
  face: Face<V, W>,
): Answers<V> {
  const spoken = (visit: Visit<V>) => Object.assign(visit, words(visit.language)) as unknown as WebRequest<V> & W

  const carry = (
    outcome: { cookies?: readonly CookieChange[]; headers?: Readonly<Record<string, string>> },
    visit: Visit<V>,
    reply: FastifyReply,
  ) => {
    visit.sendCookies(reply, outcome.cookies)
    if (!languageOf(visit.path)) void reply.header('vary', 'Accept-Language')
    void reply.headers({ ...outcome.headers })
    // what is one visitor's is kept nowhere; the rest is asked for again each time
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', visit.private ? 'no-store' : 'no-cache')
  }

  const send = async (page: Page, visit: Visit<V>, reply: FastifyReply, frame: Frame) => {
    const more = (await face.before?.(page, spoken(visit), frame)) ?? []
    const html = face.document(page, spoken(visit), frame)
    carry({ ...page, cookies: [...(page.cookies ?? []), ...more] }, visit, reply)
    // the frame is in the visitor's language; the main text too, where it exists in it
    const exists = page.languages?.includes(visit.language) ?? true
    void reply.header('content-language', exists ? visit.language : `${visit.language}, ${page.languages![0]}`)
    if (page.referrer === 'none')
      void reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    return reply
      .status(page.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(html)
  }

  const fault = async (given: Fault, visit: Visit<V>, reply: FastifyReply, frame: Frame = frameOf(visit)) => {
    if (given.retryAfter !== undefined) void reply.header('retry-after', String(given.retryAfter))
    if (given.allow !== undefined) void reply.header('allow', given.allow)
    if (visit.path.startsWith('/api/')) {
      const said = face.sayFault(given, words(visit.language), true)
      const problem = problemOf(given, said.title, said.detail)
      if (problem.status === 401) void reply.header('www-authenticate', challenges(given))
      carry({}, visit, reply)
      return reply.status(problem.status).type(problemType).serializer(JSON.stringify).send(problem)
    }
    const page = face.faultPage(given, spoken(visit))
    return send({ ...page, status: given.problem?.status ?? statusOf[given.code] }, visit, reply, frame)
  }

  const redirectTo = (outcome: Redirect, visit: Visit<V>, reply: FastifyReply) => {
    carry(outcome, visit, reply)
    const [path = '', query = ''] = outcome.redirect.split('#')[0]!.split('?')
    const parameters = new URLSearchParams(query)
    if (outcome.done !== undefined) parameters.set('done', outcome.done)
    const anchor = outcome.redirect.includes('#') ? `#${outcome.redirect.split('#')[1]}` : ''
    return reply.redirect(`${path}${parameters.size > 0 ? `?${parameters}` : ''}${anchor}`, 303)
  }

  const file = (route: Route, outcome: FileAnswer, visit: Visit<V>, reply: FastifyReply) => {
    carry(outcome, visit, reply)
    const { content, download } = outcome
    if (download !== undefined) void reply.header('content-disposition', disposition(download))
    return reply
      .status(outcome.status ?? 200)
      .type(outcome.type ?? route.type ?? 'application/octet-stream')
      .send(content instanceof Uint8Array ? Buffer.from(content) : content)
  }

  return {
    send,
    spoken,
    fault,
    fields: (faults, visit) =>
      faults.map(raw => ({ field: raw.field, message: face.sayField(raw, words(visit.language)) })),
    sentence(given, visit) {
      const said = face.sayFault(given, words(visit.language))
      return said.detail ?? said.title
    },
    async outcome(route, outcome, visit, reply) {
      if ('redirect' in outcome) return redirectTo(outcome, visit, reply)
      if ('refused' in outcome) return fault({ code: 'refused', refusal: outcome.refused }, visit, reply, route.frame)
      if ('faults' in outcome) return fault({ code: 'wrong-field', errors: outcome.faults }, visit, reply, route.frame)
      if ('fault' in outcome) {
        const { fault: code, detail, retryAfter, prove } = outcome
        const problem = detail === undefined ? undefined : { code, status: statusOf[code], detail }
        const rest = { ...(retryAfter === undefined ? {} : { retryAfter }), ...(prove === undefined ? {} : { prove }) }
        return fault({ code, problem, ...rest }, visit, reply, route.frame)
      }
      if ('problem' in outcome) {
        const status = route.problems[outcome.problem]
        if (status === undefined) throw new Error(`${route.path} does not declare the problem "${outcome.problem}"`)
        return fault(
          { code: 'conflict', problem: { code: outcome.problem, status, detail: outcome.detail } },
          visit,
          reply,
        )
      }
      if ('content' in outcome) return file(route, outcome, visit, reply)
      if ('body' in outcome) return send(outcome, visit, reply, route.frame)
      carry(outcome, visit, reply)
      if (outcome.value === undefined) return reply.status(outcome.status ?? 204).send()
      return reply
        .status(outcome.status ?? 200)
        .type('application/json; charset=utf-8')
        .send(outcome.value)
    },
  }
}

/** RFC 9110 wants a challenge with each 401; a session cookie is no registered scheme, so that it is named for what it is. */
const sessionChallenge = 'Session realm="api"'
/** RFC 6750, 3.1: the key that came along opens nothing. */
const keyChallenge = 'Bearer realm="api", error="invalid_token"'
const challenges = ({ code }: Fault): string => (code === 'key-refused' ? keyChallenge : sessionChallenge)

const frameOf = (visit: { path: string }): Frame => (visit.path.startsWith('/console') ? 'console' : 'portal')

/** RFC 6266: a plain name for old clients and the real one in UTF-8. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, c => `%${c.charCodeAt(0).toString(16)}`)}`
}
