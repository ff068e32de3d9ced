/** Changing what somebody else may be changing too: who was slower looks anew. */
import { isLockFault } from '../../base/connections.ts'
import { Untouched } from '../../policy/statement.ts'

/** How often somebody may be faster before it is an error: as many as write to one profile at once, and some. */
const rounds = 12

/** Whether an error says that somebody was faster: they wrote the same line, ended it, or hold what is needed. */
const wasFaster = (error: unknown): boolean =>
  (error as { code?: string }).code === '23505' || error instanceof Untouched || isLockFault(error)

/**
 * Looks anew when somebody was faster: what is found then says how it ended.
 * @throws what is wrong every time, and at once whatever else is wrong: after a lost connection nobody knows what was written
 */
export async function tryAgain<Change>(change: () => Promise<Change>): Promise<Change | 'no-yes'> {
  for (let round = 1; ; round += 1) {
    try {
      return await change()
    } catch (error) {
      // The trigger of the table, where the yes was taken back in the same moment.
      if ((error as { code?: string }).code === 'AB002') return 'no-yes'
      if (!wasFaster(error) || round >= rounds) throw error
    }
  }
}
