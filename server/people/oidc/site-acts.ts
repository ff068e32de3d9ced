/** Registering sites, and changing them. */
import { newSecret } from '../../base/ids.ts'
import type { Actor } from '../../policy/request.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import type { PeopleParts } from '../parts.ts'
import { controllersFor } from '../staff/index.ts'
import * as store from './site-store.ts'
import { isSiteId, type Site } from './sites.ts'

type Parts = Pick<PeopleParts, 'gate' | 'vault' | 'clock'>
type Colleague = Actor & { kind: 'staff' }

const finding = { act: 'people.find-site', actor: { kind: 'system' }, subject: 'none' } as const

/** What is kept of a site's secret: nobody who reads it can use it. */
export const secretHash = ({ vault }: Pick<Parts, 'vault'>, secret: string): Buffer =>
  vault.hash('people.site.secret_hash', secret)

/** A site by its short name, also one that is switched off. */
export async function siteFor(
  { gate }: Pick<Parts, 'gate'>,
  id: string,
): Promise<{ site: Site; secretHash: Buffer | null } | undefined> {
  // What cannot be a short name is not asked of the database, which takes no NUL.
  if (!isSiteId(id)) return undefined
  const read = await gate.read(finding, { site: store.site(id) })
  const [row] = read instanceof Refusal ? [] : read.site
  return row && { site: store.siteOf(row), secretHash: row.secret_hash ?? null }
}

/** All sites, by their short names: who runs each, and what it is called. */
export async function allSites({ gate }: Pick<Parts, 'gate'>): Promise<Site[]> {
  const read = await gate.read(finding, { sites: store.sites() })
  return read instanceof Refusal ? [] : read.sites.map(store.siteOf)
}

/**
 * Whether an origin is that of a registered site: of its address, or of one that it is signed in at. What is known is a minute
 * old at most.
 */
export function originsOf(parts: Pick<Parts, 'gate' | 'clock'>): (origin: string) => Promise<boolean> {
  let known: { at: number; origins: Promise<ReadonlySet<string>> } | undefined
  const read = async () => {
    const sites = await allSites(parts)
    const open = sites.filter(({ offAt }) => offAt === null)
    const addresses = open.flatMap(({ address, redirectUris }) => [address, ...redirectUris])
    const origins = addresses.flatMap(one => (URL.canParse(one) ? [new URL(one).origin] : []))
    return new Set(origins.filter(one => one !== 'null'))
  }
  return async origin => {
    const now = parts.clock.now().getTime()
    if (!known || Math.abs(now - known.at) > 60_000) {
      const origins = read()
      known = { at: now, origins }
      // What failed is not kept: the next caller asks again.
      origins.catch(() => (known = undefined))
    }
    return (await known.origins).has(origin)
  }
}

/**
 * The controllers whose sites a colleague looks after; for whoever works for the default one also those that sites still name
 * and the policy does not any more: somebody has to be able to switch them off.
 */
export async function controllersOf(parts: Pick<Parts, 'gate'>, actor: Colleague): Promise<string[]> {
  const { policy } = parts.gate.policy().compiled.loaded
  const own = controllersFor(policy, actor)
  if (!policy.controllers[actor.controller]?.default) return own
  return [...new Set([...own, ...(await allSites(parts)).map(({ controller }) => controller)])]
}

/** The sites that a colleague looks after: leaves a line that says who looked. */
export async function listSites(parts: Pick<Parts, 'gate'>, actor: Colleague): Promise<Site[] | Refusal> {
  const controllers = await controllersOf(parts, actor)
  const read = await parts.gate.read(
    { act: 'people.list-sites', actor, subject: 'none' },
    { sites: store.listedSites(controllers) },
  )
  return read instanceof Refusal
    ? read
    : (await allSites(parts)).filter(({ controller }) => controllers.includes(controller))
}

/** @returns the secret, which is shown once; undefined for a site that keeps none; `taken` where the short name is another's */
export async function registerSite(
  parts: Parts,
  actor: Colleague,
  site: Site,
): Promise<{ secret: string | undefined } | 'taken' | Refusal> {
  const secret = site.confidential ? newSecret() : undefined
  const hash = secret === undefined ? null : secretHash(parts, secret)
  try {
    const written = await parts.gate.write(
      { act: 'people.register-site', actor, subject: 'none', reference: site.id },
      { add: store.addSite(site, hash, parts.clock.now()) },
    )
    return written instanceof Refusal ? written : { secret }
  } catch (error) {
    if (error instanceof Untouched) return 'taken'
    throw error
  }
}

/** Puts a site of the demonstration in, unless it is there. */
export async function installSite(parts: Parts, site: Site, secret: string | undefined): Promise<void> {
  if (await siteFor(parts, site.id)) return
  await parts.gate.write(
    { act: 'people.install-site', actor: { kind: 'system' }, subject: 'none', reference: site.id },
    { add: store.addSite(site, secret === undefined ? null : secretHash(parts, secret), parts.clock.now()) },
  )
}

const change = async (
  { gate }: Pick<Parts, 'gate'>,
  actor: Colleague,
  id: string,
  statement: ReturnType<typeof store.changeSite>,
): Promise<'done' | 'unknown' | Refusal> => {
  if (!isSiteId(id)) return 'unknown'
  try {
    const written = await gate.write(
      { act: 'people.change-site', actor, subject: 'none', reference: id },
      { change: statement },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'unknown'
    throw error
  }
}

/** Changes what a site is called, its addresses, its purpose and what it may ask for. */
export const changeSite = async (parts: Parts, actor: Colleague, site: Site) =>
  change(parts, actor, site.id, store.changeSite(site, await controllersOf(parts, actor)))

/** Switches a site off, or on again: while it is off nobody signs in there, and who was signed in there is not afterwards. */
export const switchSite = async (parts: Parts, actor: Colleague, id: string, on: boolean) =>
  change(parts, actor, id, store.switchSite(id, await controllersOf(parts, actor), on ? null : parts.clock.now()))

/**
 * Gives a site another secret; the former one is worth nothing from then on.
 * @param mayGoOn whether the sign-ins there go on, which whoever had the former secret may hold
 */
export async function rotateSecret(
  parts: Parts,
  actor: Colleague,
  id: string,
  mayGoOn: boolean,
): Promise<{ secret: string } | 'unknown' | Refusal> {
  const secret = newSecret()
  const endedAt = mayGoOn ? null : parts.clock.now()
  const done = await change(
    parts,
    actor,
    id,
    store.changeSecret(id, await controllersOf(parts, actor), secretHash(parts, secret), endedAt),
  )
  return done === 'done' ? { secret } : done
}
