/** The door of the protocol, and what a site asks of somebody: read, answered, and sent on its way. */
import type { Provider } from 'oidc-provider'
import type { Guest, Language } from '../../base/http/index.ts'
import type { Visitor } from '../visitor.ts'
import { offeredTo, shiftOf } from './adapter.ts'
import { consentOf, type Customer } from './consents.ts'
import { signingKeys } from './keys.ts'
import { apiResource, oidcAt, type SiteParts } from './parts.ts'
import type { Asking, Askings } from './provider.ts'
import { siteFor } from './site-acts.ts'
import { isApp, scopes as allScopes, type Scope, type Site } from './sites.ts'

/** What a site asks. */
export interface SiteRequest {
  id: string
  site: Site
  /** What it wants to see, of what it may see at all. */
  wants: readonly Scope[]
  /** Whether it wants somebody to show again who they are, or that they agree, whatever they did before. */
  wantsSignIn: boolean
  wantsConsent: boolean
  /** Whether it asks for somebody else than who is signed in. */
  isForOther: boolean
  /** The moment after which somebody has to have shown who they are; undefined: whenever. */
  provenSince: Date | undefined
  askedAt: Date
}

/** How a request is answered. */
export type SiteAnswer = 'allowed' | 'refused' | 'not-them'

/** The protocol, as our own pages use it. */
export interface SiteSignIn {
  guest: Guest<Visitor>
  /** What a site asks; undefined when that is over. */
  requestOf(id: string): Promise<SiteRequest | undefined>
  /** What somebody has not allowed yet. */
  missing(request: SiteRequest, person: string): Promise<Scope[]>
  /** Whether somebody lets the site use their ID for what it asks for now. */
  isKnown(request: SiteRequest, person: string): Promise<boolean>
  /** Whether somebody may answer now, or has to show first who they are. @param lately milliseconds */
  mayAllow(request: SiteRequest, visitor: Pick<Customer, 'provenAt'>, lately: number): boolean
  /** @returns the address at which the protocol goes on */
  answer(
    request: SiteRequest,
    visitor: Pick<Customer, 'person' | 'session' | 'provenAt'>,
    how: SiteAnswer,
  ): Promise<string>
  provider(): Promise<Provider>
}

/** The keys are looked at again so often, in milliseconds: another process may have made one. */
const lookEvery = 60_000

/** Opens the protocol. Nothing is asked of the database before somebody comes. */
export function openSignIn(parts: SiteParts): SiteSignIn {
  const askings: Askings = new WeakMap()
  let made: { keys: string; provider: Provider } | undefined
  let looked: { at: number; provider: Promise<Provider> } | undefined

  async function make(): Promise<Provider> {
    const keys = await signingKeys(parts)
    const known = keys.map(key => key.kid).join(' ')
    if (made?.keys === known) return made.provider
    // Read when somebody needs it first: commands that have nothing to do with sites begin sooner.
    const { createProvider } = await import('./provider.ts')
    made = { keys: known, provider: createProvider(parts, keys, askings) }
    return made.provider
  }

  function provider(): Promise<Provider> {
    const at = parts.clock.now().getTime()
    if (!looked || at - looked.at >= lookEvery) {
      const next = make()
      looked = { at, provider: next }
      next.catch(() => (looked = undefined))
    }
    return looked.provider
  }

  const find = async (id: string) => (await provider()).Interaction.find(id)

  const guest: Guest<Visitor> = {
    at: oidcAt,
    async answer(visit, request, response) {
      const { visitor, language } = visit
      const asking = askingOf(parts, visitor, language)
      askings.set(request, asking)
      const [path = '', ...query] = (request.url ?? '').split('?')
      // Signing out has pages of ours; these are the library's own, which it finds in whatever case they are asked for.
      const folded = path.toLowerCase()
      if (folded === '/session/end') return { redirect: [`${oidcAt}${folded}`, ...query].join('?') }
      if (/^\/session(\/|$)/.test(folded)) return { redirect: `/${language}` }
      const cookies = asking.hash === undefined ? [] : ['_session=ours']
      const uid = /^\/auth\/([\w-]{1,60})$/.exec(path)?.[1]
      // What one browser asked and another answered belongs to neither: who answers is who goes on.
      if (uid !== undefined && (await answeredBy(uid, asking.hash))) cookies.push(`_interaction_resume=${uid}`)
      if (cookies.length > 0) request.headers.cookie = cookies.join('; ')
      await (await provider()).callback()(request, response)
      return asking.shown
    },
  }

  async function answeredBy(uid: string, session: string | undefined): Promise<boolean> {
    const { answered } = ((await find(uid))?.result ?? {}) as { answered?: string }
    return session !== undefined && answered === session
  }

  return {
    guest,
    provider,
    async requestOf(id) {
      const found = await find(id)
      const known = found && (await siteFor(parts, String(found.params['client_id'])))
      if (!found || !known || known.site.offAt) return undefined
      const { site } = known
      const { params, prompt } = found
      const asked = String(params['scope'] ?? '').split(' ')
      const offered = offeredTo(parts, site)
      const ofApi = [params['resource']].flat().includes(apiResource(parts.publicUrl))
      const wanted = String(params['prompt'] ?? '').split(' ')
      const askedAt = new Date(found.iat! * 1000 - shiftOf(parts))
      const maxAge = params['max_age'] === undefined ? undefined : Number(params['max_age'])
      const sinceAge = maxAge === undefined ? undefined : new Date(parts.clock.now().getTime() - maxAge * 1000)
      return {
        id,
        site,
        wants: allScopes.filter(
          scope => asked.includes(scope) && offered.includes(scope) && (scope !== 'products' || ofApi),
        ),
        wantsSignIn: wanted.includes('login'),
        // Whoever listens on somebody's machine may call itself that app: nobody is led on to one unasked (RFC 8252, 8.6).
        wantsConsent: wanted.includes('consent') || isApp(site),
        isForOther: ['id_token_hint', 'claims_id_token_sub_value'].some(one => prompt.reasons.includes(one)),
        provenSince: wanted.includes('login')
          ? askedAt
          : sinceAge && sinceAge < askedAt
            ? sinceAge
            : sinceAge && askedAt,
        askedAt,
      }
    },
    async missing(request, person) {
      const allowed = (await consentOf(parts, person, request.site))?.scopes
      return allowed ? request.wants.filter(scope => !allowed.includes(scope)) : [...request.wants]
    },
    isKnown: async (request, person) => (await consentOf(parts, person, request.site)) !== undefined,
    mayAllow({ provenSince, isForOther }, { provenAt }, lately) {
      const isFresh = parts.clock.now().getTime() - provenAt.getTime() <= lately
      return !isForOther && isFresh && (provenSince === undefined || provenAt >= provenSince)
    },
    async answer({ id }, { person, session, provenAt }, how) {
      const interaction = await find(id)
      if (!interaction) throw new Error('What the site asked is over.')
      const ts = Math.floor((provenAt.getTime() + shiftOf(parts)) / 1000)
      // `answered` binds it to the session of whoever answers.
      const bound = { answered: session }
      if (how === 'allowed') interaction.result = { ...bound, login: { accountId: person, ts }, consent: {} }
      else if (how === 'refused') interaction.result = { ...bound, error: 'access_denied' }
      else interaction.result = { ...bound, error: 'login_required' }
      // Who signed in anew since the question has another session than the one that it names.
      delete (interaction as { session?: unknown }).session
      await interaction.persist()
      return new URL(interaction.returnTo).pathname
    },
  }
}

/** Somebody who asks, as the library will see them: their session is ours. */
function askingOf(parts: SiteParts, visitor: Visitor, language: Language): Asking {
  const nobody = { session: () => undefined, hash: undefined, person: undefined, language, shown: undefined }
  if (visitor.kind !== 'customer') return nobody
  const { person, session, provenAt } = visitor
  const uid = parts.vault.hash('people.site_grant.session', session).toString('base64url').slice(0, 22)
  const payload = () => {
    const at = Math.floor((parts.clock.now().getTime() + shiftOf(parts)) / 1000)
    const loginTs = Math.floor((provenAt.getTime() + shiftOf(parts)) / 1000)
    return { jti: uid, uid, kind: 'Session', accountId: person, loginTs, iat: loginTs, exp: at + 60 * 60 }
  }
  return { ...nobody, person, hash: session, session: payload }
}
