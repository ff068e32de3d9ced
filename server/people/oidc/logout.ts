/** Telling sites that a sign-in ended (OpenID Connect Back-Channel Logout 1.0), until they have heard. */
import type { AdapterPayload, ClientMetadata } from 'oidc-provider'
import { machineTime } from '../../base/clock.ts'
import { NotSent, postForm } from '../../base/outgoing.ts'
import { Failure } from '../../base/failure.ts'
import { Refusal } from '../../policy/refusal.ts'
import { newSecret } from '../../base/ids.ts'
import { clientOf } from './adapter.ts'
import * as store from './logout-store.ts'
import type { SiteParts } from './parts.ts'
import type { SiteSignIn } from './requests.ts'
import { siteFor } from './site-acts.ts'

const asked = { act: 'people.keep-site-tokens', actor: { kind: 'system' }, subject: 'none' } as const
/** For so long one that is being told is nobody else's, in milliseconds; longer than sending takes. */
const inHand = 30_000
const most = 100
/** So many sites are told at the same time, and so many sign-ins of one in a turn. */
const atOnce = 10
const mostOfEach = 10
/** A site that takes longer, in milliseconds, is told one sign-in in a turn. */
const slow = 1_000
/** After so many tries, over a day and a half, a site is not told any more: its tokens are worth nothing anyway. */
const mostTries = 12
const event = 'http://schemas.openid.net/event/backchannel-logout'

/** 1 min, 2 min, 4 min … 6 h, in milliseconds. */
const waitAfter = (tries: number): number => Math.min(60_000 * 2 ** (tries - 1), 6 * 60 * 60_000)

/**
 * Tells who waits to hear.
 * @returns how many have heard
 * @throws Failure, which goes to the log, if some could not be told
 */
export async function tellLogouts(parts: SiteParts, signIn: SiteSignIn): Promise<number> {
  const { gate, clock } = parts
  const due = await gate.read(asked, { logouts: store.dueLogouts(clock.now(), mostOfEach, most) })
  if (due instanceof Refusal) return 0
  const waiting = [...new Set(due.logouts.map(({ site }) => site))]
  let heard = 0
  const faults: string[] = []
  // A site that says nothing takes one place of these, and stands in nobody's way.
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const site = next
      const of = due.logouts.filter(one => one.site === site)
      const told = await tellSite(parts, signIn, site, of)
      heard += told.heard
      faults.push(...told.faults.map(fault => `${site} ${fault}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  if (faults.length > 0)
    throw new Failure(
      `Sites could not be told that a sign-in ended, and will be told again: ${[...new Set(faults)].join(', ')}.`,
      'Look at the address for signing out that they are registered with.',
    )
  return heard
}

/** Tells one site what is due there, one sign-in after the other. */
async function tellSite(
  parts: SiteParts,
  signIn: SiteSignIn,
  site: string,
  due: readonly { id: string }[],
): Promise<{ heard: number; faults: string[] }> {
  const { gate, clock } = parts
  let heard = 0
  const faults: string[] = []
  for (const { id } of due) {
    const now = clock.now()
    const claimed = await gate.write(asked, { one: store.claimLogout(id, now, new Date(now.getTime() + inHand)) })
    const [one] = claimed instanceof Refusal ? [] : claimed.one
    if (!one) continue
    const began = machineTime()
    const fault = await tellOne(parts, signIn, one)
    const isOver = fault === undefined || one.tries >= mostTries
    const ended = clock.now()
    const next = new Date(ended.getTime() + waitAfter(one.tries))
    // A number is an answer, and the next sign-in may be answered otherwise. Who does not answer waits with all that is due.
    const isSilent = fault !== undefined && !/^[1-4]/.test(fault)
    await gate.write(asked, {
      note: isOver ? store.endLogout(id) : store.putOffLogout(id, next),
      ...(isSilent ? { others: store.putOffLogoutsAt(site, ended, next) } : {}),
    })
    if (fault === undefined) heard += 1
    else faults.push(fault)
    if (isSilent || machineTime() - began > slow) break
  }
  return { heard, faults }
}

/** @returns a code, where the site did not take it */
async function tellOne(parts: SiteParts, signIn: SiteSignIn, one: store.LogoutRow): Promise<string | undefined> {
  const found = await siteFor(parts, one.site)
  // It wants to hear nothing any more.
  if (!found?.site.backchannelUri) return undefined
  try {
    const token = await logoutToken(signIn, found, one)
    const status = await postForm(found.site.backchannelUri, { logout_token: token }, { mayStayHere: parts.demo })
    return status === 200 || status === 204 ? undefined : String(status)
  } catch (error) {
    return error instanceof NotSent ? error.code : ((error as { code?: string }).code ?? 'failed')
  }
}

/** A logout token (2.4): whose sign-in ended, and which; signed like an ID token and never to be taken for one. */
async function logoutToken(
  signIn: SiteSignIn,
  found: Parameters<typeof clientOf>[0],
  { subject, sid }: store.LogoutRow,
): Promise<string> {
  const provider = await signIn.provider()
  const { knownSubject } = await import('./provider.ts')
  // Also of a site that is switched off, where the library finds none.
  const Client = provider.Client as unknown as new (metadata: AdapterPayload) => ClientMetadata
  const client = new Client(clientOf(found))
  const token = new provider.IdToken({ sub: knownSubject(subject) }, { client } as never)
  Object.assign(token, { mask: { sub: null } })
  token.set('events', { [event]: {} })
  token.set('jti', newSecret(16))
  token.set('sid', sid)
  return token.issue({ use: 'logout' } as never)
}
