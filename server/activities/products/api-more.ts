/** Sites, offers, proofs and lists over JSON. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { listAnswer, listSchema, offerAnswer, offerSchema, siteAnswer, siteSchema } from './answers.ts'
import { ofField, organisationOf } from './asking.ts'
import { askForList, readList, viewList } from './list-acts.ts'
import { mostListBytes } from './list-pages.tsx'
import { sayUnreadable } from './list-routes.tsx'
import type { ProductParts } from './parts.ts'
import { addProofs, removeProof } from './proof-acts.ts'
import { mostProofBytes, mostProofs } from './products.ts'
import { renameSite, viewSites } from './site-acts.ts'
import { accept, decline, offersTo } from './transfer-acts.ts'

const uuid = Type.String({ format: 'uuid' })
const base64 = /^[A-Za-z0-9+/]+={0,2}$/
const common = { who: 'customer' } as const

/** The routes. */
export function moreRoutes(parts: ProductParts): Route[] {
  return [
    routes.api({
      ...common,
      method: 'GET',
      path: '/api/products/sites',
      name: 'products.sites',
      problems: { 'not-found': 404 },
      act: 'products.view',
      summary: 'Where the products of an owner stand.',
      query: Type.Object({ of: ofField }),
      response: Type.Object({ sites: Type.Array(siteSchema) }),
      handle: async ({ query, visitor }) => {
        const seen = await viewSites(parts, visitor.actor, organisationOf(query.of))
        if (seen instanceof Refusal) return refused(seen)
        return seen ? reply({ sites: seen.sites.map(siteAnswer) }) : fault('not-found')
      },
    }),
    routes.api({
      ...common,
      method: 'PUT',
      path: '/api/products/sites/:site',
      name: 'products.rename-site',
      problems: { 'managers-only': 403 },
      act: 'products.correct',
      summary: 'Rename a site. Of a company: managers and owners only.',
      params: Type.Object({ site: uuid }),
      body: Type.Object({ of: ofField, name: Type.String({ minLength: 1, maxLength: 80 }) }),
      response: Type.Object({ saved: Type.Boolean() }),
      handle: async ({ body, params, visitor, t }) => {
        const done = await renameSite(parts, visitor.actor, organisationOf(body.of), params.site, body.name)
        if (done instanceof Refusal) return refused(done)
        if (done === 'managers-only') return problem('managers-only', t('products.may.managers-only'))
        if (done === 'name-taken') return invalid({ field: 'name', message: t('products.fault.site-taken') })
        return done === 'done' ? reply({ saved: true }) : fault('not-found')
      },
    }),
    routes.api({
      ...common,
      method: 'GET',
      path: '/api/products/offers',
      name: 'products.offers',
      act: 'products.view',
      summary: 'What is offered to you. Never by whom.',
      response: Type.Object({ offers: Type.Array(offerSchema) }),
      handle: async ({ visitor }) => {
        const offers = await offersTo(parts, visitor.actor)
        return offers instanceof Refusal ? refused(offers) : reply({ offers: offers.map(offerAnswer) })
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/products/offers/:offer',
      name: 'products.accept-offer',
      problems: { 'offer-over': 409 },
      statuses: [201],
      act: 'products.answer-offer',
      summary: 'Accept what is offered, for yourself or with `of` for a company that you work for.',
      params: Type.Object({ offer: uuid }),
      body: Type.Object({ of: ofField }),
      response: Type.Object({ product: Type.String({ description: 'id' }) }),
      handle: async ({ params, body, visitor, t }) => {
        const done = await accept(parts, visitor.actor, params.offer, organisationOf(body.of))
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done === 'ended') return problem('offer-over', t('products.fault.offer-ended'))
        return reply({ product: done.done }, { status: 201 })
      },
    }),
    routes.api({
      ...common,
      method: 'DELETE',
      path: '/api/products/offers/:offer',
      name: 'products.decline-offer',
      act: 'products.answer-offer',
      summary: 'Decline what is offered.',
      params: Type.Object({ offer: uuid }),
      response: Type.Object({ declined: Type.Boolean() }),
      handle: async ({ params, visitor }) => {
        const done = await decline(parts, visitor.actor, params.offer)
        if (done instanceof Refusal) return refused(done)
        return done === 'done' ? reply({ declined: true }) : fault('not-found')
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/products/:product/proofs',
      name: 'products.add-proof',
      problems: { 'product-unknown': 404 },
      statuses: [201],
      act: 'products.correct',
      summary: `Add a proof of purchase: a PDF, JPEG or PNG of at most ${mostProofBytes} bytes, in base64; ${mostProofs} at most. It is judged by its bytes.`,
      bodyLimit: Math.ceil((mostProofBytes * 4) / 3) + 4_096,
      params: Type.Object({ product: uuid }),
      body: Type.Object({ name: Type.String({ maxLength: 200 }), content: Type.String({ contentEncoding: 'base64' }) }),
      response: Type.Object({ proof: Type.String({ description: 'id' }) }),
      handle: async ({ params, body, visitor, t }) => {
        if (!base64.test(body.content)) return invalid({ field: 'content', message: t('products.fault.proof-base64') })
        const file = { name: body.name, bytes: Buffer.from(body.content, 'base64') }
        const done = await addProofs(parts, visitor.actor, params.product, [file])
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown' || done === 'ended') return problem('product-unknown', t('products.fault.unknown'))
        if (typeof done === 'object') return reply({ proof: done.done[0] ?? '' }, { status: 201 })
        const message = t(`products.fault.proof-${done}`, { size: mostProofBytes, most: mostProofs })
        return invalid({ field: 'content', message })
      },
    }),
    routes.api({
      ...common,
      method: 'DELETE',
      path: '/api/products/:product/proofs/:proof',
      name: 'products.delete-proof',
      act: 'products.correct',
      summary: 'Delete a proof of purchase.',
      params: Type.Object({ product: uuid, proof: uuid }),
      response: Type.Object({ deleted: Type.Boolean() }),
      handle: async ({ params, visitor }) => {
        const done = await removeProof(parts, visitor.actor, params.product, params.proof)
        if (done instanceof Refusal) return refused(done)
        return done === 'done' ? reply({ deleted: true }) : fault('not-found')
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/products/lists',
      name: 'products.read-list',
      statuses: [201],
      act: 'products.register',
      summary: 'Read a table (CSV) and say what is wrong, by line. Nothing is registered yet.',
      bodyLimit: mostListBytes,
      body: Type.Object({ of: ofField, csv: Type.String() }),
      response: Type.Object({ list: Type.String({ description: 'id' }) }),
      handle: async request => {
        const { body, visitor, t } = request
        const read = await readList(parts, visitor.actor, organisationOf(body.of), Buffer.from(body.csv), request)
        if (read instanceof Refusal) return refused(read)
        if (read === 'unknown') return invalid({ field: 'of', message: t('products.fault.whose') })
        if (read === 'too-many-sites' || 'unreadable' in read)
          return invalid({ field: 'csv', message: sayUnreadable(read, request) })
        return reply({ list: read.list }, { status: 201 })
      },
    }),
    routes.api({
      ...common,
      method: 'GET',
      path: '/api/products/lists/:list',
      name: 'products.view-list',
      act: 'products.view',
      summary: 'What was read, what is wrong by line, and how far it has come.',
      params: Type.Object({ list: uuid }),
      response: listSchema,
      handle: async ({ params, visitor, t }) => {
        const list = await viewList(parts, visitor.actor, params.list)
        if (list instanceof Refusal) return refused(list)
        return list ? reply(listAnswer(list, t('products.list.taken'))) : fault('not-found')
      },
    }),
    routes.api({
      ...common,
      method: 'POST',
      path: '/api/products/lists/:list',
      name: 'products.register-list',
      statuses: [202],
      act: 'products.register',
      summary: 'Register the good lines of a list. It is done a moment later: ask how far it has come.',
      params: Type.Object({ list: uuid }),
      response: Type.Object({ asked: Type.Boolean() }),
      handle: async ({ params, visitor }) => {
        const done = await askForList(parts, visitor.actor, params.list)
        if (done instanceof Refusal) return refused(done)
        return done === 'done' ? reply({ asked: true }, { status: 202 }) : fault('not-found')
      },
    }),
  ]
}
