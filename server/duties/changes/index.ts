/** How the policy changes: drafts that a second person approves, and telling those whom a change concerns. */
import type { Job } from '../../base/job.ts'
import type { Declarations } from '../../policy/compile.ts'
import { acts, holdings } from './privacy.ts'
import { tellOfVersions, type TellingParts } from './telling.ts'

declare module '../../ui/words.ts' {
  interface Parts {
    changes: typeof import('../../../locales/en/changes.json')
  }
}

export const declarations: Declarations = { acts, holdings }
export { changesApi } from './api.ts'
export { changesConsole } from './console.tsx'
export { followAnnouncement } from './announcement.ts'
export { keepsPolicy } from './drafts.ts'

/** Letters about versions that come. */
export const changesJobs = (parts: TellingParts): Job[] => [
  { name: 'tell people of a coming version of the policy', every: 5_000, run: () => tellOfVersions(parts, false) },
  { name: 'tell who came since of a coming version of the policy', every: 600_000, run: () => tellOfVersions(parts) },
]
