/** Everything that somebody would have who stole the database, and what can be found in it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tablesOf } from './catalogue.ts'
import type { TestDatabase } from './database.ts'

/** Every value of every row of every table, as the owner reads it. */
export async function everyValue(db: TestDatabase): Promise<{ place: string; bytes: Buffer }[]> {
  const values: { place: string; bytes: Buffer }[] = []
  for (const table of (await tablesOf(db)).filter(one => !one.isView))
    for (const row of await db.asOwner<Record<string, unknown>>(`select * from ${table.name}`))
      for (const [column, value] of Object.entries(row)) {
        const bytes = Buffer.isBuffer(value)
          ? value
          : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
        values.push({ place: `${table.name}.${column}`, bytes })
      }
  return values
}

/** A dump by a pg_dump that is new enough for the server; undefined where there is none. */
export async function dump(db: TestDatabase): Promise<Buffer | undefined> {
  const [server] = await db.asOwner<{ major: number }>(
    `select current_setting('server_version_num')::int / 10000 as major`,
  )
  const program = [18, 17, 16, 15]
    .filter(major => major >= server!.major)
    .map(major => `/usr/lib/postgresql/${major}/bin/pg_dump`)
    .find(path => existsSync(path))
  if (!program) return undefined
  const { host, port, user, database, password } = db.owner
  return execFileSync(program, ['-h', host, '-p', String(port), '-U', user, '-d', database], {
    env: { PATH: process.env['PATH'], PGPASSWORD: password },
    maxBuffer: 256 * 1024 * 1024,
  })
}

/**
 * Every file of the database as it lies on the disk, and those of the whole cluster: the write-ahead log, statistics.
 * @param data PostgreSQL's data directory
 */
export async function* filesOnDisk(db: TestDatabase, data: string): AsyncGenerator<{ place: string; bytes: Buffer }> {
  const [own] = await db.asOwner<{ oid: string }>(
    'select oid::text from pg_database where datname = current_database()',
  )
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const place = path.slice(data.length + 1)
    if (!entry.isFile() || (place.startsWith('base/') && !place.startsWith(`base/${own!.oid}/`))) continue
    try {
      yield { place, bytes: readFileSync(path) }
    } catch {
      // Removed meanwhile: a segment of the log that is needed no more.
    }
  }
}

/** Every way in which a word may stand in bytes: as it is, in UTF-16, in hexadecimal, in base64. */
function disguises(word: string): string[] {
  const bytes = Buffer.from(word)
  const shifted = [0, 1, 2].map(by => {
    const text = Buffer.concat([Buffer.alloc(by), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(by === 0 ? 0 : by + 1, -1)
  })
  return [bytes.toString('latin1'), Buffer.from(word, 'utf16le').toString('latin1'), bytes.toString('hex'), ...shifted]
}

/** Which of the words stand in the bytes, in whatever disguise and case. */
export function wordsIn(bytes: Buffer, words: readonly string[]): string[] {
  const text = bytes.toString('latin1').toLowerCase()
  return words.filter(word => disguises(word).some(disguise => text.includes(disguise.toLowerCase())))
}
