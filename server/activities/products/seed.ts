/** The catalogue of the demonstration, and what its cast owns. */
import { newId } from '../../base/ids.ts'
import type { Arrived, Seed } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { catalogueOf, keepCatalogue } from './catalogue.ts'
import { sitesOfOwner } from './list-store.ts'
import { ownersOf } from './owners.ts'
import type { ProductParts } from './parts.ts'
import type { Family } from './products.ts'
import { isFault, serialFrom } from './reading.ts'
import { addSites } from './site-store.ts'
import { matchSites } from './sites.ts'
import { addRegistrations, type Owner, type Provenance } from './store.ts'
import { offer } from './transfer-acts.ts'

interface Owned {
  serial: string
  bought?: string
  seller?: string
  site?: string
  note?: string
  /** Of the company that they work for, instead of their own. */
  company?: true
  /** To whom it is offered. */
  offeredTo?: string
}

export const seed: Seed<{ families: Family[] }, { products: Owned[] }> = {
  name: 'products',
  begin: (given, { families }) => keepCatalogue(given, families),
  async person(given, who, { products }) {
    const actor = { kind: 'customer', person: who.person } as const
    const owners = await ownersOf(given, actor)
    const company = owners.find(({ organisation }) => organisation !== null)?.organisation ?? null
    for (const one of products) {
      const id = await bring(given, who, { person: who.person, organisation: one.company ? company : null }, one)
      if (id !== undefined && one.offeredTo) await offer(given, actor, id, one.offeredTo)
    }
  },
}

/** Registers a product at the moment at which it says that it was bought, or when its owner came. */
async function bring(given: ProductParts, who: Arrived, owner: Owner, one: Owned): Promise<string | undefined> {
  const asked = { act: 'products.bring-in', actor: { kind: 'system' }, subject: { person: who.person } } as const
  const serial = serialFrom(one.serial, await catalogueOf(given), given.clock.now())
  if (isFault(serial)) throw new Error(`The seed has the serial number ${one.serial}: ${serial.part}.`)
  const bought = one.bought === undefined ? who.at : new Date(`${one.bought}T10:00:00Z`)
  const from: Provenance = { at: bought > who.at ? bought : who.at, source: who.source, version: who.version }
  const sites = await given.gate.read(asked, { sites: sitesOfOwner(owner) })
  const plan = sites instanceof Refusal ? 'too-many' : matchSites(sites.sites, [one.site])
  if (plan === 'too-many') throw new Error('The policy does not allow this.')
  const details = { ...(one.seller ? { seller: one.seller } : {}), ...(one.note ? { note: one.note } : {}) }
  const row = {
    id: newId(),
    serial: serial.text,
    boughtOn: one.bought ?? null,
    details,
    site: plan.idOf(one.site),
  }
  const written = await given.gate.write(asked, {
    sites: addSites(owner, plan.added, from),
    product: addRegistrations(owner, [row], 'registered', from),
  })
  if (written instanceof Refusal) throw new Error(`The policy does not allow this: ${written.code}.`)
  return written.product[0]?.id
}
