/** Whose products somebody may see: their own, and those of the companies that they work for now. */
import { organisationsOf } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { ProductParts, Self } from './parts.ts'
import type { RoleThere } from './products.ts'
import type { Owner } from './store.ts'

/** An owner as one of its people sees it. */
export interface OwnerSeen extends Owner {
  /** Undefined where it is the person's own. */
  name: string | undefined
  role: RoleThere
}

/** Oneself first, then the companies by name; nothing of companies for a program that acts for one person. */
export async function ownersOf(parts: Pick<ProductParts, 'gate'>, actor: Self): Promise<OwnerSeen[]> {
  const own = { person: actor.person, organisation: null, name: undefined, role: undefined }
  if (actor.alone) return [own]
  const companies = await organisationsOf(parts, actor)
  if (companies instanceof Refusal) return [own]
  return [own, ...companies.map(({ id, name, role }) => ({ person: actor.person, organisation: id, name, role }))]
}

/** One of them. @param organisation null for oneself @returns undefined where the person does not belong there */
export async function ownerOf(
  parts: Pick<ProductParts, 'gate'>,
  actor: Self,
  organisation: string | null,
): Promise<OwnerSeen | undefined> {
  return (await ownersOf(parts, actor)).find(owner => owner.organisation === organisation)
}
