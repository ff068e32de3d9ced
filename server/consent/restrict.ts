/** What somebody has kept and not used: everything, or a category (GDPR 18). */
import { newId } from '../base/ids.ts'
import { provenance } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import type { ConsentParts, Where } from './say.ts'
import * as store from './store.ts'

/**
 * Has a category kept and not used, or used again (GDPR 18). It binds whoever reads next: all but what has to go on.
 * @param category of the policy; null: everything
 * @returns `unknown` where the policy has no such category
 */
export async function sayRestriction(
  parts: ConsentParts,
  actor: Self,
  said: 'restrict' | 'release',
  category: string | null,
  { language, place, source = 'web', layout = '' }: Where,
): Promise<'done' | 'unknown' | Refusal> {
  const { loaded } = parts.gate.policy().compiled
  if (category !== null && !Object.hasOwn(loaded.policy.categories, category)) return 'unknown'
  const { version } = loaded.policy.policy
  const from = { ...provenance(parts, source), version, place, layout }
  const { person } = actor
  const written = await parts.gate.write(
    { act: 'consent.restrict', actor, subject: { person } },
    {
      turn: store.takeTurn<'consent.restrict'>(person),
      line: store.restrict(person, { id: newId(), said, category, language }, from),
    },
  )
  return written instanceof Refusal ? written : 'done'
}
