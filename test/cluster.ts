import { mkdirSync, rmSync } from 'node:fs'
import type { Address } from '../server/base/connections.ts'
import { withClient } from '../server/base/installation.ts'
import { openLog } from '../server/base/log.ts'
import { findBinaries, loaderEnvironment } from '../server/base/postgres/binaries.ts'
import { makeSocketDirectory } from '../server/base/postgres/cluster.ts'
import { initialise, superuserName } from '../server/base/postgres/initialise.ts'
import { startPostmaster, stopPostmaster, untilReady } from '../server/base/postgres/postmaster.ts'
import { watchOver } from '../server/base/postgres/watchdog.ts'
import { freePort } from './running.ts'

/** A PostgreSQL server as somebody else's would be: reached over TCP with a password. */
export interface TestServer {
  /** what DATABASE_URL would hold, for the superuser and the database `postgres` */
  readonly url: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  stop(): Promise<void>
}

/**
 * Lets a server that is thrown away after its tests not wait for the disk. Whatever is killed still finds its data: only a
 * machine that loses its power would not.
 */
export const waitForNoDisk = (superuser: Address): Promise<void> =>
  withClient(superuser, async client => {
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
      await client.query(`alter system set ${setting} = off`)
    await client.query('select pg_reload_conf()')
  })

/**
 * Starts a PostgreSQL server for tests on a directory, made if it is missing; it ends with this process at the latest.
 * @param options.major 18, or 15: the oldest that Abide supports
 * @param options.directory where its data goes; the data stays when it is stopped
 * @param options.port a free one by default
 */
export async function startServer(options: { major: 18 | 15; directory: string; port?: number }): Promise<TestServer> {
  const { major, directory, port = await freePort() } = options
  mkdirSync(directory, { recursive: true, mode: 0o711 })
  const binaries = findBinaries(major)
  const socketDirectory = makeSocketDirectory()
  const place = { dataDirectory: directory, socketDirectory, environment: loaderEnvironment(binaries, socketDirectory) }
  const host = '127.0.0.1'
  const password = 'a password for tests'
  const { data, account } = initialise(binaries, place, password, 'host')
  const postmaster = startPostmaster(binaries, place, data, account, { host, port })
  const endWatch = watchOver(postmaster.child.pid ?? 0, socketDirectory)
  const stop = async () => {
    await stopPostmaster(postmaster)
    endWatch()
    rmSync(socketDirectory, { recursive: true, force: true })
  }
  try {
    const address = { host, port, user: superuserName, password, database: 'postgres' }
    await untilReady(postmaster, address, place, openLog('silent'))
  } catch (error) {
    await stop()
    throw error
  }
  const url = `postgres://${superuserName}:${encodeURIComponent(password)}@${host}:${port}/postgres`
  return { url, host, port, user: superuserName, password, stop }
}
