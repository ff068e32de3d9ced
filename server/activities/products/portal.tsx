/** The customer's pages: the list, registering, sites, offers and labels. One product and lists have files of their own. */
import { Type } from 'typebox'
import { fault, invalid, link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { routes, type Prefill } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { listProducts, register, type Entry } from './acts.ts'
import { filterOf, lookQuery, ofField, organisationOf } from './asking.ts'
import { catalogueOf } from './catalogue.ts'
import { emptyCataloguePage } from './empty-catalogue.tsx'
import { exportRoute, importRoutes } from './list-routes.tsx'
import { listPage } from './list-page.tsx'
import { labelsPage, offersPage } from './other-pages.tsx'
import { ownersOf } from './owners.ts'
import type { ProductParts } from './parts.ts'
import { productRoutes } from './product-routes.tsx'
import { mostAtOnce, mostSites } from './products.ts'
import { factFields, isFault, readFacts, saySerialFault, serialFrom, serialLines, serialText } from './reading.ts'
import {
  confirmPage,
  serialPage,
  severalPage,
  takenPage,
  type LineResult,
  type RegisterGiven,
} from './register-pages.tsx'
import { siteRoutes } from './site-routes.tsx'
import { viewSites } from './site-acts.ts'
import { accept, decline, offersTo } from './transfer-acts.ts'
import { ownedLink, productLink, promised, type Asked } from './words.tsx'

const pageSize = 50
const mostLabels = 60

/** All pages of products. */
export function portalRoutes(parts: ProductParts & { prefill: Prefill }): Route[] {
  const promises = ({ language }: Asked) => promised(parts, language)

  /** What the forms that register need; undefined where somebody asks for a company that they do not belong to. */
  async function givenFor(request: Asked, of: string | undefined): Promise<RegisterGiven | undefined> {
    const { actor } = request.visitor
    const organisation = organisationOf(of)
    const owners = await ownersOf(parts, actor)
    if (!owners.some(one => one.organisation === organisation)) return undefined
    const seen = await viewSites(parts, actor, organisation)
    const sites = seen instanceof Refusal || !seen ? [] : seen.sites
    return { owners, organisation, promises: promises(request), sites }
  }

  const typedOf = ({ typed }: Asked): string | undefined => (typeof typed['of'] === 'string' ? typed['of'] : undefined)
  const givenAgain = async (request: Asked): Promise<RegisterGiven> =>
    (await givenFor(request, typedOf(request))) ?? (await givenFor(request, undefined))!

  async function firstStep(request: Asked, given: RegisterGiven, typed?: string): Promise<Page> {
    const families = await catalogueOf(parts)
    if (families.length === 0) return emptyCataloguePage(request)
    const read = typed === undefined ? undefined : serialFrom(typed, families, parts.clock.now())
    const example = `${families[0]!.code}-12637-04182-C`
    return serialPage(request, given, example, read && isFault(read) ? read : undefined)
  }

  /** The details of a serial number; the first step again where there is something wrong with it. */
  async function secondStep(request: Asked, given: RegisterGiven, typed: string): Promise<Page> {
    const families = await catalogueOf(parts)
    const read = serialFrom(typed, families, parts.clock.now())
    const family = isFault(read) ? undefined : families.find(({ code }) => code === read.family)
    if (isFault(read) || !family) return firstStep(request, given, typed)
    // Whoever has no site yet most likely has it where they live; a company's stand anywhere.
    const asks = given.organisation === null && given.sites.length === 0
    const known = asks ? await parts.prefill('products.prefill', request.visitor.actor, ['address']) : {}
    return confirmPage(request, { ...given, town: known.address?.city }, read, family)
  }

  return [
    routes.page({
      path: '/:lang/products',
      act: 'products.view',
      who: 'customer',
      query: Type.Object({
        ...lookQuery,
        ended: Type.Optional(Type.Boolean()),
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
      }),
      render: async request => {
        const { query, visitor } = request
        const filter = filterOf(query, query.ended)
        const look = { page: query.page ?? 1, size: pageSize }
        const listed = await listProducts(parts, visitor.actor, organisationOf(query.of), filter, look)
        if (listed instanceof Refusal) return refused(listed)
        if (!listed) return fault('not-found')
        return listPage(request, listed, await catalogueOf(parts), promises(request), { filter, ...look })
      },
    }),
    routes.page({
      path: '/:lang/products/register',
      act: 'products.register',
      who: 'customer',
      query: Type.Object({ of: ofField, serial: Type.Optional(Type.String({ maxLength: 60 })) }),
      render: async request => {
        const { of, serial } = request.query
        const given = await givenFor(request, of)
        if (!given) return fault('not-found')
        return serial ? secondStep(request, given, serial) : firstStep(request, given)
      },
    }),
    routes.form({
      path: '/:lang/products/serial',
      act: 'products.register',
      who: 'customer',
      body: Type.Object({ of: ofField, serial: Type.Optional(serialText) }),
      again: async request => firstStep(request, await givenAgain(request), String(request.typed['serial'] ?? '')),
      handle: async request => {
        const { serial = '', of } = request.body
        const read = serialFrom(serial, await catalogueOf(parts), parts.clock.now())
        if (isFault(read)) return invalid({ field: 'serial', message: saySerialFault(read, request) })
        return redirect(ownedLink(request.language, organisationOf(of), ['register'], { serial: read.text }))
      },
    }),
    routes.form({
      path: '/:lang/products/register',
      act: 'products.register',
      who: 'customer',
      body: Type.Object({ of: ofField, serial: serialText, ...factFields }),
      again: async request => secondStep(request, await givenAgain(request), String(request.typed['serial'] ?? '')),
      handle: async request => {
        const { body, language, visitor } = request
        const now = parts.clock.now()
        const read = serialFrom(body.serial, await catalogueOf(parts), now)
        if (isFault(read)) return invalid({ field: 'serial', message: saySerialFault(read, request) })
        const facts = readFacts(body, read, now, request)
        if (Array.isArray(facts)) return invalid(...facts)
        const entry = { ...facts, serial: read.text }
        const done = await register(parts, visitor.actor, organisationOf(body.of), [entry])
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return invalid({ field: 'of', message: request.t('products.fault.whose') })
        if (done === 'too-many-sites')
          return invalid({ field: 'site', message: request.t('products.fault.sites', { most: mostSites }) })
        if ('wait' in done)
          return fault('too-many', { detail: request.t('products.fault.wait'), retryAfter: done.wait })
        const [first] = done.registered
        if (!first || first.how === 'taken') return takenPage(request, read.text, promises(request))
        const sentence = first.how === 'added' ? 'products.done.registered' : 'products.done.yours'
        return redirect(productLink(language, first.id), { done: sentence })
      },
    }),
    routes.page({
      path: '/:lang/products/several',
      act: 'products.register',
      who: 'customer',
      query: Type.Object({ of: ofField }),
      render: async request => {
        const given = await givenFor(request, request.query.of)
        if (!given) return fault('not-found')
        const isEmpty = (await catalogueOf(parts)).length === 0
        return isEmpty ? emptyCataloguePage(request) : severalPage(request, given)
      },
    }),
    routes.form({
      path: '/:lang/products/several',
      act: 'products.register',
      who: 'customer',
      body: Type.Object({ of: ofField, serials: Type.String({ maxLength: 20_000 }), ...factFields }),
      again: async request => severalPage(request, await givenAgain(request)),
      handle: async request => {
        const { body, visitor, t } = request
        const typed = serialLines(body.serials)
        if (typed.length > mostAtOnce)
          return invalid({
            field: 'serials',
            message: t('products.fault.many', { count: typed.length, most: mostAtOnce }),
          })
        const given = await givenFor(request, body.of)
        if (!given) return invalid({ field: 'of', message: t('products.fault.whose') })
        const families = await catalogueOf(parts)
        const now = parts.clock.now()
        const results: LineResult[] = []
        const entries: Entry[] = []
        for (const line of typed) {
          const read = serialFrom(line, families, now)
          const facts = isFault(read) ? undefined : readFacts(body, read, now, request)
          if (isFault(read)) results.push({ typed: line, result: { wrong: saySerialFault(read, request) } })
          else if (Array.isArray(facts))
            results.push({ typed: line, result: { wrong: facts.map(({ message }) => message).join(' ') } })
          else if (facts && !entries.some(({ serial }) => serial === read.text))
            entries.push({ ...facts, serial: read.text })
        }
        const done = await register(parts, visitor.actor, given.organisation, entries)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return invalid({ field: 'of', message: t('products.fault.whose') })
        if (done === 'too-many-sites')
          return invalid({ field: 'site', message: t('products.fault.sites', { most: mostSites }) })
        if ('wait' in done) return fault('too-many', { detail: t('products.fault.wait'), retryAfter: done.wait })
        const left = results.map(({ typed: line }) => line).join('\n')
        results.unshift(...done.registered.map(result => ({ typed: result.serial, result })))
        return severalPage(request, given, results, left)
      },
    }),
    routes.page({
      path: '/:lang/products/offers',
      act: 'products.view',
      who: 'customer',
      render: async request => {
        const { actor } = request.visitor
        const offers = await offersTo(parts, actor)
        if (offers instanceof Refusal) return refused(offers)
        const owners = await ownersOf(parts, actor)
        return offersPage(request, offers, owners, await catalogueOf(parts), promises(request))
      },
    }),
    routes.form({
      path: '/:lang/products/offers/:offer/accept',
      act: 'products.answer-offer',
      who: 'customer',
      params: Type.Object({ offer: Type.String({ format: 'uuid' }) }),
      body: Type.Object({ of: ofField }),
      handle: async request => {
        const { params, body, visitor, t, language } = request
        const done = await accept(parts, visitor.actor, params.offer, organisationOf(body.of))
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done === 'ended') return fault('conflict', { detail: t('products.fault.offer-ended') })
        return redirect(productLink(language, done.done), { done: 'products.done.accepted' })
      },
    }),
    routes.form({
      path: '/:lang/products/offers/:offer/decline',
      act: 'products.answer-offer',
      who: 'customer',
      params: Type.Object({ offer: Type.String({ format: 'uuid' }) }),
      body: Type.Object({}),
      handle: async request => {
        const done = await decline(parts, request.visitor.actor, request.params.offer)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        return redirect(link(request.language, 'products', 'offers'), { done: 'products.done.declined' })
      },
    }),
    routes.page({
      path: '/:lang/products/labels',
      act: 'products.view',
      who: 'customer',
      query: Type.Object(lookQuery),
      render: async request => {
        const { query, visitor } = request
        const look = { page: 1, size: mostLabels }
        const listed = await listProducts(parts, visitor.actor, organisationOf(query.of), filterOf(query), look)
        if (listed instanceof Refusal) return refused(listed)
        return listed ? labelsPage(request, listed, parts.publicUrl) : fault('not-found')
      },
    }),
    exportRoute(parts),
    ...importRoutes(parts, givenFor),
    ...siteRoutes(parts),
    ...productRoutes(parts),
  ]
}
