/** What a browser was told about optional cookies, and what it may therefore keep. */
import type { Job } from '../../base/job.ts'
import type { ConsentParts } from '../say.ts'
import { expireProofs } from './acts.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    cookies: typeof import('../../../locales/en/cookies.json')
  }
}

export { optionalNow } from './acts.ts'
export { apiRoutes as deviceApiRoutes } from './api.ts'
export { embedAddresses, embedRoutes } from './embed.ts'
export { createBanner, type Banner } from './banner.tsx'
export { choiceCookie, deviceOf, mayOnDevice } from './choice.ts'
export { portalRoutes as devicePortalRoutes } from './portal.tsx'
export { acts as deviceActs, holdings as deviceHoldings } from './privacy.ts'
export { choiceSection } from './section.tsx'

/** What is done again and again. */
export const deviceJobs = (parts: ConsentParts): Job[] => [
  { name: 'forget old proofs of choices', every: 6 * 3_600_000, run: () => expireProofs(parts) },
]
