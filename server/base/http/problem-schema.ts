/** What a problem document is made of, for programs. */
const text = (description: string) => ({ type: 'string', description })

/** JSON Schema of a `Problem` (problem.ts). */
export const problemSchema = {
  type: 'object',
  description: 'A problem document (RFC 9457).',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'the page that explains the code' },
    title: text('the same for every problem of this type, in the language that was asked for'),
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text('what happened this time, in the language that was asked for'),
    instance: {
      type: 'string',
      format: 'uri-reference',
      description: 'this one occurrence, where we can find it again',
    },
    code: text('the last part of `type`: what a program compares'),
    errors: {
      type: 'array',
      description: 'each field that is wrong',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: text('dotted path'), message: text('what is wrong, and how to mend it') },
        additionalProperties: false,
      },
    },
    act: text('what the gate refused'),
    clause: text('the clause of the privacy policy that speaks of it'),
    policyVersion: text('the version of the privacy policy that was in force'),
    reference: text('quote it in a question about an unexpected problem'),
  },
  additionalProperties: true,
} as const
