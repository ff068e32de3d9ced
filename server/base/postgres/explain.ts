import { explainDirectory, freeBytes, fullDisk } from '../config-directory.ts'
import { Failure } from '../failure.ts'

/** A segment of the write-ahead log: without room for one PostgreSQL cannot go on. In bytes. */
const segment = 16 * 1024 * 1024

/**
 * Turns what PostgreSQL said before it gave up into what happened and what to do.
 * @param output what it wrote, in English
 * @param doing what it was doing, for the sentence, such as "could not start"
 * @param dataDirectory ABIDE_DATA
 */
export function explainOutput(output: string, doing: string, dataDirectory: string): Failure {
  const options = { cause: new Error(output.trim() || 'no output') }
  if (meansFullDisk(output, dataDirectory)) return fullDisk(dataDirectory, options)
  if (/Read-only file system/.test(output)) return explainDirectory({ code: 'EROFS' }, dataDirectory)
  if (/Permission denied|has wrong ownership|Operation not permitted/.test(output))
    return explainDirectory({ code: 'EACCES' }, dataDirectory)
  if (/pre-existing shared memory block/.test(output)) {
    return new Failure('What a killed PostgreSQL left is still at work.', 'Try again in a few seconds.', options)
  }
  if (/lock file .* already exists/.test(output)) {
    return new Failure(
      `Another PostgreSQL is running on the data in ${dataDirectory}.`,
      'Stop it (its number is the first line of postgres/postmaster.pid there) and start again.',
      options,
    )
  }
  if (/could not (create|map|resize|allocate).*shared memory|Cannot allocate memory|out of memory/i.test(output)) {
    return new Failure(
      'There is not enough memory for PostgreSQL.',
      'Give the machine or container at least 512 MB.',
      options,
    )
  }
  if (/error while loading shared libraries|GLIBC_|not found \(required by/.test(output)) {
    return new Failure(
      'The embedded PostgreSQL does not fit this system (it needs glibc 2.17 or newer on Linux).',
      'Set DATABASE_URL to a PostgreSQL server, 15 or newer.',
      options,
    )
  }
  const reason =
    output.split('\n').findLast(line => /(FATAL|PANIC|error):/.test(line)) ?? output.trim().split('\n').at(-1)
  return new Failure(
    `PostgreSQL ${doing}${reason ? `: ${reason.replace(/^.*?(FATAL|PANIC|error):\s*/, '')}` : '.'}`,
    `Its own account of it is in ${dataDirectory}/postgres.log.`,
    options,
  )
}

/** Whether the disk is full. It may have swallowed the very line that says so, so the room is looked at too. */
export const meansFullDisk = (output: string, dataDirectory: string): boolean =>
  /No space left on device|Disk quota exceeded|File too large|wrote only \d+ of \d+ bytes/.test(output) ||
  freeBytes(dataDirectory) < segment
