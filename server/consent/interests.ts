/** Subjects that interest somebody: ticked by themselves, kept as long as there is something that they want to hear. */
import { newId } from '../base/ids.ts'
import { provenance } from '../people/index.ts'
import type { Gate } from '../policy/gate.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Self } from '../policy/request.ts'
import type { ConsentParts, Where } from './say.ts'
import * as store from './interest-store.ts'

/** The purpose that subjects serve. */
export const newsPurpose = 'product-news'
const category = 'interests'

/** The subjects that there are; none where the policy lets nobody choose. */
export function subjectsOf({ policy }: Pick<Gate, 'policy'>): readonly string[] {
  const { loaded, grants } = policy().compiled
  if (!grants.has('consent.choose')) return []
  return Object.keys(loaded.policy.categories[category]?.choices ?? {})
}

/** What somebody ticked; undefined where there is nothing to tick. */
export async function viewInterests({ gate }: Pick<ConsentParts, 'gate'>, actor: Self): Promise<string[] | undefined> {
  if (subjectsOf(gate).length === 0) return undefined
  const { person } = actor
  const read = await gate.read({ act: 'consent.choose', actor, subject: { person } }, { own: store.interests(person) })
  return read instanceof Refusal ? undefined : read.own.map(({ interest }) => interest)
}

/** SQLSTATE of the trigger: nothing is kept for a purpose before a yes to it. */
const withoutYes = 'AB002'

/**
 * Keeps what is ticked, and forgets what is not.
 * @returns `unknown` where there is no such subject; `not-agreed` where nothing is agreed to that they would serve
 */
export async function chooseInterests(
  parts: ConsentParts,
  actor: Self,
  ticked: readonly string[],
  { source = 'web' }: Partial<Where> = {},
): Promise<'done' | 'unknown' | 'not-agreed' | Refusal> {
  const { gate } = parts
  const known = subjectsOf(gate)
  if (ticked.some(one => !known.includes(one))) return 'unknown'
  const { person } = actor
  const lines = [...new Set(ticked)].map(interest => ({ id: newId(), interest }))
  const { at, ...from } = provenance(parts, source)
  try {
    const written = await gate.write(
      { act: 'consent.choose', actor, subject: { person } },
      {
        turn: store.takeTurn(person),
        gone: store.forgetOthers(person, ticked),
        kept: store.keep(person, lines, { at, source: from.source, version: from.version }),
      },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if ((error as { code?: string }).code === withoutYes) return 'not-agreed'
    throw error
  }
}
