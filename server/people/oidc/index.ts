/** Signing in at other sites with one's ID (OpenID Connect). */
import type { Guest, Route } from '../../base/http/index.ts'
import type { Job } from '../../base/job.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Visitor } from '../visitor.ts'
import { siteApiRoutes } from './api.ts'
import { siteConsoleRoutes } from './console.tsx'
import { rotateSigningKey } from './keys.ts'
import { tellLogouts } from './logout.ts'
import { ownSiteRoutes } from './own-pages.tsx'
import type { SiteParts } from './parts.ts'
import { openSignIn } from './requests.ts'
import { siteSignInRoutes } from './sign-in-pages.tsx'
import { siteSignOutRoutes } from './sign-out-pages.tsx'
import { expireGrants, expireRequests, expireTokens } from './token-store.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    sites: typeof import('../../../locales/en/sites.json')
  }
}

export { identifyBearer, tokenOf } from './bearer.ts'
export { keepsSites } from './console.tsx'
export type { ContactPort, SiteParts } from './parts.ts'
export { siteActs, siteHoldings } from './privacy.ts'
export { seed as siteSeed } from './seed.ts'
export { allSites, originsOf } from './site-acts.ts'
export { type Site, type TellContact } from './sites.ts'

const second = 1_000
const hour = 60 * 60 * second

/** Everything of it, for `app.ts`. */
export interface Sites {
  guest: Guest<Visitor>
  routes: readonly Route[]
  jobs: readonly Job[]
}

/** Opens it. Nothing is asked of the database before somebody comes. */
export function openSites(parts: SiteParts): Sites {
  const signIn = openSignIn(parts)
  return {
    guest: signIn.guest,
    routes: [
      ...siteSignInRoutes(parts, signIn),
      ...siteSignOutRoutes(parts, signIn),
      ...ownSiteRoutes(parts),
      ...siteConsoleRoutes(parts),
      ...siteApiRoutes(parts),
    ],
    jobs: [
      { name: 'tell sites who signed out', every: 2 * second, run: () => tellLogouts(parts, signIn) },
      { name: 'look at the key that signs for sites', every: hour, run: () => rotateSigningKey(parts) },
      { name: 'forget what sites were given that has ended', every: hour / 6, run: () => forgetEnded(parts) },
    ],
  }
}

async function forgetEnded({ gate, clock }: SiteParts): Promise<void> {
  const now = clock.now()
  const done = await gate.write(
    { act: 'people.keep-site-tokens', actor: { kind: 'system' }, subject: 'none' },
    { tokens: expireTokens(now), requests: expireRequests(now), grants: expireGrants() },
  )
  if (done instanceof Refusal) throw new Error(`What sites were given is not forgotten: ${done.code}.`)
}
