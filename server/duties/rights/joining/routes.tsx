/** Where two IDs of one person become one: pages, and the same over JSON. */
import { Type } from 'typebox'
import {
  fault,
  formCookie,
  link,
  newFormCookie,
  problem,
  redirect,
  refused,
  reply,
  type Page,
  type Route,
} from '../../../base/http/index.ts'
import { deviceOf, needingProof, noCookie, offerToJoin, routes, signOut, type Visitor } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { WebRequest } from '../../../base/http/index.ts'
import type { Words } from '../../../ui/index.ts'
import { namingFor } from '../naming.tsx'
import type { RightsParts } from '../parts.ts'
import { joinedTo } from './acts.ts'
import { bindOffer, unbindOffer } from './binding.ts'
import { otherIdsOf } from './finding.ts'
import { type Broken, partAgain, previewOf, take } from './doing.ts'
import { brokenPage, brokenWords, confirmPage, joinLink, joinPath, signInWith, startPage } from './page.tsx'

type Customer = Extract<Visitor, { kind: 'customer' }>
type Asked = WebRequest<Customer> & Words

const offerText = Type.String({ minLength: 1, maxLength: 200 })
const formerId = Type.Object({ former: Type.String({ format: 'uuid' }) })
const statusOf = { unknown: 410, expired: 410, used: 409, taken: 409, same: 409, joined: 409, changed: 409 } as const
const problemsOf = Object.fromEntries(Object.entries(statusOf).map(([why, status]) => [`join-${why}`, status]))

/** The pages. */
export function joiningRoutes(parts: RightsParts): Route[] {
  const naming = namingFor(parts)
  const tokenIn = ({ cookie }: Asked, offer: string) => unbindOffer(parts.vault, offer, cookie(formCookie))
  const show = async (request: Asked, offer: string): Promise<Page | Refusal> => {
    const token = tokenIn(request, offer)
    if (token === undefined) return brokenPage(naming(request), 'elsewhere')
    const preview = await previewOf(parts, request.visitor.person, token)
    if (preview instanceof Refusal) return preview
    if (typeof preview === 'string') return brokenPage(naming(request), preview)
    return confirmPage(naming(request), preview.offer, offer, preview.moving)
  }
  return [
    needingProof(
      routes.page({
        path: joinPath,
        act: 'rights.view-joined',
        who: 'customer',
        query: Type.Object({ offer: Type.Optional(Type.String({ maxLength: 200 })) }),
        render: async request => {
          const { offer } = request.query
          const page = offer === undefined ? await joinedTo(parts, request.visitor.person) : await show(request, offer)
          if (page instanceof Refusal) return refused(page)
          if (!Array.isArray(page)) return page
          return startPage(naming(request), page, await otherIdsOf(parts, request.visitor.actor))
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${joinPath}/begin`,
        act: 'people.offer-to-join',
        who: 'customer',
        body: Type.Object({}),
        handle: async request => {
          const { visitor } = request
          const token = await offerToJoin(parts, visitor.person)
          if (token instanceof Refusal) return refused(token)
          const browser = request.cookie(formCookie) ?? newFormCookie()
          const offer = bindOffer(parts.vault, token, browser)
          await signOut(parts, visitor)
          return redirect(signInWith(naming(request), offer), {
            cookies: [noCookie, { name: formCookie, value: browser }],
            done: 'joining.done.begun',
          })
        },
      }),
      request => link(request.language, 'privacy-centre', 'join'),
    ),
    needingProof(
      routes.form({
        path: joinPath,
        act: 'rights.join',
        who: 'customer',
        body: Type.Object({ offer: offerText }),
        handle: async request => {
          const { visitor, language, body } = request
          const token = tokenIn(request, body.offer)
          if (token === undefined) return brokenPage(naming(request), 'elsewhere')
          const done = await take(parts, visitor.person, token, language, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (typeof done === 'string') return brokenPage(naming(request), done)
          return redirect(link(language, 'sign-in'), { cookies: [noCookie], done: 'joining.done.joined' })
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${joinPath}/part`,
        act: 'rights.part',
        who: 'customer',
        body: formerId,
        handle: async request => {
          const { visitor, body } = request
          const done = await partAgain(parts, visitor.person, body.former, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (done === 'unknown') return fault('not-found')
          if (done === 'changed') return brokenPage(naming(request), done)
          return redirect(joinLink(naming(request)), { done: 'joining.done.parted' })
        },
      }),
    ),
  ]
}

/** The calls. */
export function joiningApi(parts: RightsParts): Route[] {
  const ended = (why: Broken | 'joined' | 'changed', { t }: Words) => problem(`join-${why}`, t(brokenWords(why)))
  return [
    routes.api({
      method: 'GET',
      path: '/api/rights/joined',
      name: 'rights.view-joined',
      act: 'rights.view-joined',
      who: 'customer',
      summary: 'Other IDs of yours that were joined to this one, and until when they can be parted again.',
      response: Type.Object({
        joined: Type.Array(
          Type.Object({
            former: Type.String({ format: 'uuid' }),
            at: Type.String({ format: 'date-time' }),
            until: Type.String({ format: 'date-time' }),
            by: Type.Enum(['customer', 'staff'] as const),
          }),
        ),
      }),
      handle: async request => {
        const found = await joinedTo(parts, request.visitor.person)
        if (found instanceof Refusal) return refused(found)
        const joined = found.map(one => ({ ...one, at: one.at.toISOString(), until: one.until.toISOString() }))
        return reply({ joined })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/rights/joined/offer',
        name: 'rights.offer-to-join',
        act: 'people.offer-to-join',
        who: 'customer',
        statuses: [201],
        summary:
          'Offer to join another ID of yours to this one: take it within fifteen minutes, signed in with the other.',
        response: Type.Object({ offer: Type.String() }),
        handle: async request => {
          const offer = await offerToJoin(parts, request.visitor.person)
          return offer instanceof Refusal ? refused(offer) : reply({ offer }, { status: 201 })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'POST',
        path: '/api/rights/joined',
        name: 'rights.join',
        act: 'rights.join',
        who: 'customer',
        summary:
          'Give this ID up for the one that made the offer: all that it owns moves there, and this session ends.',
        body: Type.Object({ offer: offerText }),
        response: Type.Object({ moved: Type.Integer({ description: 'rows' }) }),
        problems: problemsOf,
        handle: async request => {
          const { visitor, language, body } = request
          const done = await take(parts, visitor.person, body.offer, language, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (typeof done === 'string') return ended(done, request)
          return reply({ moved: done.moved }, { cookies: [noCookie] })
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'DELETE',
        path: '/api/rights/joined/:former',
        name: 'rights.part',
        act: 'rights.part',
        who: 'customer',
        params: formerId,
        summary: 'Make two IDs of what became one: what was moved goes back, as it stands now.',
        response: Type.Object({ moved: Type.Integer({ description: 'rows' }) }),
        problems: { 'not-found': 404, 'join-changed': 409 },
        handle: async request => {
          const done = await partAgain(parts, request.visitor.person, request.params.former, deviceOf(request))
          if (done instanceof Refusal) return refused(done)
          if (done === 'unknown') return fault('not-found')
          return done === 'changed' ? ended(done, request) : reply({ moved: done.moved })
        },
      }),
    ),
  ]
}
