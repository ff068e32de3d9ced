import { describe, expect, it } from 'vitest'
import { loadPolicy, loadPolicyFromSources } from './load.ts'
import { findingsOf } from './check.ts'
import { lookText } from './look-sql.ts'
import { renumbered, strike, struckIn } from './strike.ts'

const { loaded } = loadPolicy('policies/hesbia.yaml')
const { policy, source, texts, assessments } = loaded!
const read = (yaml: string) =>
  loadPolicyFromSources({
    yaml,
    texts: Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.source])),
    assessments,
  })

describe('a category that is struck', () => {
  const struck = strike(source, policy, { category: 'contact', purpose: 'deliver-orders' }, 5)
  const after = read(struck).loaded!.policy

  it('is no longer used for the purpose, and everything else stands as it stood', () => {
    expect(after.policy.version).toBe(5)
    expect(after.purposes['deliver-orders']!.uses).toEqual(['identity', 'purchases', 'products'])
    const { 'deliver-orders': one, ...others } = after.purposes
    const { 'deliver-orders': before, ...same } = policy.purposes
    expect(others).toEqual(same)
    expect({ ...one, uses: before!.uses }).toEqual(before)
    expect(struck).toContain('# What may be held.')
  })

  it('is sent to nobody who got it for that purpose alone, and asked for where another purpose uses it', () => {
    expect(after.recipients['carrier']!.gets).toEqual(['identity'])
    expect(after.recipients['group-hmy']!.gets).toContain('contact')
    expect(after.collected['phone']!.asks).toContain('contact')
  })

  it('leaves a policy without errors, which says in its first line what is struck', () => {
    expect(findingsOf(read(struck)).filter(({ level }) => level === 'error')).toEqual([])
    expect(struckIn(struck)).toEqual({ category: 'contact', purpose: 'deliver-orders', from: 4 })
    expect(struckIn(source)).toBeUndefined()
  })

  it('comes back under another number with the very promises that stood before', () => {
    const back = read(renumbered(source, 6)).loaded!.policy
    expect({ ...back, policy: { ...back.policy, version: 4 } }).toEqual(policy)
    expect(struckIn(renumbered(source, 6))).toBeUndefined()
  })
})

it('a look names its table and column so that no name becomes anything else', () => {
  expect(lookText('people.account', 'address')).toBe('select address from people.account limit 100')
  expect(lookText('people.account', 'a"; drop')).toBe('select "a""; drop" from people.account limit 100')
})
