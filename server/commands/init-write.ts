/** Writing a site: a new one appears whole or not at all; a file of one that stands is replaced whole. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { giveToOwnerOf } from '../base/config-directory.ts'
import { Failure } from '../base/failure.ts'

type Contents = Readonly<Record<string, string | Buffer>>

/** What stands in the way of making a site there; undefined: nothing. @param directory absolute */
export function inTheWay(directory: string): string | undefined {
  if (!existsSync(directory)) return undefined
  try {
    return readdirSync(directory).length === 0
      ? undefined
      : `${directory} is there already, and is no site: there is no site.yaml in it.`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOTDIR' ? `${directory} is a file.` : `${directory} cannot be read (${code}).`
  }
}

/**
 * Makes a site, all of it at once.
 * @param directory absolute
 * @param files path in it → content
 * @throws Failure when it cannot be written, or somebody else made one meanwhile; nothing is left behind then
 */
export function writeNewSite(directory: string, files: Contents): void {
  const above = dirname(directory)
  const draft = join(above, `.${basename(directory)}.new-${process.pid}`)
  try {
    mkdirSync(above, { recursive: true })
    removeLeftovers(above, basename(directory))
    mkdirSync(draft)
    giveToOwnerOf(draft, above)
    for (const [path, content] of Object.entries(files)) {
      const folder = dirname(join(draft, path))
      if (!existsSync(folder)) {
        mkdirSync(folder, { recursive: true })
        for (let made = folder; made !== draft; made = dirname(made)) giveToOwnerOf(made, above)
      }
      writeFileSync(join(draft, path), content)
      giveToOwnerOf(join(draft, path), above)
    }
    if (existsSync(directory)) rmdirSync(directory)
    renameSync(draft, directory)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw explained(error, directory)
  }
}

/**
 * Replaces files of a site, one after the other, in the order in which they are given.
 * @throws Failure that says which were written
 */
export function replaceFiles(directory: string, files: Contents): void {
  const written: string[] = []
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path)
    const draft = `${file}.${process.pid}`
    try {
      writeFileSync(draft, content)
      giveToOwnerOf(draft, directory)
      renameSync(draft, file)
      written.push(path)
    } catch (error) {
      rmSync(draft, { force: true })
      throw explained(error, directory, written)
    }
  }
}

/** Of those that were killed half-way. */
function removeLeftovers(above: string, name: string): void {
  for (const one of readdirSync(above)) {
    const pid = one.startsWith(`.${name}.new-`) ? Number(one.slice(`.${name}.new-`.length)) : 0
    if (pid > 0 && !isAlive(pid)) rmSync(join(above, one), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'something was put there meanwhile',
  ENOTEMPTY: 'something was put there meanwhile',
}

function explained(error: unknown, directory: string, written: readonly string[] = []): Failure {
  const done = written.length === 0 ? 'Nothing was written' : `Only ${written.join(', ')} was written`
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return new Failure(
    `${directory} cannot be written: ${reasons[code] ?? (code || (error as Error).message)}. ${done}.`,
    'Go to another directory, or name one in ABIDE_SITE.',
    { cause: error },
  )
}
