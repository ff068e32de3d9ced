/** The cookie of a session, and where somebody goes who has just got one. */
import { isOwnPath, link, type CookieChange, type Language } from '../base/http/index.ts'
import type { Device, Opened } from './session-store.ts'
import type { Visitor } from './visitor.ts'

/** The name of the session's cookie; `base/http` adds `__Host-` on https. */
export const sessionCookie = 'session'

/** The cookie of a session that was opened. */
export const cookieOf = ({ token, lasts }: Opened): CookieChange => ({
  name: sessionCookie,
  value: token,
  maxAge: lasts,
})

/** Takes the cookie away. */
export const noCookie: CookieChange = { name: sessionCookie, value: undefined }

/** From where somebody signs in. */
export const deviceOf = (request: { header(name: string): string | undefined; address: string }): Device => ({
  agent: (request.header('user-agent') ?? '').slice(0, 300),
  address: request.address,
})

/** Who has just got a session. @param colleague of half a session: whether a colleague's comes of it */
type Arriving = { kind: 'customer' | 'staff' | 'resting' } | { kind: 'half'; colleague: boolean }

/**
 * Where somebody goes who is signed in now.
 * @param next the page that they wanted: taken if it is one of ours, and one for them
 */
export function homeOf(who: Arriving, language: Language, next?: string): string {
  const wanted = next !== undefined && isOwnPath(next) && !next.startsWith('/api/') ? next : undefined
  const forConsole = wanted?.startsWith('/console') ? wanted : undefined
  const forPortal = forConsole === undefined ? wanted : undefined
  if (who.kind === 'resting') return link(language, 'account', 'resting')
  if (who.kind !== 'half')
    return who.kind === 'staff' ? (forConsole ?? '/console') : (forPortal ?? link(language, 'account'))
  return who.colleague
    ? withNext('/console/second-factor', forConsole)
    : withNext(link(language, 'second-factor'), forPortal)
}

/** A page's address with the page that is wanted after it. */
export const withNext = (path: string, next: string | undefined): string =>
  next === undefined ? path : `${path}?next=${encodeURIComponent(next)}`

/** Where somebody goes who opens a page for others: a stranger signs in, half a session shows the second factor. */
export function entrance(who: string, language: Language, visitor: Visitor): string | undefined {
  const { kind } = visitor
  if (kind === 'stranger') return link(language, 'sign-in')
  if (kind === 'resting') return link(language, 'account', 'resting')
  if (kind === 'half' && who === 'customer') return visitor.colleague ? undefined : link(language, 'second-factor')
  if (kind === 'half') return who === 'staff' ? '/console/second-factor' : undefined
  // A colleague who follows a customer's link is at home in the console.
  return kind === 'staff' && who === 'customer' ? '/console' : undefined
}
