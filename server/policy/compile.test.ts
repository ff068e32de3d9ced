import { describe, expect, it } from 'vitest'
import type { Act, Acts, Holding } from './activity.ts'
import { compile, needsAgreement } from './compile.ts'
import { loadedSmall } from './fixtures/read.ts'

const loaded = loadedSmall()
const holding: Holding = {
  table: 'calls.call',
  person: 'person_id',
  purpose: 'support',
  columns: { number: 'contact', name: { category: 'identity', kept: 'plain' } },
  bookkeeping: ['id'],
}
const compiled = (acts: Acts, holdings: readonly Holding[] = []) => compile(loaded, { acts, holdings })
const verdict = (act: Act) => {
  const { grants, refused } = compiled({ 'calls.log': act })
  return grants.get('calls.log') ?? refused.get('calls.log')
}

describe('an act is granted', () => {
  it('with the clause of its purpose, when all that it wants was promised', () => {
    expect(verdict({ purpose: 'support', by: 'staff', reads: ['identity'], writes: ['contact'] })).toEqual({
      act: 'calls.log',
      purpose: 'support',
      clause: 'why.support',
      by: 'staff',
      reads: ['identity'],
      writes: ['contact'],
      deletes: [],
      to: undefined,
      evidence: true,
      key: false,
    })
  })

  it('whatever its purpose may use, when it wants no more than what was promised', () => {
    expect(verdict({ purpose: 'product-news', by: 'system', reads: 'promised' })).toMatchObject({
      reads: ['identity', 'contact', 'interests'],
    })
  })

  it('without evidence only when it says so', () => {
    expect(verdict({ purpose: 'support', by: 'system', evidence: 'none' })).toMatchObject({ evidence: false })
  })

  it('to send what a recipient was promised to get', () => {
    expect(verdict({ purpose: 'support', by: 'system', reads: ['contact'], to: 'carrier' })).toMatchObject({
      to: 'carrier',
    })
  })
})

describe('an act is refused', () => {
  it.each<[string, Act, string, string]>([
    ['a purpose that the policy does not have', { purpose: 'resale', by: 'system' }, 'no-such-purpose', 'resale'],
    ['a category to read', { purpose: 'support', by: 'staff', reads: ['visits'] }, 'category-not-promised', 'visits'],
    ['a category to write', { purpose: 'support', by: 'staff', writes: ['visits'] }, 'category-not-promised', 'visits'],
    [
      'a category to delete',
      { purpose: 'support', by: 'staff', deletes: ['interests'] },
      'category-not-promised',
      'interests',
    ],
    [
      'a recipient that there is not',
      { purpose: 'support', by: 'system', to: 'broker' },
      'recipient-not-promised',
      'broker',
    ],
    [
      'a recipient of another purpose',
      { purpose: 'product-news', by: 'system', to: 'carrier' },
      'recipient-not-promised',
      'carrier',
    ],
  ])('for want of %s', (_what, act, code, detail) => {
    expect(verdict(act)).toEqual({ act: 'calls.log', code, detail })
  })

  it('for want of a category that its recipient may get', () => {
    const narrow = loadedSmall([/(name: Snail Parcels NV[^]*?gets: )\[identity, contact\]/, '$1[identity]'])
    const acts: Acts = { 'calls.send': { purpose: 'support', by: 'system', reads: ['contact'], to: 'carrier' } }
    expect(compile(narrow, { acts, holdings: [] }).refused.get('calls.send')?.code).toBe('recipient-not-promised')
  })
})

describe('what is promised and not built', () => {
  it('is said: idle purposes, and clauses that nothing keeps', () => {
    const { idle, promises } = compiled({ 'calls.log': { purpose: 'support', by: 'staff' } }, [holding])
    expect(idle).toEqual(['product-news', 'measurement'])
    expect(promises).toContain('why.news')
    expect(promises).not.toContain('why.support')
    expect(promises).not.toContain('what.contact')
  })
})

describe('the hash', () => {
  it('changes with the policy and with the declarations, and with nothing else', () => {
    const acts: Acts = { 'calls.log': { purpose: 'support', by: 'staff' } }
    const hash = compiled(acts).hash
    expect(compile(loadedSmall(), { acts, holdings: [] }).hash).toBe(hash)
    expect(compiled(acts, [holding]).hash).not.toBe(hash)
    expect(compile(loadedSmall(['for: P3Y', 'for: P4Y']), { acts, holdings: [] }).hash).not.toBe(hash)
  })
})

describe('a purpose waits for a yes', () => {
  it('when it rests on consent, be it for one relation', () => {
    const { purposes } = loaded.policy
    expect(
      Object.entries(purposes)
        .filter(([, purpose]) => needsAgreement(purpose))
        .map(([id]) => id),
    ).toEqual(['product-news', 'measurement'])
    expect(needsAgreement({ ...purposes['support']!, basis: { consumer: 'consent', staff: 'contract' } })).toBe(true)
  })
})
