import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { explainDirectory, giveToOwnerOf } from '../config-directory.ts'
import type { Address } from '../connections.ts'
import { Failure } from '../failure.ts'
import type { Log } from '../log.ts'
import { commandAs, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { explainOutput } from './explain.ts'
import type { Place } from './initialise.ts'
import { isPostmasterOf } from './processes.ts'

/** A running server process. */
export interface Postmaster {
  readonly child: ChildProcess
  /** Resolves when it has gone, for whatever reason, with what it wrote. */
  readonly gone: Promise<string>
}

/** The largest postgres.log that a start continues, in bytes; a larger one becomes postgres.log.1. */
const largestLog = 10 * 1024 * 1024

/**
 * Starts PostgreSQL. What it writes goes to ABIDE_DATA/postgres.log, and by its settings holds no statement and no value.
 * @param listen empty for the socket only, else an address and port
 */
export function startPostmaster(
  binaries: Binaries,
  place: Place,
  data: string,
  account: Account,
  listen: { host: string; port: number } = { host: '', port: 5432 },
): Postmaster {
  const path = join(place.dataDirectory, 'postgres.log')
  let log: number
  let from: number
  try {
    if (existsSync(path) && statSync(path).size > largestLog) renameSync(path, `${path}.1`)
    log = openSync(path, 'a', 0o600)
    giveToOwnerOf(path, place.dataDirectory)
    from = statSync(path).size
  } catch (error) {
    throw explainDirectory(error, place.dataDirectory)
  }
  const settings = {
    ...steadySettings(),
    listen_addresses: listen.host,
    port: listen.port,
    unix_socket_directories: place.socketDirectory,
  }
  const { file, args, options } = commandAs(account, binaries.postgres, [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  // In a session of its own: Ctrl-C is for us; we stop PostgreSQL when the last answer has been given.
  const child = spawn(file, args, { ...options, env: place.environment, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.unref()
  const gone = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', () => resolve(writtenSince(path, from)))
  })
  return { child, gone }
}

/**
 * Waits until PostgreSQL answers; after a crash it first repeats what its log holds, however long that takes.
 * @param address as whom to try
 * @throws Failure when it stops before it answers, or does not know the password
 */
export async function untilReady({ gone }: Postmaster, address: Address, place: Place, log: Log): Promise<void> {
  let output: string | undefined
  void gone.then(text => (output = text))
  const began = performance.now()
  let told = false
  for (;;) {
    if (output !== undefined) throw explainOutput(output, 'could not start', place.dataDirectory)
    if (await answers(address, place.dataDirectory)) return
    if (!told && performance.now() - began > 5000) {
      log.info('PostgreSQL is still starting: it repeats what was written before it was last stopped')
      told = true
    }
    await sleep(15)
  }
}

/**
 * Whether PostgreSQL answers at an address.
 * @param dataDirectory for the sentence
 * @throws Failure when it answers but the password is not its own
 */
export async function answers(address: Address, dataDirectory: string): Promise<boolean> {
  if (address.host.startsWith('/') && !existsSync(join(address.host, `.s.PGSQL.${address.port}`))) return false
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new Failure(
        `The secret does not open the database in ${dataDirectory}: it was made with another one.`,
        'Put back the secret file that belongs to this data (ABIDE_SECRET_FILE), or set ABIDE_DATA to a new directory.',
      )
    }
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Stops PostgreSQL: open transactions are rolled back, what was committed is on disk.
 * @param impatient after how many milliseconds it is stopped without a checkpoint (the next start then repeats its log)
 */
export async function stopPostmaster({ child, gone }: Postmaster, impatient = 30_000): Promise<void> {
  child.ref()
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), impatient)
  await gone
  clearTimeout(timer)
}

/**
 * Deals with what an earlier run left: an orphan whose watchdog died too is stopped and waited for; a pid file whose number now belongs
 * to some other program is removed, which PostgreSQL would not dare.
 * @param data PostgreSQL's data directory
 */
export async function clearOrphan(data: string, log: Log): Promise<void> {
  const path = join(data, 'postmaster.pid')
  const pid = existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : 0
  if (!(pid > 1)) return
  if (!isPostmasterOf(pid, data)) {
    rmSync(path, { force: true })
    return
  }
  log.warn(`PostgreSQL (process ${pid}) was left by a run that was killed; it is being stopped first`)
  for (let waited = 0; isPostmasterOf(pid, data); waited += 50) {
    if (waited % 30_000 === 0) signal(pid, waited === 0 ? 'SIGINT' : 'SIGQUIT')
    await sleep(50)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has gone meanwhile.
  }
}

function writtenSince(path: string, from: number): string {
  try {
    return readFileSync(path).subarray(from).toString()
  } catch {
    return '' // somebody removed the log
  }
}

/** Settings given at every start, so that an upgrade of Abide changes them everywhere. Sizes in megabytes. */
function steadySettings() {
  const constrained = process.constrainedMemory() // 0 or a huge figure where there is no limit
  const memory = Math.min(totalmem(), constrained || Infinity) / 1024 / 1024
  return {
    cluster_name: 'abide',
    max_connections: 200,
    shared_buffers: `${Math.round(Math.min(512, Math.max(64, memory / 8)))}MB`,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Short statements only: compiling them costs more than it saves.
    jit: 'off',
    // Statements and values are personal data; the log is for operators. `log` leaves out errors of statements, terse their details.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    // What was erased from the tables is to leave the log too: segments that are needed no more are deleted, where
    // PostgreSQL would keep some with their old contents to write over them one day.
    wal_recycle: 'off',
    checkpoint_timeout: '5min',
  }
}
