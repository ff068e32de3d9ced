/** Other sites sign people in with their ID, as OpenID Connect says and as the policy lets them. */
import * as oidc from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { go, openParty, take, through, type Party } from '../relying-party.ts'

let party: Party
beforeAll(async () => {
  party = await openParty()
})
afterAll(() => party?.close())

let added = 0
const newEmail = () => `sites-${(added += 1)}@customer.example`

describe('a site', () => {
  it('signs somebody in, and is told what it was allowed (oidcc-server, oidcc-userinfo-get)', async () => {
    const secret = await party.register({ id: 'first' })
    const config = await party.discover('first', secret)
    const email = newEmail()
    await party.person(email, 'Bea Voorbeeld')
    const going = await go(config)
    const at = await through(party.browser(), going, email)
    expect(at).toContain('http://localhost:9/back?code=')
    const tokens = await take(config, at, going)
    const { sub } = tokens.claims()!
    const told = await oidc.fetchUserInfo(config, tokens.access_token, sub)
    expect(told).toEqual({ sub, name: 'Bea Voorbeeld', locale: 'en', email, email_verified: true })
    expect(sub).toMatch(/^[\w-]{43}$/)
  })
})
