/** What `abide doctor` says of letters. */
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { isSeeded, withClient } from '../base/installation.ts'
import { greets } from '../base/mail-server.ts'
import { countWaiting, lettersInWords, setMailServer } from '../people/index.ts'
import { hasVersions } from '../policy/publish-sql.ts'

/**
 * @param smtpUrl of the mail server, if one is set
 * @param owner where the owner of the database connects; undefined where nothing was ever started
 * @throws Failure where letters can reach nobody
 */
export async function lettersReach(smtpUrl: string | undefined, owner: Address | undefined): Promise<string> {
  if (smtpUrl) return greets(smtpUrl)
  const waiting = owner && (await withClient(owner, lookAtLetters))
  if (waiting === undefined) return 'none is set: only `abide start` does without one'
  throw new Failure(`None is set, so letters reach nobody: ${lettersInWords(waiting)}.`, setMailServer)
}

/** @returns how many wait; undefined where that is as it should be: in the demonstration, or before the first start */
async function lookAtLetters(client: Parameters<typeof isSeeded>[0]): Promise<number | undefined> {
  if (!(await hasVersions(client)) || (await isSeeded(client))) return undefined
  return countWaiting(client)
}
