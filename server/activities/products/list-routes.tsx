/** Products from a file and into one. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused, type Language, type Page, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { listProducts, type Product } from './acts.ts'
import { filterOf, lookQuery, ofField, organisationOf } from './asking.ts'
import { catalogueOf } from './catalogue.ts'
import { emptyCataloguePage } from './empty-catalogue.tsx'
import { askForList, readList, registerLists, viewList } from './list-acts.ts'
import { importPage, mostListBytes, readListPage } from './list-pages.tsx'
import type { ProductParts } from './parts.ts'
import { mostSites } from './products.ts'
import type { RegisterGiven } from './register-pages.tsx'
import { mostLines, writeSheet, type Unreadable } from './sheet/index.ts'
import type { SiteRow } from './site-store.ts'
import { nameOf, productLink, type Asked } from './words.tsx'

const params = Type.Object({ list: Type.String({ format: 'uuid' }) })
/** A list of this many is registered before the next page is shown. */
const short = 500

/** Why a file cannot be read, in words. */
export function sayUnreadable(unreadable: Unreadable | 'too-many-sites', { t }: Pick<Words, 't'>): string {
  if (unreadable === 'too-many-sites') return t('products.import.unreadable.sites', { sites: mostSites })
  const { unreadable: why, line } = unreadable
  return t(`products.import.unreadable.${why}`, { line: String(line), lines: mostLines })
}

/** Choosing a file, what was read, and registering it. */
export function importRoutes(
  parts: ProductParts,
  givenFor: (request: Asked, of: string | undefined) => Promise<RegisterGiven | undefined>,
): Route[] {
  return [
    routes.page({
      path: '/:lang/products/import',
      act: 'products.register',
      who: 'customer',
      query: Type.Object({ of: ofField }),
      render: async request => {
        const given = await givenFor(request, request.query.of)
        if (!given) return fault('not-found')
        const isEmpty = (await catalogueOf(parts)).length === 0
        return isEmpty ? emptyCataloguePage(request) : importPage(request, given)
      },
    }),
    routes.form({
      path: '/:lang/products/import',
      act: 'products.register',
      who: 'customer',
      files: { file: { most: 1, bytes: mostListBytes } },
      body: Type.Object({ of: ofField }),
      again: async (request): Promise<Page> => {
        const { of } = request.typed
        const given = await givenFor(request, typeof of === 'string' ? of : undefined)
        return importPage(request, given ?? (await givenFor(request, undefined))!)
      },
      handle: async request => {
        const { body, files, visitor, t, language } = request
        const [file] = files
        if (!file) return invalid({ field: 'file', message: t('products.import.unreadable.missing') })
        const read = await readList(parts, visitor.actor, organisationOf(body.of), file.bytes, request)
        if (read instanceof Refusal) return refused(read)
        if (read === 'unknown') return invalid({ field: 'of', message: t('products.fault.whose') })
        if (read === 'too-many-sites' || 'unreadable' in read)
          return invalid({ field: 'file', message: sayUnreadable(read, request) })
        return redirect(productLink(language, 'lists', read.list))
      },
    }),
    routes.page({
      path: '/:lang/products/lists/:list',
      act: 'products.view',
      who: 'customer',
      params,
      render: async request => {
        const list = await viewList(parts, request.visitor.actor, request.params.list)
        if (list instanceof Refusal) return refused(list)
        return list ? readListPage(request, list) : fault('not-found')
      },
    }),
    routes.form({
      path: '/:lang/products/lists/:list',
      act: 'products.register',
      who: 'customer',
      params,
      body: Type.Object({}),
      handle: async request => {
        const { params: asked, visitor, language } = request
        const done = await askForList(parts, visitor.actor, asked.list)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        const list = await viewList(parts, visitor.actor, asked.list)
        if (!(list instanceof Refusal) && list && list.total <= short) await registerLists(parts)
        return redirect(productLink(language, 'lists', asked.list))
      },
    }),
  ]
}

/** Rows of the file that are asked for at once. */
const chunk = 5_000

/** The products of an owner as a table that a spreadsheet opens, and that can be registered again elsewhere. */
export function exportRoute(parts: ProductParts): Route {
  return routes.file({
    path: '/:lang/products/export.csv',
    act: 'products.view',
    who: 'customer',
    type: 'text/csv; charset=utf-8',
    query: Type.Object(lookQuery),
    answer: async request => {
      const { query, visitor, language, t } = request
      const rows: string[][] = [headings(t)]
      for (let page = 1; ; page += 1) {
        const look = { page, size: chunk }
        const listed = await listProducts(parts, visitor.actor, organisationOf(query.of), filterOf(query), look)
        if (listed instanceof Refusal) return refused(listed)
        if (!listed) return fault('not-found')
        rows.push(...listed.products.map(product => rowOf(product, listed.sites, request)))
        if (listed.products.length < chunk) break
      }
      return {
        content: writeSheet(rows, delimiterFor(language)),
        download: `${t('products.export.name')}.csv`,
        headers: { 'x-content-type-options': 'nosniff' },
      }
    },
  })
}

/** Where a comma parts decimals, a spreadsheet expects semicolons. */
const delimiterFor = (language: Language): ',' | ';' => (language === 'en' ? ',' : ';')

const headings = (t: Words['t']): string[] => [
  t('products.column.serial'),
  t('products.register.bought'),
  t('products.register.seller'),
  t('products.column.site'),
  t('products.register.note'),
  t('products.column.product'),
  t('products.column.warranty'),
]

function rowOf(product: Product, sites: readonly SiteRow[], words: Words): string[] {
  const { serial, bought_on, details, site_id, warranty } = product
  return [
    serial,
    bought_on ?? '',
    details?.seller ?? '',
    sites.find(({ id }) => id === site_id)?.name ?? '',
    details?.note ?? '',
    nameOf(product, words),
    warranty?.until ?? '',
  ]
}
