/** Finding another ID of the same person: one whose address they proved to read. */
import { otherIdsAmong } from '../../../people/index.ts'
import type { Self } from '../../../policy/request.ts'
import type { RightsParts } from '../parts.ts'

/**
 * The addresses that somebody proved and that are IDs of their own. Whoever reads the letters to an address may hear that it
 * is an ID; nobody else does.
 */
export async function otherIdsOf(parts: RightsParts, actor: Self): Promise<string[]> {
  return otherIdsAmong(parts, actor.person, await parts.provenAddressesOf(actor))
}
