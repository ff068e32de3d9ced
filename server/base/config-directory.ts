import { spawnSync } from 'node:child_process'
import { accessSync, constants, lchownSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { Failure } from './failure.ts'

/**
 * The name of an account, or its number when the machine knows no name for it.
 * @param uid the account's number
 */
export function accountName(uid: number): string {
  const answer = spawnSync('id', ['-nu', String(uid)], { encoding: 'utf8', env: { PATH: process.env.PATH } })
  return (answer.status === 0 && answer.stdout.trim()) || `user ${uid}`
}

/** The account that this process runs as; 0 where the system has none (Windows). */
export const ownUid = (): number => process.geteuid?.() ?? 0

/**
 * Makes the data directory if it is missing and checks that this process may write in it.
 * Others may pass through it (0711) but not list it: PostgreSQL may run as another account than we do; everything inside is 0600 or 0700.
 * @param directory absolute path
 * @throws Failure naming who owns it and what to do
 */
export function openDataDirectory(directory: string): void {
  try {
    const made = mkdirSync(directory, { recursive: true, mode: 0o711 })
    if (made) giveTo(made, ownerAbove(made))
    accessSync(directory, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw explainDirectory(error, directory)
  }
}

/**
 * Root may work in a directory of somebody else: what root makes there is handed to that owner, who may be the next to start.
 * @param path what was made
 * @param like the directory whose owner gets it
 */
export function giveToOwnerOf(path: string, like: string): void {
  if (ownUid() === 0) giveTo(path, like)
}

/** How many bytes an ordinary account can still write where `path` is. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

/** The sentence for an error of the file system in or at the data directory. */
export function explainDirectory(error: unknown, directory: string): Failure {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  const options = { cause: error }
  if (code === 'ENOSPC' || code === 'EDQUOT') return fullDisk(directory, options)
  if (code === 'EROFS') {
    const remedy = 'Mount it writable, or set ABIDE_DATA to a directory that can be written.'
    return new Failure(`The data directory ${directory} is on a read-only file system.`, remedy, options)
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new Failure(
      `${directory} cannot be a data directory: a file is in its way.`,
      'Set ABIDE_DATA to a directory.',
      options,
    )
  }
  if (code === 'EACCES' || code === 'EPERM') return notOurs(directory, options)
  return new Failure(
    `The data directory ${directory} cannot be used (${code}).`,
    'Check the disk, or set ABIDE_DATA to another directory.',
    options,
  )
}

/** The sentence for a disk without room. */
export function fullDisk(directory: string, options?: ErrorOptions): Failure {
  const remedy =
    'Make room (Abide wants at least 200 MB) or set ABIDE_DATA to a directory on another disk, then start again. Nothing acknowledged was lost.'
  return new Failure(`The disk that holds ${directory} is full.`, remedy, options)
}

function notOurs(directory: string, options: ErrorOptions): Failure {
  const we = accountName(ownUid())
  const owner = ownerName(directory)
  if (owner === undefined || owner === we) {
    return new Failure(
      `${we} may not write in ${directory}${owner === undefined ? ' or above it' : ''}.`,
      'Give yourself permission (chmod u+rwx) or set ABIDE_DATA to a directory of your own.',
      options,
    )
  }
  return new Failure(
    `The data in ${directory} belongs to ${owner}, and you are ${we}.`,
    `Start Abide as ${owner}, or hand the data over with \`chown -R ${we} ${directory}\` while Abide is stopped, or set ABIDE_DATA to another directory.`,
    options,
  )
}

function ownerName(path: string): string | undefined {
  try {
    return accountName(statSync(path).uid)
  } catch {
    return undefined
  }
}

function giveTo(path: string, like: string): void {
  if (ownUid() !== 0) return
  const { uid, gid } = statSync(like)
  if (uid !== 0) lchownSync(path, uid, gid)
}

function ownerAbove(path: string): string {
  return path.replace(/[/\\][^/\\]+[/\\]?$/, '') || '/'
}
