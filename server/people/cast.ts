/** The fictional people of the demonstration: the same in seeds, tests, documents and API samples. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { projectDirectory } from '../base/config.ts'
import type { Language } from '../base/http/index.ts'
import type { Vault } from '../base/vault.ts'
import type { Relation } from '../policy/document.ts'
import type { PeopleParts } from './parts.ts'
import type { Provenance, Source } from './people.ts'

export interface CastMember {
  name: string
  email: string
  language: string
  country: string
  relation: Relation
  organisation?: string
  memberRole?: 'owner' | 'manager' | 'member'
  since: string
  source: Source
  /** Who that is, in a line. */
  about: Readonly<Record<Language, string>>
  /** Of a colleague: the role and the controller. */
  role?: string
  controller?: string
}

export interface Cast {
  /** The policy of the demonstration, from the project's root. */
  policy: string
  /** Everybody's. */
  password: string
  people: CastMember[]
  /** People whom the company knows and who have no ID: nobody can sign in as one of them. */
  known: CastMember[]
}

/** Somebody of the cast who has just been put in. */
export interface Arrived extends Provenance {
  person: string
  member: CastMember
}

/** What a slice brings for the cast: `db/seed/<name>.json`, and how it is put in. */
export interface Seed<File = unknown, Entry = unknown> {
  name: string
  /** What belongs to nobody: asked at every filling, so that it does nothing where it is there already. */
  begin?(given: PeopleParts, file: File): Promise<void>
  /** What belongs to somebody: once, when they have just been put in. @param entry theirs in the file, under `people` and their e-mail */
  person(given: PeopleParts, who: Arrived, entry: Entry): Promise<void>
}

/** Reads what a slice brings for the cast. */
export function readSeed(name: string): { people: Readonly<Record<string, unknown>> } {
  return JSON.parse(readFileSync(join(projectDirectory, `db/seed/${name}.json`), 'utf8')) as {
    people: Record<string, unknown>
  }
}

/** Reads the cast. */
export function readCast(): Cast {
  return JSON.parse(readFileSync(join(projectDirectory, 'db/seed/cast.json'), 'utf8')) as Cast
}

/** The second factor of a colleague of the cast, base32: another one in each installation. @param email whose */
export function castFactor(vault: Vault, email: string): string {
  const bytes = new Uint8Array(vault.derive(`cast ${email}`))
  return new Secret({ buffer: bytes.buffer.slice(0, 20) }).base32
}

/** The id of a company of the cast: the same for all of its people, another one in each installation. */
export function castOrganisation(vault: Vault, name: string): string {
  const hex = vault.derive(`cast company ${name}`).toString('hex')
  // RFC 9562: version 8 is for ids that are made in a way of one's own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The code that an authenticator app would show. @param secret base32 */
export function codeOf(secret: string, now: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret), period: 30, digits: 6 }).generate({ timestamp: now.getTime() })
}
