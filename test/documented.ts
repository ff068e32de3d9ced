/** Holds every answer of every test against the description of the calls: status, content type and body have to stand in it. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { Format } from 'typebox/format'
import type { App } from '../server/app.ts'
import { describe } from '../server/duties/reference/index.ts'

interface Answer {
  content?: Record<string, { schema: object }>
  $ref?: string
}
interface Described {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>>
  components: { responses: Record<string, Answer>; schemas: { Problem: { properties: object } } }
}

/** What an application answered. */
export interface Sent {
  method: string
  /** As the server mounts it; undefined where there is no such address. */
  route: string | undefined
  status: number
  type: string
  body: string
}

/** The description of an application that is open. */
export function describedBy({ given }: Pick<App, 'given'>): Described {
  const { loaded, declarations } = given.gate.policy().compiled
  const { doors: routes, version, publicUrl } = given
  const words = given.words('en')
  return describe({ routes, acts: declarations.acts, version, publicUrl, words, loaded }) as unknown as Described
}

/** Judges answers by a description. @returns what does not stand in it, or undefined */
export function judgeBy(document: Described): (sent: Sent) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addFormat('date', Format.IsDate)
  ajv.addFormat('date-time', Format.IsDateTime)
  ajv.addFormat('uuid', Format.IsUuid)
  ajv.addFormat('email', Format.IsEmail)
  ajv.addFormat('uri-reference', Format.IsUriReference)
  ajv.addSchema({ $id: 'document', components: document.components })
  const compiled = new Map<object, ValidateFunction>()
  const validate = (schema: object, body: unknown): string | undefined => {
    const known = compiled.get(schema)
    const check = known ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object)
    compiled.set(schema, check)
    return check(body) ? undefined : ajv.errorsText(check.errors)
  }
  const known = new Set(Object.keys(document.components.schemas.Problem.properties))

  return ({ method, route, status, type, body }) => {
    const path = route?.replace(/:(\w+)/g, '{$1}') ?? ''
    const operation = document.paths[path]?.[method.toLowerCase()]
    const where = `${method} ${route ?? 'of an address that there is not'} answers ${status}`
    // What belongs to no call: an address that there is not, one that is asked in another way, and what is no address.
    const loose = status === 404 ? 'not-found' : 'wrong-method'
    const found = operation ? operation.responses[String(status)] : document.components.responses[loose]
    if (!found && status < 400)
      return `${where}, which is not declared: say so with \`statuses: [${status}]\` of the route`
    if (!found) return `${where}, which is not declared: add ${codeOf(body)} to \`problems\` of the route`
    const answer = found.$ref ? document.components.responses[found.$ref.split('/').at(-1)!]! : found
    const media = type.split(';')[0]!
    const content = answer.content?.[media]
    if (!content) return answer.content || body !== '' ? `${where} as "${media}", which is not declared` : undefined
    if (!media.endsWith('json')) return undefined
    const value = JSON.parse(body) as Record<string, unknown>
    const odd = status >= 400 ? Object.keys(value).filter(name => !known.has(name)) : []
    if (odd.length > 0) return `${where} with ${odd.join(', ')}, which no problem document has`
    const wrong = operation || status !== 400 ? validate(content.schema, value) : undefined
    return wrong === undefined ? undefined : `${where}, and ${wrong}: ${body.slice(0, 300)}`
  }
}

const codeOf = (body: string) => /"code":("[\w-]+")/.exec(body)?.[1] ?? 'its code'

/**
 * Listens to an application. Call it before the first request.
 * @returns what was answered and does not stand in the description, so far
 */
export function listen(app: App): readonly string[] {
  const faults: string[] = []
  let judge: ReturnType<typeof judgeBy> | undefined
  app.server.addHook('onSend', async (request, reply, payload) => {
    if (!request.url.startsWith('/api/') || ['HEAD', 'OPTIONS'].includes(request.method)) return payload
    judge ??= judgeBy(describedBy(app))
    const fault = judge({
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      type: String(reply.getHeader('content-type') ?? ''),
      body: textOf(payload, reply.getHeader('content-encoding')),
    })
    if (fault !== undefined) faults.push(fault)
    return payload
  })
  return faults
}

function textOf(payload: unknown, encoding: unknown): string {
  if (!Buffer.isBuffer(payload)) return typeof payload === 'string' ? payload : ''
  if (encoding === 'br') return brotliDecompressSync(payload).toString()
  return (encoding === 'gzip' ? gunzipSync(payload) : payload).toString()
}
