/** What a colleague who answers people's rights does with two IDs of one person, from a page or a call. */
import { Type } from 'typebox'
import { caseNumber, normalCaseNumber } from '../../../base/case-number.ts'
import type { Language } from '../../../base/http/index.ts'
import { identifierHash, type Visitor } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { join, type JoinedId, joinedTo, type Joining } from './acts.ts'
import { movesOf } from './doing.ts'
import type { Moving } from './page.tsx'
import { part, type Parting } from './parting.ts'
import { customerWith } from './store.ts'
import type { By } from './together.ts'

/** A colleague, for a case. */
export type Officer = By & { kind: 'staff' }

/** The number of the case, as forms and calls take it: its customer reads it in the evidence. */
export const CaseNumber = Type.String({
  pattern: caseNumber,
  fault: 'joining.console.reference-fault',
  description: 'the number of the case, like S-2041',
})

/** A colleague as one acts. @param typed the number of the case */
export const officerFor = ({ visitor }: { visitor: { actor: Officer['actor'] } }, typed: string): Officer => ({
  kind: 'staff',
  actor: visitor.actor,
  reference: normalCaseNumber(typed),
})

/** Whether a colleague's role answers people's rights. */
export const answersRights = ({ actor }: Pick<Extract<Visitor, { kind: 'staff' }>, 'actor'>): boolean =>
  actor.purposes.includes('answer-rights')

/** Which of the IDs that were typed no customer whom the colleague may see has; or both are one. */
export interface Unknown {
  unknown: 'kept' | 'former'
}

/** What is found before anything is done. */
export interface Looked {
  /** by category; undefined where only one ID was named */
  moving: readonly Moving[] | undefined
  /** what was joined to the ID that is kept, and can be parted */
  joined: readonly JoinedId[]
  /** addresses that the person proved to read, and that are IDs of their own */
  found: readonly string[]
}

/** Looks at one ID, or at two. */
export async function look(
  parts: RightsParts,
  by: Officer,
  typed: { kept: string; former?: string | undefined },
): Promise<Looked | Unknown | Refusal> {
  const kept = await ownerOf(parts, by, typed.kept)
  if (kept instanceof Refusal) return kept
  if (kept === undefined) return { unknown: 'kept' }
  const joined = await joinedTo(parts, kept, by)
  if (joined instanceof Refusal) return joined
  const found = await othersOf(parts, by, kept)
  if (found instanceof Refusal) return found
  if (!typed.former) return { moving: undefined, joined, found }
  const former = await ownerOf(parts, by, typed.former)
  if (former instanceof Refusal) return former
  if (former === undefined || former === kept) return { unknown: 'former' }
  const moving = await movesOf(parts, former, by)
  return moving instanceof Refusal ? moving : { moving, joined, found }
}

/** Joins two IDs for somebody. */
export async function joinFor(
  parts: RightsParts,
  by: Officer,
  typed: { kept: string; former: string },
  language: Language,
): Promise<Joining | Unknown> {
  const kept = await ownerOf(parts, by, typed.kept)
  if (kept instanceof Refusal) return kept
  if (kept === undefined) return { unknown: 'kept' }
  const former = await ownerOf(parts, by, typed.former)
  if (former instanceof Refusal) return former
  return former === undefined ? { unknown: 'former' } : join(parts, kept, former, language, by)
}

/** Parts for somebody what was joined. @param typed.person whose ID was given up */
export async function partFor(
  parts: RightsParts,
  by: Officer,
  typed: { kept: string; person: string },
): Promise<Exclude<Parting, 'unknown'> | Unknown> {
  const kept = await ownerOf(parts, by, typed.kept)
  if (kept instanceof Refusal) return kept
  if (kept === undefined) return { unknown: 'kept' }
  const parted = await part(parts, kept, typed.person, by)
  return parted === 'unknown' ? { unknown: 'former' } : parted
}

async function ownerOf(
  parts: RightsParts,
  { actor, reference }: Officer,
  id: string,
): Promise<string | undefined | Refusal> {
  const found = await parts.gate.read(
    { act: 'rights.find-to-join', actor, subject: 'set', reference },
    { owner: customerWith(identifierHash(parts, id)) },
  )
  return found instanceof Refusal ? found : found.owner[0]?.person_id
}

async function othersOf(parts: RightsParts, by: Officer, person: string): Promise<string[] | Refusal> {
  const addresses = await parts.provenAddressesFor(by.actor, person, by.reference)
  if (addresses instanceof Refusal) return addresses
  const others: string[] = []
  for (const address of addresses) {
    const owner = await ownerOf(parts, by, address)
    if (owner instanceof Refusal) return owner
    if (owner !== undefined && owner !== person) others.push(address)
  }
  return others
}
