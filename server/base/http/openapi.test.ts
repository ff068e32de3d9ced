import { Validator } from '@seriousme/openapi-schema-validator'
import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { checkRoutes, type RouteFaults } from './check-routes.ts'
import { callName, endsOf } from './ends.ts'
import { openApi, type ApiFacts } from './openapi.ts'
import { problem, reply } from './outcome.ts'
import { routesFor, type Route } from './route.ts'

const routes = routesFor<{ kind: 'stranger' } | { kind: 'customer'; session: string }>()
const id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const make = (changes: Partial<Parameters<typeof routes.api>[0]> = {}): Route =>
  routes.api({
    method: 'POST',
    path: '/api/things/:id',
    act: 'things.make',
    who: 'customer',
    params: id,
    body: Type.Object({ count: Type.Integer({ default: 1 }), name: Type.String({ fault: 'things.name' }) }),
    statuses: [201],
    problems: { 'thing-there': 409 },
    response: Type.Object({ made: Type.Boolean() }),
    handle: () => (Math.random() < 2 ? reply({ made: true }) : problem('thing-there')),
    ...changes,
  } as Parameters<typeof routes.api>[0])
const list = routes.file({
  path: '/api/things.csv',
  act: 'public',
  who: 'anyone',
  type: 'text/csv; charset=utf-8',
  summary: 'All of them.',
  answer: () => ({ content: '' }),
})

const facts: ApiFacts = {
  info: { title: 'Things', version: '1' },
  server: 'https://things.example',
  cookie: '__Host-session',
  refusals: ['objected'],
  titleOf: code => code.toUpperCase(),
  actOf: act => (act === 'public' ? undefined : { facts: { purpose: 'things' }, sentence: 'For things.' }),
}

type Operation = Record<string, unknown> & { responses: Record<string, unknown> }
const describeAll = (...given: Route[]) =>
  JSON.parse(JSON.stringify(openApi(given, facts))) as { paths: Record<string, Record<string, Operation>> }

describe('a route as OpenAPI', () => {
  test('is valid, with everything that the route says', async () => {
    const document = describeAll(make(), list)
    expect(await new Validator().validate(structuredClone(document) as never)).toMatchObject({ valid: true })
    expect(document.paths['/api/things/{id}']!['post']).toMatchObject({
      operationId: 'things.add',
      tags: ['things'],
      'x-act': { name: 'things.make', purpose: 'things' },
      security: [{ session: [], formToken: [] }],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
    })
    expect(Object.keys(document.paths['/api/things/{id}']!['post']!.responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '500',
      '503',
    ])
  })

  test('asks for what has no default, knows every member, and keeps our keys for itself', () => {
    const { post } = describeAll(make()).paths['/api/things/{id}']!
    expect(post!['requestBody']).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['name'],
            properties: { count: { type: 'integer', default: 1 }, name: { type: 'string' } },
            additionalProperties: false,
          },
        },
      },
    })
  })

  test('is a file where it is one', () => {
    const { get } = describeAll(list).paths['/api/things.csv']!
    expect(get!.responses['200']).toMatchObject({ content: { 'text/csv': { schema: { type: 'string' } } } })
    expect(get!['security']).toEqual([{}, { session: [] }])
  })

  test('has only the calls: a page is none', () => {
    const page = routes.page({
      path: '/:lang/things',
      act: 'public',
      who: 'anyone',
      render: () => ({ title: '', body: '' }),
    })
    expect(Object.keys(describeAll(page, list).paths)).toEqual(['/api/things.csv'])
  })
})

describe('how a call can end', () => {
  test('follows from who may call it, what it takes and whether it changes something', () => {
    const ends = (route: Route) => Object.fromEntries(endsOf(route, ['objected']))
    expect(ends(list)).toEqual({ 401: ['key-refused'], 500: ['unexpected'], 503: ['unavailable'] })
    expect(ends(make())).toMatchObject({
      401: ['sign-in-needed', 'key-refused'],
      403: ['not-for-you', 'forged', 'objected'],
      409: ['thing-there'],
      422: ['wrong-field', 'wrong-body'],
    })
    expect(ends(make({ who: 'anyone', act: 'public', withoutToken: 'RFC 8058' }))).toMatchObject({ 429: ['too-many'] })
    expect(ends(make({ who: 'anyone', act: 'public', withoutToken: 'RFC 8058' }))[403]).toBeUndefined()
  })
})

describe('a server with calls', () => {
  const faultsOf = (...given: Route[]): readonly string[] => {
    try {
      checkRoutes(given)
      return []
    } catch (error) {
      return (error as RouteFaults).faults
    }
  }
  test('does not start with two of one name, with an odd name, or with something in an address that has no schema', () => {
    expect(faultsOf(make(), list)).toEqual([])
    expect(callName(make({ name: 'things.build' }))).toBe('things.build')
    expect(faultsOf(make(), make({ path: '/api/things', params: undefined }))).toEqual([
      expect.stringContaining('another call'),
    ])
    expect(faultsOf(make({ name: 'Things' }))).toEqual([expect.stringContaining('"Things" is no name')])
    expect(faultsOf(make({ params: undefined }))).toEqual([expect.stringContaining('no schema for :id')])
  })
})
