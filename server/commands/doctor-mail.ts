/** What `abide doctor` says of letters. */
import type { Address } from '../base/connections.ts'
import { Failure } from '../base/failure.ts'
import { isSeeded, withClient } from '../base/installation.ts'
import { greets } from '../base/mail-server.ts'
import { lettersInWords, lettersWaiting, setMailServer } from '../people/index.ts'
import { hasVersions } from '../policy/publish-sql.ts'

/**
 * @param smtpUrl of the mail server, if one is set
 * @param owner where the owner of the database connects; undefined where nothing was ever started
 * @returns what was found; a note where that is no fault yet
 * @throws Failure where letters wait that can reach nobody
 */
export async function lettersReach(
  smtpUrl: string | undefined,
  owner: Address | undefined,
): Promise<string | { note: string }> {
  if (smtpUrl) return greets(smtpUrl)
  const waiting = owner ? await withClient(owner, lookAtLetters) : 0
  if (waiting > 0) throw new Failure(`None is set, so letters reach nobody: ${lettersInWords(waiting)}.`, setMailServer)
  return { note: 'SMTP_URL is not set: `abide start` shows letters on a page, under `abide serve` they reach nobody' }
}

/** How many wait; the demonstration shows them all. */
async function lookAtLetters(client: Parameters<typeof isSeeded>[0]): Promise<number> {
  if (!(await hasVersions(client)) || (await isSeeded(client))) return 0
  const found = await client.query<{ waiting: number }>(lettersWaiting)
  return found.rows[0]!.waiting
}
