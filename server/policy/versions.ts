/** The versions of the policy that were published: which there are, and each one's words as they were. */
import type { Connections } from '../base/connections.ts'
import type { Concerned } from './life.ts'
import type { LoadedPolicy } from './document.ts'
import { assignedSlots } from './gate-sql.ts'
import type { Slot } from './privileges.ts'
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
  /** Whether it gave more than the version before; null where that was not asked when it was published. */
  material: boolean | null
  /** The role of the second person who approved it, or why the operator published it alone; neither before there were drafts. */
  approvedAs: string | null
  aloneBecause: string | null
  /** When everybody whom it concerns had a letter. */
  toldAt: Date | null
  /** The version that was in force when it was published, whose difference is told. */
  against: number | null
  /** Whom it concerns, where it gives more. */
  concerned: Concerned | null
  /** What was approved came by the operator's command. */
  isOperatorsDraft: boolean
}

export interface Versions {
  /** The newest first. */
  list(): Promise<PublishedVersion[]>
  /** The words of one. @returns undefined if there is no such version */
  read(number: number): Promise<LoadedPolicy | undefined>
  /** The lawyer's questions that were published with one, as YAML; undefined if there were none. */
  cases(number: number): Promise<string | undefined>
  /** The next version whose date has not come; undefined if none waits. */
  coming(): Promise<Coming | undefined>
  /** How a change's people are asked for in the database: with the bits that stand for who agreed. */
  bitsOf(concerned: Concerned): Promise<ConcernedBits>
  /** How many people a change concerns. */
  count(concerned: Concerned): Promise<number>
}

/** A version that waits for its date. */
export interface Coming {
  number: number
  at: Date
  loaded: LoadedPolicy
  /** The logins that purposes have now; those of its new ones that can be objected to are among them. */
  slots: ReadonlyMap<string, Slot>
}

/** Bits of `agreed`, and a relation in which each counts; the two lists belong together. */
export interface ConcernedBits {
  relations: readonly string[]
  bits: number[]
  inRelations: string[]
}

/** A version as the list reads it. */
export interface VersionHead {
  number: number
  hash: string
  published_at: Date
  effective_at: Date
  in_force: boolean | null
  material?: boolean | null
  approved_as?: string | null
  alone_because?: string | null
  told_at?: Date | null
  against?: number | null
  concerned?: Concerned | null
  operators_draft?: boolean
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
      material: row.material ?? null,
      approvedAs: row.approved_as ?? null,
      aloneBecause: row.alone_because ?? null,
      toldAt: row.told_at ?? null,
      against: row.against ?? null,
      concerned: row.concerned ?? null,
      isOperatorsDraft: row.operators_draft ?? false,
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

  async function coming(): Promise<Coming | undefined> {
    const next = (await list()).findLast(({ state }) => state === 'coming')
    const version = next && (await read(next.number))
    if (!version) return undefined
    const [found] = await connections.run({ role }, [assignedSlots])
    const slots = new Map((found!.rows as unknown as Slot[]).map(slot => [slot.purpose!, slot]))
    return { number: next.number, at: next.effectiveAt, loaded: version, slots }
  }

  async function bitsOf({ relations, agreed }: Concerned): Promise<ConcernedBits> {
    const [found] = await connections.run({ role }, [sql.agreedBits])
    const slots = new Map((found!.rows as { purpose: string; bit: number }[]).map(({ purpose, bit }) => [purpose, bit]))
    // Who could agree to nothing yet is nobody.
    const pairs = agreed.flatMap(one => {
      const bit = slots.get(one.purpose)
      return bit === undefined ? [] : one.relations.map(relation => ({ bit, relation }))
    })
    return { relations, bits: pairs.map(({ bit }) => bit), inRelations: pairs.map(({ relation }) => relation) }
  }

  async function count(concerned: Concerned): Promise<number> {
    const { relations, bits, inRelations } = await bitsOf(concerned)
    const [found] = await connections.run({ role }, [sql.countConcerned(relations, bits, inRelations)])
    return (found!.rows[0] as { people: number }).people
  }

  return { list, read, cases, coming, bitsOf, count }
}
