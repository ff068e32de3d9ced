/** What pages and calls ask for: an offer of the ID that is kept, taken with the other one. */
import type { Language } from '../../../base/http/index.ts'
import { noteChange, offerOf, type Offer, takeOffer } from '../../../people/index.ts'
import type { Holding } from '../../../policy/activity.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { join, part, type Parting, whatMoves } from './acts.ts'
import type { Moving } from './page.tsx'
import { addressToTell } from './store.ts'

/** From where it is done. */
export interface Device {
  agent: string
  address: string
}

/** Why an offer opens nothing. */
export type Broken = 'unknown' | 'expired' | 'used' | 'taken' | 'same'

const categoryOf = ({ columns }: Holding): string => {
  const [first] = Object.values(columns)
  return typeof first === 'string' ? first : (first?.category ?? '')
}

/** What an offer would move, for whoever is signed in with the other ID. */
export async function previewOf(
  parts: RightsParts,
  person: string,
  token: string,
): Promise<{ offer: Offer; moving: Moving[] } | Broken | Refusal> {
  const offer = await offerOf(parts, token)
  if (typeof offer === 'string' || offer instanceof Refusal) return offer
  if (offer.person === person) return 'same'
  const moves = await whatMoves(parts, person)
  if (moves instanceof Refusal) return moves
  const { holdings } = parts.gate.policy().compiled.declarations
  const counts = new Map<string, number>()
  for (const { table, rows } of moves) {
    const holding = holdings.find(one => one.table === table)
    const category = holding ? categoryOf(holding) : table
    counts.set(category, (counts.get(category) ?? 0) + rows)
  }
  return { offer, moving: [...counts].map(([category, rows]) => ({ category, rows })) }
}

/**
 * Takes an offer: whoever is signed in gives their ID up for the one that made it. Both are told by a letter.
 * @param person proven a moment ago
 */
export async function take(
  parts: RightsParts,
  person: string,
  token: string,
  language: Language,
  device: Device,
): Promise<{ moved: number; kept: string } | Broken | 'joined' | 'changed' | Refusal> {
  const offer = await offerOf(parts, token)
  if (typeof offer === 'string' || offer instanceof Refusal) return offer
  if (offer.person === person) return 'same'
  const former = await addressOf(parts, person)
  if (!(await takeOffer(parts, offer.person, token))) return 'used'
  const done = await join(parts, offer.person, person, language)
  if (typeof done === 'string' || done instanceof Refusal) return done
  await noteChange(parts, offer.person, 'merged', device, { about: former, ...(former ? { former } : {}) })
  return { ...done, kept: offer.person }
}

/** Where letters to the ID go that is given up: its person is told there too. */
async function addressOf(parts: RightsParts, person: string): Promise<string> {
  const read = await parts.gate.read(
    { act: 'rights.read-to-join', actor: { kind: 'customer', person }, subject: { person } },
    { account: addressToTell(person) },
  )
  return read instanceof Refusal ? '' : (read.account[0]?.address ?? '')
}

/** Parts what was joined, and tells the person. */
export async function partAgain(parts: RightsParts, kept: string, former: string, device: Device): Promise<Parting> {
  const done = await part(parts, kept, former)
  if (typeof done === 'string' || done instanceof Refusal) return done
  const address = await addressOf(parts, former)
  await noteChange(parts, kept, 'merge-undone', device, { about: address, ...(address ? { former: address } : {}) })
  return done
}
