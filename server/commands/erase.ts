/** `abide erase`: erases a person at the request that somebody answers at the terminal. */
import { erasePerson } from '../people/index.ts'
import type { Io } from './io.ts'
import { withProduct } from './product.ts'

/** Asks for the ID twice, so that a slip of the hand erases nobody. */
export async function run(args: string[], io: Io): Promise<number> {
  const [id, again] = args
  if (!id || id !== again) {
    io.error('abide erase ID ID\nWrite the ID twice: what is erased cannot be brought back.')
    return 2
  }
  return withProduct(io.environment, async ({ given }) => {
    if (!(await erasePerson(given, id))) {
      io.error('Nobody has this ID.')
      return 1
    }
    io.out('Erased. Their key is destroyed: what lies in backups cannot be read, and the evidence leads to nobody.')
    return 0
  })
}
