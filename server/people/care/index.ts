/** Looking after one's ID: a way back in, another password or address, a pause, an end. */
import type { Route } from '../../base/http/index.ts'
import type { PeopleParts } from '../parts.ts'
import { backRoutes } from './back-pages.tsx'
import { changeRoutes } from './change-pages.tsx'
import { forgottenRoutes } from './forgotten-pages.tsx'
import { lossRoutes } from './loss-pages.tsx'
import { returningRoutes } from './returning-pages.tsx'
import { restRoutes } from './rest-pages.tsx'
import { yesRoutes } from './yes-pages.tsx'

declare module '../../ui/words.ts' {
  interface Parts {
    care: typeof import('../../../locales/en/care.json')
  }
}

/** Its pages. */
export function careRoutes(parts: PeopleParts & { demo: boolean }): Route[] {
  return [
    ...forgottenRoutes(parts),
    ...returningRoutes(parts),
    ...lossRoutes(parts),
    ...changeRoutes(parts),
    ...yesRoutes(parts),
    ...backRoutes(parts),
    ...restRoutes(parts),
  ]
}

export { expireChanges } from './address-store.ts'
export { careActs, careHoldings } from './privacy.ts'
export { careApiRoutes } from './api.ts'
export { removeLost } from './losing.ts'
export { answerResets } from './resetting.ts'
export { expireReturnCodes } from './return-store.ts'
export { looksAfterAccounts, returnRoutes } from './return-console.tsx'
export type { PostalParts } from './return-codes.ts'
