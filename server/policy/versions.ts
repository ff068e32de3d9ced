/** The versions of the policy that were published: which there are, and each one's words as they were. */
import type { Connections } from '../base/connections.ts'
import type { LoadedPolicy } from './document.ts'
import { loadVersion, type VersionRow } from './publish.ts'
import * as sql from './versions-sql.ts'

/** When a version was published and counts. */
export interface PublishedVersion {
  number: number
  /** SHA-256 in hex, as it was when it was published. */
  hash: string
  publishedAt: Date
  effectiveAt: Date
  /** `past`: another one has taken its place; `coming`: its date has not come; `never`: a later one came before its date. */
  state: 'past' | 'in-force' | 'coming' | 'never'
  /** When the next one took its place, if one has. */
  until: Date | undefined
}

export interface Versions {
  /** The newest first. */
  list(): Promise<PublishedVersion[]>
  /** The words of one. @returns undefined if there is no such version */
  read(number: number): Promise<LoadedPolicy | undefined>
  /** The lawyer's questions that were published with one, as YAML; undefined if there were none. */
  cases(number: number): Promise<string | undefined>
}

/** A version as the list reads it. */
export interface VersionHead {
  number: number
  hash: string
  published_at: Date
  effective_at: Date
  in_force: boolean | null
}

/**
 * What became of each version. Pure.
 * @param rows the newest first
 */
export function statesOf(rows: readonly VersionHead[]): PublishedVersion[] {
  const inForce = rows.find(row => row.in_force)?.number ?? 0
  const list: PublishedVersion[] = []
  /** The next one above that counted, counts or will count. */
  let next: VersionHead | undefined
  for (const row of rows) {
    const state =
      next && next.effective_at <= row.effective_at
        ? 'never'
        : row.number === inForce
          ? 'in-force'
          : row.number > inForce
            ? 'coming'
            : 'past'
    list.push({
      number: row.number,
      hash: row.hash,
      publishedAt: row.published_at,
      effectiveAt: row.effective_at,
      state,
      until: state === 'past' ? next?.effective_at : undefined,
    })
    if (state !== 'never') next = row
  }
  return list
}

/** How many versions are kept ready. */
const ready = 8

/**
 * Reads versions.
 * @param role the gate's login
 */
export function createVersions(connections: Connections, role: string): Versions {
  const loaded = new Map<string, LoadedPolicy>()

  async function list(): Promise<PublishedVersion[]> {
    const [found] = await connections.run({ role }, [sql.publishedVersions])
    return statesOf(found!.rows as unknown as VersionHead[])
  }

  async function read(number: number): Promise<LoadedPolicy | undefined> {
    if (!Number.isInteger(number) || number < 1 || number > 1_000_000) return undefined
    const [found] = await connections.run({ role }, [sql.wordsOfVersion(number)])
    const row = found!.rows[0] as unknown as VersionRow | undefined
    if (!row) return undefined
    const known = loaded.get(row.hash)
    if (known) return known
    const version = loadVersion(row)
    if (loaded.size >= ready) loaded.delete(loaded.keys().next().value!)
    loaded.set(row.hash, version)
    return version
  }

  async function cases(number: number): Promise<string | undefined> {
    const [found] = await connections.run({ role }, [sql.casesOfVersion(number)])
    return (found!.rows[0] as { cases: string | null } | undefined)?.cases ?? undefined
  }

  return { list, read, cases }
}
