/** What can be objected to before it begins: purposes of the version that comes (GDPR 21, and 13(3) before a change). Pure. */
import type { Language } from '../policy/document.ts'
import type { InForce } from '../policy/in-force.ts'
import type { Coming } from '../policy/versions.ts'
import { type Ask, comingAsks, type Saying, type Standing, stopsIn } from './consent.ts'
import { wordingOf } from './wording.ts'

/** The version that comes, with what somebody can say of it already. */
export interface Ahead extends Coming {
  asks: Ask[]
}

/** The bit of a purpose alone; 0 where it has none of this kind. */
export function maskOf({ slots }: Pick<InForce, 'slots'>, purpose: string, kind: 'agree' | 'object'): bigint {
  const slot = slots.get(purpose)
  return slot?.kind === kind ? 1n << BigInt(slot.bit) : 0n
}

/**
 * What somebody can say ahead.
 * @param asks what they can say of the version in force: that is not asked again
 * @param standing as it is of the purposes in force; `objected` as the database keeps it, a decimal number
 */
export function aheadOf(
  coming: Coming,
  { compiled }: Pick<InForce, 'compiled'>,
  asks: readonly Ask[],
  { relation, objected }: Pick<Standing, 'relation'> & { objected: string },
): Ahead | undefined {
  const { policy } = coming.loaded
  // A purpose that has no login yet which knows objections can be objected to once it is in force.
  const open = Object.keys(policy.purposes).filter(
    id => maskOf(coming, id, 'object') !== 0n && asks.every(({ purpose }) => purpose !== id),
  )
  const does = new Set(Object.values(compiled.declarations.acts).map(({ purpose }) => purpose))
  const found = comingAsks(coming.loaded, open, {
    relation,
    objected: id => (BigInt(objected) & maskOf(coming, id, 'object')) !== 0n,
    does: id => does.has(id),
  }).map(ask => ({ ...ask, from: { version: coming.number, at: coming.at } }))
  return found.length > 0 ? { ...coming, asks: found } : undefined
}

/** What is in force, and what comes if something of it can be answered. */
export interface Seen {
  inForce: InForce
  asks: readonly Ask[]
  ahead: Ahead | undefined
}

/** Everything that can be said now, of what is in force and of what comes. */
export const everyAsk = ({ asks, ahead }: Pick<Seen, 'asks' | 'ahead'>): Ask[] => [...asks, ...(ahead?.asks ?? [])]

/** The words of a purpose in the version in force, or in the one that comes where only that knows it. */
export const wordsOf = ({ inForce, ahead }: Pick<Seen, 'inForce' | 'ahead'>, purpose: string, language: Language) =>
  wordingOf(inForce.compiled.loaded, purpose, language) ??
  (ahead?.asks.some(one => one.purpose === purpose) ? wordingOf(ahead.loaded, purpose, language) : undefined)

/** What `Stop everything` says, also of advertising that has not begun. */
export const stopsFor = ({ inForce, asks, ahead }: Seen): Saying[] => [
  ...stopsIn(asks, inForce.compiled.loaded.policy),
  ...(ahead ? stopsIn(ahead.asks, ahead.loaded.policy) : []),
]
