/** A customer's own profile: who they are and how they can be reached, seen and corrected by themselves. */
import type { Declarations } from '../../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    profile: typeof import('../../../locales/en/profile.json')
  }
}

export const declarations: Declarations = { acts, holdings }
export { apiRoutes } from './api.ts'
export { consoleRoutes, countsTrades } from './console.tsx'
export { prefill, prefillOf } from './prefill.ts'
export { canBePosted, postalAddressOf } from './postal.ts'
export { provenAddressesFor, provenAddressesOf } from './proven.ts'
export { contactPort } from './told.ts'
export { portalRoutes } from './portal.tsx'
export { seed } from './seed.ts'
