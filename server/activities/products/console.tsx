/** What colleagues get: a proof of purchase, for support. The rest of a customer's products stands in their record. */
import { Type } from 'typebox'
import { fault, refused, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { ProductParts } from './parts.ts'
import { showProof } from './proof-acts.ts'

const uuid = Type.String({ format: 'uuid' })

/** The one route of the console. */
export function consoleRoutes(parts: ProductParts): Route[] {
  return [
    routes.file({
      path: '/console/people/:person/proofs/:proof',
      act: 'products.show-proof',
      who: 'staff',
      params: Type.Object({ person: uuid, proof: uuid }),
      query: Type.Object({ reference: Type.Optional(Type.String({ pattern: '^[A-Za-z]{1,3}-[0-9]{1,8}$' })) }),
      type: 'application/octet-stream',
      answer: async request => {
        const { person, proof } = request.params
        const file = await showProof(parts, request.visitor.actor, person, proof, request.query.reference)
        if (file instanceof Refusal) return refused(file)
        return file ? { content: file.bytes, download: file.name, type: file.type } : fault('not-found')
      },
    }),
  ]
}
