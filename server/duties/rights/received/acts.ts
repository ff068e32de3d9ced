/** Who received somebody's data: what evidence says about acts that send, and what the policy says about whom they send to. */
import { ownLast, ownShared, ownSharing, type SharedLine } from '../../../audit/index.ts'
import type { Compiled } from '../../../policy/compile.ts'
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

/** Acts with which data leaves, and to whom; also those that the policy in force refuses: they may have sent before. */
function sendingActs({ declarations }: Compiled): ReadonlyMap<string, string> {
  return new Map(Object.entries(declarations.acts).flatMap(([act, { to }]) => (to === undefined ? [] : [[act, to]])))
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
  const to = sendingActs(gate.policy().compiled)
  const acts = [...to].filter(([, one]) => recipient === null || one === recipient).map(([act]) => act)
  const read = await gate.read(
    { act: 'audit.view-own', actor, subject: { person: actor.person } },
    { shared: ownShared(acts, since, limit, offset) },
  )
  if (read instanceof Refusal) return read
  return {
    disclosures: read.shared.map(line => disclosureOf(line, to.get(line.act)!)),
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
export const pastStatements = (compiled: Compiled, since: Date, now: Date) => ({
  sharing: ownSharing([...sendingActs(compiled).keys()], since),
  last: ownLast('rights.view-held', new Date(now.getTime() - visit)),
})

/** What they found. */
export function pastOf(compiled: Compiled, found: Answers<ReturnType<typeof pastStatements>>): Past {
  const to = sendingActs(compiled)
  return {
    receivers: [...new Set(found.sharing.map(({ act }) => to.get(act)!))],
    lastVisit: found.last[0]?.at ?? undefined,
  }
}
