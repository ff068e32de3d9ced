import { expect, test } from 'vitest'
import { typeOf } from '../scripts/client-calls.ts'

const text = { type: 'string' }

test.each([
  ['a text', text, 'string'],
  ['a number', { type: 'integer' }, 'number'],
  ['anything', {}, 'unknown'],
  ['one of some words', { enum: ['a', 'b'] }, '"a" | "b"'],
  ['one word', { type: 'string', const: 'a' }, '"a"'],
  ['this or that, each once', { anyOf: [text, { type: 'null' }, text] }, 'string | null'],
  ['a list of this or that', { type: 'array', items: { oneOf: [text, { type: 'boolean' }] } }, '(string | boolean)[]'],
  ['both', { allOf: [{ anyOf: [text, { type: 'null' }] }, text] }, '(string | null) & string'],
  ['a table', { type: 'object', patternProperties: { '^.*$': { type: 'integer' } } }, 'Record<string, number>'],
  [
    'an object',
    { type: 'object', required: ['a'], properties: { a: { ...text, description: 'x */ y' }, 'b-c': text } },
    '{\n  /** x * / y */\n  a: string\n  "b-c"?: string\n}',
  ],
  ['nothing', { type: 'object', properties: {} }, 'Record<string, never>'],
])('the type of %s', (_what, schema, type) => {
  expect(typeOf(schema)).toBe(type)
})

test.each([{ type: 'file' }, { $ref: '#/elsewhere' }, { not: text }])(
  'a schema that has no type is an error: %j',
  schema => {
    expect(() => typeOf(schema)).toThrow('knows no type')
  },
)
