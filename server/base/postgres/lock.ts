import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainDirectory, giveToOwnerOf } from '../config-directory.ts'
import { Failure } from '../failure.ts'
import { processStart } from './processes.ts'

/** Who runs the PostgreSQL of a data directory: written in ABIDE_DATA/running.json for the others to read. */
export interface Holder {
  readonly pid: number
  /** when that process started, see processStart: numbers of processes are used again */
  readonly started: string
  /** a server may be joined by commands; a command is waited for */
  readonly as: 'server' | 'command'
  /** what was typed, such as `abide serve` */
  readonly command: string
  /** where the product answers, when it is a server */
  readonly url?: string | undefined
  /** the directory of PostgreSQL's socket: missing until PostgreSQL answers */
  readonly socket?: string | undefined
}

/** The right to run PostgreSQL on a data directory. */
export interface Lock {
  /** Tells the others where PostgreSQL answers. */
  ready(socket: string): void
  /** Gives the right back; harmless when repeated. */
  release(): void
}

/**
 * Takes the lock of a data directory, or says who has it. A lock whose process is gone is taken over. PostgreSQL's own
 * postmaster.pid stands behind it: even if two processes took over at once, only one could start.
 * @param dataDirectory ABIDE_DATA
 * @param we what to write about ourselves
 */
export function takeLock(
  dataDirectory: string,
  we: Pick<Holder, 'as' | 'command' | 'url'>,
): { lock: Lock } | { holder: Holder } {
  const path = lockPath(dataDirectory)
  const draft = `${path}.${process.pid}`
  const ours: Holder = { pid: process.pid, started: processStart(process.pid) ?? '', ...we }
  const write = (content: Holder) => {
    writeFileSync(draft, JSON.stringify(content, null, 2) + '\n', { mode: 0o644 })
    giveToOwnerOf(draft, dataDirectory)
  }
  try {
    for (;;) {
      write(ours)
      if (linked(draft, path)) {
        unlinkSync(draft)
        return {
          lock: {
            ready(socket) {
              write({ ...ours, socket })
              renameSync(draft, path)
            },
            release() {
              if (sameHolder(readHolder(dataDirectory), ours)) unlinkSync(path)
            },
          },
        }
      }
      const holder = readHolder(dataDirectory)
      if (holder && isRunning(holder)) {
        unlinkSync(draft)
        return { holder }
      }
      removeStale(path, draft, holder)
    }
  } catch (error) {
    throw explainDirectory(error, dataDirectory)
  }
}

/** Who holds a data directory at this moment, for commands that only want to tell; undefined when nobody that still runs does. */
export function currentHolder(dataDirectory: string): Holder | undefined {
  const holder = readHolder(dataDirectory)
  return holder && isRunning(holder) ? holder : undefined
}

/** The sentence for a data directory that somebody else holds. */
export function heldBy(holder: Holder, dataDirectory: string): Failure {
  const where = holder.url ? ` at ${holder.url}` : ''
  const what = holder.as === 'server' ? 'Abide is already running' : `\`${holder.command}\` is at work`
  return new Failure(
    `${what} on ${dataDirectory}: process ${holder.pid}${where}.`,
    holder.as === 'server'
      ? `Use it, or stop it first (kill ${holder.pid}), or set ABIDE_DATA and PORT to start another one.`
      : 'Wait until it has finished and try again.',
  )
}

const lockPath = (dataDirectory: string) => join(dataDirectory, 'running.json')

const isRunning = (holder: Holder) => processStart(holder.pid) === holder.started

const sameHolder = (a: Holder | undefined, b: Holder | undefined) => a?.pid === b?.pid && a?.started === b?.started

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path) // fails if it exists, and what exists is always complete
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead process's lock away; if another process replaced it meanwhile, puts that one back. */
function removeStale(path: string, draft: string, stale: Holder | undefined): void {
  try {
    renameSync(path, draft)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = parse(draft)
  if (moved && !sameHolder(moved, stale)) linked(draft, path)
  // Its watchdog removes the socket's directory, unless it was killed too.
  else if (/\/abide-\w{6}$/.test(stale?.socket ?? '')) rmSync(stale?.socket ?? '', { recursive: true, force: true })
}

const readHolder = (dataDirectory: string) => parse(lockPath(dataDirectory))

function parse(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}
