import { createHmac } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { explainDirectory, fullDisk, openDataDirectory } from '../config-directory.ts'
import type { Address } from '../connections.ts'
import { Failure } from '../failure.ts'
import type { Log } from '../log.ts'
import { findBinaries, loaderEnvironment } from './binaries.ts'
import { meansFullDisk } from './explain.ts'
import { initialise, superuserName } from './initialise.ts'
import { heldBy, takeLock, type Holder, type Lock } from './lock.ts'
import { answers, clearOrphan, startPostmaster, stopPostmaster, untilReady } from './postmaster.ts'
import { watchOver } from './watchdog.ts'

/** The embedded PostgreSQL of a data directory, running. */
export interface Cluster {
  /** where its superuser connects: a socket's directory as host, a derived password, the database `postgres` */
  readonly superuser: Address
  /** false when another process runs it and we only joined */
  readonly owned: boolean
  /** Stops it if it is ours; close all connections first. May be called twice. */
  stop(): Promise<void>
}

/** What openCluster needs to know. */
export interface ClusterOptions {
  /** ABIDE_DATA, absolute; made if missing */
  readonly dataDirectory: string
  /** the installation's secret; the superuser's password is derived from it */
  readonly secret: string | Buffer
  readonly log: Log
  /** a `server` never joins and is joined by commands; a `command` (default) joins a server and waits for another command */
  readonly as?: 'server' | 'command' | undefined
  /** what was typed, for whoever finds the data held; default: the arguments of this process */
  readonly command?: string | undefined
  /** where a server will answer, for the same reader */
  readonly url?: string | undefined
  /** how long to wait for a command that holds the data, in milliseconds */
  readonly patience?: number | undefined
  /** called once when PostgreSQL goes down by itself; default: say so and end the process with 1 */
  readonly onCrash?: ((failure: Failure) => void) | undefined
}

/**
 * Starts the embedded PostgreSQL 18 of a data directory, making it first if there is none; or joins the one that runs.
 * @throws Failure with what happened and what to do: held by another process, no permission, no room, another version, another secret
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataDirectory, secret, as = 'command', patience = 60_000 } = options
  openDataDirectory(dataDirectory)
  const password = createHmac('sha256', secret).update('abide: PostgreSQL superuser').digest('base64url')
  const addressAt = (host: string): Address => ({
    host,
    port: 5432,
    database: 'postgres',
    user: superuserName,
    password,
  })
  const command = options.command ?? ['abide', ...process.argv.slice(2)].join(' ')

  let told = false
  for (const began = performance.now(); ; await sleep(50)) {
    const taken = takeLock(dataDirectory, { as, command, url: options.url })
    if ('lock' in taken) return start(options, taken.lock, addressAt)
    const { holder } = taken
    if (
      as === 'command' &&
      holder.as === 'server' &&
      holder.socket &&
      (await answers(addressAt(holder.socket), dataDirectory))
    ) {
      return { superuser: addressAt(holder.socket), owned: false, stop: async () => {} }
    }
    if (mayNotWait(as, holder) || performance.now() - began > patience) throw heldBy(holder, dataDirectory)
    if (!told && performance.now() - began > 1000) {
      options.log.info(`waiting for \`${holder.command}\` (process ${holder.pid}), which has the database`)
      told = true
    }
  }
}

const mayNotWait = (as: 'server' | 'command', holder: Holder) => as === 'server' && holder.as === 'server'

async function start(options: ClusterOptions, lock: Lock, addressAt: (host: string) => Address): Promise<Cluster> {
  const { dataDirectory, log } = options
  let socketDirectory: string | undefined
  try {
    const binaries = findBinaries(18)
    socketDirectory = makeSocketDirectory()
    const superuser = addressAt(socketDirectory)
    const place = { dataDirectory, socketDirectory, environment: loaderEnvironment(binaries, socketDirectory) }
    await clearOrphan(join(dataDirectory, 'postgres'), log)
    const { data, account } = initialise(binaries, place, superuser.password)
    const postmaster = startPostmaster(binaries, place, data, account)
    const endWatch = watchOver(postmaster.child.pid ?? 0, socketDirectory)
    const cleanUp = () => {
      endWatch()
      rmSync(place.socketDirectory, { recursive: true, force: true })
      lock.release()
    }
    try {
      await untilReady(postmaster, superuser, place, log)
      lock.ready(socketDirectory)
    } catch (error) {
      await stopPostmaster(postmaster)
      endWatch()
      throw error
    }
    let stopping = false
    void postmaster.gone.then(output => {
      if (stopping) return
      cleanUp()
      ;(options.onCrash ?? endProcess(log))(crashed(output, dataDirectory))
    })
    return {
      superuser,
      owned: true,
      async stop() {
        if (stopping) return postmaster.gone.then(() => {})
        stopping = true
        await stopPostmaster(postmaster)
        cleanUp()
      },
    }
  } catch (error) {
    if (socketDirectory) rmSync(socketDirectory, { recursive: true, force: true })
    lock.release()
    throw error instanceof Failure ? error : explainDirectory(error, dataDirectory)
  }
}

/** The path of a socket may have 107 bytes (103 on macOS), and the data's or TMPDIR's path may be longer. */
export function makeSocketDirectory(): string {
  const fits = (parent: string) => Buffer.byteLength(join(parent, 'abide-XXXXXX/.s.PGSQL.65535')) <= 100
  const parents = [tmpdir(), '/tmp', '/var/tmp'].filter(fits)
  for (const [index, parent] of parents.entries()) {
    try {
      const directory = mkdtempSync(join(parent, 'abide-'))
      chmodSync(directory, 0o700)
      return directory
    } catch (error) {
      if (index === parents.length - 1) {
        const remedy = 'Make room there, or set TMPDIR to a directory with a short path that can be written.'
        throw new Failure(`No directory for PostgreSQL's socket can be made in ${parents.join(' or ')}.`, remedy, {
          cause: error,
        })
      }
    }
  }
  throw new Failure('There is no directory with a short path for a socket.', 'Set TMPDIR to one.')
}

function crashed(output: string, dataDirectory: string): Failure {
  if (meansFullDisk(output, dataDirectory)) return fullDisk(dataDirectory)
  return new Failure(
    'PostgreSQL stopped by itself.',
    `What it wrote is in ${dataDirectory}/postgres.log. Start Abide again: it repairs itself, and nothing acknowledged is lost.`,
  )
}

const endProcess = (log: Log) => (failure: Failure) => {
  log.fatal(`${failure.message} ${failure.remedy}`)
  process.exit(1)
}
