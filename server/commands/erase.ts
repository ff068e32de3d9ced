/** `abide erase`: erases a person at the request that somebody answers at the terminal. */
import { withClient } from '../base/installation.ts'
import { erasePerson } from '../people/index.ts'
import { isSmall } from '../policy/destroyed-keys.ts'
import { lookAtKeys } from '../policy/keys-sql.ts'
import { clearKeys } from './clear-keys.ts'
import type { Io } from './io.ts'
import type { Installation } from './open.ts'
import { withProduct } from './product.ts'

/** Asks for the ID twice, so that a slip of the hand erases nobody. */
export async function run(args: string[], io: Io): Promise<number> {
  const [id, again] = args
  if (!id || id !== again) {
    io.error('abide erase ID ID\nWrite the ID twice: what is erased cannot be brought back.')
    return 2
  }
  return withProduct(io.environment, async ({ given }, installation) => {
    if (!(await erasePerson(given, id))) {
      io.error('Nobody has this ID.')
      return 1
    }
    io.out('Erased. Their key is destroyed: what was sealed with it cannot be read, and the evidence leads to nobody.')
    io.out(await whatIsLeft(installation))
    io.out(
      'A backup that holds the table people.key from before still opens: docs/operate.md says how to keep those short.',
    )
    return 0
  })
}

/** Clears the key's old bytes out of the files where that keeps nobody waiting. @returns what is left of it, in words */
async function whatIsLeft(installation: Installation): Promise<string> {
  const { owner, superuser } = installation
  const later = (why: string, when: string) =>
    `${why}: the key's bytes stay in the file of people.key until the running product writes it anew, ${when}.`
  if (!isSmall(await withClient(owner, lookAtKeys))) return later('The table of keys is large', 'at night (UTC)')
  if (!(await clearKeys(installation)))
    return later('The table of keys is in use, or a transaction still sees it as it was', 'within the hour')
  return superuser
    ? 'No copy of the key is left in the files of the database, nor in its write-ahead log.'
    : 'No copy of the key is left in the tables; the write-ahead log holds one until it is recycled, and so does an archive of it.'
}
