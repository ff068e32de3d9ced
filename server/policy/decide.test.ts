import { describe, expect, it } from 'vitest'
import type { Acts } from './activity.ts'
import { compile } from './compile.ts'
import { decide, decideActor, type Party, type Standing } from './decide.ts'
import { loadedSmall } from './fixtures/read.ts'

const acts: Acts = {
  'desk.open': { purpose: 'support', by: 'staff', reads: 'promised' },
  'news.send': { purpose: 'product-news', by: 'system', reads: ['contact'] },
  'profile.view': { purpose: 'product-news', by: 'customer', reads: ['interests'] },
  'resale.sell': { purpose: 'resale', by: 'system' },
}
const compiled = compile(loadedSmall(), { acts, holdings: [] })

const agent: Party = { kind: 'staff', controller: 'obe', purposes: ['support'], acknowledged: 4 }
const system: Party = { kind: 'system' }
const self: Party = { kind: 'customer', self: true }

const standing = (given: Partial<{ agreed: string[]; objected: string[]; restricted: boolean; region: string }> = {}) =>
  ({
    region: given.region ?? 'obe',
    relation: 'consumer',
    restricted: given.restricted ?? false,
    agreed: purpose => given.agreed?.includes(purpose) ?? false,
    objected: purpose => given.objected?.includes(purpose) ?? false,
  }) satisfies Standing

const answer = (act: string, party: Party, on: Standing | null) => {
  const decision = decide(compiled, act, party, on)
  return decision.yes ? `yes, ${decision.clause}` : `no, ${decision.reason}`
}

const yes = { agreed: ['product-news'] }

describe('may this be done to somebody?', () => {
  it.each<[string, Party, Standing | null, string]>([
    ['desk.open', agent, standing(), 'yes, why.support'],
    ['desk.open', agent, null, 'yes, why.support'],
    ['desk.open', agent, standing({ restricted: true }), 'yes, why.support'],
    ['desk.open', agent, standing({ region: 'ous' }), 'no, out-of-region'],
    ['desk.open', agent, standing({ objected: ['support'] }), 'no, objected'],
    ['desk.open', { ...agent, purposes: [] }, standing(), 'no, role-without-purpose'],
    ['desk.open', { ...agent, acknowledged: 3 }, standing(), 'no, not-acknowledged'],
    ['desk.open', { ...agent, acknowledged: null }, standing(), 'no, not-acknowledged'],
    ['news.send', system, standing(), 'no, not-agreed'],
    ['news.send', system, standing(yes), 'yes, why.news'],
    ['news.send', system, standing({ ...yes, objected: ['product-news'] }), 'no, objected'],
    ['news.send', system, standing({ ...yes, restricted: true }), 'no, restricted'],
    // One's own view of one's own data waits for nothing that one said.
    ['profile.view', self, standing({ restricted: true, objected: ['product-news'] }), 'yes, why.news'],
    ['profile.view', { kind: 'customer', self: false }, standing(yes), 'no, not-the-person'],
    ['resale.sell', system, standing(), 'no, no-such-purpose'],
    ['nobody.declared-this', system, standing(), 'no, no-such-purpose'],
  ])('%s by %o on %o: %s', (act, party, on, expected) => {
    expect(answer(act, party, on)).toBe(expected)
  })

  it('all regions are within reach of a purpose that needs the whole group', () => {
    const whole = compile(loadedSmall(['restricted: continue', 'reach: all']), { acts, holdings: [] })
    expect(decide(whole, 'desk.open', agent, standing({ region: 'ous' })).yes).toBe(true)
  })
})

describe('before it is known on whom', () => {
  it('the role and the acknowledgement decide', () => {
    expect(decideActor(compiled, 'desk.open', agent)).toEqual({ yes: true, clause: 'why.support' })
    expect(decideActor(compiled, 'desk.open', { ...agent, purposes: ['product-news'] })).toMatchObject({ yes: false })
    expect(decideActor(compiled, 'resale.sell', system)).toEqual({ yes: false, reason: 'no-such-purpose' })
  })
})
