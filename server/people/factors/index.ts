/** What protects an ID besides its password, and showing it. */
import type { Route } from '../../base/http/index.ts'
import type { PeopleParts } from '../parts.ts'
import { factorApiRoutes as changingRoutes } from './api.ts'
import { appRoutes } from './app-pages.tsx'
import { overviewRoutes } from './overview-page.tsx'
import { passkeyRoutes } from './passkey-pages.tsx'
import { proveRoutes } from './prove-pages.tsx'
import { recoveryRoutes } from './recovery-pages.tsx'
import { secondFactorRoutes } from './second-factor-pages.tsx'
import { factorSessionRoutes } from './session-api.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    factors: typeof import('../../../locales/en/factors.json')
  }
}

export { factorsOf, isLongGuarded, openingOf, shortestFor, shortestWith } from './reading.ts'
export { expireChallenges } from './passkey-store.ts'
export { PasskeyForm } from './parts.tsx'
export { signInWithPasskey } from './passkey-sign-in.ts'
export { type Half, secondFactor } from './second-factor.ts'
export { isProven, needingProof } from './step-up.tsx'
export { factorActs, factorHoldings } from './privacy.ts'
export { addFactor } from './totp-store.ts'

/** Showing a second factor, proving once more, and the pages about how one signs in. */
export const factorRoutes = (parts: PeopleParts): Route[] => [
  ...secondFactorRoutes(parts),
  ...proveRoutes(parts),
  ...overviewRoutes(parts),
  ...appRoutes(parts),
  ...passkeyRoutes(parts),
  ...recoveryRoutes(parts),
]

/** The same for programs. */
export const factorApiRoutes = (parts: PeopleParts): Route[] => [
  ...factorSessionRoutes(parts),
  ...changingRoutes(parts),
]
