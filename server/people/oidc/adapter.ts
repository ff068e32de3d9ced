/** Where the library keeps things: through the gate, found by keyed hashes, sealed. Its sessions are ours, its grants what people allowed. */
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { InvalidGrant } from 'oidc-provider/lib/helpers/errors.js'
import { machineTime } from '../../base/clock.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Untouched } from '../../policy/statement.ts'
import * as grants from './consent-store.ts'
import { apiResource, type SiteParts } from './parts.ts'
import { siteFor } from './site-acts.ts'
import { isApp, scopes, scopesFor, type Scope, type Site } from './sites.ts'
import * as store from './token-store.ts'

const nobody = { act: 'people.keep-site-tokens', actor: { kind: 'system' }, subject: 'none' } as const
const anybody = { ...nobody, subject: 'set' } as const
const place = 'people.site_request.content'

/** The session of ours behind what is asked, as the library sees one; undefined for nobody. */
export interface Asker {
  /** The payload of a session that is signed in. */
  session(): AdapterPayload | undefined
  /** hash of the session, hex */
  hash: string | undefined
}

/** Milliseconds that the clock of the product is behind the machine's, which the library reads. */
export const shiftOf = ({ clock }: Pick<SiteParts, 'clock'>): number => machineTime() - clock.now().getTime()

/**
 * The adapter of one kind of thing.
 * @param asker who sends the request that is being answered
 */
export function adapterOf(parts: SiteParts, asker: () => Asker | undefined): (kind: string) => Adapter {
  return kind => {
    if (kind === 'Client') {
      const find = async (id: string) => {
        const found = await siteFor(parts, id)
        return found && !found.site.offAt ? clientOf(found) : undefined
      }
      return { ...none, find }
    }
    if (kind === 'Session')
      return { ...none, find: async () => asker()?.session(), findByUid: async () => asker()?.session() }
    if (kind === 'Grant') return grantAdapter(parts)
    if (kind === 'Interaction') return requestAdapter(parts, asker)
    return tokenAdapter(parts, kind)
  }
}

/** What is kept nowhere: our own session stands for it. */
const none: Adapter = {
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  upsert: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
}

const hashOf = ({ vault }: SiteParts, kind: string, id: string) =>
  vault.hash('people.site_token.id_hash', `${kind}\0${id}`)

/** @throws if the policy does not allow it: then nobody signs in at sites */
function must<T>(answer: T | Refusal): T {
  if (answer instanceof Refusal) throw new Error(`The policy does not allow signing in at sites: ${answer.code}.`)
  return answer
}

/** A site as the library knows a client, also one that is switched off. Its secret is compared as a hash (provider.ts). */
export function clientOf({ site, secretHash }: { site: Site; secretHash: Buffer | null }): AdapterPayload {
  return {
    client_id: site.id,
    client_name: site.names.en ?? site.id,
    // An app listens at whichever port is free when somebody signs in (RFC 8252, 7.3).
    application_type: isApp(site) ? 'native' : 'web',
    redirect_uris: [...site.redirectUris],
    post_logout_redirect_uris: [...site.postLogoutUris],
    ...(site.backchannelUri
      ? { backchannel_logout_uri: site.backchannelUri, backchannel_logout_session_required: true }
      : {}),
    ...(secretHash
      ? { token_endpoint_auth_method: 'client_secret_basic', client_secret: secretHash.toString('hex') }
      : { token_endpoint_auth_method: 'none' }),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
    subject_type: 'pairwise',
    require_auth_time: true,
    id_token_signed_response_alg: 'RS256',
    scope: ['openid', ...site.scopes.filter(isShown)].join(' '),
  } as AdapterPayload
}

/** A scope of the protocol, and not of our own calls. */
const isShown = (scope: Scope): boolean => scope !== 'products'

/** What a site may ask for now: what it was registered with, as far as the policy in force promises it. */
export function offeredTo({ gate }: Pick<SiteParts, 'gate'>, { purpose, runBy, scopes: own }: Site): Scope[] {
  return scopesFor(gate.policy().compiled.loaded.policy, purpose, runBy).filter(scope => own.includes(scope))
}

const lasts = 400 * 24 * 60 * 60

function grantAdapter(parts: SiteParts): Adapter {
  const { gate, publicUrl } = parts
  return {
    ...none,
    async find(id) {
      const { grant } = must(await gate.read(anybody, { grant: grants.openedGrant(id) }))
      const [row] = grant
      if (!row) return undefined
      const site = (await siteFor(parts, row.site_id))?.site
      // What was allowed for one purpose opens nothing for another.
      if (site?.purpose !== row.purpose) return undefined
      const offered = offeredTo(parts, site)
      const granted = row.scopes.filter(scope => offered.includes(scope))
      // What the policy does not promise any more is not asked for again and again.
      const withheld = scopes.filter(scope => !offered.includes(scope)).filter(isShown)
      const since = Math.floor((row.recorded_at.getTime() + shiftOf(parts)) / 1000)
      return {
        jti: id,
        kind: 'Grant',
        accountId: row.person_id,
        clientId: row.site_id,
        iat: since,
        exp: since + lasts,
        openid: { scope: ['openid', ...granted.filter(isShown)].join(' ') },
        rejected: { openid: { scope: withheld.join(' ') } },
        ...(granted.includes('products') ? { resources: { [apiResource(publicUrl)]: 'products' } } : {}),
      }
    },
    async destroy(id) {
      must(await gate.write(nobody, { end: grants.endGrant(id) }))
    },
  }
}

function requestAdapter(parts: SiteParts, asker: () => Asker | undefined): Adapter {
  const { gate, vault, clock } = parts
  const key = vault.installationKey('site requests')
  return {
    ...none,
    async find(id) {
      const found = must(
        await gate.read(nobody, { request: store.request(hashOf(parts, 'Interaction', id), clock.now()) }),
      )
      const [row] = found.request
      return row && (key.open(place, row.content) as AdapterPayload)
    },
    async upsert(id, payload, expiresIn = 0) {
      const { answered } = (payload.result ?? {}) as { answered?: string }
      const session = answered ?? asker()?.hash
      const until = new Date(clock.now().getTime() + expiresIn * 1000)
      const content = key.seal(place, payload)
      const hash = session === undefined ? null : Buffer.from(session, 'hex')
      must(
        await gate.write(nobody, { keep: store.keepRequest(hashOf(parts, 'Interaction', id), hash, content, until) }),
      )
    },
    async destroy(id) {
      must(await gate.write(nobody, { end: store.endRequest(hashOf(parts, 'Interaction', id)) }))
    },
  }
}

function tokenAdapter(parts: SiteParts, kind: string): Adapter {
  const { gate, clock } = parts
  return {
    ...none,
    async find(id) {
      const idHash = hashOf(parts, kind, id)
      const found = must(await gate.read(anybody, { token: store.token(idHash, clock.now()) }))
      const [row] = found.token
      const said = store.saidIn(row, { idHash, kind })
      if (!row || !said) return undefined
      const consumed = row.consumed_at ? { consumed: Math.floor(row.consumed_at.getTime() / 1000) } : {}
      return { ...said, jti: id, accountId: row.person_id, grantId: row.grant_id, ...consumed }
    },
    async upsert(id, { jti: _id, accountId, grantId, ...said }, expiresIn = 0) {
      if (accountId === undefined || grantId === undefined)
        throw new Error(`A ${kind} stands for nobody: it is not kept.`)
      const now = clock.now()
      const added = store.addToken({
        idHash: hashOf(parts, kind, id),
        kind,
        grant: grantId,
        person: accountId,
        said,
        expiresAt: new Date(now.getTime() + expiresIn * 1000),
      })
      must(
        await gate.write(
          { ...nobody, subject: { person: accountId } },
          { added, used: grants.useConsent(grantId, now) },
        ),
      )
    },
    async consume(id) {
      try {
        must(await gate.write(nobody, { consumed: store.consumeToken(hashOf(parts, kind, id), clock.now()) }))
      } catch (error) {
        if (!(error instanceof Untouched)) throw error
        await endGrantOf(id)
        throw new InvalidGrant('it was used a moment ago')
      }
    },
    async destroy(id) {
      must(await gate.write(nobody, { end: store.endToken(hashOf(parts, kind, id)) }))
    },
    async revokeByGrantId(grantId) {
      must(await gate.write(nobody, { end: store.endTokensOf(grantId, kind) }))
    },
  }

  /** Two at once: one of them is not who it was given to, so that neither keeps anything (RFC 9700, 4.14.2). */
  async function endGrantOf(id: string): Promise<void> {
    const found = must(await gate.read(anybody, { token: store.token(hashOf(parts, kind, id), clock.now()) }))
    const [row] = found.token
    if (row) must(await gate.write(nobody, { end: grants.endGrant(row.grant_id) }))
  }
}
