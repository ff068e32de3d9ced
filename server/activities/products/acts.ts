/** What customers do with their products and their company's. Pages and calls both come here. */
import { newId } from '../../base/ids.ts'
import { provenance } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import { catalogueOf } from './catalogue.ts'
import { ownerOf, ownersOf, type OwnerSeen } from './owners.ts'
import type { ProductParts, Self } from './parts.ts'
import { guessing, guessWait, isUndoable, may, undoLasts, warrantyOf, type Family, type Warranty } from './products.ts'
import { latestDay, readSerial, isFault, type Serial } from './serial/index.ts'
import { sites, type SiteRow } from './site-store.ts'
import { matchSites, type SitePlan } from './sites.ts'
import * as store from './store.ts'
import * as transfers from './transfer-store.ts'
import { addSites } from './site-store.ts'
import { proofs, type ProofRow } from './proof-store.ts'
import type { Facts } from './reading.ts'

/** A product as its owner sees it. */
export interface Product extends store.RegistrationRow {
  serial: string
  family: Family | undefined
  /** What its serial number tells; undefined where its family is in the catalogue no more. */
  read: Serial | undefined
  warranty: Warranty | undefined
}

/** Lays the catalogue over a row. */
export function productOf(row: store.RegistrationRow, families: readonly Family[], now: Date): Product {
  const serial = row.serial_number
  const read = readSerial(serial, families, latestDay(now))
  const known = isFault(read) ? undefined : read
  const family = families.find(({ code }) => code === known?.family)
  return {
    ...row,
    serial,
    read: known,
    family,
    warranty: family && known && warrantyOf(family, known.built, row.bought_on),
  }
}

/** Some products of one owner. */
export interface Listed {
  owner: OwnerSeen
  owners: OwnerSeen[]
  /** How many products each has, current and ended; by organisation, `null` for oneself. */
  counts: Map<string | null, { current: number; ended: number }>
  products: Product[]
  /** How many fit the filter. */
  total: number
  sites: SiteRow[]
  offers: transfers.OfferRow[]
}

/**
 * The products of an owner.
 * @param organisation null for oneself
 * @param page from 1
 * @returns undefined where the customer does not belong to that company
 */
export async function listProducts(
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  filter: store.Filter,
  { page, size }: { page: number; size: number },
): Promise<Listed | undefined | Refusal> {
  const owners = await ownersOf(parts, actor)
  const owner = owners.find(one => one.organisation === organisation)
  if (!owner) return undefined
  const families = await catalogueOf(parts)
  const now = parts.clock.now()
  const read = await parts.gate.read(
    { act: 'products.view', actor, subject: { person: actor.person } },
    {
      rows: store.registrations(owner, filter, size, (page - 1) * size),
      count: store.countRegistrations(owner, filter),
      owned: store.owned(),
      sites: sites(owner),
      offers: transfers.openOffers(actor.person, now),
    },
  )
  if (read instanceof Refusal) return read
  return {
    owner,
    owners,
    counts: new Map(read.owned.map(({ organisation_id, current, ended }) => [organisation_id, { current, ended }])),
    products: read.rows.map(row => productOf(row, families, now)),
    total: Number(read.count[0]?.count ?? 0),
    sites: read.sites.toSorted((a, b) => a.name.localeCompare(b.name)),
    offers: read.offers,
  }
}

/** One product with all that belongs to it. */
export interface Shown {
  product: Product
  owner: OwnerSeen
  sites: SiteRow[]
  proofs: ProofRow[]
  transfer: transfers.TransferRow | undefined
  /** How earlier offers of it ended. */
  ended: { closed_at: Date; outcome: string; recorded_at: Date }[]
  /** The same product at earlier times, as far as this owner had it. */
  earlier: store.RegistrationRow[]
}

/** @returns undefined where the customer sees no such product */
export async function viewProduct(parts: ProductParts, actor: Self, id: string): Promise<Shown | undefined | Refusal> {
  const asked = { act: 'products.view', actor, subject: { person: actor.person } } as const
  const read = await parts.gate.read(asked, {
    row: store.registration(id),
    proofs: proofs(id),
    transfer: transfers.openTransfers(id),
    ended: transfers.closedTransfers(id),
  })
  if (read instanceof Refusal) return read
  const [row] = read.row
  const owner = row && (await ownerOf(parts, actor, row.organisation_id))
  if (!row || !owner) return undefined
  const more = await parts.gate.read(asked, { sites: sites(owner), same: store.registrationsOf([row.serial_number]) })
  if (more instanceof Refusal) return more
  const now = parts.clock.now()
  return {
    product: productOf(row, await catalogueOf(parts), now),
    owner,
    sites: more.sites.toSorted((a, b) => a.name.localeCompare(b.name)),
    proofs: read.proofs,
    transfer: read.transfer.find(one => one.expires_at > now),
    ended: read.ended,
    earlier: more.same.filter(one => one.id !== row.id && one.organisation_id === row.organisation_id),
  }
}

/** A product to register. */
export interface Entry extends Facts {
  serial: string
}

/** What became of one: `yours` is registered already by somebody whose products you see, `taken` by whomever. */
export type Registered = { serial: string } & (
  { how: 'added'; id: string } | { how: 'yours'; id: string; organisation: string | null } | { how: 'taken' }
)

/** `wait`: too many serial numbers that are taken were tried lately; so many seconds. */
export type Registering = { registered: Registered[] } | { wait: number } | 'unknown' | 'too-many-sites' | Refusal

/** Registers products. Two who register one at once: one has it, the other is told that it is taken. */
export async function register(
  parts: ProductParts,
  actor: Self,
  organisation: string | null,
  entries: readonly Entry[],
  cameBy: 'registered' | 'imported' = 'registered',
): Promise<Registering> {
  const owner = await ownerOf(parts, actor, organisation)
  if (!owner || !may('register', owner.role).yes) return 'unknown'
  const { person } = actor
  const asked = { act: 'products.register', actor, subject: { person } } as const
  const serials = entries.map(({ serial }) => serial)
  const before = await parts.gate.read(asked, { own: store.registrationsOf(serials), sites: sites(owner) })
  if (before instanceof Refusal) return before
  const own = new Map(before.own.filter(row => row.ended_at === null).map(row => [row.serial_number, row]))
  const wanted = entries.filter(({ serial }) => !own.has(serial))
  const plan = matchSites(
    before.sites,
    wanted.map(({ site }) => site),
  )
  if (plan === 'too-many') return 'too-many-sites'
  const added = await add(parts, actor, owner, wanted, plan, cameBy)
  if (added instanceof Refusal || 'wait' in added) return added
  return {
    registered: serials.map(serial => {
      const [there, id] = [own.get(serial), added.get(serial)]
      if (there) return { serial, how: 'yours', id: there.id, organisation: there.organisation_id }
      return id === undefined ? { serial, how: 'taken' } : { serial, how: 'added', id }
    }),
  }
}

async function add(
  parts: ProductParts,
  actor: Self,
  owner: OwnerSeen,
  wanted: readonly Entry[],
  plan: SitePlan,
  cameBy: 'registered' | 'imported',
): Promise<Map<string, string> | { wait: number } | Refusal> {
  if (wanted.length === 0) return new Map()
  const { person } = actor
  const from = provenance(parts, cameBy === 'imported' ? 'import' : 'web')
  const rows = wanted.map(({ serial, boughtOn, details, site }) => ({
    id: newId(),
    serial,
    boughtOn,
    details,
    site: plan.idOf(site),
  }))
  const asked = { act: 'products.register', actor, subject: { person } } as const
  try {
    const written = await parts.gate.write(asked, {
      turn: store.takeTurn(person),
      may: store.mayGuess(person, from.at, guessing),
      sites: addSites(owner, plan.added, from),
      added: store.addRegistrations(owner, rows, cameBy, from),
      taken: store.countTaken(
        person,
        rows.map(({ id }) => id),
        from.at,
        guessing,
      ),
    })
    return written instanceof Refusal
      ? written
      : new Map(written.added.map(({ serial_number: serial, id }) => [serial, id]))
  } catch (error) {
    if (!(error instanceof Untouched)) throw error
    const read = await parts.gate.read(asked, { guesses: store.guesses(person) })
    if (read instanceof Refusal) return read
    const [told] = read.guesses
    const wait = guessWait(told && { level: told.level, lastAt: told.last_at }, parts.clock.now())
    if (wait === 0) throw error
    return { wait }
  }
}

/** How a change ended. `ended`: it is not theirs any more, or removed. `managers-only`: of a company, and not for members. */
export type Change = 'done' | 'unknown' | 'ended' | 'managers-only' | 'too-many-sites' | 'taken' | Refusal

/** Corrects what is known of a product: at once, for everybody who sees it. */
export async function correct(parts: ProductParts, actor: Self, id: string, facts: Facts): Promise<Change> {
  const shown = await viewProduct(parts, actor, id)
  if (shown instanceof Refusal) return shown
  if (!shown) return 'unknown'
  if (shown.product.ended_at) return 'ended'
  const plan = matchSites(shown.sites, [facts.site])
  if (plan === 'too-many') return 'too-many-sites'
  const { organisation } = shown.owner
  const site = plan.idOf(facts.site)
  return changed(
    parts.gate.write(
      { act: 'products.correct', actor, subject: { person: actor.person } },
      {
        sites: addSites(shown.owner, plan.added, provenance(parts, 'web')),
        product: store.correctRegistration(id, organisation, { ...facts, site }),
      },
    ),
  )
}

/** Takes a product off the list; an open offer of it ends. It can be put back for thirty days. */
export async function remove(parts: ProductParts, actor: Self, id: string): Promise<Change> {
  const shown = await viewProduct(parts, actor, id)
  if (shown instanceof Refusal) return shown
  if (!shown) return 'unknown'
  if (shown.product.ended_at) return 'ended'
  if (!may('remove', shown.owner.role).yes) return 'managers-only'
  const now = parts.clock.now()
  return changed(
    parts.gate.write(
      { act: 'products.remove', actor, subject: { person: actor.person } },
      { offer: transfers.withdrawTransfer(id, now), product: store.removeRegistration(id, now) },
    ),
  )
}

/** Puts back what was removed, unless somebody registered it in the meantime. */
export async function restore(parts: ProductParts, actor: Self, id: string): Promise<Change> {
  const shown = await viewProduct(parts, actor, id)
  if (shown instanceof Refusal) return shown
  if (!shown) return 'unknown'
  const { ended_at, ended_how } = shown.product
  if (!ended_at) return 'done'
  const now = parts.clock.now()
  if (ended_how !== 'removed' || !isUndoable(ended_at, now)) return 'ended'
  if (!may('remove', shown.owner.role).yes) return 'managers-only'
  const since = new Date(now.getTime() - undoLasts)
  return changed(
    parts.gate.write(
      { act: 'products.remove', actor, subject: { person: actor.person } },
      { product: store.restoreRegistration(id, since) },
    ),
  )
}

async function changed(written: Promise<object>): Promise<Change> {
  try {
    const answer = await written
    return answer instanceof Refusal ? answer : 'done'
  } catch (error) {
    // Somebody was faster: a colleague, oneself in another window, or whoever accepted it.
    if (error instanceof Untouched) return 'ended'
    if ((error as { code?: string }).code === '23505') return 'taken'
    throw error
  }
}
