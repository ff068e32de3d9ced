/** The desk's pages. */
import { Type } from 'typebox'
import { redirect, refused } from '../../base/http/index.ts'
import type { Page, Redirect, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type AtDesk, type DeskParts, close, find, open, view } from './acts.ts'
import { Category, Opened, PermitToken, Searched } from './desk.ts'
import { homePage } from './home-page.tsx'
import { endedPage, nobodyPage, recordPage, unknownPage } from './record-page.tsx'
import { type DeskRequest, searchPage } from './search-page.tsx'

/** Home, search, and records. The acts that the routes name stand for those of the purpose that is stated. */
export function consoleRoutes(parts: DeskParts): Route[] {
  const compiled = () => parts.gate.policy().compiled
  const deskOf = ({ visitor }: DeskRequest): AtDesk => ({ actor: visitor.actor, session: visitor.session })

  /** Whoever has not read the version in force is led there; every other refusal is said. */
  const told = (refusal: Refusal) =>
    refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)

  async function show(
    request: DeskRequest,
    token: string,
    reveal?: string,
  ): Promise<Page | Redirect | ReturnType<typeof told>> {
    const opened = await view(parts, deskOf(request), token, reveal)
    if (opened instanceof Refusal) return told(opened)
    if ('unknown' in opened) return unknownPage(request)
    if ('ended' in opened) return endedPage(compiled(), request, opened.ended, opened.by)
    if ('nobody' in opened) return nobodyPage(request)
    return recordPage(compiled(), request, token, opened)
  }

  return [
    routes.page({
      path: '/console',
      act: 'public',
      who: 'staff',
      render: request => homePage(compiled(), request),
    }),
    routes.page({
      path: '/console/people',
      act: 'public',
      who: 'staff',
      render: request => searchPage(compiled(), request),
    }),
    routes.form({
      path: '/console/people',
      act: 'desk.find-for-support',
      who: 'staff',
      // Posted, so that no address of a page, and no history, names anybody.
      body: Searched,
      again: async request => searchPage(compiled(), request),
      handle: async request => {
        const { id, ...stated } = request.body
        const found = await find(parts, deskOf(request), stated, id)
        if (found instanceof Refusal) return told(found)
        return searchPage(compiled(), request, { ...stated, id, found })
      },
    }),
    routes.form({
      path: '/console/people/open',
      act: 'desk.open-for-support',
      who: 'staff',
      body: Opened,
      handle: async request => {
        const opened = open(parts, deskOf(request), request.body)
        return opened instanceof Refusal ? told(opened) : redirect(`/console/people/${opened.token}`)
      },
    }),
    routes.page({
      path: '/console/people/:permit',
      act: 'desk.open-for-support',
      who: 'staff',
      params: PermitToken,
      render: request => show(request, request.params.permit),
    }),
    routes.form({
      path: '/console/people/:permit',
      act: 'desk.reveal-for-support',
      who: 'staff',
      params: PermitToken,
      body: Category,
      handle: request => show(request, request.params.permit, request.body.category),
    }),
    routes.form({
      path: '/console/people/:permit/close',
      act: 'desk.close',
      who: 'staff',
      params: PermitToken,
      body: Type.Object({}),
      handle: async request => {
        const refusal = await close(parts, deskOf(request), request.params.permit)
        return refusal ? told(refusal) : redirect('/console/people', { done: 'desk.done.closed' })
      },
    }),
  ]
}
