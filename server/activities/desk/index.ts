/** The desk: a colleague looks somebody up for a stated purpose and sees what that purpose was promised, and nothing else. */
import type { Declarations } from '../../policy/compile.ts'
import { acts, holdings } from './privacy.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    desk: typeof import('../../../locales/en/desk.json')
  }
}

export const declarations: Declarations = { acts, holdings }
export { close, find, open, view, type OpenedRecord } from './acts.ts'
export { apiRoutes } from './api.ts'
export { consoleRoutes } from './console.tsx'
export { purposesOf } from './desk.ts'
export { Entries, Says } from './entries.tsx'
