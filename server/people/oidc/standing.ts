/** Whether somebody agreed to a purpose, as PostgreSQL will judge it when a site is told something. */
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { agreed } from './consent-store.ts'

/** @returns whether their yes to the purpose stands now */
export async function agreedTo({ gate }: Pick<PeopleParts, 'gate'>, person: string, purpose: string): Promise<boolean> {
  const slot = gate.policy().slots.get(purpose)
  if (slot?.kind !== 'agree') return false
  const read = await gate.read(
    { act: 'people.keep-site-tokens', actor: { kind: 'system' }, subject: { person } },
    { standing: agreed(person) },
  )
  const [row] = read instanceof Refusal ? [] : read.standing
  return row !== undefined && (BigInt(row.agreed) & (1n << BigInt(slot.bit))) !== 0n
}
