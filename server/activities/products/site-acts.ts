/** Arranging the sites of a company, or one's own. */
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { ownerOf, type OwnerSeen } from './owners.ts'
import type { ProductParts, Self } from './parts.ts'
import { may } from './products.ts'
import * as store from './site-store.ts'

export type Arranging = 'done' | 'unknown' | 'managers-only' | 'name-taken' | 'not-empty' | Refusal

/** The sites of an owner, by name. */
export async function viewSites(
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
): Promise<{ owner: OwnerSeen; sites: store.SiteRow[] } | undefined | Refusal> {
  const owner = await ownerOf(parts, actor, organisation)
  if (!owner) return undefined
  const read = await parts.gate.read(
    { act: 'products.view', actor, subject: { person: actor.person } },
    { sites: store.sites(owner) },
  )
  return read instanceof Refusal ? read : { owner, sites: read.sites.toSorted((a, b) => a.name.localeCompare(b.name)) }
}

async function arrange(
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  site: string,
  change: (sites: store.SiteRow[], owner: OwnerSeen) => Record<string, ReturnType<typeof store.renameSite>> | Arranging,
): Promise<Arranging> {
  const seen = await viewSites(parts, actor, organisation)
  if (seen instanceof Refusal) return seen
  if (!seen?.sites.some(({ id }) => id === site)) return 'unknown'
  if (!may('arrange-sites', seen.owner.role).yes) return 'managers-only'
  const statements = change(seen.sites, seen.owner)
  if (typeof statements === 'string' || statements instanceof Refusal) return statements
  try {
    const written = await parts.gate.write(
      { act: 'products.correct', actor, subject: { person: actor.person } },
      statements,
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'not-empty'
    throw error
  }
}

/** Calls a site otherwise. */
export const renameSite = (
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  site: string,
  name: string,
): Promise<Arranging> =>
  arrange(parts, actor, organisation, site, sites =>
    sites.some(one => one.id !== site && one.name.toLowerCase() === name.toLowerCase())
      ? 'name-taken'
      : { site: store.renameSite(site, organisation, name) },
  )

/** Moves all that stands at a site to another of the same owner, or to none. @param to null: none */
export const moveProducts = (
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  site: string,
  to: string | null,
): Promise<Arranging> =>
  arrange(parts, actor, organisation, site, sites =>
    to !== null && !sites.some(({ id }) => id === to) ? 'unknown' : { moved: store.moveProducts(site, to) },
  )

/** Takes a site away at which nothing stands. */
export const removeSite = (
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  site: string,
): Promise<Arranging> => arrange(parts, actor, organisation, site, () => ({ site: store.removeSite(site) }))
