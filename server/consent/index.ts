/** What each person said about our use of their data. */
import type { Declarations } from '../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

declare module '../ui/words.ts' {
  interface Parts {
    consent: typeof import('../../locales/en/consent.json')
    receipts: typeof import('../../locales/en/receipts.json')
  }
}

export const declarations: Declarations = { acts, holdings }
export { apiRoutes } from './api.ts'
export { moreApiRoutes } from './api-more.ts'
export { wordingOf, type Said, type Wording } from './consent.ts'
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
export { takenByJoining, takeTurn, type SaidRow, type TakenRow } from './store.ts'
