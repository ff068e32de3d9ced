import { describe, expect, it } from 'vitest'
import type { Acts } from './activity.ts'
import { findingsOf } from './check.ts'
import { smallPolicy } from './fixtures/read.ts'
import { neededOf } from './needed.ts'

const acts = {
  'shop.answer': { purpose: 'support', by: 'system', reads: ['identity'], writes: ['contact'], needed: true },
  'shop.sing': { purpose: 'singing', by: 'system', reads: ['voice'] },
} as const satisfies Acts

const found = (declared: Acts, ...changes: readonly (readonly [from: string | RegExp, to: string])[]) =>
  findingsOf(smallPolicy(...changes), undefined, declared)
    .filter(({ code }) => code.startsWith('needed') || code === 'no-staff-role')
    .map(({ level, code, message, mend }) => `${level} ${code} ${message} ${mend}`)

describe('what the product cannot do without', () => {
  it('is what its needed acts touch, and nothing of the others', () => {
    expect([...neededOf(acts)].map(([purpose, uses]) => [purpose, [...uses.keys()]])).toEqual([
      ['support', ['identity', 'contact']],
    ])
  })

  it('is not missed where the policy promises it', () => {
    expect(found(acts)).toEqual([])
    expect(found({})).toEqual([])
  })

  it('is named with the act and what mends it where a purpose or a category is missing', () => {
    const another = { 'shop.guard': { purpose: 'guarding', by: 'system', reads: ['keys'], needed: true } } as const
    expect(found(another)).toEqual([
      expect.stringMatching(/^error needed-purpose-missing .*`guarding`.*shop\.guard.*`uses: \[keys\]`/),
    ])
    const keys = { 'shop.guard': { purpose: 'support', by: 'system', reads: ['keys'], needed: true } } as const
    expect(found(keys)).toEqual([
      expect.stringMatching(
        /^error needed-category-missing .*`keys`.*shop\.guard.*Add `keys` to `uses` and declare `keys`/,
      ),
    ])
  })

  it('cannot wait for anybody’s consent', () => {
    expect(found(acts, [/(support:[^]*?basis:) [^\n]+/, '$1 consent'])).toEqual([
      expect.stringMatching(/^error needed-on-consent .*shop\.answer/),
    ])
  })

  it('is warned of where no role is declared, as nobody could be invited', () => {
    expect(found(acts, [/staff:\n[^\n]+\n/, 'staff: {}\n'])).toEqual([
      expect.stringMatching(/^warning no-staff-role .* Declare one under `staff`/),
    ])
  })
})
