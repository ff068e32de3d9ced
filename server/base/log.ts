import pino, { type Logger } from 'pino'
import { roomInWords } from './room.ts'

/** The operators' log. It never holds personal data: no addresses, no names, no values; see the serializers. */
export type Log = Logger

/** How much is written, from most to least. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

interface Out {
  isTTY?: boolean
  write(text: string): unknown
}

/**
 * Opens the log: lines to read on a terminal, JSON lines elsewhere. It goes to standard error; standard output is for a command's answer.
 * @param level the least that is written
 * @param out where to
 */
export function openLog(level: LogLevel, out: Out = process.stderr): Log {
  const destination = out.isTTY ? { write: (line: string) => out.write(readable(line)) } : out
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers,
    },
    {
      write: (line: string) => void destination.write(line),
    },
  )
}

/** What may be said of a request, an answer and an error. Paths are the route's pattern: the real one may hold a token. */
const serializers = {
  req: (request: { id?: unknown; method?: string; routeOptions?: { url?: string | undefined } }) => ({
    id: request.id,
    method: request.method,
    route: request.routeOptions?.url,
  }),
  res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
  err: describeError,
}

/**
 * An error without the values that PostgreSQL quotes in its messages and details ("Key (email)=(…) already exists").
 * @param error anything that was thrown
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, severity, routine, table, constraint, remedy } = error as Error & Record<string, unknown>
  if (severity !== undefined && typeof code === 'string') {
    return { type: 'PostgreSQL', code, ...roomInWords(error), routine, table, constraint, stack: frames(error) }
  }
  return { type: error.name, code, ...roomInWords(error), message: error.message, remedy, stack: frames(error) }
}

const frames = (error: Error) =>
  error.stack
    ?.split('\n')
    .filter(line => line.startsWith('    at '))
    .join('\n')

function readable(line: string): string {
  const {
    time,
    level,
    msg = '',
    err,
    ...rest
  } = JSON.parse(line) as { time: string; level: string; msg?: string; err?: Record<string, unknown> }
  const facts = Object.entries({ ...rest, ...err })
    .filter(([name, value]) => name !== 'stack' && value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
  const stack = err?.stack ? `\n${String(err.stack)}` : ''
  return `${[time.slice(11, 19), level.padEnd(5), msg, ...facts].join(' ').trimEnd()}${stack}\n`
}
