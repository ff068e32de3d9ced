import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { spelled } from './address.ts'
import type { Answers } from './answer.ts'
import { isFromElsewhere, isFromHere } from './csrf.ts'
import { secretFields, typedFields, validators, type Validated } from './fields.ts'
import type { Language } from './language.ts'
import type { Allowed } from './methods.ts'
import type { Outcome, Page } from './outcome.ts'
import { isOwnPath } from './outcome.ts'
import type { AnyVisitor, Route } from './route.ts'
import { readUpload, uploadLimit, type Upload } from './upload.ts'
import type { Visit } from './visit.ts'

/** What the routes are mounted on. */
export interface Ground<V extends AnyVisitor> {
  answer: Answers<V>
  visitOf(request: FastifyRequest): Visit<V>
  identify(visit: Visit<V>): Promise<V>
  entrance(who: string, language: Language, visitor: V): string | undefined
  /** Seconds that an address has to wait. @param signedIn whether somebody with a session sends, to a route that is anyone's */
  isBraked(address: string, signedIn: boolean): number
  origin: string
  languages: readonly Language[]
}

const contentTypes: Readonly<Record<Route['kind'], string>> = {
  form: 'application/x-www-form-urlencoded',
  api: 'application/json',
  page: '',
  file: '',
}
const contentTypeOf = ({ kind, files }: Route): string => (files ? 'multipart/form-data' : contentTypes[kind])
/** A mail program sends its one press as either of the two types of forms (RFC 8058, 3.2), and nothing of it is read. */
const isTaken = (route: Route, type: string | undefined) =>
  type === contentTypeOf(route) ||
  (route.kind === 'form' && route.withoutToken !== undefined && type === 'multipart/form-data')

/**
 * Mounts every route, in every language of the site where its path begins with `/:lang`.
 * @returns each address with the methods that are mounted on it
 */
export function mount<V extends AnyVisitor>(
  app: FastifyInstance,
  routes: readonly Route[],
  ground: Ground<V>,
): Allowed {
  const check = validators()
  const allowed = new Map<string, Set<string>>()
  for (const route of routes) {
    const steps = stepsOf(route, ground, check)
    for (const url of urlsOf(route.path, ground.languages)) {
      allowed.set(url, (allowed.get(url) ?? new Set()).add(route.method))
      app.route({
        method: route.method,
        url,
        ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
        ...(route.kind === 'api' ? { schema: { response: { '2xx': route.response } } } : {}),
        onRequest: steps.receive,
        handler: steps.handle,
      })
    }
  }
  for (const [from, to] of misspelled(routes, allowed, ground.languages)) {
    allowed.set(from, new Set(['GET']))
    app.get(from, async (request, reply) => {
      const parameters = request.params as Record<string, string>
      const path = to.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(parameters[name] ?? ''))
      const query = request.url.split('?')[1]
      return reply.redirect(query === undefined ? path : `${path}?${query}`, 308)
    })
  }
  return allowed
}

/** JSON that is a list, a text, a number or yes: it has no fields that could be named. Nothing at all is an object without any. */
const isNoObject = (sent: unknown) =>
  Array.isArray(sent) || (sent !== undefined && sent !== null && typeof sent !== 'object')

const urlsOf = (path: string, languages: readonly Language[]) =>
  path.startsWith('/:lang') ? languages.map(language => spelled(path, language)) : [path]

/** `/nl/privacy` is a page's English word under another language: it leads to `/nl/privacybeleid`. */
function misspelled(
  routes: readonly Route[],
  known: ReadonlyMap<string, unknown>,
  languages: readonly Language[],
): Map<string, string> {
  const found = new Map<string, string>()
  for (const { path, method } of routes) {
    if (method !== 'GET' || !path.startsWith('/:lang')) continue
    for (const language of languages) {
      const plain = path.replace(':lang', language)
      if (plain !== spelled(path, language) && !known.has(plain)) found.set(plain, spelled(path, language))
    }
  }
  return found
}

function stepsOf<V extends AnyVisitor>(route: Route, ground: Ground<V>, check: ReturnType<typeof validators>) {
  const { answer } = ground
  const asksParams = route.params && check.texts(route.params)
  const asksQuery = route.query && check.texts(route.query)
  const asksBody = route.body && (route.kind === 'form' ? check.form(route.body) : check.json(route.body))
  const asksObject = route.kind === 'api' && (route.body as { type?: string } | undefined)?.type === 'object'
  const secret = route.body ? secretFields(route.body) : new Set<string>()
  const changes = route.method !== 'GET'
  /** A form of ours whose sender’s session has ended meanwhile: what was typed is given back instead of being lost. */
  const isLeftOver = (request: FastifyRequest, visit: Visit<V>) =>
    route.again !== undefined &&
    route.files === undefined &&
    isOnTheWay(visit) &&
    isFromHere(request.headers, ground.origin)
  /** Nobody signed in, or a colleague between the password and the second factor. */
  const isOnTheWay = ({ visitor, language }: Visit<V>) =>
    visitor.kind === 'stranger' ||
    (route.who === 'staff' && ground.entrance(route.who, language, visitor) !== undefined)

  /** Before the body is read: who is it, may they be here, does it come from our pages, is it too often. */
  const receive = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = ground.visitOf(request)
    visit.accepts = route.scope
    visit.recognise(await ground.identify(visit))
    const { program, kind: asked } = visit.visitor
    // One answer for a key that is wrong, over, or for other calls: a stolen one tells nobody what it was for.
    if (program === 'unknown' || (program !== undefined && asked !== route.who)) {
      const wait = route.who === 'system' && program === 'unknown' ? ground.isBraked(visit.address, false) : 0
      const refusal = wait > 0 ? ({ code: 'too-many', retryAfter: wait } as const) : ({ code: 'key-refused' } as const)
      return answer.fault(refusal, visit, reply, route.frame)
    }
    if (typeof program === 'number')
      return answer.fault({ code: 'too-many', retryAfter: program }, visit, reply, route.frame)
    if (route.who !== 'anyone' && visit.visitor.kind !== route.who && !isLeftOver(request, visit)) {
      const { kind } = visit.visitor
      const entrance =
        changes || route.kind === 'api' ? undefined : ground.entrance(route.who, visit.language, visit.visitor)
      if (entrance === undefined) {
        const code = kind === 'stranger' ? 'sign-in-needed' : 'not-for-you'
        return answer.fault({ code }, visit, reply, route.frame)
      }
      const next = isOwnPath(request.url) ? `?next=${encodeURIComponent(request.url)}` : ''
      return reply.header('cache-control', 'no-store').redirect(`${entrance}${next}`, 303)
    }
    if (!changes) return
    const isForged = route.fromHere
      ? !isFromHere(request.headers, ground.origin)
      : route.withoutToken === undefined && isFromElsewhere(request.headers, ground.origin)
    if (isForged) {
      return answer.fault({ code: 'forged' }, visit, reply, route.frame)
    }
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (type === undefined ? route.files : !isTaken(route, type)) {
      return answer.fault({ code: 'wrong-content-type' }, visit, reply, route.frame)
    }
    if (route.files && Number(request.headers['content-length'] ?? 0) > uploadLimit(route.files)) {
      return answer.fault({ code: 'too-large' }, visit, reply, route.frame)
    }
    // What strangers may send is braked for everybody: a session costs nothing, so it takes no brake off.
    const isStranger = visit.visitor.kind === 'stranger'
    const wait = isStranger || route.who === 'anyone' ? ground.isBraked(visit.address, !isStranger) : 0
    if (wait > 0) return answer.fault({ code: 'too-many', retryAfter: wait }, visit, reply, route.frame)
  }

  /** The form's page again, or a fault where it has none. */
  const showAgain = async (
    status: number,
    faults: Visit<V>['faults'],
    visit: Visit<V>,
    sent: unknown,
    reply: FastifyReply,
  ) => {
    if (!route.again) {
      const code = status === 403 ? 'forged' : 'wrong-field'
      return answer.fault(code === 'forged' ? { code } : { code, errors: faults }, visit, reply, route.frame)
    }
    visit.faults = faults
    visit.typed = typedFields(sent, secret)
    visit.body = {}
    const page = await (route.again as (visit: unknown) => Promise<Page>)(answer.spoken(visit))
    return answer.send({ ...page, status }, visit, reply, route.frame)
  }

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = ground.visitOf(request)
    const { done, ...query } = request.query as Record<string, unknown>
    if (typeof done === 'string' && /^[\w-]+\.done\.[\w.-]+$/.test(done)) visit.done = done

    const wrong: { field: string; message: string }[] = []
    const take = (result: Validated<unknown>): unknown => {
      if (result.faults) wrong.push(...answer.fields(result.faults, visit))
      else return result.value
      return {}
    }
    if (asksParams) visit.params = take(asksParams(request.params as Record<string, unknown>))
    if (wrong.length > 0) return answer.fault({ code: 'not-found' }, visit, reply, route.frame)
    if (asksQuery) visit.query = take(asksQuery(query))
    if (wrong.length > 0) return answer.fault({ code: 'wrong-field', errors: wrong }, visit, reply, route.frame)

    if (route.who !== 'anyone' && visit.visitor.kind !== route.who) {
      const left = { action: request.url, fields: typedFields(request.body, secret) }
      return answer.fault({ code: 'sign-in-needed', left }, visit, reply, route.frame)
    }

    let upload: Upload | undefined
    if (route.files) upload = await readUpload(request, route.files, token => visit.isOwnForm(token))
    const sent = route.files ? upload?.fields : request.body
    if (changes && route.withoutToken === undefined) {
      const body = sent as { csrf?: unknown } | undefined
      const isOwn =
        route.kind === 'form'
          ? visit.isOwnForm(body?.csrf)
          : visit.visitor.session === undefined ||
            visit.visitor.bearer === true ||
            visit.isOwnForm(visit.header('x-csrf-token'))
      if (!isOwn) {
        // what a page of somebody else typed is not put in front of the visitor
        if (route.kind === 'form' && isFromHere(request.headers, ground.origin)) {
          const message = answer.sentence({ code: 'forged', isShownAgain: true }, visit)
          return showAgain(403, [{ field: '', message }], visit, sent, reply)
        }
        return answer.fault({ code: 'forged' }, visit, reply, route.frame)
      }
    }
    if (asksObject && isNoObject(sent)) return answer.fault({ code: 'wrong-body' }, visit, reply, route.frame)
    if (asksBody) visit.body = take(asksBody((sent ?? {}) as Record<string, unknown>))
    if (upload) wrong.push(...answer.fields(upload.faults, visit))
    visit.files = upload?.files ?? []
    if (wrong.length > 0) {
      if (route.kind === 'form') return showAgain(422, wrong, visit, sent, reply)
      return answer.fault({ code: 'wrong-field', errors: wrong }, visit, reply, route.frame)
    }
    const outcome = await (route.run as (visit: unknown) => Promise<Outcome>)(answer.spoken(visit))
    if ('faults' in outcome && route.kind === 'form') return showAgain(422, outcome.faults, visit, sent, reply)
    if ('fault' in outcome && outcome.prove !== undefined && route.kind === 'form' && !route.files) {
      const left = { action: request.url, fields: typedFields(sent, secret) }
      return answer.fault({ code: outcome.fault, prove: outcome.prove, left }, visit, reply, route.frame)
    }
    return answer.outcome(route, outcome, visit, reply)
  }
  return { receive, handle }
}
