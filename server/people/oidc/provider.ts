/** The library of OpenID Connect, set to what we offer: code with PKCE, tokens that are kept sealed, no cookies, no pages of its own. */
import './url-parse.ts'
import { timingSafeEqual } from 'node:crypto'
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { InvalidTarget } from 'oidc-provider/lib/helpers/errors.js'
import { base as basePolicy } from 'oidc-provider/lib/helpers/interaction_policy/index.js'
import { Provider } from 'oidc-provider/lib/provider.js'
import { languages, link, type Language, type Page, type RawRequest } from '../../base/http/index.ts'
import { adapterOf, offeredTo, type Asker } from './adapter.ts'
import { tell } from './claims.ts'
import { openGrant, subjectOf } from './consents.ts'
import { failedPage } from './failed-page.tsx'
import type { SigningKey } from './keys.ts'
import { apiResource, oidcAt, type SiteParts } from './parts.ts'
import { secretHash, siteFor } from './site-acts.ts'

/** Who sends a request to the protocol, and what of ours it is answered with where it has no answer of its own. */
export interface Asking extends Asker {
  person: string | undefined
  language: Language
  shown: Page | undefined
}

/** The requests that are being answered. */
export type Askings = WeakMap<RawRequest, Asking>

/** Seconds. */
const lifetimes = {
  AccessToken: 10 * 60,
  AuthorizationCode: 60,
  Grant: 400 * 24 * 60 * 60,
  IdToken: 10 * 60,
  Interaction: 30 * 60,
  RefreshToken: 30 * 24 * 60 * 60,
  Session: 30 * 24 * 60 * 60,
} as const

/** Without the answers that would be a page of the library's with a script in it: whoever asks for one names no mode. */
class OurProvider extends Provider {
  override registerResponseMode(...[name, handler]: Parameters<Provider['registerResponseMode']>): void {
    if (name !== 'form_post') super.registerResponseMode(name, handler)
  }
}

/** A subject that is known already stands for itself: of somebody who was erased since, nothing else is left. */
export const knownSubject = (subject: string): string => `=${subject}`

/** The language of the pages that a site's question leads to: the first of those it wants that we speak. */
function languageOf(ctx: KoaContextWithOIDC, asking: Asking | undefined, spoken: readonly Language[]): Language {
  const wanted = String(ctx.oidc.params?.['ui_locales'] ?? '').split(' ')
  const found = wanted.map(one => one.split('-')[0]!.toLowerCase()).find(one => spoken.some(known => known === one))
  return (found as Language | undefined) ?? asking?.language ?? spoken[0] ?? languages[0]
}

/**
 * Sets the library up.
 * @param keys the one that signs first
 */
export function createProvider(parts: SiteParts, keys: readonly SigningKey[], askings: Askings): Provider {
  const { publicUrl } = parts
  const askingOf = (ctx: KoaContextWithOIDC | undefined) => ctx && askings.get(ctx.req)
  const now = () => askingOf(Provider.ctx as KoaContextWithOIDC | undefined)
  const prompts = basePolicy()
  const configuration: Configuration = {
    adapter: adapterOf(parts, now),
    jwks: { keys: keys.map(key => ({ ...key })) } as never,
    scopes: ['openid', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'locale'],
      email: ['email', 'email_verified'],
      phone: ['phone_number'],
      address: ['address'],
    },
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    clientAuthMethods: ['client_secret_basic', 'none'],
    // Pages without a server ask from their own origin; who has a secret asks from a server, where there is no origin.
    clientBasedCORS: (_ctx, origin, client) =>
      client.tokenEndpointAuthMethod === 'none' &&
      (client.redirectUris ?? []).some(uri => new URL(uri).origin === origin),
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    // Core 1.0, 3.1.2.1. What another host posts comes without our session: it is found again at the page that the question leads to.
    enableHttpPostMethods: true,
    cookies: { long: { sameSite: 'none' } },
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    discovery: {
      ui_locales_supported: [...parts.languages],
      op_policy_uri: `${publicUrl}${link(parts.languages[0] ?? languages[0], 'privacy')}`,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      pushedAuthorizationRequests: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf as never,
        useGrantedResource: () => false,
        getResourceServerInfo: async (_ctx, resource, client) => {
          const found = await siteFor(parts, client.clientId)
          const may = found && offeredTo(parts, found.site).includes('products')
          if (resource !== apiResource(publicUrl) || !may) throw new InvalidTarget()
          return { scope: 'products', audience: resource, accessTokenFormat: 'opaque' }
        },
      },
    },
    ttl: Object.fromEntries(Object.entries(lifetimes).map(([kind, seconds]) => [kind, () => seconds])) as never,
    // A token ends with its sign-in here, which the database sees to (migration 0021).
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    async findAccount(ctx, person) {
      return {
        accountId: person,
        async claims(use, scope) {
          // What is in an ID token is told unasked, each time: a site asks where it wants to know more (userinfo).
          const found =
            use === 'userinfo' && ctx.oidc.client ? await siteFor(parts, ctx.oidc.client.clientId) : undefined
          const told = found ? await tell(parts, found.site, person, new Set(scope.split(' '))) : {}
          return { ...told, sub: person }
        },
      }
    },
    pairwiseIdentifier: (_ctx, person, client) =>
      person.startsWith('=') ? person.slice(1) : subjectOf(parts, person, client.clientId),
    async loadExistingGrant(ctx) {
      const { person, hash } = askingOf(ctx) ?? {}
      const site = await siteFor(parts, ctx.oidc.client!.clientId)
      if (person === undefined || hash === undefined || !site) return undefined
      const isOffline = ctx.oidc.requestParamOIDCScopes.has('offline_access')
      const opened = await openGrant(parts, { person, session: hash }, site.site, isOffline)
      if (!opened) return undefined
      ctx.oidc.session!.sidFor(ctx.oidc.client!.clientId, opened.sid)
      return ctx.oidc.provider.Grant.find(opened.id)
    },
    interactions: {
      policy: prompts,
      url: (ctx, { uid }) => link(languageOf(ctx, askingOf(ctx), parts.languages), 'sites', 'sign-in', uid),
    },
    renderError(ctx, out) {
      const asking = askingOf(ctx)
      if (!asking) throw new Error('A request came past its own door.')
      asking.shown = failedPage(parts.words(languageOf(ctx, asking, parts.languages)), out.error, ctx.status)
      ctx.respond = false
    },
    fetch: () => Promise.reject(new Error('The protocol fetches nothing: what leaves goes through base/outgoing.ts.')),
  }
  const provider = new OurProvider(`${publicUrl}${oidcAt}`, configuration)
  // Its host and protocol were set by us (base/http/guest.ts), whatever the sender said.
  provider.proxy = true
  // What it knows of a secret is a hash, so that a secret is compared as one.
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: ClientMetadata & { clientSecret: string }, shown: string) {
      const [kept, given] = [Buffer.from(this.clientSecret, 'hex'), secretHash(parts, shown)]
      return kept.length === given.length && timingSafeEqual(kept, given)
    },
  })
  // It sets cookies that stand for what our own session says already: none leaves.
  provider.use(async (ctx, next) => {
    await next()
    ctx.remove('set-cookie')
    // It names modes that no site of ours can use, whatever it is told.
    const said = ctx.body as { response_modes_supported?: string[] } | undefined
    if (said?.response_modes_supported) said.response_modes_supported = ['query']
  })
  provider.on('server_error', (_ctx, error) => parts.report(error))
  return provider
}
