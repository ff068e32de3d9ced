/** Where the pages of copies are. */
import { Type } from 'typebox'
import { fault, invalid, link, type Language, redirect, refused, type Route } from '../../../base/http/index.ts'
import { needingProof, routes, type Visitor } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Words } from '../../../ui/index.ts'
import { namingFor } from '../naming.tsx'
import type { RightsParts } from '../parts.ts'
import { askCopy, type Asked, deleteCopy, type Fetched, fetchCopy, viewCopies, viewCopy } from './acts.ts'
import { copyRules, formats, type Parts } from './copy.ts'
import { copyPage } from './one-page.tsx'
import { copiesPage, copyLink, offeredParts } from './pages.tsx'
import { createPermissions, type Holder } from './permission.ts'

const one = Type.Object({ id: Type.String({ format: 'uuid' }) })
const permitted = Type.Object({ permission: Type.Optional(Type.String({ maxLength: 100 })) })

type Customer = Extract<Visitor, { kind: 'customer' }>
type Speaking = Words & { language: Language }

/** What was ticked: everything, if nothing was left out. */
export function chosenParts(ticked: readonly string[], offered: readonly string[]): Parts {
  const chosen = offered.filter(part => ticked.includes(part))
  return chosen.length === offered.length ? 'everything' : chosen
}

/** Why nothing was asked for, in words; undefined if something was. */
export function askingFault(asked: Asked, { t }: Words): { field: string; message: string } | undefined {
  if (asked instanceof Refusal) return undefined
  if ('wait' in asked) return { field: '', message: t('people.sign-in.wait', { count: asked.wait }) }
  if ('from' in asked)
    return { field: '', message: t('rights.copy.limit', { count: copyRules.mostADay, from: asked.from }) }
  return undefined
}

/** A copy as an answer: a file to keep, that no cache keeps. */
export const fileAnswer = ({ content, bytes, at }: Fetched, company: string) => ({
  content,
  type: 'application/zip',
  download: `${company} ${at.toISOString().slice(0, 10)}.zip`,
  headers: { 'content-length': String(bytes), 'cache-control': 'no-store' },
})

/** The pages, and the file. */
export function copyRoutes(parts: RightsParts): Route[] {
  const { gate, clock } = parts
  const permissions = createPermissions(parts.vault)
  const naming = namingFor(parts)
  const company = () => gate.policy().compiled.loaded.policy.policy.company
  const holder = ({ person, session }: Customer): Holder => ({ person, session })
  const permissionIn = (request: { visitor: Customer; params: { id: string }; query: { permission?: string } }) => {
    const { permission } = request.query
    const { id } = request.params
    return permissions.isGood(permission, id, holder(request.visitor), clock.now()) ? permission : undefined
  }
  const askPage = async (request: Speaking & { visitor: Customer }) => {
    const rows = await viewCopies(parts, request.visitor.actor)
    return copiesPage(naming(request), rows instanceof Refusal ? [] : rows, clock.now())
  }
  const onePage = async (request: Speaking & { visitor: Customer; params: { id: string } }, permission?: string) => {
    const row = await viewCopy(parts, request.visitor.actor, request.params.id)
    return row instanceof Refusal || !row ? row : copyPage(naming(request), row, clock.now(), permission)
  }

  return [
    routes.page({
      path: '/:lang/privacy-centre/copy',
      act: 'rights.view-copies',
      who: 'customer',
      render: async request => {
        const rows = await viewCopies(parts, request.visitor.actor)
        return rows instanceof Refusal ? refused(rows) : copiesPage(naming(request), rows, clock.now())
      },
    }),
    needingProof(
      routes.form({
        path: '/:lang/privacy-centre/copy',
        act: 'rights.ask-copy',
        who: 'customer',
        body: Type.Object({
          part: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200, default: [] }),
          format: Type.Array(Type.Enum(formats), { maxItems: 10, default: [] }),
        }),
        again: askPage,
        handle: async request => {
          const { body, visitor, language, t } = request
          const chosen = chosenParts(body.part, offeredParts(naming(request)))
          if (chosen.length === 0) return invalid({ field: 'part', message: t('rights.copy.choose-part') })
          if (body.format.length === 0) return invalid({ field: 'format', message: t('rights.copy.choose-format') })
          const wish = { parts: chosen, formats: body.format, language }
          const asked = await askCopy(parts, visitor.actor, wish)
          if (asked instanceof Refusal) return refused(asked)
          const wrong = askingFault(asked, request)
          if (wrong) return invalid(wrong)
          const { id, isNew } = asked as { id: string; isNew: boolean }
          const { token } = permissions.issue(id, holder(visitor), clock.now())
          const to = `${copyLink(request, id)}?${new URLSearchParams({ permission: token }).toString()}`
          return redirect(to, { done: isNew ? 'rights.done.copy-asked' : 'rights.done.copy-running' })
        },
      }),
    ),
    routes.page({
      path: '/:lang/privacy-centre/copy/:id',
      act: 'rights.view-copies',
      who: 'customer',
      params: one,
      query: permitted,
      render: async request => {
        const page = await onePage(request, permissionIn(request))
        return page instanceof Refusal ? refused(page) : (page ?? fault('not-found'))
      },
    }),
    needingProof(
      routes.form({
        path: '/:lang/privacy-centre/copy/:id/download',
        act: 'rights.download-copy',
        who: 'customer',
        params: one,
        body: Type.Object({}),
        handle: async request => {
          const { visitor, params } = request
          const fetched = await fetchCopy(parts, visitor.actor, params.id)
          if (fetched instanceof Refusal) return refused(fetched)
          return fetched ? fileAnswer(fetched, company()) : fault('not-found')
        },
      }),
      request => request.path.replace(/\/download$/, ''),
    ),
    routes.file({
      path: '/:lang/privacy-centre/copy/:id/file',
      act: 'rights.download-copy',
      who: 'customer',
      type: 'application/zip',
      params: one,
      query: permitted,
      answer: async request => {
        const { id } = request.params
        // Too late, or a link that somebody passed on: the page asks once more who is there.
        if (permissionIn(request) === undefined) return redirect(copyLink(request, id))
        const fetched = await fetchCopy(parts, request.visitor.actor, id)
        if (fetched instanceof Refusal) return refused(fetched)
        return fetched ? fileAnswer(fetched, company()) : redirect(copyLink(request, id))
      },
    }),
    routes.form({
      path: '/:lang/privacy-centre/copy/:id/delete',
      act: 'rights.delete-copy',
      who: 'customer',
      params: one,
      body: Type.Object({}),
      handle: async request => {
        const done = await deleteCopy(parts, request.visitor.actor, request.params.id)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        return redirect(link(request.language, 'privacy-centre/copy'), { done: 'rights.done.copy-deleted' })
      },
    }),
  ]
}
