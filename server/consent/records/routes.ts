/** Where receipts are taken: a file of one, a file of all, the same as calls, and the key that verifies them. */
import { Type } from 'typebox'
import { fault, refused, reply, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { keysPath } from './signing.ts'
import { createReceipts, type ReceiptParts, receiptsInFile } from './taking.ts'

const id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const page = Type.Object({ page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }) })
const own = { act: 'consent.take-receipt', who: 'customer' } as const
const json = 'application/json; charset=utf-8'
const path = '/:lang/privacy-centre/consents'

const signedSchema = Type.Object({
  receipt: Type.Record(Type.String(), Type.Unknown(), {
    description: 'ISO/IEC TS 27560:2023 in the terms of the Data Privacy Vocabulary, as JSON-LD',
  }),
  jws: Type.String({ description: `the same, signed (RFC 7515, Ed25519); the key stands at ${keysPath}` }),
})

/** As a file that people can also read. */
const written = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`

/** Receipts of what somebody said. */
export function receiptRoutes(parts: ReceiptParts): Route[] {
  const receipts = createReceipts(parts)
  return [
    routes.file({
      ...own,
      path: `${path}/:id/receipt`,
      params: id,
      type: json,
      answer: async ({ params, visitor }) => {
        const one = await receipts.one(visitor.actor, params.id)
        if (one instanceof Refusal) return refused(one)
        if (!one) return fault('not-found')
        return { content: written(one), download: `receipt-${params.id}.json` }
      },
    }),
    routes.file({
      ...own,
      path: `${path}/receipts`,
      query: page,
      type: json,
      answer: async ({ query, visitor }) => {
        const all = await receipts.all(visitor.actor, query.page)
        if (all instanceof Refusal) return refused(all)
        return { content: written(all), download: query.page > 1 ? `receipts-${query.page}.json` : 'receipts.json' }
      },
    }),
    routes.api({
      ...own,
      method: 'GET',
      path: '/api/consents/:id/receipt',
      summary: 'The signed receipt of one thing that you said.',
      params: id,
      response: signedSchema,
      handle: async ({ params, visitor }) => {
        const one = await receipts.one(visitor.actor, params.id)
        if (one instanceof Refusal) return refused(one)
        return one ? reply(one as never) : fault('not-found')
      },
    }),
    routes.api({
      ...own,
      method: 'GET',
      path: '/api/consents/receipts',
      summary: `The signed receipts of everything that you said, the newest first, ${receiptsInFile} a page.`,
      query: page,
      response: Type.Object({
        receipts: Type.Array(signedSchema),
        total: Type.Integer(),
        page: Type.Integer(),
        pages: Type.Integer(),
      }),
      handle: async ({ query, visitor }) => {
        const all = await receipts.all(visitor.actor, query.page)
        return all instanceof Refusal ? refused(all) : reply(all as never)
      },
    }),
    routes.file({
      path: keysPath,
      act: 'public',
      who: 'anyone',
      type: 'application/jwk-set+json; charset=utf-8',
      answer: async () => ({ content: `${JSON.stringify(await receipts.jwks())}\n` }),
    }),
  ]
}
