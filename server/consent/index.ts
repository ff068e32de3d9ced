/** What each person said about our use of their data. */
import type { Declarations } from '../policy/compile.ts'
import { deviceActs, deviceHoldings } from './devices/index.ts'
import { acts, holdings } from './privacy.ts'

declare module '../ui/words.ts' {
  interface Parts {
    consent: typeof import('../../locales/en/consent.json')
    receipts: typeof import('../../locales/en/receipts.json')
  }
}

export const declarations: Declarations = {
  acts: { ...acts, ...deviceActs },
  holdings: [...holdings, ...deviceHoldings],
}
export { apiRoutes } from './api.ts'
export { moreApiRoutes } from './api-more.ts'
export { reachesSince } from './choices.ts'
export type { Said } from './consent.ts'
export { wordingOf, type Wording } from './wording.ts'
export {
  choiceCookie,
  choiceSection,
  createBanner,
  deviceApiRoutes,
  deviceJobs,
  deviceOf,
  devicePortalRoutes,
  embedAddresses,
  embedRoutes,
  mayOnDevice,
  optionalNow,
  type Banner,
} from './devices/index.ts'
export { byMailRoutes } from './by-mail/index.ts'
export { portalRoutes } from './portal.tsx'
export {
  largestFile,
  readKeys,
  readReceipts,
  receiptKey,
  receiptRoutes,
  Unreadable,
  verifyReceipt,
} from './records/index.ts'
export { pauseRoutes } from './pause.tsx'
export { asksIn, sayConsent, viewConsents, type ConsentParts, type Saying } from './say.ts'
export { takenByJoining, type TakenRow } from './joined-store.ts'
export { takeTurn, type SaidRow } from './store.ts'
