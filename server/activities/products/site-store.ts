/** Where products stand. */
import { Sealed, statement } from '../../policy/statement.ts'
import type { Owner, Provenance } from './store.ts'

export interface SiteRow {
  id: string
  organisation_id: string | null
  name: string
  /** Products that stand there now. */
  count: number
}

/** An owner's sites, with how many products stand at each. */
export const sites = (owner: Owner) =>
  statement<'products.view' | 'products.register' | 'products.correct', SiteRow>({
    name: 'products.sites',
    text: `select s.id, s.organisation_id, s.name,
                  (select count(r.id)::int from products.registration r where r.site_id = s.id and r.ended_at is null) as count
             from products.site s
            where s.organisation_id is not distinct from $1 and ($1::uuid is not null or s.person_id = $2)`,
    values: [owner.organisation, owner.person],
    opens: { name: 'products.site.name' },
  })

/** Adds sites to an owner. */
export const addSites = (owner: Owner, added: readonly { id: string; name: string }[], from: Provenance) =>
  statement<'products.register' | 'products.correct' | 'products.bring-in'>({
    name: 'products.add-sites',
    text: `insert into products.site (id, person_id, organisation_id, name, recorded_at, source, policy_version)
           select one.id, $1, $2, one.name, $3, $4, $5 from unnest($6::uuid[], $7::bytea[]) as one (id, name)`,
    values: [
      owner.person,
      owner.organisation,
      from.at,
      from.source,
      from.version,
      added.map(({ id }) => id),
      added.map(({ name }) => new Sealed('products.site.name', name, { organisation: owner.organisation })),
    ],
    fields: ['products.site.name'],
    touches: 'any',
  })

/** Calls a site otherwise. */
export const renameSite = (id: string, organisation: string | null, name: string) =>
  statement<'products.correct'>({
    name: 'products.rename-site',
    text: 'update products.site set name = $2 where id = $1 and organisation_id is not distinct from $3',
    values: [id, new Sealed('products.site.name', name, { organisation }), organisation],
    fields: ['products.site.name'],
  })

/** Moves what stands at one site to another, or to none. */
export const moveProducts = (from: string, to: string | null) =>
  statement<'products.correct'>({
    name: 'products.move-products',
    text: 'update products.registration set site_id = $2 where site_id = $1 and ended_at is null',
    values: [from, to],
    fields: ['products.site.name'],
    touches: 'any',
  })

/** Takes a site away at which nothing stands. */
export const removeSite = (id: string) =>
  statement<'products.correct'>({
    name: 'products.remove-site',
    text: `delete from products.site where id = $1
            and not exists (select from products.registration r where r.site_id = $1 and r.ended_at is null)`,
    values: [id],
    fields: ['products.site.name'],
  })
