import { spawnSync } from 'node:child_process'
import { lchownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { accountName, ownUid } from '../config-directory.ts'
import { Failure } from '../failure.ts'
import type { Binaries } from './binaries.ts'

/** As whom, and through which program, PostgreSQL's programs are run. PostgreSQL refuses to run as root. */
export interface Account {
  /** who owns PostgreSQL's files; undefined = this process's own account */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined
  /** a program and arguments put before the command */
  readonly through: readonly string[]
  /** whether the new account is given to spawn (else `through` changes it) */
  readonly spawnAs: boolean
}

const nobody = (() => {
  const line = ownUid() === 0 ? /^nobody:[^:]*:(\d+):(\d+):/m.exec(readIfThere('/etc/passwd')) : null
  return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) }
})()

/** Maps us to nobody inside a namespace: PostgreSQL sees an ordinary account, the files stay ours. */
const namespace = ['unshare', '--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`]

/**
 * Chooses the account for PostgreSQL: our own unless we are root; as root the owner of the data, else nobody. The first way under which
 * the programs start and the data can be reached is taken, since either may lie below a directory that only root may enter.
 * @param binaries PostgreSQL's programs
 * @param data PostgreSQL's data directory; it exists, perhaps empty. May change hands between root and nobody
 * @param readable a directory that has to be readable too (the socket's)
 * @param environment for the programs
 * @throws Failure when no way works
 */
export function chooseAccount(
  binaries: Binaries,
  data: string,
  readable: string,
  environment: NodeJS.ProcessEnv,
): Account {
  const dataOwner = statSync(data)
  if (ownUid() !== 0) {
    if (dataOwner.uid !== ownUid()) throw foreignData(data, dataOwner.uid)
    return { through: hasName() ? [] : namespace, spawnAs: false }
  }
  const owner = dataOwner.uid === 0 ? nobody : { uid: dataOwner.uid, gid: dataOwner.gid }
  const change = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
  ]
  const ways: Account[] = [
    { owner, through: [], spawnAs: true },
    // Keeps of root's powers only the one to pass through directories, else the one to read and write them. The secure bit lets
    // access(2), by which PostgreSQL looks at its own programs, see that power; nothing else remains after setpriv starts them.
    ...['dac_read_search', 'dac_override'].map(power => ({
      owner,
      through: [
        ...change,
        `--inh-caps=-all,+${power}`,
        `--ambient-caps=-all,+${power}`,
        `--bounding-set=-all,+${power}`,
      ],
      spawnAs: false,
    })),
    { owner: { uid: 0, gid: 0 }, through: namespace, spawnAs: false },
  ]
  for (const way of process.platform === 'linux' ? ways : ways.slice(0, 1)) {
    // What belongs to somebody else stays theirs; what root made may go from root to nobody and back.
    if (way.owner?.uid !== statSync(data).uid && ![0, nobody.uid].includes(statSync(data).uid)) continue
    if (!handsOver(data, way) || !handsOver(readable, way)) continue
    if (works(way, binaries, data, environment)) return way
  }
  throw new Failure(
    `PostgreSQL refuses to run as root, and ${accountName(owner.uid)} cannot reach ${data} or ${binaries.postgres}.`,
    'Start Abide as an ordinary user, or move the project and ABIDE_DATA to where others may enter (chmod o+x on the directories above), or set DATABASE_URL.',
  )
}

/**
 * The command line and the options for spawn.
 * @param account from chooseAccount
 * @param command a program of PostgreSQL
 */
export function commandAs(account: Account, command: string, args: readonly string[]) {
  const [file = command, ...rest] = [...account.through, command, ...args]
  return { file, args: rest, options: { cwd: '/', ...(account.spawnAs ? account.owner : {}) } }
}

/** Gives a directory and what is in it to an account; root only, nothing is followed out of it. */
export function handOver(path: string, { uid, gid }: { uid: number; gid: number }): void {
  lchownSync(path, uid, gid)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) handOver(join(path, entry.name), { uid, gid })
    else lchownSync(join(path, entry.name), uid, gid)
  }
}

/** In a namespace that knows one account only, nothing can be handed over. */
function handsOver(path: string, { owner }: Account): boolean {
  try {
    if (owner && owner.uid !== statSync(path).uid) handOver(path, owner)
    return true
  } catch {
    return false
  }
}

function works(account: Account, binaries: Binaries, data: string, env: NodeJS.ProcessEnv): boolean {
  const script = '"$1" --version && test -w "$2" && test -x "$2"'
  const { file, args, options } = commandAs(account, '/bin/sh', ['-c', script, 'sh', binaries.postgres, data])
  const { status, stderr } = spawnSync(file, args, { ...options, env, encoding: 'utf8' })
  return status === 0 && !stderr.includes('invalid binary') // said, and yet 0, when it may not look at itself
}

function foreignData(data: string, uid: number): Failure {
  const [owner, we] = [accountName(uid), accountName(ownUid())]
  return new Failure(
    `The database in ${data} belongs to ${owner}, and you are ${we}.`,
    `Start Abide as root or ${owner}; or, while Abide is stopped, hand it over with \`chown -R ${we} ${join(data, '..')}\`; or set ABIDE_DATA to another directory.`,
  )
}

/** initdb wants an account with a name; containers are often run with a bare number. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
