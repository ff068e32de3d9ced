/** The calls of the product as TypeScript, from their OpenAPI document: what the published client is typed with. */
import { refusalCodes } from '../server/policy/refusal.ts'

export interface Schema {
  type?: string
  description?: string
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  patternProperties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
}

interface Answer {
  $ref?: string
  content?: Readonly<Record<string, { schema: Schema & { allOf?: readonly Schema[] } }>>
}

export interface Operation {
  operationId: string
  summary: string
  description: string
  parameters?: readonly { name: string; in: string; required: boolean; description?: string; schema: Schema }[]
  requestBody?: { required: boolean; content: { 'application/json': { schema: Schema } } }
  responses: Readonly<Record<string, Answer>>
  'x-act': { name: string; purpose?: string }
}

export interface Document {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: { responses: Readonly<Record<string, Answer>> }
}

const simple: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

/**
 * A schema as a type.
 * @throws an error for a kind of schema that no call has had so far, so that no type says less than the document
 */
export function typeOf(schema: Schema, indent = ''): string {
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  const several = schema.anyOf ?? schema.oneOf
  if (several) return [...new Set(several.map(one => typeOf(one, indent)))].join(' | ')
  if (schema.allOf) return schema.allOf.map(one => grouped(typeOf(one, indent))).join(' & ')
  if (schema.type === 'array') {
    return `${grouped(typeOf(schema.items ?? {}, indent))}[]`
  }
  if (schema.patternProperties) {
    const values = Object.values(schema.patternProperties).map(one => typeOf(one, indent))
    return `Record<string, ${values.join(' | ')}>`
  }
  if (schema.properties) return objectOf(schema, indent)
  if (schema.type === 'object') return 'Record<string, never>'
  const found = schema.type === undefined ? 'unknown' : simple[schema.type]
  if (found === undefined || '$ref' in schema || 'not' in schema)
    throw new Error(`client-calls.ts knows no type for ${JSON.stringify(schema)}`)
  return found
}

const grouped = (type: string) => (/ [|&] /.test(type) ? `(${type})` : type)

function objectOf({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).flatMap(([name, property]) => [
    ...remark(property.description, inner),
    `${inner}${member(name)}${required.includes(name) ? '' : '?'}: ${typeOf(property, inner)}`,
  ])
  return lines.length === 0 ? 'Record<string, never>' : `{\n${lines.join('\n')}\n${indent}}`
}

const member = (name: string) => (/^[a-zA-Z_]\w*$/.test(name) ? name : JSON.stringify(name))
const remark = (text: string | undefined, indent: string) =>
  text === undefined ? [] : [`${indent}/** ${text.replaceAll('*/', '* /')} */`]

/** What a call is asked with. A member that needs nothing may be left out. */
function askOf({ parameters = [], requestBody }: Operation): Schema {
  const properties: Record<string, Schema> = {}
  const required: string[] = []
  for (const place of ['path', 'query']) {
    const here = parameters.filter(one => one.in === place)
    if (here.length === 0) continue
    const needed = here.filter(one => one.required).map(one => one.name)
    const schemas = here.map(({ name, description, schema }) => [
      name,
      description ? { ...schema, description } : schema,
    ])
    properties[place] = { type: 'object', properties: Object.fromEntries(schemas) as never, required: needed }
    if (needed.length > 0) required.push(place)
  }
  if (requestBody) properties['body'] = requestBody.content['application/json'].schema
  if (requestBody?.required) required.push('body')
  return { type: 'object', properties, required }
}

/** The codes of the problems that a call can end with. */
export function codesOf({ responses }: Operation, { components }: Document): string[] {
  const codes = Object.values(responses).flatMap(answer => {
    const found = answer.$ref ? components.responses[answer.$ref.split('/').at(-1)!]! : answer
    const own = found.content?.['application/problem+json']?.schema.allOf?.[1]?.properties?.['code']?.enum
    return (own ?? []) as readonly string[]
  })
  return [...new Set(codes)]
}

function answerOf({ responses }: Operation): string {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400)
  const types = good.map(([, { content }]) => {
    const [media, { schema }] = Object.entries(content ?? {})[0] ?? ['', { schema: undefined }]
    return schema === undefined
      ? 'undefined'
      : /^application\/(\w+\+)?json$/.test(media)
        ? typeOf(schema, '    ')
        : 'string'
  })
  return [...new Set(types)].join(' | ')
}

function problemsOf(codes: readonly string[]): string {
  const refusals: readonly string[] = refusalCodes
  const own = codes.filter(code => !refusals.includes(code)).map(code => JSON.stringify(code))
  return [...own, ...(own.length < codes.length ? ['RefusalCode'] : [])].join(' | ')
}

/** The file `client/source/calls.ts`. */
export function clientCalls(document: Document): string {
  const operations = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .sort((one, other) => (one.operation.operationId < other.operation.operationId ? -1 : 1))
  const types = operations.flatMap(({ path, method, operation }) => {
    const ask = askOf(operation)
    return [
      `  /** ${operation.summary} (${method.toUpperCase()} ${path}) */`,
      `  '${operation.operationId}': {`,
      `    asks: ${Object.keys(ask.properties ?? {}).length === 0 ? 'Record<never, never>' : typeOf(ask, '    ')}`,
      `    answers: ${answerOf(operation)}`,
      `    problems: ${problemsOf(codesOf(operation, document))}`,
      '  }',
    ]
  })
  return [
    '/** Written by `npm run generate` from the routes of the product. */',
    '',
    '/** Why the privacy policy in force does not allow something. */',
    `export type RefusalCode = ${refusalCodes.map(code => `'${code}'`).join(' | ')}`,
    '',
    '/** What each call is asked with, what it answers, and the codes of the problems that it can end with. */',
    'export interface Calls {',
    ...types,
    '}',
    '',
    '/** Method and address of each call. */',
    'export const calls: Readonly<Record<keyof Calls, readonly [method: string, path: string]>> = {',
    ...operations.map(
      ({ path, method, operation }) => `  '${operation.operationId}': ['${method.toUpperCase()}', '${path}'],`,
    ),
    '}',
  ].join('\n')
}
