/** The calls of the product as a page that a person reads: docs/reference/api.md. */
import { codesOf, type Document, type Operation, type Schema, typeOf } from './client-calls.ts'
import { refusalCodes } from '../server/policy/refusal.ts'

/** Every call, part by part: what it is asked with, what it answers, how it can end. */
export function apiPage(document: Document & { info?: { description?: string } }): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const parts = [...new Set(operations.map(({ operation }) => partOf(operation)))].sort()
  return [
    '# Programming interface',
    '',
    'The same as OpenAPI 3.1, with the clauses of the policy in force, stands at `/api/openapi.json` of every installation.',
    'For TypeScript and JavaScript there is [a client](../../client/README.md).',
    '',
    document.info?.description ?? '',
    '',
    ...parts.flatMap(part => [
      `## ${part}`,
      '',
      ...operations.filter(({ operation }) => partOf(operation) === part).flatMap(one => entry(one, document)),
    ]),
  ].join('\n')
}

const partOf = ({ operationId }: Operation) => operationId.split('.')[0]!

function entry(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  document: Document,
) {
  const { parameters = [], requestBody, responses } = operation
  const refusals: readonly string[] = refusalCodes
  const codes = codesOf(operation, document).filter(code => !refusals.includes(code) && !everywhere.has(code))
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400)
  const query = parameters.filter(one => one.in === 'query')
  return [
    `### \`${operation.operationId}\``,
    '',
    `\`${method} ${path}\` – ${operation.summary}`,
    '',
    operation.description,
    '',
    ...(query.length > 0
      ? [
          '| query | | |',
          '|---|---|---|',
          ...query.map(({ name, description, schema }) => `| \`${name}\` | ${cell(schema)} | ${description ?? ''} |`),
          '',
        ]
      : []),
    ...(requestBody ? block('Body', requestBody.content['application/json'].schema) : []),
    ...good.flatMap(([status, { content }]) => block(status, Object.values(content ?? {})[0]?.schema ?? {})),
    ...(codes.length > 0 ? [`Problems of its own: ${codes.map(code => `\`${code}\``).join(', ')}.`, ''] : []),
  ]
}

/** What is said once, in the introduction. */
const everywhere = new Set(
  'malformed sign-in-needed not-for-you forged too-large wrong-content-type wrong-field wrong-body unexpected unavailable'.split(
    ' ',
  ),
)

const cell = (schema: Schema) => `\`${typeOf(schema).replaceAll('|', String.raw`\|`)}\``

const block = (title: string, schema: Schema) => [`${title}:`, '', '```ts', typeOf(schema), '```', '']
