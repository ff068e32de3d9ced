import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { policyFile } from '../../../test/promised.ts'
import type { Policy } from '../../policy/document.ts'
import { isApp, isSiteAddress, nameOf, purposesFor, scopesFor, siteFaults, tellAct } from './sites.ts'

const policy = policyFile as unknown as Policy
const well = {
  id: 'shop',
  names: { en: 'Shop' },
  address: 'https://shop.example/',
  redirectUris: ['https://shop.example/back'],
  postLogoutUris: [],
  backchannelUri: null,
  confidential: true,
  purpose: 'support',
  runBy: null,
  scopes: ['profile'],
} as const

describe('an address of a site', () => {
  it.each(['https://shop.example/back', 'http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]:8080/x?y=z'])(
    '%s can be one',
    address => expect(isSiteAddress(address)).toBe(true),
  )
  it.each([
    'http://shop.example/',
    'https://shop.example/#part',
    'https://shop.example/*',
    'https://name:secret@shop.example/',
    'http://localhost.shop.example/',
    'javascript:alert(1)',
    'com.shop.app:/back',
    '/back',
    `https://shop.example/${'x'.repeat(500)}`,
  ])('%s cannot', address => expect(isSiteAddress(address)).toBe(false))
})

describe('a site', () => {
  it('may ask for what its purpose uses', () => {
    expect(scopesFor(policy, 'support', null)).toEqual([
      'profile',
      'email',
      'phone',
      'address',
      'products',
      'offline_access',
    ])
    expect(scopesFor(policy, 'seminars', null)).not.toContain('products')
    expect(scopesFor(policy, 'nothing-such', null)).toEqual(['offline_access'])
  })

  it('of a recipient may ask for what that recipient may get for that purpose', () => {
    expect(scopesFor(policy, 'support', 'group-hmf')).toEqual(['products', 'offline_access'])
    expect(scopesFor(policy, 'seminars', 'repair')).toEqual(['offline_access'])
    expect(scopesFor(policy, 'support', 'nobody-known')).toEqual(['offline_access'])
  })

  it('asks for a purpose that has an act to tell it', () => {
    for (const purpose of purposesFor(policy)) expect(tellAct('identity', purpose)).toContain(purpose)
    expect(purposesFor(policy)).not.toContain('evidence')
    expect(tellAct('contact', 'toString')).toBeUndefined()
  })

  it('is said what is wrong with it, all at once', () => {
    expect(siteFaults(well, policy)).toEqual([])
    const wrong = {
      ...well,
      id: 'X',
      names: {},
      address: 'nowhere',
      redirectUris: [],
      backchannelUri: 'http://a.example',
    }
    expect(siteFaults(wrong, policy).map(({ field }) => field)).toEqual([
      'id',
      'name-en',
      'address',
      'redirects',
      'backchannel',
    ])
    const two = { ...well, redirectUris: ['https://shop.example/', 'https://other.example/'] }
    expect(siteFaults(two, policy)).toEqual([{ field: 'redirects', fault: 'one-host' }])
    expect(siteFaults({ ...well, purpose: 'constructor' }, policy)).toEqual([{ field: 'purpose', fault: 'purpose' }])
  })

  it('has all its addresses at the host that people are shown', () => {
    const faults = (change: object) => siteFaults({ ...well, ...change }, policy)
    const elsewhere = (field: string) => [{ field, fault: 'elsewhere' }]
    expect(faults({ redirectUris: ['https://evil.example/cb'] })).toEqual(elsewhere('redirects'))
    expect(faults({ postLogoutUris: ['https://evil.example/out'] })).toEqual(elsewhere('after-sign-out'))
    expect(faults({ backchannelUri: 'https://evil.example/' })).toEqual(elsewhere('backchannel'))
    for (const near of [
      'https://shop.example.evil.example/',
      'https://evil-shop.example/',
      'https://shop.example:444/',
    ])
      expect(faults({ redirectUris: [near] }), near).toEqual(elsewhere('redirects'))
    expect(faults({ postLogoutUris: ['https://shop.example/out'], backchannelUri: 'https://shop.example/b' })).toEqual(
      [],
    )
  })

  it('is on one machine as a whole, or an app to which people come back on theirs', () => {
    const here = 'http://127.0.0.1:3000/back'
    const faults = (change: object) => siteFaults({ ...well, redirectUris: [here], ...change }, policy)
    expect(faults({ address: 'http://localhost:3000/' })).toEqual([])
    expect(faults({})).toEqual([{ field: 'redirects', fault: 'elsewhere' }])
    expect(faults({ confidential: false })).toEqual([])
    expect(isApp({ confidential: false, redirectUris: [here] })).toBe(true)
    expect(isApp({ confidential: true, redirectUris: [here] })).toBe(false)
    expect(isApp({ confidential: false, redirectUris: well.redirectUris })).toBe(false)
    const away = { address: here, redirectUris: well.redirectUris }
    expect(faults(away)).toEqual([{ field: 'redirects', fault: 'elsewhere' }])
  })

  it('is called by its name in the reader’s language, or in one that it has', () => {
    const names = { nl: 'Winkel', fr: 'Boutique' }
    expect([nameOf({ id: 'shop', names }, 'fr'), nameOf({ id: 'shop', names }, 'de')]).toEqual(['Boutique', 'Winkel'])
  })
})

describe('the library of the protocol', () => {
  it('is loaded without a word, whichever Node.js runs it', () => {
    const load = "import('oidc-provider/lib/provider.js').then(() => import('oidc-provider/lib/helpers/errors.js'))"
    const root = join(import.meta.dirname, '../../..')
    const options = { cwd: root, encoding: 'utf8' } as const
    expect(execFileSync(process.execPath, ['-e', `console.warn = console.log;${load}`], options)).toBe('')
  })
})
