/** The mail server that `abide init` was told: it holds a password, so it stands beside the secret, for its owner alone. */
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explainDirectory, giveToOwnerOf, openDataDirectory } from './config-directory.ts'
import { Failure } from './failure.ts'

/** @param dataDirectory absolute */
export const mailServerFile = (dataDirectory: string): string => join(dataDirectory, 'mail-server')

/**
 * @param dataDirectory absolute
 * @returns its address with all that is secret in it; undefined where none was kept
 * @throws Failure when it cannot be read, or is no address
 */
export function readMailServer(dataDirectory: string): string | undefined {
  const file = mailServerFile(dataDirectory)
  try {
    const url = readFileSync(file, 'utf8').trim()
    if (URL.canParse(url) && ['smtp:', 'smtps:'].includes(new URL(url).protocol)) return url
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw explainDirectory(error, dataDirectory)
  }
  throw new Failure(
    `${file} does not hold the address of a mail server.`,
    'Tell it again: npx abide init --mail-server smtp://user@host:587',
  )
}

/**
 * Keeps a mail server; whole or not at all, readable by its owner only.
 * @param dataDirectory absolute; made where it is missing
 * @param url undefined: none is kept any more
 * @throws Failure when it cannot be written
 */
export function keepMailServer(dataDirectory: string, url: string | undefined): void {
  const file = mailServerFile(dataDirectory)
  try {
    if (url === undefined) return rmSync(file, { force: true })
    openDataDirectory(dataDirectory)
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, `${url}\n`, { mode: 0o600 })
    // A draft that was left behind keeps the rights that it had.
    chmodSync(draft, 0o600)
    giveToOwnerOf(draft, dataDirectory)
    renameSync(draft, file)
  } catch (error) {
    throw error instanceof Failure ? error : explainDirectory(error, dataDirectory)
  }
}
