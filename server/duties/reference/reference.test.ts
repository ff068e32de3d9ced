import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { describedBy, judgeBy, type Sent } from '../../../test/documented.ts'
import { callName, callsOf, languages } from '../../base/http/index.ts'
import { refusalCodes } from '../../policy/refusal.ts'

interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: object[]
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: unknown }> }>
  'x-act': { name: string; purpose?: string; clause?: string; policy?: string }
}
interface Document {
  openapi: string
  info: { title: string; 'x-policy': { version: number } }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { securitySchemes: Record<string, { in: string; name: string }>; responses: Record<string, unknown> }
}

let product: TestApp
let document: Document
beforeAll(async () => {
  product = await testApp()
  document = (await product.visitor().get('/api/openapi.json')).json<Document>()
})
afterAll(() => product.close())

const operations = () => Object.values(document.paths).flatMap(path => Object.values(path))

describe('the description of the calls', () => {
  test('is a valid OpenAPI 3.1 document', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never)
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(document.openapi).toMatch(/^3\.1\./)
  })

  test('has every call of the product, once, under a name of its own', () => {
    const declared = callsOf(product.app.given.doors).map(callName)
    expect(
      operations()
        .map(one => one.operationId)
        .sort(),
    ).toEqual(declared.sort())
    expect(new Set(declared).size).toBe(declared.length)
    expect(declared).toEqual(expect.arrayContaining(['products.register', 'people.sign-in', 'rights.held']))
  })

  test('says which company it is of, where, and under which policy', () => {
    const { policy } = product.app.gate.policy().compiled.loaded.policy
    expect(document.info.title).toContain(policy.company)
    expect(document.info['x-policy'].version).toBe(policy.version)
    expect(document.servers).toEqual([{ url: product.app.given.publicUrl }])
  })

  test('leads from each act to the clause that promises its purpose', async () => {
    const { text } = await product.visitor().get('/en/privacy')
    const acts = operations().map(one => one['x-act'])
    expect(acts.filter(({ name }) => name !== 'public').every(({ policy }) => policy !== undefined)).toBe(true)
    for (const { clause, policy } of acts.filter(one => one.clause !== undefined)) {
      expect(policy).toBe(`/en/privacy#${clause}`)
      expect(text).toContain(`id="${clause}"`)
    }
  })

  test('asks for the token where a session could be ridden, and names the cookie as it travels', () => {
    const { post, get } = document.paths['/api/products']!
    const bySite = { site: ['products'] }
    expect([post?.security, get?.security]).toEqual([
      [{ session: [], formToken: [] }, bySite],
      [{ session: [] }, bySite],
    ])
    expect(document.paths['/api/people/session']?.['post']?.security).toContainEqual({})
    expect(document.components.securitySchemes['session']).toMatchObject({ in: 'cookie', name: 'session' })
  })

  test('says of every call in one line what it is for', () => {
    for (const { operationId, summary, 'x-act': act } of operations())
      expect([operationId, summary === act.name]).toEqual([operationId, false])
  })
})

describe('the page of a problem', () => {
  const codesOf = () => {
    const text = JSON.stringify([document.paths, document.components])
    return [
      ...new Set(
        [...text.matchAll(/"code":\{"enum":\[([^\]]+)\]/g)].flatMap(found => JSON.parse(`[${found[1]}]`) as string[]),
      ),
    ]
  }

  test('stands behind the type of each problem that a call can end with, in every language', async () => {
    const codes = codesOf()
    expect(codes).toEqual(expect.arrayContaining(['serial-taken', 'wrong-field', 'wrong-method', ...refusalCodes]))
    const visitor = product.visitor()
    for (const code of codes) {
      const led = await visitor.get(`/problems/${code}`, { 'accept-language': 'nl' })
      expect([code, led.status, led.headers['location']]).toEqual([code, 303, `/nl/problems/${code}`])
      const titles = new Set<string>()
      for (const language of languages) {
        const page = await visitor.get(`/${language}/problems/${code}`)
        expect([code, page.status]).toEqual([code, 200])
        titles.add(/<h1>([^<]+)<\/h1>/.exec(page.text)![1]!)
      }
      expect([code, titles.size]).toEqual([code, languages.length])
    }
  })

  test('is not there for a code that there is not', async () => {
    for (const code of ['nothing', 'constructor', '__proto__', '<script>'])
      expect((await product.visitor().get(`/en/problems/${encodeURIComponent(code)}`)).status).toBe(404)
  })
})

describe('an answer that a test is given', () => {
  const problem = { type: '/problems/serial-taken', title: 'Taken', status: 409, code: 'serial-taken' }
  const right: Sent = {
    method: 'PUT',
    route: '/api/products/:product',
    status: 409,
    type: 'application/problem+json',
    body: JSON.stringify(problem),
  }
  const withBody = (changes: object): Partial<Sent> => ({ body: JSON.stringify({ ...problem, ...changes }) })

  test('is let through where the description has it', () => {
    const judge = judgeBy(describedBy(product.app))
    expect(judge(right)).toBeUndefined()
    expect(judge({ ...right, status: 200, type: 'application/json', body: '{"saved":true}' })).toBeUndefined()
  })

  test.each<[string, Partial<Sent>, string]>([
    ['a status that the call does not declare', { status: 201 }, 'not declared'],
    ['another content type', { type: 'text/html' }, 'not declared'],
    ['a code that the call does not declare', withBody({ code: 'link-used' }), 'allowed values'],
    ['a status in the body that is not its own', withBody({ status: 404 }), 'equal to constant'],
    ['no title', withBody({ title: undefined }), "required property 'title'"],
    ['a member that no problem has', withBody({ stack: 'at' }), 'with stack'],
    ['a body of another shape', { status: 200, type: 'application/json', body: '{"saved":1}' }, 'must be boolean'],
    ['an address that there is not', { route: undefined, status: 404 }, 'allowed values'],
  ])('fails its file with %s', (_what, changes, says) => {
    expect(judgeBy(describedBy(product.app))({ ...right, ...changes })).toContain(says)
  })
})
