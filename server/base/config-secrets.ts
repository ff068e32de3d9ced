import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { readMailServer } from './config-mail.ts'
import { explainDirectory, giveToOwnerOf, openDataDirectory } from './config-directory.ts'
import type { Settings } from './config.ts'
import { Failure } from './failure.ts'

/** What must never be printed, logged or handed to a part that does not need it; apart from Settings for that reason. */
export interface Secrets {
  /** the master secret, 32 bytes: every key and password is derived from it */
  readonly master: Buffer
  /** undefined = the embedded PostgreSQL */
  readonly databaseUrl: string | undefined
  /** undefined = letters are only kept for the mailbox page */
  readonly smtpUrl: string | undefined
}

/**
 * The second step of configuration: reads the secrets, and makes the master secret at the first start.
 * @param environment by default this process's
 * @throws Failure when the secret cannot be read or made, or is no secret
 */
export function readSecrets(settings: Settings, environment: NodeJS.ProcessEnv = process.env): Secrets {
  return {
    master: masterSecret(settings),
    databaseUrl: environment.DATABASE_URL?.trim() || undefined,
    // Empty: none, whatever `abide init` was told.
    smtpUrl:
      environment.SMTP_URL === undefined
        ? readMailServer(settings.dataDirectory)
        : environment.SMTP_URL.trim() || undefined,
  }
}

function masterSecret({ secretFile, dataDirectory }: Settings): Buffer {
  const given = readIfThere(secretFile, dataDirectory)
  const text = given ?? makeSecret(secretFile, dataDirectory)
  if (!/^[0-9a-f]{64}$/i.test(text.trim())) {
    throw new Failure(
      `${secretFile} does not hold a secret (64 hexadecimal digits).`,
      'Put back the file from your backup. Only if there is no data yet: remove it, and the next start makes a new one.',
    )
  }
  return Buffer.from(text.trim(), 'hex')
}

function readIfThere(file: string, dataDirectory: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw explainDirectory(error, dirname(file) === dataDirectory ? dataDirectory : file)
  }
}

/** Makes the secret; of two processes that make one at once, both use the one that was there first. */
function makeSecret(file: string, dataDirectory: string): string {
  const inData = dirname(file) === dataDirectory
  if (inData) openDataDirectory(dataDirectory)
  const draft = `${file}.${process.pid}`
  try {
    const descriptor = openSync(draft, 'wx', 0o600)
    try {
      writeSync(descriptor, randomBytes(32).toString('hex') + '\n')
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    giveToOwnerOf(draft, dirname(file))
    try {
      linkSync(draft, file) // complete or not at all, and never over another
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw explainDirectory(error, dirname(file))
  }
}
