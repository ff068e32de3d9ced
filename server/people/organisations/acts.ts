/** What customers do with the companies that they work for. */
import type { Gate } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import { type OwnCompany, ownCompanies } from './store.ts'

type Self = { kind: 'customer'; person: string }

/** The companies that a customer belongs to now, with the role there. @returns them by name, or why they may not be read */
export async function organisationsOf({ gate }: { gate: Gate }, actor: Self): Promise<readonly OwnCompany[] | Refusal> {
  const { person } = actor
  const read = await gate.read(
    { act: 'people.view-organisations', actor, subject: { person } },
    { companies: ownCompanies(person) },
  )
  return read instanceof Refusal ? read : read.companies
}
