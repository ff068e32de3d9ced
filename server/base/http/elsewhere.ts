/** Calls that pages of the company's other sites may make (Fetch standard, CORS): without cookies, and of known sites alone. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Answers } from './answer.ts'
import type { AnyVisitor } from './route.ts'
import type { Visit } from './visit.ts'

interface Ground<V extends AnyVisitor> {
  answer: Pick<Answers<V>, 'fault'>
  visitOf(request: FastifyRequest): Visit<V>
  /** Our own, which needs no permission. */
  origin: string
  /** Whether an origin is that of a site of ours. */
  isNeighbour(origin: string): Promise<boolean>
}

/**
 * Lets them in.
 * @param addresses those of the calls, as they were mounted
 */
export function letNeighboursCall<V extends AnyVisitor>(
  app: FastifyInstance,
  addresses: ReadonlySet<string>,
  { answer, visitOf, origin: own, isNeighbour }: Ground<V>,
): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { origin } = request.headers
    if (!addresses.has(request.routeOptions.url ?? '')) return
    void reply.header('vary', 'Origin')
    if (origin === undefined || origin === own) return
    if (!(await isNeighbour(origin)))
      return answer.fault(
        { code: 'conflict', problem: { code: 'origin-unknown', status: 403 } },
        visitOf(request),
        reply,
      )
    void reply.header('access-control-allow-origin', origin)
    if (request.method !== 'OPTIONS') return
    return reply
      .status(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'content-type')
      .header('access-control-max-age', '600')
      .send()
  })
}
