/** The routes as an OpenAPI document (version 3.1, https://spec.openapis.org/oas/v3.1.1.html). */
import type { TSchema } from 'typebox'
import { callName, callPart, callsOf, endsOf } from './ends.ts'
import { problemsAt, problemType, statusOf } from './problem.ts'
import { problemSchema } from './problem-schema.ts'
import type { Route } from './route.ts'

/** What of the document does not stand in the routes. */
export interface ApiFacts {
  /** `info` of the document. */
  info: Readonly<Record<string, unknown>>
  /** Where it is, e.g. `https://privacy.company.example`. */
  server: string
  /** The name of the session's cookie, as it travels. */
  cookie: string
  /** The codes with which the gate refuses. */
  refusals: readonly string[]
  /** A problem in one line. */
  titleOf(code: string): string
  /** What is known of an act; undefined for `public`. */
  actOf(act: string): ActFacts | undefined
}

/** An act as the document describes it. */
export interface ActFacts {
  /** Members of `x-act` beside its name. */
  facts: Readonly<Record<string, unknown>>
  /** A sentence for the description (CommonMark). */
  sentence: string
}

type Json = Readonly<Record<string, unknown>>
type Properties = Readonly<Record<string, Json>>

/**
 * Describes every call.
 * @returns the document, ready for JSON.stringify
 */
export function openApi(routes: readonly Route[], facts: ApiFacts): Json {
  const calls = callsOf(routes)
  const shared = new Map<string, Json>()
  // These two belong to no call: an address that there is not, and one that is asked in another way.
  for (const code of ['not-found', 'wrong-method'] as const)
    shared.set(code, problemAnswer(statusOf[code], [code], facts))
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of calls) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    ;(paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route, facts, shared)
  }
  return {
    openapi: '3.1.1',
    info: facts.info,
    servers: [{ url: facts.server }],
    tags: [...new Set(calls.map(callPart))].sort().map(name => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      responses: Object.fromEntries(shared),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: facts.cookie,
          description: 'Set by `people.sign-in` and its like; HttpOnly.',
        },
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made in the console, for one purpose and the acts that it names; shown once.',
        },
        formToken: {
          type: 'apiKey',
          in: 'header',
          name: 'X-CSRF-Token',
          description:
            'Member `csrf` of the answer to `people.session`: made for this session, and good as long as it.',
        },
        site: {
          type: 'openIdConnect',
          openIdConnectUrl: `${facts.server}/oidc/.well-known/openid-configuration`,
          description:
            'An access token of a site that somebody allowed, as `Authorization: Bearer`: without cookie and form token.',
        },
      },
    },
  }
}

function operationOf(route: Route, facts: ApiFacts, shared: Map<string, Json>): Json {
  const act = facts.actOf(route.act)
  const description = [act?.sentence, whoSays[route.who] ?? `For visitors of the kind \`${route.who}\`.`]
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')]
  const problems = [...endsOf(route, facts.refusals)].map(([status, codes]) => {
    const general = sharedName(codes, facts.refusals)
    const answer = problemAnswer(status, codes, facts)
    if (general === undefined) return [String(status), answer] as const
    shared.set(general, answer)
    return [String(status), { $ref: `#/components/responses/${general}` }] as const
  })
  return {
    operationId: callName(route),
    tags: [callPart(route)],
    summary: route.summary ?? route.act,
    description: description.filter(Boolean).join('\n\n'),
    'x-act': act ? { name: route.act, ...act.facts } : { name: route.act },
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: bodyOf(route.body) } : {}),
    responses: {
      ...Object.fromEntries(route.statuses.map(status => [String(status), goodAnswer(route, status)])),
      ...Object.fromEntries(problems),
    },
  }
}

const whoSays: Readonly<Record<string, string>> = {
  anyone: 'For everybody, signed in or not.',
  customer: 'For a customer who is signed in.',
  half: 'For a colleague whose second factor is still missing.',
  staff: 'For a colleague who is signed in with both factors.',
  system: 'For one of the company’s own systems, with a key: `Authorization: Bearer abide_…`. Never in an address.',
}

/** A call that changes something needs the token as soon as there is a session. */
function securityOf({ who, method, withoutToken, scope }: Route): Json[] {
  if (who === 'system') return [{ key: [] }]
  const needs = method === 'GET' || withoutToken !== undefined ? { session: [] } : { session: [], formToken: [] }
  if (scope !== undefined) return [needs, { site: [scope] }]
  return who === 'anyone' ? [{}, needs] : [needs]
}

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Properties; required?: string[] }
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = asked(property) as Json & { description?: string }
    const isRequired = place === 'path' || (required.includes(name) && property['default'] === undefined)
    return {
      name,
      in: place,
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    }
  })
}

function bodyOf(body: TSchema): Json {
  const schema = asked(body as Json)
  const isObject = schema['properties'] !== undefined && schema['additionalProperties'] === undefined
  const required = !isObject || ((schema['required'] as string[] | undefined) ?? []).length > 0
  const closed = isObject ? { ...schema, additionalProperties: false } : schema
  return { required, content: { 'application/json': { schema: closed } } }
}

/** A schema as whoever asks sees it: what has a default may be left out, and our keys for messages are nobody's business. */
function asked(schema: Json): Json {
  const { fault: _message, required, properties, ...rest } = schema
  const known = (properties ?? {}) as Properties
  const needed = ((required ?? []) as string[]).filter(name => known[name]?.['default'] === undefined)
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, askedWithin(key, value)]))
  if (properties === undefined) return required === undefined ? inner : { ...inner, required }
  return {
    ...inner,
    ...(needed.length > 0 ? { required: needed } : {}),
    properties: Object.fromEntries(Object.entries(known).map(([name, property]) => [name, asked(property)])),
  }
}

function askedWithin(key: string, value: unknown): unknown {
  if (key === 'items') return asked(value as Json)
  return ['allOf', 'anyOf', 'oneOf'].includes(key) ? (value as readonly Json[]).map(asked) : value
}

const goodSays: Readonly<Record<number, string>> = {
  200: 'What was asked for, or that it is done.',
  201: 'It was made.',
  202: 'It will be done in a moment.',
  204: 'It is done; there is nothing to tell.',
}

function goodAnswer({ kind, type, response }: Route, status: number): Json {
  const description = goodSays[status] ?? 'It went well.'
  if (status === 204) return { description }
  const media = kind === 'file' ? mediaType(type) : 'application/json'
  return { description, content: { [media]: { schema: response } } }
}

/** The name under which an answer stands once for all calls: only where no code in it is a call's own. */
function sharedName(codes: readonly string[], refusals: readonly string[]): string | undefined {
  const names = [...new Set(codes.map(code => (refusals.includes(code) ? 'refused' : code)))]
  return names.every(name => name in statusOf) ? names.sort().join('.') : undefined
}

const slow = new Set<number>([statusOf['too-many'], statusOf.unavailable])

function problemAnswer(status: number, codes: readonly string[], { titleOf }: ApiFacts): Json {
  const own = { properties: { status: { const: status }, code: { enum: codes } } }
  const [first = 'unexpected'] = codes
  const example = { type: `${problemsAt}/${first}`, title: titleOf(first), status, code: first }
  return {
    description: codes.map(code => `\`${code}\`: ${titleOf(code)}`).join('  \n'),
    ...(slow.has(status)
      ? { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer', minimum: 1 } } } }
      : {}),
    content: {
      [problemType]: { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, own] }, example },
    },
  }
}

const mediaType = (type = 'application/octet-stream') => type.split(';')[0]!.trim()
