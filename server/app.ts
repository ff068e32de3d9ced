/**
 * The whole house on one page: every part of the product, in the order of the rings, wired by hand.
 * To add an activity, add it to `parts` and its routes to `routesOf`.
 */
import { join } from 'node:path'
import * as desk from './activities/desk/index.ts'
import * as products from './activities/products/index.ts'
import * as profile from './activities/profile/index.ts'
import * as audit from './audit/index.ts'
import type { Clock } from './base/clock.ts'
import type { Job } from './base/job.ts'
import { projectDirectory, version } from './base/config.ts'
import { type Address, Connections } from './base/connections.ts'
import { assetAddresses, createServer, link, pagesOf, type Language, type Route } from './base/http/index.ts'
import { describeError, type Log } from './base/log.ts'
import type { Mail } from './base/mail.ts'
import { plainSite, type Site } from './base/site/index.ts'
import { roleNames } from './base/roles.ts'
import type { Vault } from './base/vault.ts'
import * as consent from './consent/index.ts'
import * as changes from './duties/changes/index.ts'
import * as rights from './duties/rights/index.ts'
import * as reference from './duties/reference/index.ts'
import * as notice from './duties/notice/index.ts'
import * as people from './people/index.ts'
import type { Declarations } from './policy/compile.ts'
import { createGate, type Gate } from './policy/gate.ts'
import { createVersions, type Versions } from './policy/versions.ts'
import { followPolicy, type PolicyState } from './policy/in-force.ts'
import { faceOf, type FrameContent, loadWords, type Words } from './ui/index.ts'

const parts = [audit, people, consent, desk, profile, products, rights, changes]

/** All that the product holds and does: what the compiler lays over the policy. */
export const declarations: Declarations = {
  acts: Object.assign({}, ...parts.map(part => part.declarations.acts)) as Declarations['acts'],
  holdings: parts.flatMap(part => part.declarations.holdings),
}

/** What the slices bring for the cast of the demonstration, in the order in which it is put in. */
export const seeds = [people.siteSeed, profile.seed, products.seed] as readonly people.Seed[]

/** What every slice is given. */
export interface SliceParts extends people.PeopleParts, people.PostalParts, rights.RightsParts {
  connections: Connections
  state: PolicyState
  /** The name of a login that no purpose has. */
  login(name: 'self' | 'gate'): string
  demo: boolean
  /** Fills in forms with what the ID knows: the profile's, for slices that may not know it. */
  prefill: people.Prefill
  site: Site
  /** Signing in at other sites. */
  sites: people.Sites
  /** Acts that a page or a call runs, each with the pages on which it is seen: the policy page claims no others. */
  performed: ReadonlyMap<string, readonly string[]>
  /** Every route, once all are made; the demonstration's tours are none of them. */
  doors: readonly Route[]
  /** The versions of the policy, and what the product does, which drafts of it are held against. */
  versions: Versions
  acts: Declarations['acts']
  /** The change of the policy that every page tells of, if there is one. */
  announced(): { from: number; to: number; at: Date } | undefined
  /** Of this Abide. */
  version: string
}

/** Every route of the product. */
export function routesOf(given: SliceParts): Route[] {
  const others = [
    ...notice.noticeRoutes(given),
    ...people.portalRoutes(given),
    ...people.consoleRoutes(given),
    ...people.apiRoutes(given),
    ...people.factorApiRoutes(given),
    ...people.companyApiRoutes(given),
    ...people.staffConsoleRoutes(given),
    ...people.staffApiRoutes(given),
    ...people.mailboxRoutes(given),
    ...people.returnRoutes(given),
    ...given.sites.routes,
    ...consent.portalRoutes(given),
    ...consent.pauseRoutes(given),
    ...consent.apiRoutes(given),
    ...consent.receiptRoutes(given),
    ...consent.byMailRoutes(given),
    ...consent.moreApiRoutes(given),
    ...consent.devicePortalRoutes(given),
    ...consent.deviceApiRoutes(given),
    ...consent.embedRoutes(given),
    ...profile.portalRoutes(given),
    ...profile.consoleRoutes(given),
    ...profile.apiRoutes(given),
    ...products.portalRoutes(given),
    ...products.consoleRoutes(given),
    ...products.apiRoutes(given),
    ...desk.consoleRoutes(given),
    ...desk.apiRoutes(given),
    ...changes.changesConsole(given),
    ...changes.changesApi(given),
    ...reference.referenceRoutes(given),
  ]
  const consents = others.some(route => route.path === '/:lang/privacy-centre/consents')
  return [...others, ...rights.portalRoutes(given, consents), ...rights.apiRoutes(given)]
}

/** What slices do again and again. */
export const sliceJobs = (given: SliceParts): Job[] => [
  ...given.sites.jobs,
  ...consent.deviceJobs(given),
  ...products.jobs(given),
  ...rights.copyJobs(given),
  ...rights.joiningJobs(given),
  ...changes.changesJobs(given),
]

/** The main menus. A slice's pages are reached from here. */
function frameOf(
  given: SliceParts,
  visitor: people.Visitor,
  language: Language,
  words: Words,
  isConsole: boolean,
): FrameContent {
  const { t } = words
  const company = given.site.name ?? given.gate.policy().compiled.loaded.policy.policy.company
  const home = isConsole ? '/console' : link(language)
  const signOut = link(language, 'sign-out')
  const demo = given.demo ? { start: link(language, 'start') } : undefined
  const policy = notice.policyLink(given.gate.policy().compiled.loaded, language, words)
  const change = isConsole ? undefined : given.announced()
  const announcement = change && {
    says: t(change.at > given.clock.now() ? 'changes.bar.coming' : 'changes.bar.changed', { at: change.at }),
    link: t('changes.bar.link'),
    href: link(language, 'privacy', 'diff', change.from, change.to),
  }
  const common = { company, logo: given.site.logo, demo, home, policy, announcement }
  // A system with a key is shown no page but that it may not be here.
  if (visitor.kind === 'stranger' || visitor.kind === 'system')
    return { ...common, navigation: [], signIn: link(language, 'sign-in') }
  const signedIn = { name: visitor.name, signOut }
  if (visitor.kind === 'half' || visitor.kind === 'resting') return { ...common, navigation: [], signedIn }
  if (visitor.kind === 'staff') {
    const looksUp = desk.purposesOf(given.gate.policy().compiled, visitor.actor).length > 0
    const navigation = [
      { href: '/console', label: t('desk.menu.home') },
      ...(looksUp ? [{ href: '/console/people', label: t('desk.menu.people') }] : []),
      ...(people.isAdministrator(given.gate.policy().compiled, visitor.actor)
        ? [
            { href: '/console/colleagues', label: t('staff.menu.colleagues') },
            { href: '/console/roles', label: t('staff.menu.roles') },
            { href: '/console/keys', label: t('staff.menu.keys') },
          ]
        : []),
      ...(people.looksAfterAccounts(visitor) ? [{ href: '/console/return-codes', label: t('care.console.menu') }] : []),
      ...(rights.answersRights(visitor) ? [{ href: '/console/join', label: t('joining.console.menu') }] : []),
      ...(changes.keepsPolicy(visitor.actor) ? [{ href: '/console/policy', label: t('changes.menu') }] : []),
      ...(people.keepsSites(visitor) ? [{ href: '/console/sites', label: t('sites.menu') }] : []),
      ...(profile.countsTrades(visitor) ? [{ href: '/console/trades', label: t('profile.trades.menu') }] : []),
      { href: link(language, 'account', 'factors'), label: t('factors.overview.title') },
      { href: link(language, 'account', 'security'), label: t('security.title') },
    ]
    return { ...common, signedIn, navigation, languageAction: '/console/language' }
  }
  const navigation = [
    { href: link(language, 'account'), label: t('profile.menu.account') },
    { href: link(language, 'account', 'profile'), label: t('profile.menu.profile') },
    { href: link(language, 'products'), label: t('products.menu') },
    { href: link(language, 'account', 'companies'), label: t('companies.menu') },
    { href: link(language, 'privacy-centre'), label: t('rights.menu') },
  ]
  return { ...common, signedIn, navigation }
}

export interface AppOptions {
  /** Where the database is; the user in it is replaced by each login. */
  database: Address
  /** The installation's name: the prefix of its logins. */
  prefix: string
  vault: Vault
  clock: Clock
  mail: Mail
  log: Log
  publicUrl: string
  /** One's own proxies in front; undefined: none. */
  proxy?: readonly string[] | number | undefined
  /** Whether this is the demonstration: fictional people, a mailbox for everybody to read. */
  demo: boolean
  /** What its pages show of whose site it is; by default nothing of their own. */
  site?: Site
  /** What the demonstration shows besides the product; `abide serve` does not even load it. */
  tours?: ((given: SliceParts) => readonly Route[]) | undefined
  /** Connections over all logins; default 60. */
  budget?: number
}

/** The product, ready to listen. */
export interface App {
  server: Awaited<ReturnType<typeof createServer>>
  gate: Gate
  given: SliceParts
  sealing: audit.Sealing
  /** The names of all logins of the installation. */
  logins: readonly string[]
  close(): Promise<void>
}

/**
 * Opens the product on a database that is migrated and has a policy in force.
 * @throws if no policy is in force
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { database, prefix, vault, clock, mail, log, publicUrl, proxy, demo, site = plainSite, tours } = options
  const login = (name: 'self' | 'gate' | 'evidence' | 'seal') => `${prefix}_${name}`
  const connections = new Connections({
    budget: options.budget ?? 60,
    address: role => ({ ...database, user: role, password: vault.password(role) }),
    onLost: error => log.warn({ code: (error as { code?: string }).code }, 'a connection to the database was lost'),
  })
  const state = followPolicy(connections, login('gate'), declarations)
  await state.refresh()
  state.current()
  const evidence = audit.createEvidence(connections, login('evidence'), clock)
  const gate = createGate({ connections, vault, state, evidence, login })
  const { words } = loadWords(join(projectDirectory, 'locales'))
  const performed = new Map<string, readonly string[]>()
  const doors: Route[] = []
  const { languages } = site
  const face = { words, languages, publicUrl, site, demo, version: version() }
  const productNames = async () => (await products.catalogueOf({ gate, clock })).map(({ name }) => name)
  const prefill = profile.prefillOf({ gate })
  const report = (error: unknown) => log.error(describeError(error), 'signing in at a site failed')
  const base = { ...face, productNames, prefill, gate, vault, clock, mail }
  const sites = people.openSites({ ...base, contact: profile.contactPort, report })
  const versions = createVersions(connections, login('gate'))
  const announced = await changes.followAnnouncement(versions, clock)
  const known = { versions, announced, acts: declarations.acts }
  const shared = { ...base, ...known, sites, connections, state, login, performed, doors }
  const given: SliceParts = {
    ...shared,
    postalAddressOf: (actor, of) => profile.postalAddressOf(shared, actor, of),
    canBePosted: of => profile.canBePosted(shared, of),
    provenAddressesOf: actor => profile.provenAddressesOf(shared, actor),
    provenAddressesFor: (actor, person, reference) => profile.provenAddressesFor(shared, actor, person, reference),
  }
  doors.push(...routesOf(given))
  for (const [act, pages] of pagesOf(doors)) performed.set(act, pages)
  const routes = [...doors, ...(tours?.(given) ?? [])]
  const byKey = people.keyReader(given)
  const assets = join(projectDirectory, 'dist/web')
  const banner = consent.createBanner(given)
  const server = await createServer<people.Visitor, Words>({
    routes,
    identify: async credentials => (await byKey(credentials)) ?? people.identify(given, credentials),
    stranger: people.stranger,
    words,
    languages,
    face: faceOf<people.Visitor>({
      asset: assetAddresses(assets),
      publicUrl,
      siteStyle: site.style?.address,
      before: (page, request, frame) => banner.before(page, request, frame),
      frame: (request, frame) => {
        const content = frameOf(given, request.visitor, request.language, request, frame === 'console')
        return { ...content, above: banner.above(request, content.company), said: banner.said(request) }
      },
      // A colleague is at home in the console, wherever an address was mistyped.
      home: ({ visitor, language, path }) =>
        visitor.kind === 'staff' || path.startsWith('/console') ? '/console' : link(language),
      signIn: language => link(language, 'sign-in'),
    }),
    entrance: people.entrance,
    guest: sites.guest,
    neighbours: { addresses: consent.embedAddresses, isNeighbour: people.originsOf(given) },
    clock,
    secret: vault.derive('form tokens').toString('hex'),
    publicUrl,
    proxy,
    log,
    assets,
    siteAssets: [site.logo, site.style].filter(one => one !== undefined),
    acts: new Set(Object.keys(declarations.acts)),
  })
  return {
    server,
    gate,
    given,
    sealing: audit.createSealing({ connections, vault, clock, role: login('seal') }),
    logins: roleNames(prefix),
    async close() {
      await server.close()
      await connections.close()
    },
  }
}
