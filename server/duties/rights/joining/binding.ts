/**
 * An offer that travels in an address is bound to the browser that began it. Whoever is lured to open somebody else's link, with
 * their own ID signed in, is in another browser: the link opens nothing there. What is told apart by is the cookie `form`, which
 * no other site can set (`__Host-`) and no page can read.
 *
 * The call that makes an offer gives it bare, and only the call takes it bare: no link leads to a call, so that whoever takes one
 * there carries it over themselves, from where it was made.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Vault } from '../../../base/vault.ts'

const bindingOf = (vault: Pick<Vault, 'derive'>, token: string, browser: string): Buffer =>
  createHmac('sha256', vault.derive('offers to join')).update(`${token}\0${browser}`).digest()

/**
 * The offer as it stands in an address.
 * @param token as it was made
 * @param browser the cookie of the browser in which it was asked for
 */
export const bindOffer = (vault: Pick<Vault, 'derive'>, token: string, browser: string): string =>
  `${token}~${bindingOf(vault, token, browser).toString('base64url')}`

/**
 * The token of an offer that stands in an address.
 * @param browser the cookie of the browser that opens it
 * @returns undefined where it was begun in another browser
 */
export function unbindOffer(
  vault: Pick<Vault, 'derive'>,
  offer: string,
  browser: string | undefined,
): string | undefined {
  const [token = '', binding = ''] = offer.split('~')
  if (browser === undefined) return undefined
  const given = Buffer.from(binding, 'base64url')
  const wanted = bindingOf(vault, token, browser)
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : undefined
}
