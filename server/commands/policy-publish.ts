/** `abide policy publish`: a checked policy becomes a version, at once or at a date. */
import { declarations } from '../app.ts'
import { systemClock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import { withClient } from '../base/installation.ts'
import { findingsOf, hasErrors } from '../policy/check.ts'
import { loadPolicy } from '../policy/load.ts'
import { applyDue, type Applied, publish, PublishError } from '../policy/publish.ts'
import { type Io, momentInWords } from './io.ts'
import { openInstallation } from './open.ts'
import { renderFindings } from './policy-files.ts'

export interface PublishOptions {
  /** When it takes effect, as it was typed; undefined: now. */
  at: string | undefined
  /** Whether every GRANT and REVOKE is printed. */
  verbose: boolean
}

/**
 * Publishes a file, and says since or from when it is in force and what the database grants otherwise now.
 * @throws Failure where it cannot be published; the version in force then stays in force
 */
export async function publishFile(file: string, { at, verbose }: PublishOptions, io: Io): Promise<number> {
  const now = systemClock.now()
  const read = loadPolicy(file)
  const findings = findingsOf(read, now)
  if (!read.loaded || hasErrors(findings)) {
    io.error(renderFindings(findings, file).trimEnd())
    io.error('Nothing was published; the version in force stays in force.')
    return 1
  }
  const { loaded } = read
  const effective = at === undefined ? now : new Date(at)
  if (Number.isNaN(effective.getTime()))
    throw new Failure(`--at ${at} is not a date.`, 'Write it like 2027-01-01 or 2027-01-01T08:00:00Z.')
  if (effective < now) throw new Failure(`--at ${at} has passed.`, 'Leave it out to publish now.')
  const installation = await openInstallation({ as: 'command', environment: io.environment })
  try {
    return await withClient(installation.owner, async client => {
      await publish(client, loaded, now, effective)
      const { version: number, effective: written } = loaded.policy.policy
      const applied = await applyDue(client, declarations, installation.prefix, systemClock.now())
      if (applied?.compiled.loaded.policy.policy.version !== number) {
        io.out(`Version ${number} is published and takes effect on ${momentInWords(effective)}.`)
        sayOtherDate(written, effective, io)
        return 0
      }
      io.out(`Version ${number} is in force since ${momentInWords(applied.since)}.`)
      sayOtherDate(written, applied.since, io)
      sayGrants(applied, verbose, io)
      return 0
    })
  } catch (error) {
    if (error instanceof PublishError)
      throw new Failure(error.message, 'Nothing was published; the version in force stays in force.', { cause: error })
    throw error
  } finally {
    await installation.stop()
  }
}

/** What the database grants otherwise now, and which acts of the product stay closed. */
function sayGrants({ changes, inWords, compiled }: Applied, verbose: boolean, io: Io): void {
  if (changes.length === 0) io.out('Nothing had to change in what the database grants.')
  else {
    const revoked = changes.filter(change => change.startsWith('REVOKE')).length
    io.out(
      'What the database grants otherwise now (about rows: ids, dates, where each came from, what row policies ask):',
    )
    for (const line of inWords) io.out(`  ${line}`)
    io.out(
      `${count(changes.length - revoked, 'GRANT')} and ${count(revoked, 'REVOKE')}${verbose ? ':' : '; --verbose lists them.'}`,
    )
    if (verbose) for (const change of changes) io.out(`  ${change}`)
  }
  if (compiled.refused.size === 0) return
  io.out('What the product could do and this policy does not allow:')
  for (const { act, code, detail } of compiled.refused.values()) io.out(`  ${act} (${code}: ${detail})`)
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`

/** What the file says of its day, where something else counts. */
function sayOtherDate(written: string, counts: Date, io: Io): void {
  const day = counts.toISOString().slice(0, 10)
  if (written !== day)
    io.out(`Its file says ${written}; what counts, and what the pages show, is the publication: ${day}.`)
}
