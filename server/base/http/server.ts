import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import type { SiteAsset } from '../site/site.ts'
import { link } from './address.ts'
import { answers, type Face } from './answer.ts'
import { assetsAt, serveAssets, serveSite } from './assets.ts'
import { brakes, type BrakeSettings } from './brake.ts'
import { checkRoutes } from './check-routes.ts'
import { faultOf } from './faults.ts'
import { letNeighboursCall } from './elsewhere.ts'
import { letIn, type Guest } from './guest.ts'
import { languages as allLanguages, preferredLanguage, type Language } from './language.ts'
import { answerOtherMethods } from './methods.ts'
import { mount } from './mount.ts'
import { isOwnPath } from './outcome.ts'
import type { Credentials } from './request.ts'
import type { AnyVisitor, Route } from './route.ts'
import { securityHeaders } from './security.ts'
import { Visit } from './visit.ts'

/** Where operators' lines go. Never personal data: codes, route patterns, references. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

export interface ServerOptions<V extends AnyVisitor, W extends object> {
  routes: readonly Route[]
  /** Who sends this request. Does no work for a request without credentials. */
  identify(credentials: Credentials): Promise<V>
  /** Nobody, for pages of a visitor who could not be identified. */
  stranger: V
  /** Put on every request: `t`, `formats` … */
  words(language: Language): W
  /** Those of the site, the first for whoever asks for none of them; by default all that the product has. */
  languages?: readonly Language[]
  /** How pages and faults look. */
  face: Face<V, W>
  /**
   * Where somebody goes who opens a page for `who` and is only a `kind` of visitor so far; undefined: 401 for a stranger,
   * 403 for anybody else.
   */
  entrance?(who: string, language: Language, visitor: V): string | undefined
  clock: Clock
  /** At least 32 characters; form tokens are made with it. */
  secret: string
  /** The address that people use. `https:` makes cookies `__Host-` and Secure, and turns on HSTS. */
  publicUrl: string
  log: Log
  /** A protocol that answers by itself. */
  guest?: Guest<V> | undefined
  /** Calls that pages of other sites may make, by their addresses, and which sites. */
  neighbours?: { addresses: ReadonlySet<string>; isNeighbour(origin: string): Promise<boolean> }
  /** Directory with the files for the browser. */
  assets?: string
  /** Files of the site, by addresses that change with what is in them. */
  siteAssets?: readonly SiteAsset[]
  /** Whose X-Forwarded-For is believed: addresses and networks of one's own proxies, or how many stand in a row. */
  proxy?: readonly string[] | number | undefined
  /** For posts of strangers, per address. */
  brake?: BrakeSettings
  /** The declared acts: a route that names another does not start. */
  acts?: ReadonlySet<string>
}

/** Fastify's words for whom to believe; the connection itself is hop 0. */
function believed(proxy: ServerOptions<AnyVisitor, object>['proxy']) {
  if (typeof proxy === 'number') return (_address: string, hop: number) => hop < proxy
  return proxy ? [...proxy] : false
}

/** A path without those at its end. A regular expression would try each slash of a long row as the first one. */
function withoutSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

/**
 * The web server of one application; `listen` or `inject` it.
 * Throws `RouteFaults` with everything that is wrong with the routes, all at once.
 */
export async function createServer<V extends AnyVisitor, W extends object>(
  options: ServerOptions<V, W>,
): Promise<FastifyInstance> {
  checkRoutes(options.routes, options.acts)
  if (options.secret.length < 32) throw new Error('The secret of form tokens needs at least 32 characters')
  const origin = new URL(options.publicUrl).origin
  const https = origin.startsWith('https:')
  const languages = options.languages ?? allLanguages
  const premises = { stranger: options.stranger, languages, secret: options.secret, https, clock: options.clock }
  const visits = new WeakMap<FastifyRequest, Visit<V>>()
  const visitOf = (request: FastifyRequest): Visit<V> => {
    const visit = visits.get(request) ?? new Visit(premises, request)
    visits.set(request, visit)
    return visit
  }
  const answer = answers(options.words, options.face)
  const failed = async (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const fault = faultOf(error)
    if (fault.reference !== undefined || fault.code === 'unavailable')
      options.log.error({ ...fault.log, route: request.routeOptions?.url }, fault.code)
    return answer.fault(fault, visitOf(request), reply)
  }
  const notFound = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = visitOf(request)
    visit.recognise(await options.identify(visit).catch(() => options.stranger))
    return answer.fault({ code: 'not-found' }, visit, reply)
  }

  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    trustProxy: believed(options.proxy),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: (error: unknown, request: unknown, reply: unknown) =>
      void failed(error, request as FastifyRequest, reply as FastifyReply),
  })
  app.removeContentTypeParser('text/plain')
  await app.register(cookie)
  await app.register(formbody)
  // A file that is too long is said to be so beside its field; see upload.ts for the limits of each form.
  await app.register(multipart, { throwFileSizeLimit: false })
  await securityHeaders(app, https)
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    // The long page of the policy, too, is compressed at once: through streams it cost half as much again.
    syncThreshold: 256 * 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
  // Each address is one: a page is found by it, and what is sent to one with a slash too many was meant for something else.
  app.addHook('onRequest', async (request, reply) => {
    const [path = '', ...query] = request.url.split('?')
    if (!path.endsWith('/')) return
    const plain = withoutSlashes(path)
    if (!isOwnPath(plain)) return
    if (['GET', 'HEAD'].includes(request.method)) return reply.redirect([plain, ...query].join('?'), 301)
    return notFound(request, reply)
  })
  if (options.assets !== undefined) await serveAssets(app, options.assets)
  serveSite(app, options.siteAssets ?? [])

  if (options.neighbours) {
    const { addresses, isNeighbour } = options.neighbours
    letNeighboursCall(app, addresses, { answer, visitOf, origin, isNeighbour })
  }
  app.setErrorHandler(failed)
  app.setNotFoundHandler(notFound)
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request.routeOptions
    const milliseconds = Math.round(reply.elapsedTime)
    options.log.info(
      { method: method ?? request.method, route: url ?? 'none', status: reply.statusCode, milliseconds },
      'answered',
    )
  })

  app.get('/', async (request, reply) =>
    reply
      .header('vary', 'Accept-Language')
      .redirect(link(preferredLanguage(request.headers['accept-language'], languages)), 302),
  )
  const mounted = mount(app, options.routes, {
    answer,
    visitOf,
    identify: visit => options.identify(visit),
    entrance: (who, language, visitor) => options.entrance?.(who, language, visitor),
    isBraked: brakes(options.clock, options.brake ?? { burst: 30, every: 2 }),
    origin,
    languages,
  })
  if (options.guest) {
    const identify = (visit: Visit<V>) => options.identify(visit)
    await letIn(app, options.guest, { answer, visitOf, identify, origin })
  }
  const others = [
    '/',
    ...(options.assets === undefined ? [] : [`${assetsAt}*`]),
    ...(options.siteAssets ?? []).map(({ address }) => address),
  ]
  const allowed = new Map([...mounted, ...others.map(url => [url, new Set(['GET'])] as const)])
  answerOtherMethods(app, allowed, { answer, visitOf })
  return app
}
