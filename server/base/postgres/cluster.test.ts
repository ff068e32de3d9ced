import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectDirectory } from '../config.ts'
import { openLog } from '../log.ts'
import { openCluster, type Cluster, type ClusterOptions } from './cluster.ts'
import { currentHolder } from './lock.ts'
import { processStart } from './processes.ts'

const root = process.geteuid?.() === 0
const secret = 'a secret for tests'
const here = mkdtempSync(join(tmpdir(), 'abide-test-'))
const owner = join(projectDirectory, 'node_modules/.cache', `cluster-owner-${process.pid}.mjs`)
const started: ChildProcess[] = []
/** The one data directory that the tests share; each leaves it stopped. */
const shared = join(here, 'data')

const open = (dataDirectory: string, more: Partial<ClusterOptions> = {}) =>
  openCluster({ dataDirectory, secret, log: openLog('silent'), command: 'abide test', ...more })

async function query<Row extends object>(cluster: Cluster, sql: string): Promise<Row[]> {
  const client = new pg.Client(cluster.superuser)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Starts another process on a data directory; see test/cluster-owner.ts. */
function otherProcess(args: string[], options: { uid?: number; gid?: number; cwd?: string } = {}, shell = '') {
  const command = [process.execPath, owner, ...args]
  const child = shell
    ? spawn('/bin/sh', ['-c', `${shell}; exec "$@"`, 'sh', ...command], {
        ...options,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
    : spawn(command[0] ?? '', command.slice(1), { ...options, stdio: ['pipe', 'pipe', 'inherit'] })
  started.push(child)
  let said = ''
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach(listener => listener())
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    tell()
  })
  const gone = new Promise<void>(resolve => child.once('close', () => (tell(), resolve())))
  return {
    child,
    gone,
    said: () => said,
    says: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(said)
          if (found) resolve(found)
          else if (child.exitCode !== null || child.signalCode !== null) reject(new Error(`it ended after: ${said}`))
        }
        listeners.add(look)
        look()
      }),
  }
}

beforeAll(() => {
  chmodSync(here, 0o755)
  buildSync({
    entryPoints: [join(projectDirectory, 'test/cluster-owner.ts')],
    outfile: owner,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
})

afterAll(() => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  rmSync(here, { recursive: true, force: true })
  rmSync(owner, { force: true })
})

describe('an embedded PostgreSQL', () => {
  it('is made on an empty directory, answers over its socket, and keeps its rows over a restart', async () => {
    const first = await open(shared)
    expect(first.owned).toBe(true)
    await query(first, 'create table kept (word text)')
    await query(first, `insert into kept values ('straße')`)
    const [facts] = await query<Record<string, string>>(
      first,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, current_setting('listen_addresses') as listen,
              current_setting('server_encoding') as encoding, upper('é') as upper`,
    )
    expect(facts).toEqual({ major: 18, fsync: 'on', listen: '', encoding: 'UTF8', upper: 'É' })
    await first.stop()
    await first.stop()
    expect(existsSync(first.superuser.host)).toBe(false)
    expect(existsSync(join(shared, 'running.json'))).toBe(false)

    const second = await open(shared)
    expect(await query(second, 'select word from kept')).toEqual([{ word: 'straße' }])
    await second.stop()
  })

  it('lets nobody in without the password, and writes no value into its log', async () => {
    const cluster = await open(shared)
    const stranger = new pg.Client({ ...cluster.superuser, password: 'guessed' })
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' })
    await expect(query(cluster, `select 'anna@customer.example'::int`)).rejects.toThrow(/invalid input/)
    await cluster.stop()
    expect(readFileSync(join(shared, 'postgres.log'), 'utf8')).not.toContain('anna@')
  })

  it('is joined by a command while a server runs, and refuses a second server by naming the first', async () => {
    const server = await open(shared, { as: 'server', url: 'http://localhost:9999' })
    const command = otherProcess([shared, 'command'])
    expect(JSON.parse((await command.says(/ready (.*)/))[1] ?? '')).toEqual({
      owned: false,
      socket: server.superuser.host,
    })
    command.child.stdin?.end()
    await command.says(/stopped/)
    const second = otherProcess([shared, 'server'])
    const [, message] = await second.says(/failure (.*)/)
    expect(message).toContain(`process ${process.pid} at http://localhost:9999`)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  it('is waited for by a command while another command has it', async () => {
    const first = await open(shared)
    await expect(open(shared, { patience: 100 })).rejects.toThrow(/`abide test` is at work/)
    const second = open(shared)
    await first.stop()
    expect((await second).owned).toBe(true)
    await (await second).stop()
  })

  it('loses no acknowledged row when the process that runs it is killed, and is stopped by its watchdog', async () => {
    const doomed = otherProcess([shared, 'server'])
    const socket = (JSON.parse((await doomed.says(/ready (.*)/))[1] ?? '') as { socket: string }).socket
    // Two hundred rows more, whatever the number of the first: tests before this one may have left rows.
    await doomed.says(/ready .*\n(?:\d+\n){200}/)
    doomed.child.kill('SIGKILL')
    await doomed.gone
    const acknowledged = Number(/(\d+)\n(?:\d*)$/.exec(doomed.said())?.[1])
    const next = await open(shared, { as: 'server' })
    const [{ count } = { count: 0 }] = await query<{ count: number }>(
      next,
      'select count(*)::int as count from acknowledged',
    )
    expect(count).toBeGreaterThanOrEqual(acknowledged)
    await expect.poll(() => existsSync(socket), { timeout: 10_000 }).toBe(false)
    await next.stop()
  })

  it('is stopped by the next start when the watchdog was killed too', async () => {
    const doomed = otherProcess([shared, 'server'])
    await doomed.says(/ready/)
    for (const pid of watchdogsOf(shared)) process.kill(pid, 'SIGKILL')
    doomed.child.kill('SIGKILL')
    await doomed.gone
    const orphan = Number.parseInt(readFileSync(join(shared, 'postgres/postmaster.pid'), 'utf8'), 10)
    expect(processStart(orphan)).toBeDefined()
    const next = await open(shared)
    expect(processStart(orphan)).toBeUndefined()
    expect(await query(next, 'select count(*) > 0 as some from acknowledged')).toEqual([{ some: true }])
    await next.stop()
  })

  it('starts over a lock and a pid file whose numbers belong to other processes by now', async () => {
    writeFileSync(
      join(shared, 'running.json'),
      JSON.stringify({ pid: process.pid, started: 'long ago', as: 'server', command: 'abide serve' }),
    )
    writeFileSync(join(shared, 'postgres/postmaster.pid'), `${process.ppid}\n${shared}/postgres\n`)
    expect(currentHolder(shared)).toBeUndefined()
    const cluster = await open(shared)
    expect(cluster.owned).toBe(true)
    await cluster.stop()
  })

  it('says so when it goes down by itself', async () => {
    const owner = otherProcess([shared, 'server'])
    await owner.says(/ready/)
    process.kill(Number.parseInt(readFileSync(join(shared, 'postgres/postmaster.pid'), 'utf8'), 10), 'SIGQUIT')
    await owner.gone
    expect(owner.said()).toContain('failure PostgreSQL stopped by itself')
    expect(owner.child.exitCode).toBe(1)
  })

  it('says which secret is missing when it was made with another one', async () => {
    await expect(open(shared, { secret: 'another' })).rejects.toThrow(/secret does not open/)
    expect(existsSync(join(shared, 'running.json'))).toBe(false)
  })

  it('starts where the path is too long for a socket', async () => {
    const long = join(here, 'a-directory-with-a-long-name'.repeat(5))
    const cluster = await open(long)
    expect(await query(cluster, 'select 1 as one')).toEqual([{ one: 1 }])
    await cluster.stop()
  })

  it('refuses data of another version by its number', async () => {
    const old = join(here, 'old')
    mkdirSync(join(old, 'postgres'), { recursive: true })
    writeFileSync(join(old, 'postgres/PG_VERSION'), '15\n')
    await expect(open(old)).rejects.toThrow(/made by PostgreSQL 15; this Abide carries PostgreSQL 18/)
  })

  it('makes its data whole or not at all: what a killed start left is made again', async () => {
    const half = join(here, 'half')
    mkdirSync(join(half, 'postgres.new/base'), { recursive: true })
    const cluster = await open(half)
    expect(readdirSync(half)).not.toContain('postgres.new')
    await cluster.stop()
  })
})

describe('a disk that does not let it', () => {
  it('says that a file is in the way of the data directory', async () => {
    writeFileSync(join(here, 'file'), '')
    await expect(open(join(here, 'file'))).rejects.toThrow(/a file is in its way/)
  })

  it('says that files cannot grow, and leaves nothing half-made', async () => {
    const full = join(here, 'full')
    const refused = otherProcess([full, 'server'], {}, 'ulimit -f 2048')
    expect((await refused.says(/failure (.*)/))[1]).toMatch(/is full.*Make room/)
    expect(readdirSync(full)).toEqual([])
  })

  it.skipIf(!root)('says that the disk is full, at the first start and at a later one', async context => {
    const small = join(here, 'small')
    mkdirSync(small)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'tmpfs', small]).status !== 0)
      return context.skip('this machine lets nobody mount')
    try {
      const data = join(small, 'data')
      writeFileSync(join(small, 'ballast'), Buffer.alloc(70 * 1024 * 1024))
      await expect(open(data)).rejects.toThrow(/disk that holds .* is full/)
      rmSync(join(small, 'ballast'))
      const cluster = await open(data)
      await query(cluster, 'create table kept as select 1 as one')
      await cluster.stop()
      spawnSync('/bin/sh', ['-c', 'cat /dev/zero > "$1"', 'sh', join(small, 'ballast')], { stdio: 'ignore' })
      await expect(open(data)).rejects.toThrow(/is full/)
      rmSync(join(small, 'ballast'))
      const again = await open(data)
      expect(await query(again, 'select one from kept')).toEqual([{ one: 1 }])
      await again.stop()
      spawnSync('mount', ['-o', 'remount,ro', small])
      await expect(open(data)).rejects.toThrow(/read-only file system/)
    } finally {
      spawnSync('umount', ['-l', small])
    }
  })
})

describe.skipIf(!root)('root', () => {
  const someone = { uid: 65534, gid: 65534 }

  it('runs it as nobody, also where only root may pass', async () => {
    const closed = join(here, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const cluster = await open(join(closed, 'data'))
    const pid = Number.parseInt(readFileSync(join(closed, 'data/postgres/postmaster.pid'), 'utf8'), 10)
    expect(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]).not.toBe('0')
    await cluster.stop()
  })

  it('after somebody else works as that somebody, who can start again afterwards', async () => {
    const theirs = join(here, 'theirs')
    mkdirSync(theirs)
    chownSync(theirs, someone.uid, someone.gid)
    const first = otherProcess([theirs, 'command'], { ...someone, cwd: '/' })
    await first.says(/\n3\n/)
    first.child.stdin?.end()
    await first.says(/stopped/)
    const cluster = await open(theirs)
    await cluster.stop()
    const again = otherProcess([theirs, 'command'], { ...someone, cwd: '/' })
    const [, ready] = await again.says(/ready (.*)/)
    expect(ready).toContain('"owned":true')
    again.child.stdin?.end()
    await again.gone
    expect(again.child.exitCode).toBe(0)
  })

  it('before somebody else: they are told whose data it is and what to do', async () => {
    const refused = otherProcess([shared, 'server'], { ...someone, cwd: '/' })
    expect((await refused.says(/failure (.*)/))[1]).toMatch(/belongs to root, and you are nobody.*chown -R nobody/)
  })
})

function watchdogsOf(dataDirectory: string): number[] {
  const socket = currentHolder(dataDirectory)?.socket ?? 'none'
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
        return command.includes('abide-watchdog') && command.includes(socket)
      } catch {
        return false
      }
    })
    .map(Number)
}
