/** When what is left of destroyed keys is cleared out of the database's files. No SQL and no clock of its own. */
import type { Clock } from '../base/clock.ts'
import type { KeyTable } from './keys-sql.ts'

/** Up to this size the table is written anew at any time: a tenth of a second for about 100,000 people. In bytes. */
const small = 16 * 1024 * 1024
/** When few people work: from and until, hours of the day in UTC. */
const night = [1, 4] as const

export interface Clearing {
  clock: Clock
  look(): Promise<KeyTable>
  /** Writes the table anew. @returns whether it could */
  rewrite(): Promise<boolean>
}

/** Whether a table may be written anew without somebody waiting for it noticeably. */
export const isSmall = ({ bytes }: KeyTable): boolean => bytes <= small

/**
 * A job for the schedule: writes the table of keys anew once keys were destroyed, a small table at once, a large one at
 * night. The first time it cannot know whether there were any, and does so in any case.
 * @returns one turn of the job; resolves to whether it wrote
 */
export function clearDestroyedKeys({ clock, look, rewrite }: Clearing): () => Promise<boolean> {
  let cleared: string | undefined
  return async () => {
    const table = await look()
    if (table.destroyed === cleared) return false
    const hour = clock.now().getUTCHours()
    if (!isSmall(table) && (hour < night[0] || hour >= night[1])) return false
    if (!(await rewrite())) return false
    // Whoever was erased while it was written is counted by now, and their turn comes.
    cleared = table.destroyed
    return true
  }
}
