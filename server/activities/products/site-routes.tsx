/** The pages of sites. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused, type Page, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { ofField, organisationOf } from './asking.ts'
import { sitePage, sitesPage } from './other-pages.tsx'
import type { ProductParts } from './parts.ts'
import { moveProducts, removeSite, renameSite, viewSites, type Arranging } from './site-acts.ts'
import { ownedLink, type Asked } from './words.tsx'

const params = Type.Object({ site: Type.String({ format: 'uuid' }) })

/** Seeing and arranging sites. */
export function siteRoutes(parts: ProductParts): Route[] {
  async function shown(request: Asked, of: string | undefined, id: string): Promise<Page | undefined | Refusal> {
    const seen = await viewSites(parts, request.visitor.actor, organisationOf(of))
    if (seen instanceof Refusal || !seen) return seen
    const site = seen.sites.find(one => one.id === id)
    return site && sitePage(request, seen.owner, seen.sites, site)
  }

  /** How a change ends, as an answer. */
  function ended(request: Asked, done: Arranging, of: string | undefined) {
    if (done instanceof Refusal) return refused(done)
    if (done === 'unknown') return fault('not-found')
    if (done === 'managers-only') return fault('not-for-you', { detail: request.t('products.may.managers-only') })
    if (done === 'name-taken') return invalid({ field: 'name', message: request.t('products.fault.site-taken') })
    if (done === 'not-empty') return fault('conflict', { detail: request.t('products.fault.site-not-empty') })
    return redirect(ownedLink(request.language, organisationOf(of), ['sites']), { done: 'products.done.site' })
  }

  const common = { act: 'products.correct', who: 'customer', params } as const
  return [
    routes.page({
      path: '/:lang/products/sites',
      act: 'products.view',
      who: 'customer',
      query: Type.Object({ of: ofField }),
      render: async request => {
        const seen = await viewSites(parts, request.visitor.actor, organisationOf(request.query.of))
        if (seen instanceof Refusal) return refused(seen)
        return seen ? sitesPage(request, seen.owner, seen.sites) : fault('not-found')
      },
    }),
    routes.page({
      path: '/:lang/products/sites/:site',
      act: 'products.view',
      who: 'customer',
      params,
      query: Type.Object({ of: ofField }),
      render: async request => {
        const page = await shown(request, request.query.of, request.params.site)
        return page instanceof Refusal ? refused(page) : (page ?? fault('not-found'))
      },
    }),
    routes.form({
      ...common,
      path: '/:lang/products/sites/:site/rename',
      body: Type.Object({
        of: ofField,
        name: Type.String({ minLength: 1, maxLength: 80, fault: 'products.fault.site-name' }),
      }),
      again: async (request): Promise<Page> => {
        const { of } = request.typed
        const page = await shown(request, typeof of === 'string' ? of : undefined, request.params.site)
        return page instanceof Refusal || !page ? { title: request.t('products.sites.title'), body: null } : page
      },
      handle: async request => {
        const { of, name } = request.body
        const { actor } = request.visitor
        const done = await renameSite(parts, actor, organisationOf(of), request.params.site, name.replace(/\s+/g, ' '))
        return ended(request, done, of)
      },
    }),
    routes.form({
      ...common,
      path: '/:lang/products/sites/:site/move',
      body: Type.Object({ of: ofField, to: Type.String({ pattern: '^(none|[0-9a-f-]{36})$' }) }),
      handle: async request => {
        const { of, to } = request.body
        const target = to === 'none' ? null : to
        const { actor } = request.visitor
        return ended(request, await moveProducts(parts, actor, organisationOf(of), request.params.site, target), of)
      },
    }),
    routes.form({
      ...common,
      path: '/:lang/products/sites/:site/remove',
      body: Type.Object({ of: ofField }),
      handle: async request => {
        const { of } = request.body
        const done = await removeSite(parts, request.visitor.actor, organisationOf(of), request.params.site)
        return ended(request, done, of)
      },
    }),
  ]
}
