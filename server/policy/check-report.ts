import type { LoadedPolicy } from './document.ts'
import type { Path } from './load-yaml.ts'

/** What a check is given: the policy, and how to say that something is wrong with it. */
export interface Check {
  loaded: LoadedPolicy
  /** ISO date of the day on which it is to be published; undefined where nobody publishes it. */
  today: string | undefined
  /** Blocks publishing. */
  error: Report
  /** Is published and shown. */
  warning: Report
}

export type Report = (
  path: Path,
  code: string,
  message: string,
  mend: string,
  more?: { at?: 'key' | 'value'; quote?: string },
) => void
