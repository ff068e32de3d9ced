/** Two IDs of one person that become one. */
import type { Job } from '../../../base/job.ts'
import type { RightsParts } from '../parts.ts'
import { endJoined } from './acts.ts'

declare module '../../../ui/words.ts' {
  interface Parts {
    joining: typeof import('../../../../locales/en/joining.json')
  }
}

export { joiningConsole } from './console.tsx'
export { joiningConsoleApi } from './console-api.ts'
export { answersRights } from './for-somebody.ts'
export { joiningApi } from './api.ts'
export { joiningRoutes } from './routes.tsx'

/** The former of two joined IDs goes when they can be parted no longer. */
export const joiningJobs = (parts: RightsParts): Job[] => [
  { name: 'erase joined IDs that can be parted no longer', every: 600_000, run: () => endJoined(parts) },
]
