/** Routes that customers and colleagues share: who is signed in, and what everybody else is answered. */
import { link, redirect } from '../base/http/index.ts'
import type { Redirect, WebRequest } from '../base/http/index.ts'
import type { Words } from '../ui/words.ts'
import { homeOf, withNext } from './session-cookie.ts'
import type { Visitor } from './visitor.ts'

/** Somebody who is signed in with everything that their ID asks for. */
export type SignedIn = Extract<Visitor, { kind: 'customer' | 'staff' }>

/** Whether somebody is signed in, as a customer or as a colleague. */
export const isSignedIn = (visitor: Visitor): visitor is SignedIn =>
  visitor.kind === 'customer' || visitor.kind === 'staff'

/** A request of somebody who is signed in, as a customer or as a colleague. */
export type Own = WebRequest<SignedIn> & Words

/** The request of whoever is signed in, for routes that customers and colleagues share; undefined of everybody else. */
export const ownOf = <Asked extends WebRequest<Visitor>>(
  request: Asked,
): (Asked & { visitor: SignedIn }) | undefined =>
  isSignedIn(request.visitor) ? (request as Asked & { visitor: SignedIn }) : undefined

/** Where everybody else goes instead: a stranger signs in, half a session shows the second factor. */
export function elsewhere({ visitor, language, path, method }: WebRequest<Visitor>): Redirect {
  const wanted = method === 'GET' ? path : undefined
  return redirect(
    visitor.kind === 'half' ? homeOf(visitor, language, wanted) : withNext(link(language, 'sign-in'), wanted),
  )
}

/** How calls end for whoever is not signed in, where customers and colleagues share them. */
export const openProblems = { 'sign-in-needed': 401, 'not-for-you': 403 }

/** Why such a call is not for somebody. */
export const whyNot = ({ visitor }: Pick<WebRequest<Visitor>, 'visitor'>) =>
  visitor.kind === 'stranger' ? ('sign-in-needed' as const) : ('not-for-you' as const)
