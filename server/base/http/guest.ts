import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Answers } from './answer.ts'
import { isOwnPath, type Page } from './outcome.ts'
import type { AnyVisitor } from './route.ts'
import type { Visit } from './visit.ts'

export type { IncomingMessage as RawRequest }

/**
 * A protocol that answers by itself at addresses of its own, beside the routes: it reads the request from the wire, within
 * its own limits, and gets no cookie of ours but the visitor that they stand for.
 */
export interface Guest<V extends AnyVisitor> {
  /** Where it lives, e.g. `/oidc`; all below is its own, unless a route has it. */
  at: string
  /**
   * @param request its address without `at`, its host and protocol those of the public address
   * @returns a page of ours to show, where it wrote no answer; a path of ours to go to
   */
  answer(
    visit: Visit<V>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Page | { redirect: string } | undefined>
}

interface Ground<V extends AnyVisitor> {
  answer: Pick<Answers<V>, 'send'>
  visitOf(request: FastifyRequest): Visit<V>
  identify(visit: Visit<V>): Promise<V>
  origin: string
}

/** Lets a guest in. Its bodies are not read by us; what it answers has the security headers of everything else. */
export async function letIn<V extends AnyVisitor>(
  app: FastifyInstance,
  guest: Guest<V>,
  ground: Ground<V>,
): Promise<void> {
  await app.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all(`${guest.at}/*`, async (request, reply) => {
      const visit = ground.visitOf(request)
      visit.recognise(await ground.identify(visit))
      const shown = await guest.answer(visit, plain(request, guest.at, ground.origin), withHeaders(reply))
      if (shown === undefined) return reply.hijack()
      if (!('redirect' in shown)) return ground.answer.send(shown, visit, reply, 'portal')
      if (!isOwnPath(shown.redirect)) throw new Error('A guest leads to pages of ours only')
      return reply.header('cache-control', 'no-store').redirect(shown.redirect, 303)
    })
  })
}

/** The request as a guest sees it: addressed as the public address says, whatever its sender claims (forged Host). */
function plain(request: FastifyRequest, at: string, origin: string): IncomingMessage {
  const { raw } = request
  const { host, protocol } = new URL(origin)
  Object.assign(raw, { originalUrl: raw.url, url: raw.url!.slice(at.length) })
  for (const name of Object.keys(raw.headers)) if (/^(forwarded|x-forwarded-.*)$/.test(name)) delete raw.headers[name]
  delete raw.headers.cookie
  Object.assign(raw.headers, { host, 'x-forwarded-proto': protocol.slice(0, -1) })
  return raw
}

/** The raw answer with what hooks put on ours. */
function withHeaders(reply: FastifyReply): ServerResponse {
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value)
  return reply.raw
}
