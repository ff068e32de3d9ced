/** What pages and calls ask for: an offer of the ID that is kept, taken with the other one. */
import type { Language } from '../../../base/http/index.ts'
import { offerOf, type Offer, takeOffer } from '../../../people/index.ts'
import type { Holding } from '../../../policy/activity.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { join, whatMoves } from './acts.ts'
import type { Moving } from './page.tsx'
import { part, type Parting } from './parting.ts'
import type { By, Device } from './together.ts'

/** Why an offer opens nothing. */
export type Broken = 'unknown' | 'expired' | 'used' | 'taken' | 'same'

const categoryOf = ({ columns }: Holding): string => {
  const [first] = Object.values(columns)
  return typeof first === 'string' ? first : (first?.category ?? '')
}

/** What would move from somebody, by category of the policy. */
export async function movesOf(parts: RightsParts, person: string, by?: By): Promise<Moving[] | Refusal> {
  const moves = await whatMoves(parts, person, by)
  if (moves instanceof Refusal) return moves
  const { holdings } = parts.gate.policy().compiled.declarations
  const counts = new Map<string, number>()
  for (const { table, rows } of moves) {
    const holding = holdings.find(one => one.table === table)
    const category = holding ? categoryOf(holding) : table
    counts.set(category, (counts.get(category) ?? 0) + rows)
  }
  return [...counts].map(([category, rows]) => ({ category, rows }))
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
  const moving = await movesOf(parts, person)
  return moving instanceof Refusal ? moving : { offer, moving }
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
  if (!(await takeOffer(parts, offer.person, token))) return 'used'
  const done = await join(parts, offer.person, person, language, { kind: 'person' }, device)
  return typeof done === 'string' || done instanceof Refusal ? done : { ...done, kept: offer.person }
}

/** Parts what was joined; its person is told by a letter. */
export const partAgain = (parts: RightsParts, kept: string, former: string, device: Device): Promise<Parting> =>
  part(parts, kept, former, { kind: 'person' }, device)
