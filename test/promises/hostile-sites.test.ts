/** What somebody gets at sites who has the password of the login for security, and of the secret nothing. */
import * as oidc from 'openid-client'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ends, newSite, openParty, signedIn, type Party } from '../relying-party.ts'

let party: Party
let security: pg.Client
beforeAll(async () => {
  party = await openParty()
  security = await party.house.db.connectAs(party.house.db.roleOf('security'), '*')
})
afterAll(() => party?.close())

const products = { scope: ['profile', 'products'], purpose: 'register-products' }
const look = (token: string, path = '/api/products') =>
  fetch(`${party.url}${path}`, { headers: { authorization: `Bearer ${token}` } })

/** Somebody at two sites: one that sees their products, and one that sees their name. */
async function atTwoSites() {
  const rich = await newSite(party, products)
  const poor = { ...(await newSite(party)), email: rich.email, browser: rich.browser }
  const resource = `${party.url}/api`
  const first = await signedIn(rich, { scope: 'openid profile products', resource })
  const api = await oidc.refreshTokenGrant(rich.config, first.tokens.refresh_token!, { resource })
  const second = await signedIn(poor)
  expect((await look(api.access_token)).status).toBe(200)
  return { rich, poor, api, name: second.tokens }
}

describe('a token whose row somebody writes', () => {
  it('does not become another by its content, its grant, or both', async () => {
    const { rich, poor, name } = await atTwoSites()
    const of = (id: string) =>
      security.query(
        `select t.id_hash, t.grant_id, t.content from people.site_token t join people.site_grant g on g.id = t.grant_id
          where g.site_id = $1 and t.kind = 'AccessToken' order by t.expires_at desc`,
        [id],
      )
    const mine = (await of(poor.id)).rows[0] as { id_hash: Buffer }
    const moved = async (row: { grant_id: string; content: Buffer }, content: string) => {
      await security.query(`update people.site_token set ${content} where id_hash = $1`, [
        mine.id_hash,
        row.grant_id,
        row.content,
      ])
      return (await look(name.access_token)).status
    }
    for (const row of (await of(rich.id)).rows as { grant_id: string; content: Buffer }[])
      expect(await moved(row, 'grant_id = $2, content = $3')).toBe(401)
    expect(await ends(oidc.fetchUserInfo(poor.config, name.access_token, name.claims()!.sub))).not.toBe('taken')
  })

  it('outlives no end, and speaks for no other site', async () => {
    const { rich, poor, api } = await atTwoSites()
    await security.query("update people.site_token set expires_at = expires_at + interval '1 year'")
    expect((await look(api.access_token)).status).toBe(401)
    expect(await ends(oidc.refreshTokenGrant(rich.config, api.refresh_token!))).toBe('invalid_grant')
    const again = await atTwoSites()
    await security.query('update people.site_grant set site_id = $2 where site_id = $1', [again.rich.id, poor.id])
    expect((await look(again.api.access_token)).status).toBe(401)
  })
})

describe('what was allowed for one purpose', () => {
  it('opens nothing once the site asks for another, neither userinfo nor the calls', async () => {
    const { rich, api } = await atTwoSites()
    const { tokens } = await signedIn(rich, { scope: 'openid profile' })
    await party.house.db.asOwner("update people.site set purpose = 'support' where id = $1", [rich.id])
    expect((await look(api.access_token)).status).toBe(401)
    expect(await ends(oidc.fetchUserInfo(rich.config, tokens.access_token, tokens.claims()!.sub))).not.toBe('taken')
    expect(await ends(oidc.refreshTokenGrant(rich.config, tokens.refresh_token!))).toBe('invalid_grant')
  })

  it('opens no products once the site may not ask for them, or somebody allows them no more', async () => {
    const one = await atTwoSites()
    await party.house.db.asOwner("update people.site set scopes = '{profile}' where id = $1", [one.rich.id])
    expect((await look(one.api.access_token)).status).toBe(401)
    const other = await atTwoSites()
    await party.house.db.asOwner("update people.site_consent set scopes = '{profile}' where site_id = $1", [
      other.rich.id,
    ])
    expect((await look(other.api.access_token)).status).toBe(401)
  })
})

describe('a site that sees somebody’s products', () => {
  it('passes none on, answers no offer, and sees nothing of the companies that they work for', async () => {
    const { rich, api } = await atTwoSites()
    const founding = '/en/account/companies/new'
    const fields = { company: 'Voorbeeld BV', country: 'BE', name: 'Bea' }
    expect((await rich.browser.post(founding, founding, fields)).status).toBe(303)
    const companies = await rich.browser.get('/api/people/companies')
    const company = (JSON.parse(companies.text) as { companies: { id: string }[] }).companies[0]!.id
    expect((await rich.browser.get(`/api/products?of=${company}`)).status).toBe(200)
    expect((await look(api.access_token, `/api/products?of=${company}`)).status).toBe(404)
    expect((await look(api.access_token, `/api/products/sites?of=${company}`)).status).toBe(404)
    expect((await look(api.access_token, '/api/products/offers')).status).toBe(401)
    expect((await look(api.access_token, '/api/products/lists/00000000-0000-4000-8000-000000000000')).status).toBe(401)
    const passing = '/api/products/00000000-0000-4000-8000-000000000000/transfer'
    const headers = { authorization: `Bearer ${api.access_token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ recipient: 'thief@customer.example' })
    expect((await fetch(`${party.url}${passing}`, { method: 'POST', headers, body })).status).toBe(401)
  })
})
