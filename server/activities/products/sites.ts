/** Names of sites: which are there, which come to be. Pure but for the ids. */
import { newId } from '../../base/ids.ts'
import { mostSites } from './products.ts'

/** Which site each name is, and those that have to be added for it. */
export interface SitePlan {
  added: { id: string; name: string }[]
  idOf(name: string | undefined): string | null
}

const same = (name: string): string => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

/** Lays names over the sites of an owner: upper and lower case and blanks make no other site. */
export function matchSites(
  sites: readonly { id: string; name: string | null }[],
  names: readonly (string | undefined)[],
): SitePlan | 'too-many' {
  const ids = new Map(sites.flatMap(({ id, name }) => (name === null ? [] : [[same(name), id] as const])))
  const added: SitePlan['added'] = []
  for (const name of names) {
    if (name === undefined || name === '' || ids.has(same(name))) continue
    const site = { id: newId(), name }
    added.push(site)
    ids.set(same(name), site.id)
  }
  if (added.length > 0 && sites.length + added.length > mostSites) return 'too-many'
  return { added, idOf: name => (name === undefined || name === '' ? null : (ids.get(same(name)) ?? null)) }
}
