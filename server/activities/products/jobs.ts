/** What is done with products on a clock. */
import type { Job } from '../../base/job.ts'
import { Refusal } from '../../policy/refusal.ts'
import { listsBefore, registerLists } from './list-acts.ts'
import { forgetLists } from './list-store.ts'
import type { ProductParts } from './parts.ts'
import { undoLasts } from './products.ts'
import { forgetRemoved } from './store.ts'
import { deliverOffers } from './transfer-acts.ts'
import { closeLoose, expireTransfers } from './transfer-store.ts'

const second = 1_000
const minute = 60 * second

/** The jobs of this slice. */
export const jobs = (parts: ProductParts): Job[] => [
  { name: 'deliver offers of products', every: 2 * second, run: () => deliverOffers(parts) },
  { name: 'register lists of products', every: second, run: () => registerLists(parts) },
  { name: 'tidy up products', every: minute, run: () => tidy(parts) },
]

/** Ends what nobody answered in time, and deletes what was removed thirty days ago. @returns whether it was allowed */
export async function tidy({ gate, clock }: Pick<ProductParts, 'gate' | 'clock'>): Promise<boolean> {
  const now = clock.now()
  const done = await gate.write(
    { act: 'products.tidy', actor: { kind: 'system' }, subject: 'none' },
    {
      expired: expireTransfers(now),
      loose: closeLoose(now),
      removed: forgetRemoved(new Date(now.getTime() - undoLasts)),
      lists: forgetLists(listsBefore(now)),
    },
  )
  return !(done instanceof Refusal)
}
