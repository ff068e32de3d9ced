import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Answers } from './answer.ts'
import type { AnyVisitor } from './route.ts'
import type { Visit } from './visit.ts'

/** Every method that the server knows; one that an address has not is answered with those that it has. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const

/** What each address can be asked for, as it was mounted. */
export type Allowed = ReadonlyMap<string, ReadonlySet<string>>

interface Ground<V extends AnyVisitor> {
  answer: Pick<Answers<V>, 'fault'>
  visitOf(request: FastifyRequest): Visit<V>
}

/**
 * Tells whoever asks an address in a way that it has not which ways it has (RFC 9110, 9.3.7 and 15.5.6): 204 to OPTIONS, 405
 * to any other method, before a body is read. HEAD comes with GET.
 * @param allowed each address with the methods that are mounted on it
 */
export function answerOtherMethods<V extends AnyVisitor>(
  app: FastifyInstance,
  allowed: Allowed,
  ground: Ground<V>,
): void {
  for (const [url, mounted] of allowed) {
    const has = [...mounted].flatMap(method => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    const allow = [...has, 'OPTIONS'].join(', ')
    const tell = async (_request: FastifyRequest, reply: FastifyReply) =>
      reply.status(204).header('allow', allow).send()
    const refuse = async (request: FastifyRequest, reply: FastifyReply) =>
      ground.answer.fault({ code: 'wrong-method', allow }, ground.visitOf(request), reply)
    app.route({ method: 'OPTIONS', url, onRequest: tell, handler: tell })
    const missing = methods.filter(method => !has.includes(method))
    app.route({ method: missing, url, exposeHeadRoute: false, onRequest: refuse, handler: refuse })
  }
}
