/** What somebody has kept and not used: everything, or a category (GDPR 18). */
import { newId } from '../base/ids.ts'
import { provenance } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import type { ConsentParts, Where } from './say.ts'
import * as store from './store.ts'

/** What somebody says of a category; null: of everything. */
export type Wanted = Omit<store.Restriction, 'id'>

/**
 * Has categories kept and not used, or used again (GDPR 18): all of them, or nothing. It binds whoever reads next, but for what
 * has to go on.
 * @returns `unknown` where the policy has no such category
 */
export async function sayRestrictions(
  parts: ConsentParts,
  actor: Self,
  wanted: readonly Wanted[],
  { language, place, source = 'web', layout = '' }: Where,
): Promise<'done' | 'unknown' | Refusal> {
  const { categories, policy } = parts.gate.policy().compiled.loaded.policy
  if (wanted.some(({ category }) => category !== null && !Object.hasOwn(categories, category))) return 'unknown'
  const from = { ...provenance(parts, source), version: policy.version, place, layout }
  const { person } = actor
  const lines = wanted.map(one => ({ id: newId(), ...one }))
  const written = await parts.gate.write(
    { act: 'consent.restrict', actor, subject: { person } },
    {
      turn: store.takeTurn<'consent.restrict'>(person),
      lines: store.restrict(person, lines, language, from),
    },
  )
  return written instanceof Refusal ? written : 'done'
}
