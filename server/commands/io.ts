import type { Readable } from 'node:stream'
import type { Takes } from './arguments.ts'

/** Where a command writes. Answers go to `out`, complaints to `error`. */
export interface Io {
  out(line: string): void
  error(line: string): void
  readonly environment: NodeJS.ProcessEnv
  /** Where answers to questions come from; by default whatever the process reads. */
  readonly input?: Readable
}

/** What a command's module exports: it answers with the process's exit code, and throws a Failure for what an operator can mend. */
export interface CommandModule {
  run(args: string[], io: Io): Promise<number>
}

/** One line of `abide help`. */
export interface Command {
  readonly name: string
  /** what may follow `abide`, and what it does */
  readonly usage: string
  readonly does: string
  /** what may follow it, nothing if it is left out; `own`: it reads that itself */
  readonly takes?: Takes | 'own'
  /** loaded only when asked for: `abide help` loads none of them */
  load(): Promise<CommandModule>
}

/** A moment for a terminal: 2027-01-01 08:00 UTC. */
export const momentInWords = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/**
 * A moment as it is typed: a day, which begins in UTC, or a time with its zone.
 * @returns undefined where there is no such day or time
 */
export function momentOf(typed: string): Date | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.exec(typed)
  const at = new Date(typed)
  if (!parts || Number.isNaN(at.getTime())) return undefined
  // JavaScript takes 31 February for 3 March.
  const day = new Date(parts[1]!).toISOString().slice(0, 10)
  return day === parts[1] ? at : undefined
}
