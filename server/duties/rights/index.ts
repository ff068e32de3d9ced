/** What we owe everybody whose data we hold: to see what it is, why it is kept, and who looked. */
import type { Declarations } from '../../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    rights: typeof import('../../../locales/en/rights.json')
  }
}

export const declarations = { acts, holdings } satisfies Declarations
export { viewHeld, viewHome, viewLooked } from './acts.ts'
export { apiRoutes } from './api.ts'
export { eventOf } from './events.tsx'
export { namingFor } from './naming.tsx'
export { copyJobs } from './copy/index.ts'
export { answersRights, joiningJobs } from './joining/index.ts'
export type { RightsParts } from './parts.ts'
export { portalRoutes } from './portal.tsx'
