/** The page of one product and what can be done there. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused, type Page, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { correct, remove, restore, viewProduct, type Change, type Shown } from './acts.ts'
import type { ProductParts } from './parts.ts'
import { correctPage, productPage } from './product-page.tsx'
import { addProofs, openProof, removeProof } from './proof-acts.ts'
import { mostProofBytes, mostProofs, mostSites } from './products.ts'
import { factFields, readFacts } from './reading.ts'
import { offer, withdraw, type Offering } from './transfer-acts.ts'
import { productLink, promised, type Asked } from './words.tsx'

const uuid = Type.String({ format: 'uuid' })
const params = Type.Object({ product: uuid })
const proofParams = Type.Object({ product: uuid, proof: uuid })
const nothing = Type.Object({})

/** One product. */
export function productRoutes(parts: ProductParts): Route[] {
  const page = (request: Asked, shown: Shown): Page => productPage(request, shown, promised(parts, request.language))

  async function shown(request: Asked, id: string, as: (request: Asked, shown: Shown) => Page) {
    const found = await viewProduct(parts, request.visitor.actor, id)
    if (found instanceof Refusal) return refused(found)
    return found ? as(request, found) : fault('not-found')
  }

  /** The page again; what is there no more has none, and says so. */
  const again =
    (as: (request: Asked, shown: Shown) => Page) => async (request: Asked & { params: { product: string } }) => {
      const found = await viewProduct(parts, request.visitor.actor, request.params.product)
      return found instanceof Refusal || !found
        ? { title: request.t('products.title'), body: request.t('products.fault.unknown'), status: 404 }
        : as(request, found)
    }

  /** How a change ends, as an answer. @param done the sentence and the page, where it worked */
  function ended(request: Asked, change: Change | Offering, done: string, to: string) {
    const { t } = request
    if (change instanceof Refusal) return refused(change)
    if (change === 'unknown') return fault('not-found')
    if (change === 'managers-only') return fault('not-for-you', { detail: t('products.may.managers-only') })
    if (change === 'ended' || change === 'taken') return fault('conflict', { detail: t(`products.fault.${change}`) })
    if (change === 'offered') return invalid({ field: 'recipient', message: t('products.fault.offered') })
    if (change === 'too-many-sites')
      return invalid({ field: 'site', message: t('products.fault.sites', { most: mostSites }) })
    return redirect(to, { done })
  }

  return [
    routes.page({
      path: '/:lang/products/:product',
      act: 'products.view',
      who: 'customer',
      params,
      render: request => shown(request, request.params.product, page),
    }),
    routes.page({
      path: '/:lang/products/:product/correct',
      act: 'products.correct',
      who: 'customer',
      params,
      render: request => shown(request, request.params.product, correctPage),
    }),
    routes.form({
      path: '/:lang/products/:product/correct',
      act: 'products.correct',
      who: 'customer',
      params,
      body: Type.Object(factFields),
      again: again(correctPage),
      handle: async request => {
        const { actor } = request.visitor
        const { product: id } = request.params
        const found = await viewProduct(parts, actor, id)
        if (found instanceof Refusal) return refused(found)
        if (!found) return fault('not-found')
        // A family that is in the catalogue no more still has its products; any day of purchase will do for them.
        const built = found.product.read ?? { built: '2000-01-09' }
        const facts = readFacts(request.body, built, parts.clock.now(), request)
        if (Array.isArray(facts)) return invalid(...facts)
        const done = await correct(parts, actor, id, facts)
        return ended(request, done, 'products.done.saved', productLink(request.language, id))
      },
    }),
    routes.form({
      path: '/:lang/products/:product/remove',
      act: 'products.remove',
      who: 'customer',
      params,
      body: nothing,
      handle: async request => {
        const { product: id } = request.params
        const done = await remove(parts, request.visitor.actor, id)
        return ended(request, done, 'products.done.removed', productLink(request.language, id))
      },
    }),
    routes.form({
      path: '/:lang/products/:product/restore',
      act: 'products.remove',
      who: 'customer',
      params,
      body: nothing,
      handle: async request => {
        const { product: id } = request.params
        const done = await restore(parts, request.visitor.actor, id)
        return ended(request, done, 'products.done.restored', productLink(request.language, id))
      },
    }),
    routes.form({
      path: '/:lang/products/:product/transfer',
      act: 'products.transfer',
      who: 'customer',
      params,
      body: Type.Object({ recipient: Type.String({ format: 'email' }) }),
      again: again(page),
      handle: async request => {
        const { product: id } = request.params
        const done = await offer(parts, request.visitor.actor, id, request.body.recipient)
        return ended(request, done, 'products.done.offered', productLink(request.language, id))
      },
    }),
    routes.form({
      path: '/:lang/products/:product/withdraw',
      act: 'products.transfer',
      who: 'customer',
      params,
      body: nothing,
      handle: async request => {
        const { product: id } = request.params
        const done = await withdraw(parts, request.visitor.actor, id)
        return ended(request, done, 'products.done.withdrawn', productLink(request.language, id))
      },
    }),
    routes.form({
      path: '/:lang/products/:product/proofs',
      act: 'products.correct',
      who: 'customer',
      params,
      files: { proof: { most: mostProofs, bytes: mostProofBytes } },
      body: nothing,
      again: again(page),
      handle: async request => {
        const { files, t, params: asked, visitor, language } = request
        const wrong = (message: string) => invalid({ field: 'proof', message })
        if (files.length === 0) return wrong(t('products.fault.proof-missing'))
        const done = await addProofs(parts, visitor.actor, asked.product, files)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done === 'ended') return fault('conflict', { detail: t('products.fault.ended') })
        if (typeof done === 'object')
          return redirect(productLink(language, asked.product), { done: 'products.done.proof-added' })
        return wrong(t(`products.fault.proof-${done}`, { size: mostProofBytes, most: mostProofs }))
      },
    }),
    routes.form({
      path: '/:lang/products/:product/proofs/:proof/delete',
      act: 'products.correct',
      who: 'customer',
      params: proofParams,
      body: nothing,
      handle: async request => {
        const { product, proof } = request.params
        const done = await removeProof(parts, request.visitor.actor, product, proof)
        return ended(request, done, 'products.done.proof-removed', productLink(request.language, product))
      },
    }),
    routes.file({
      path: '/:lang/products/:product/proofs/:proof',
      act: 'products.view',
      who: 'customer',
      params: proofParams,
      type: 'application/octet-stream',
      answer: async request => {
        const { product, proof } = request.params
        const file = await openProof(parts, request.visitor.actor, product, proof)
        if (file instanceof Refusal) return refused(file)
        // As a download, and as what its bytes are: a browser that is told neither may take it for a page of ours.
        return file ? { content: file.bytes, download: file.name, type: file.type } : fault('not-found')
      },
    }),
  ]
}
