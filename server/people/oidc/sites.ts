/** What a site may be: its addresses, for which purpose it asks, and what it can be told for that. Pure. */
import type { Language } from '../../base/http/index.ts'
import type { Policy } from '../../policy/document.ts'
import { tellingActs } from './privacy.ts'

/** A site that people sign in at with their ID. */
export interface Site {
  /** Its short name; what it calls itself when it asks. */
  id: string
  /** One at least. */
  names: Partial<Record<Language, string>>
  address: string
  redirectUris: readonly string[]
  postLogoutUris: readonly string[]
  backchannelUri: string | null
  /** Whether it can keep a secret. */
  confidential: boolean
  /** A purpose of the policy. */
  purpose: string
  /** The recipient of the policy that runs it; null: ourselves. */
  runBy: string | null
  /** The controller of the policy whose site it is. */
  controller: string
  scopes: readonly Scope[]
  /** Since when nobody can sign in there. */
  offAt: Date | null
}

/** What a site can ask for; `openid` is always among it. */
export const scopes = ['profile', 'email', 'phone', 'address', 'products', 'offline_access'] as const
export type Scope = (typeof scopes)[number]

/** What each scope shows, as a category of the policy; undefined where it shows nothing. */
export const categoryOf: Readonly<Record<Scope, 'identity' | 'contact' | 'products' | undefined>> = {
  profile: 'identity',
  email: 'contact',
  phone: 'contact',
  address: 'contact',
  products: 'products',
  offline_access: undefined,
}

export type TellAct = keyof typeof tellingActs
export type TellIdentity = Extract<TellAct, `people.tell-identity-${string}`>
export type TellContact = Extract<TellAct, `people.tell-contact-${string}`>

/** The act that tells a site something of a category for its purpose; undefined where there is none. */
export function tellAct(category: 'identity', purpose: string): TellIdentity | undefined
export function tellAct(category: 'contact', purpose: string): TellContact | undefined
export function tellAct(category: 'identity' | 'contact', purpose: string): TellAct | undefined {
  const name = `people.tell-${category}-for-${purpose}`
  return Object.hasOwn(tellingActs, name) ? (name as TellAct) : undefined
}

/** The purposes of a policy for which a site can ask. */
export function purposesFor({ purposes }: Pick<Policy, 'purposes'>): string[] {
  return Object.keys(purposes).filter(id => tellAct('identity', id) !== undefined)
}

/**
 * What a site can ask for: what its purpose was promised and, where somebody else runs it, what that recipient may get for it.
 * Products are read by people's own acts, so that they need a purpose that uses them.
 */
export function scopesFor(
  policy: Pick<Policy, 'purposes' | 'recipients'>,
  purpose: string,
  runBy: string | null,
): Scope[] {
  const uses = policy.purposes[purpose]?.uses ?? []
  const receiver = runBy === null ? undefined : policy.recipients[runBy]
  const gets = receiver ? (receiver.for.includes(purpose) ? receiver.gets : []) : undefined
  return scopes.filter(scope => {
    const category = categoryOf[scope]
    if (category === undefined) return true
    return uses.includes(category) && (gets === undefined ? runBy === null : gets.includes(category))
  })
}

/** Whether a text can be the short name of a site. */
export const isSiteId = (text: string): boolean => /^[a-z][a-z0-9-]{2,30}$/.test(text)

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether an address can be one of a site's: https, or http on this very machine; without a name, a password or a part of a page. */
export function isSiteAddress(text: string): boolean {
  if (!URL.canParse(text) || text.length > 500) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '' || text.includes('#') || text.includes('*')) return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))
}

const hostsOf = (uris: readonly string[]): string[] => [...new Set(uris.map(uri => new URL(uri).host))]
const isOnThisMachine = (uri: string): boolean => loopback.has(new URL(uri).hostname)

/** Whether a site is an app on the machine of whoever signs in (RFC 8252): it keeps no secret, and people come back to their own machine. */
export const isApp = ({ confidential, redirectUris }: Pick<Site, 'confidential' | 'redirectUris'>): boolean =>
  !confidential && redirectUris.every(uri => isSiteAddress(uri) && isOnThisMachine(uri) && uri.startsWith('http:'))

/**
 * Whether an address of a site is where the site says that it is: people are shown one address, and are sent there. While it is
 * made, all of it may be on one machine; an app has its people come back to theirs.
 */
function isAtHome(uri: string, { address, confidential }: Pick<Site, 'address' | 'confidential'>): boolean {
  if (!isOnThisMachine(uri)) return new URL(uri).host === new URL(address).host
  return !confidential || isOnThisMachine(address)
}

export interface SiteFault {
  field: string
  fault: 'id' | 'name' | 'address' | 'one-host' | 'elsewhere' | 'needed' | 'purpose' | 'run-by' | 'scope' | 'controller'
}

/**
 * What is wrong with a site, by field: the key of a sentence under `sites.fault`.
 * @param former what it was before, where it is changed: it stays at its host
 */
export function siteFaults(
  site: Omit<Site, 'offAt' | 'controller'>,
  policy: Pick<Policy, 'purposes' | 'recipients'>,
  former?: Pick<Site, 'redirectUris'>,
): SiteFault[] {
  const faults: SiteFault[] = []
  const report = (field: string, fault: SiteFault['fault']) => faults.push({ field, fault })
  const isElsewhere = (uri: string) => isSiteAddress(site.address) && !isAtHome(uri, site)
  if (!isSiteId(site.id)) report('id', 'id')
  if (Object.keys(site.names).length === 0) report('name-en', 'name')
  if (!isSiteAddress(site.address)) report('address', 'address')
  if (site.redirectUris.length === 0) report('redirects', 'needed')
  else if (!site.redirectUris.every(isSiteAddress)) report('redirects', 'address')
  // People are known to a site by a name that is its own: several hosts are several sites.
  else if (hostsOf([...site.redirectUris, ...(former?.redirectUris ?? [])]).length > 1) report('redirects', 'one-host')
  else if (site.redirectUris.some(isElsewhere)) report('redirects', 'elsewhere')
  if (!site.postLogoutUris.every(isSiteAddress)) report('after-sign-out', 'address')
  else if (site.postLogoutUris.some(isElsewhere)) report('after-sign-out', 'elsewhere')
  if (site.backchannelUri !== null && !isSiteAddress(site.backchannelUri)) report('backchannel', 'address')
  else if (site.backchannelUri !== null && isElsewhere(site.backchannelUri)) report('backchannel', 'elsewhere')
  if (!purposesFor(policy).includes(site.purpose)) report('purpose', 'purpose')
  else if (site.runBy !== null && !policy.recipients[site.runBy]?.for.includes(site.purpose)) report('run-by', 'run-by')
  else {
    const offered = scopesFor(policy, site.purpose, site.runBy)
    if (!site.scopes.every(scope => offered.includes(scope))) report('scope', 'scope')
  }
  return faults
}

/** What a site is called in a language, or in one that it has a name in. */
export const nameOf = ({ names, id }: Pick<Site, 'names' | 'id'>, language: Language): string =>
  names[language] ?? names.en ?? Object.values(names)[0] ?? id
