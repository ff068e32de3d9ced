/** Products over JSON, for programs. Sites, offers, proofs and lists are in `api-more.ts`. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { correct, listProducts, register, remove, restore, viewProduct, type Change, type Entry } from './acts.ts'
import { productAnswer, productSchema, resultAnswer, resultSchema, shownAnswer, shownSchema } from './answers.ts'
import { moreRoutes } from './api-more.ts'
import { filterOf, lookQuery, ofField, organisationOf } from './asking.ts'
import { catalogueOf } from './catalogue.ts'
import type { ProductParts } from './parts.ts'
import { mostAtOnce, mostSites } from './products.ts'
import { factFields, isFault, readFacts, saySerialFault, serialFrom, serialText } from './reading.ts'
import { systemRoutes } from './system-api.ts'
import { offer, withdraw, type Offering } from './transfer-acts.ts'

const params = Type.Object({ product: Type.String({ format: 'uuid' }) })
const size = 100
const entrySchema = Type.Object({
  serial: serialText,
  family: Type.Optional(Type.String({ maxLength: 10, description: 'the family that it should be of' })),
  ...factFields,
})

const problems = {
  'product-unknown': 404,
  'product-ended': 409,
  'serial-taken': 409,
  'managers-only': 403,
  'offered-already': 409,
}

/** How a change ends other than well. */
export function failed(change: Exclude<Change | Offering, 'done'>, { t }: Pick<Words, 't'>) {
  if (change instanceof Refusal) return refused(change)
  switch (change) {
    case 'unknown':
      return problem('product-unknown', t('products.fault.unknown'))
    case 'ended':
      return problem('product-ended', t('products.fault.ended'))
    case 'taken':
      return problem('serial-taken', t('products.fault.taken'))
    case 'managers-only':
      return problem('managers-only', t('products.may.managers-only'))
    case 'offered':
      return problem('offered-already', t('products.fault.offered'))
    case 'too-many-sites':
      return invalid({ field: 'site', message: t('products.fault.sites', { most: mostSites }) })
  }
}

/** What a site may do for whoever allowed it `products`, in the words of that question: see, register and change. */
const forSites = new Set([
  'products.list',
  'products.families',
  'products.register',
  'products.view',
  'products.correct',
  'products.remove',
  'products.restore',
  'products.sites',
  'products.add-proof',
])

/** See and change what you or your company own; a site that you allowed it (`products`) does some of it for you. */
export const apiRoutes = (parts: ProductParts): Route[] =>
  productRoutes(parts).map(route =>
    route.kind === 'api' && forSites.has(route.name ?? '') ? { ...route, scope: 'products' } : route,
  )

function productRoutes(parts: ProductParts): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/products',
      name: 'products.list',
      problems: { 'not-found': 404 },
      act: 'products.view',
      who: 'customer',
      summary: `The products of one owner in the order of their serial numbers, ${size} a page: yours, or with \`of\` those of a company that you work for.`,
      query: Type.Object({
        ...lookQuery,
        ended: Type.Optional(
          Type.Boolean({ description: 'what was removed or handed over, instead of what is current' }),
        ),
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
      }),
      response: Type.Object({ total: Type.Integer(), page: Type.Integer(), products: Type.Array(productSchema) }),
      handle: async ({ query, visitor }) => {
        const look = { page: query.page ?? 1, size }
        const filter = filterOf(query, query.ended)
        const listed = await listProducts(parts, visitor.actor, organisationOf(query.of), filter, look)
        if (listed instanceof Refusal) return refused(listed)
        if (!listed) return fault('not-found')
        return reply({ total: listed.total, page: look.page, products: listed.products.map(productAnswer) })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/products/families',
      name: 'products.families',
      act: 'products.view',
      who: 'customer',
      summary: 'The catalogue: what can be registered.',
      response: Type.Object({
        families: Type.Array(
          Type.Object({
            code: Type.String(),
            name: Type.String(),
            says: Type.Record(Type.String(), Type.String()),
            warrantyMonths: Type.Integer(),
            extraMonths: Type.Integer({ description: 'for a product that is registered' }),
          }),
        ),
      }),
      handle: async () => {
        const families = await catalogueOf(parts)
        return reply({
          families: families.map(({ code, name, says, months, extraMonths }) => ({
            code,
            name,
            says,
            warrantyMonths: months,
            extraMonths,
          })),
        })
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/products',
      name: 'products.register',
      problems: { 'too-many': 429 },
      act: 'products.register',
      who: 'customer',
      summary: `Register up to ${mostAtOnce} products. Each is answered by itself: added, yours already, taken by somebody who is never named, or wrong and where. 429 after many that were taken.`,
      bodyLimit: 512 * 1024,
      body: Type.Object(
        { of: ofField, products: Type.Array(entrySchema, { minItems: 1, maxItems: mostAtOnce }) },
        { examples: [{ products: [{ serial: 'OU20-12637-04182-C', bought: '2026-10-02', seller: 'Elektro BV' }] }] },
      ),
      response: Type.Object({ results: Type.Array(resultSchema) }),
      handle: async request => {
        const { body, visitor, t } = request
        const families = await catalogueOf(parts)
        const now = parts.clock.now()
        const entries: Entry[] = []
        const wrong = body.products.flatMap(({ serial: typed, family, ...typedFacts }) => {
          const serial = serialFrom(typed, families, now, family)
          const detail = (text: string) => [{ serial: typed, how: 'wrong', id: null, detail: text }]
          if (isFault(serial)) return detail(saySerialFault(serial, request))
          const facts = readFacts(typedFacts, serial, now, request)
          if (Array.isArray(facts)) return detail(facts.map(({ message }) => message).join(' '))
          if (!entries.some(one => one.serial === serial.text)) entries.push({ ...facts, serial: serial.text })
          return []
        })
        const done = await register(parts, visitor.actor, organisationOf(body.of), entries)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return invalid({ field: 'of', message: t('products.fault.whose') })
        if (done === 'too-many-sites')
          return invalid({ field: 'products', message: t('products.fault.sites', { most: mostSites }) })
        if ('wait' in done) return fault('too-many', { detail: t('products.fault.wait'), retryAfter: done.wait })
        return reply({ results: [...done.registered.map(resultAnswer), ...wrong] })
      },
    }),
    routes.api({
      method: 'GET',
      path: '/api/products/:product',
      name: 'products.view',
      act: 'products.view',
      who: 'customer',
      summary: 'One product with its proofs, the sites of its owner, and the offer that is open.',
      params,
      response: shownSchema,
      problems,
      handle: async request => {
        const shown = await viewProduct(parts, request.visitor.actor, request.params.product)
        if (shown instanceof Refusal) return refused(shown)
        return shown ? reply(shownAnswer(shown)) : failed('unknown', request)
      },
    }),
    routes.api({
      method: 'PUT',
      path: '/api/products/:product',
      name: 'products.correct',
      act: 'products.correct',
      who: 'customer',
      summary: 'Correct what is known of a product; what is left out is taken away.',
      params,
      body: Type.Object(factFields),
      response: Type.Object({ saved: Type.Boolean() }),
      problems,
      handle: async request => {
        const { body, params: asked, visitor } = request
        const shown = await viewProduct(parts, visitor.actor, asked.product)
        if (shown instanceof Refusal) return refused(shown)
        if (!shown) return failed('unknown', request)
        const built = shown.product.read ?? { built: '2000-01-09' }
        const facts = readFacts(body, built, parts.clock.now(), request)
        if (Array.isArray(facts)) return invalid(...facts)
        const done = await correct(parts, visitor.actor, asked.product, facts)
        return done === 'done' ? reply({ saved: true }) : failed(done, request)
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/products/:product',
      name: 'products.remove',
      act: 'products.remove',
      who: 'customer',
      summary: 'Remove a product; for 30 days it can be put back.',
      params,
      response: Type.Object({ removed: Type.Boolean() }),
      problems,
      handle: async request => {
        const done = await remove(parts, request.visitor.actor, request.params.product)
        return done === 'done' ? reply({ removed: true }) : failed(done, request)
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/products/:product/restore',
      name: 'products.restore',
      act: 'products.remove',
      who: 'customer',
      summary: 'Put back what was removed.',
      params,
      response: Type.Object({ restored: Type.Boolean() }),
      problems,
      handle: async request => {
        const done = await restore(parts, request.visitor.actor, request.params.product)
        return done === 'done' ? reply({ restored: true }) : failed(done, request)
      },
    }),
    routes.api({
      method: 'POST',
      path: '/api/products/:product/transfer',
      name: 'products.offer',
      statuses: [201],
      act: 'products.transfer',
      who: 'customer',
      summary: 'Offer a product to another ID. The answer is the same whether anybody has it.',
      params,
      body: Type.Object({ recipient: Type.String({ format: 'email' }) }),
      response: Type.Object({ offered: Type.Boolean() }),
      problems,
      handle: async request => {
        const done = await offer(parts, request.visitor.actor, request.params.product, request.body.recipient)
        return done === 'done' ? reply({ offered: true }, { status: 201 }) : failed(done, request)
      },
    }),
    routes.api({
      method: 'DELETE',
      path: '/api/products/:product/transfer',
      name: 'products.take-offer-back',
      act: 'products.transfer',
      who: 'customer',
      summary: 'Take an offer back.',
      params,
      response: Type.Object({ withdrawn: Type.Boolean() }),
      problems,
      handle: async request => {
        const done = await withdraw(parts, request.visitor.actor, request.params.product)
        return done === 'done' ? reply({ withdrawn: true }) : failed(done, request)
      },
    }),
    ...systemRoutes(parts),
    ...moreRoutes(parts),
  ]
}
