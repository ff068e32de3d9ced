/** The sites that there are. */
import { statement } from '../../policy/statement.ts'
import type { Language } from '../../base/http/index.ts'
import type { Scope, Site } from './sites.ts'

const siteColumns = `id, names, address, redirect_uris, post_logout_uris, backchannel_uri, purpose, run_by, controller,
  scopes, off_at`

export interface SiteRow {
  id: string
  names: Partial<Record<Language, string>>
  address: string
  redirect_uris: string[]
  post_logout_uris: string[]
  backchannel_uri: string | null
  secret_hash?: Buffer | null
  /** Where the secret itself is not read: whether there is one. */
  confidential?: boolean
  purpose: string
  run_by: string | null
  controller: string
  scopes: Scope[]
  off_at: Date | null
}

/** A row as the rest of the product knows a site. */
export const siteOf = (row: SiteRow): Site => ({
  id: row.id,
  names: row.names,
  address: row.address,
  redirectUris: row.redirect_uris,
  postLogoutUris: row.post_logout_uris,
  backchannelUri: row.backchannel_uri,
  confidential: Boolean(row.secret_hash),
  purpose: row.purpose,
  runBy: row.run_by,
  controller: row.controller,
  scopes: row.scopes,
  offAt: row.off_at,
})

/** A site by its short name, with the hash of its secret. */
export const site = (id: string) =>
  statement<'people.find-site', SiteRow>({
    name: 'people.site',
    text: `select ${siteColumns}, secret_hash from people.site where id = $1`,
    values: [id],
  })

/** All that there are. */
export const sites = () =>
  statement<'people.find-site', SiteRow>({
    name: 'people.sites',
    text: `select ${siteColumns}, secret_hash from people.site order by id`,
  })

/** Those of some controllers, as a colleague sees them. */
export const listedSites = (controllers: readonly string[]) =>
  statement<'people.list-sites', SiteRow>({
    name: 'people.listed-sites',
    text: `select ${siteColumns} from people.site where controller = any ($1) order by id`,
    values: [controllers],
    fields: ['people.site.names'],
  })

/** Adds a site; touches nothing if its short name is taken. @param secretHash null for one that can keep no secret */
export const addSite = (one: Site, secretHash: Buffer | null, at: Date) =>
  statement<'people.register-site' | 'people.install-site'>({
    name: 'people.add-site',
    text: `insert into people.site (id, names, address, redirect_uris, post_logout_uris, backchannel_uri, secret_hash, purpose,
                                    run_by, controller, scopes, recorded_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing`,
    values: [
      one.id,
      JSON.stringify(one.names),
      one.address,
      one.redirectUris,
      one.postLogoutUris,
      one.backchannelUri,
      secretHash,
      one.purpose,
      one.runBy,
      one.controller,
      one.scopes,
      at,
    ],
    fields: ['people.site.names', 'people.site.secret_hash'],
  })

/** Changes what can be changed of a site. @param controllers whose sites whoever asks looks after, here and below */
export const changeSite = (one: Site, controllers: readonly string[]) =>
  statement<'people.change-site'>({
    name: 'people.change-site',
    text: `update people.site set names = $2, address = $3, redirect_uris = $4, post_logout_uris = $5, backchannel_uri = $6,
                  purpose = $7, scopes = $8 where id = $1 and controller = any ($9)`,
    values: [
      one.id,
      JSON.stringify(one.names),
      one.address,
      one.redirectUris,
      one.postLogoutUris,
      one.backchannelUri,
      one.purpose,
      one.scopes,
      controllers,
    ],
    fields: ['people.site.names'],
  })

/**
 * Gives a site another secret; one that keeps none has none to replace.
 * @param endedAt from when on all sign-ins from before are over (migration 0021); null: they go on
 */
export const changeSecret = (id: string, controllers: readonly string[], secretHash: Buffer, endedAt: Date | null) =>
  statement<'people.change-site'>({
    name: 'people.change-site-secret',
    text: `update people.site set secret_hash = $3, ended_at = coalesce($4, ended_at)
            where id = $1 and controller = any ($2) and secret_hash is not null`,
    values: [id, controllers, secretHash, endedAt],
    fields: ['people.site.secret_hash'],
  })

/** Switches a site off, or on again; either ends the sign-ins there (migration 0021). */
export const switchSite = (id: string, controllers: readonly string[], offAt: Date | null) =>
  statement<'people.change-site'>({
    name: 'people.switch-site',
    // Who switches off what is off already leaves it as it is.
    text: `update people.site set off_at = case when $3::timestamptz is null then null else coalesce(off_at, $3) end
            where id = $1 and controller = any ($2)`,
    values: [id, controllers, offAt],
    fields: ['people.site.names'],
  })
