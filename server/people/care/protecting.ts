/** What protects an ID besides its password: on one page, for everything that lets somebody in by another way. */
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { protection } from './protecting-store.ts'

/**
 * Whether somebody has to show more than a password. Colleagues always have to.
 * @param person whose ID it is
 */
export async function hasSecondFactor({ gate }: Pick<PeopleParts, 'gate'>, person: string): Promise<boolean | Refusal> {
  const found = await gate.read(
    { act: 'people.check-credentials', actor: { kind: 'stranger' }, subject: 'set' },
    { own: protection(person) },
  )
  return found instanceof Refusal ? found : (found.own[0]?.protected ?? false)
}
