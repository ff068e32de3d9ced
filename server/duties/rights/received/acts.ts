/** Who received somebody's data: what evidence says about acts that send, and what the policy says about whom they send to. */
import { ownLast, ownShared, ownSharing, type SharedLine, type Sharing } from '../../../audit/index.ts'
import { allSites } from '../../../people/index.ts'
import type { Answers } from '../../../policy/gate.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Self } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'

/** One time that data left the company. */
export interface Disclosure {
  /** The number of the line: quote it in a question. */
  id: string
  at: Date
  act: string
  /** Its name in the policy. */
  recipient: string
  purpose: string
  clause: string
  version: number
  /** schema.table.column */
  fields: readonly string[]
  reference: string | null
}

/** What is asked; null: everything. */
export interface ReceivedFilter {
  since: Date | null
  /** A recipient of the policy. */
  recipient: string | null
}

export interface Received {
  disclosures: Disclosure[]
  /** On all pages. */
  total: number
}

/** With which lines data leaves, and to whom each goes. */
export interface Receivers {
  sharing: Sharing
  /** A recipient of the policy. */
  receiverOf(line: { act: string; reference: string | null }): string
}

/**
 * Acts with which data leaves, also those that the policy in force refuses: they may have sent before; and the sites of
 * others, which are told by acts that tell our own too.
 * @param only a recipient, null for all
 */
export async function receivers({ gate }: Pick<RightsParts, 'gate'>, only: string | null = null): Promise<Receivers> {
  const acts = Object.entries(gate.policy().compiled.declarations.acts)
  const to = new Map(acts.flatMap(([act, one]) => (one.to === undefined ? [] : [[act, one.to] as const])))
  const sites = await allSites({ gate })
  const runs = new Map(sites.flatMap(({ id, runBy }) => (runBy === null ? [] : [[id, runBy] as const])))
  const named = (one: ReadonlyMap<string, string>) =>
    [...one].filter(([, recipient]) => only === null || recipient === only).map(([name]) => name)
  return {
    sharing: {
      acts: named(to),
      telling: acts.flatMap(([act, { toSite }]) => (toSite ? [act] : [])),
      sites: named(runs),
    },
    receiverOf: ({ act, reference }) => to.get(act) ?? runs.get(reference ?? '') ?? '',
  }
}

/**
 * Reads what left.
 * @param limit how many at most, from `offset` on
 */
export async function viewReceived(
  { gate }: Pick<RightsParts, 'gate'>,
  actor: Self,
  { since, recipient }: ReceivedFilter,
  limit: number,
  offset: number,
): Promise<Received | Refusal> {
  const { sharing, receiverOf } = await receivers({ gate }, recipient)
  const read = await gate.read(
    { act: 'audit.view-own', actor, subject: { person: actor.person } },
    { shared: ownShared(sharing, since, limit, offset) },
  )
  if (read instanceof Refusal) return read
  return {
    disclosures: read.shared.map(line => disclosureOf(line, receiverOf(line))),
    total: read.shared[0]?.entries ?? 0,
  }
}

const disclosureOf = (line: SharedLine, recipient: string): Disclosure => ({
  id: line.id,
  at: line.at,
  act: line.act,
  recipient,
  purpose: line.purpose,
  clause: line.clause,
  version: line.version,
  fields: line.fields,
  reference: line.reference,
})

/** What the first page tells of the past. */
export interface Past {
  /** Recipients that something went to since then, by their names in the policy. */
  receivers: readonly string[]
  /** When the person was here before this visit; undefined if never, or too long ago to be known. */
  lastVisit: Date | undefined
}

/** What belongs to the same visit, in milliseconds. */
const visit = 30 * 60_000

/** What asks who received something since a moment, and when somebody was last here. */
export const pastStatements = ({ sharing }: Receivers, since: Date, now: Date) => ({
  sharing: ownSharing(sharing, since),
  last: ownLast('rights.view-held', new Date(now.getTime() - visit)),
})

/** What they found. */
export function pastOf({ receiverOf }: Receivers, found: Answers<ReturnType<typeof pastStatements>>): Past {
  return {
    receivers: [...new Set(found.sharing.map(receiverOf))],
    lastVisit: found.last[0]?.at ?? undefined,
  }
}
