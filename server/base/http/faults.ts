import { randomInt } from 'node:crypto'
import { roomInWords } from '../room.ts'
import { isUnavailable, type Fault } from './problem.ts'

/** A fault and what the log may know of it. */
export type LoggedFault = Fault & { log?: Readonly<Record<string, unknown>> }

/** Letters that nobody mistakes for another when reading a reference on the phone. */
const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ23456789'
const newReference = () => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')

/** What an error that reached the edge means for the person who waits. */
export function faultOf(error: unknown): LoggedFault {
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (status === 400) return { code: 'malformed' }
  // A file for the browser that is not there, or a path that tries to leave their folder.
  // 414: an address with a piece that is longer than any of ours.
  if (status === 403 || status === 404 || status === 414) return { code: 'not-found' }
  if (status === 413) return { code: 'too-large' }
  if (status === 415) return { code: 'wrong-content-type' }
  if (isUnavailable(error)) return { code: 'unavailable', retryAfter: error.retryAfter ?? 10, log: described(error) }
  const reference = newReference()
  return { code: 'unexpected', reference, log: { reference, ...described(error) } }
}

/**
 * An error for the log, without the values in it: PostgreSQL puts what was typed into `message` and `detail`, so of
 * its errors only the code and the place are kept.
 */
function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code, schema, table, constraint, routine, severity, remedy } = error as Error & Record<string, unknown>
  const frames = (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .map(line => line.trim())
  const said = severity === undefined ? { message: error.message, remedy } : { schema, table, constraint, routine }
  return { error: error.name, code, ...roomInWords(error), ...said, stack: frames.slice(0, 12) }
}
