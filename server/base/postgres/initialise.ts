import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { chooseAccount, commandAs, handOver, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { explainOutput } from './explain.ts'

/** Where things are for one cluster. */
export interface Place {
  /** ABIDE_DATA */
  readonly dataDirectory: string
  /** a short directory of our own for the socket, the loader's links and the password on its way to initdb */
  readonly socketDirectory: string
  readonly environment: NodeJS.ProcessEnv
}

/** The superuser of every cluster that we make. */
export const superuserName = 'postgres'

/**
 * Makes the cluster if there is none yet: beside its place first, so that a half-made one is never taken for a whole.
 * @param password the superuser's
 * @param connections which lines pg_hba.conf gets: `local` for the socket only, `host` for TCP too (tests)
 * @returns PostgreSQL's data directory and the account that runs it
 * @throws Failure when there is no room, no permission, or the data was made by another major version
 */
export function initialise(
  binaries: Binaries,
  { dataDirectory, socketDirectory, environment }: Place,
  password: string,
  connections: 'local' | 'host' = 'local',
): { data: string; account: Account } {
  const data = join(dataDirectory, 'postgres')
  if (existsSync(data)) {
    checkVersion(binaries, data)
    return { data, account: chooseAccount(binaries, data, socketDirectory, environment) }
  }
  const draft = join(dataDirectory, 'postgres.new')
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  handToOwnerOf(draft, dataDirectory)
  const account = chooseAccount(binaries, draft, socketDirectory, environment)
  const passwordFile = join(socketDirectory, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account.owner) handOver(socketDirectory, account.owner)
  try {
    const { file, args, options } = commandAs(account, binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${superuserName}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of words on every machine; 15 has no provider of its own for it.
      ...(binaries.major === 18
        ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
        : ['--locale=C']),
      '--no-instructions',
    ])
    const done = spawnSync(file, args, { ...options, env: environment, encoding: 'utf8' })
    if (done.status !== 0) {
      throw explainOutput(
        `${done.stdout ?? ''}\n${done.stderr ?? ''}\n${done.error?.message ?? ''}`,
        'could not make its data directory',
        dataDirectory,
      )
    }
    writeFileSync(join(draft, 'pg_hba.conf'), accessRules(connections))
    renameSync(draft, data)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
  return { data, account }
}

const accessRules = (connections: 'local' | 'host') =>
  [
    '# Written by Abide.',
    'local all all scram-sha-256',
    ...(connections === 'host' ? ['host all all 127.0.0.1/32 scram-sha-256'] : []),
    '',
  ].join('\n')

function checkVersion(binaries: Binaries, data: string): void {
  let made: string
  try {
    made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return // of another account: chooseAccount says so
    throw new Failure(
      `${data} is not a PostgreSQL data directory.`,
      'Move it away, or set ABIDE_DATA to another directory.',
    )
  }
  if (made === String(binaries.major)) return
  throw new Failure(
    `The database in ${data} was made by PostgreSQL ${made}; this Abide carries PostgreSQL ${binaries.major}.`,
    `Start it with the Abide that made it, or move it with pg_dump of version ${made} to a server and set DATABASE_URL, or set ABIDE_DATA to another directory.`,
  )
}

function handToOwnerOf(path: string, directory: string): void {
  if (process.geteuid?.() !== 0) return
  const owner = statSync(directory)
  if (owner.uid !== 0) handOver(path, owner)
}
