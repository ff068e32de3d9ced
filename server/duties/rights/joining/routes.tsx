/** The pages on which two IDs of one person become one. */
import { Type } from 'typebox'
import {
  fault,
  formCookie,
  link,
  newFormCookie,
  redirect,
  refused,
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
import { partAgain, previewOf, take } from './doing.ts'
import { anewPage, brokenPage, confirmPage, joinLink, joinPath, signInWith, startPage } from './page.tsx'

type Customer = Extract<Visitor, { kind: 'customer' }>
type Asked = WebRequest<Customer> & Words

const offerText = Type.String({ minLength: 1, maxLength: 200 })
const formerId = Type.Object({ former: Type.String({ format: 'uuid' }) })

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
          if (done.anew.length > 0)
            return anewPage(naming(request), done.anew, link(request.language, 'privacy-centre', 'consents'))
          return redirect(joinLink(naming(request)), { done: 'joining.done.parted' })
        },
      }),
    ),
  ]
}
