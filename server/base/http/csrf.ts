import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a form token is bound to: the visitor's session, or the cookie that an anonymous form sets. */
export type Holder = { session: string } | { anonymous: string }

const sign = (secret: string, holder: Holder, salt: string): Buffer =>
  createHmac('sha256', secret)
    .update(
      'session' in holder ? `form session ${salt} ${holder.session}` : `form anonymous ${salt} ${holder.anonymous}`,
    )
    .digest()

/** 256 random bits for the cookie of an anonymous form. */
export const newFormCookie = (): string => randomBytes(32).toString('base64url')

/**
 * A synchroniser token (OWASP cross-site request forgery cheat sheet: HMAC of the session). The salt makes each one
 * different, so that a compressed page leaks nothing about it (BREACH).
 */
export function formToken(secret: string, holder: Holder): string {
  const salt = randomBytes(12).toString('base64url')
  return `${salt}.${sign(secret, holder, salt).toString('base64url')}`
}

/** @returns whether the token was made by `formToken` for this holder; compared in constant time */
export function isFormToken(secret: string, holder: Holder, token: unknown): boolean {
  if (typeof token !== 'string' || token.length > 100) return false
  const [salt = '', mac = ''] = token.split('.')
  const expected = sign(secret, holder, salt)
  const given = Buffer.from(mac, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * Whether a request that changes something comes from our own pages, as far as the browser tells.
 * `Origin: null` is what a page with `Referrer-Policy: no-referrer` sends: then only the token decides.
 */
export function isFromElsewhere(
  headers: { 'sec-fetch-site'?: string | undefined; origin?: string | undefined; host?: string | undefined },
  publicOrigin: string,
): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = headers
  return origin !== undefined && origin !== 'null' && !isOurs(origin, headers.host, publicOrigin)
}

/** Our own address, or the one at which somebody reached us: behind another name, or by an address of the network. */
const isOurs = (origin: string, host: string | undefined, publicOrigin: string): boolean =>
  origin === publicOrigin || origin === `${publicOrigin.split('://')[0]}://${host}`

/** @returns whether the browser itself says that a request comes from a page of ours; one that says nothing does not count */
export function isFromHere(
  headers: { 'sec-fetch-site'?: string | undefined; origin?: string | undefined; host?: string | undefined },
  publicOrigin: string,
): boolean {
  const { 'sec-fetch-site': site, origin, host } = headers
  if (site !== undefined) return site === 'same-origin'
  // Browsers leave that header out where a site is not on https.
  return origin !== undefined && isOurs(origin, host, publicOrigin)
}
