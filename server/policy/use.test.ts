import { describe, expect, it } from 'vitest'
import { loadedSmall } from './fixtures/read.ts'
import type { Policy, Purpose } from './document.ts'
import { boundPlaces, type Use, usesOf } from './use.ts'
import { isClosed } from './waiting.ts'

const small = loadedSmall().policy
const known = new Set(['contact', 'interactions'])

/** A version of a policy in which purposes use what is given. */
const version = (number: number, uses: Record<string, Partial<Purpose> & { uses: readonly string[] }>): Policy => ({
  ...small,
  policy: { ...small.policy, version: number },
  purposes: Object.fromEntries(
    Object.entries(uses).map(([id, one]) => [
      id,
      { ...small.purposes['support']!, basis: 'contract' as const, ...one },
    ]),
  ),
})

/** The uses of the last of several versions, each after the one before. */
function after(...policies: Policy[]): Use[] {
  return policies.reduce<Use[]>(
    (before, policy, at) => usesOf(before, policy, { known: at === 0 ? new Set() : known, askAgain: [] }),
    [],
  )
}
const find = (all: readonly Use[], purpose: string, category: string) =>
  all.find(use => use.purpose === purpose && use.category === category)!

describe('what a purpose uses from the first version on', () => {
  it('is open, whatever was collected when', () => {
    const use = find(
      after(version(1, { support: { uses: ['contact'] } }), version(2, { support: { uses: ['contact'] } })),
      'support',
      'contact',
    )
    expect(use).toMatchObject({ since: 0, closed: [], bound: false })
    expect(isClosed(use, 1)).toBe(false)
  })
})

describe('what a purpose begins to use', () => {
  const before = version(1, { support: { uses: ['contact'] }, orders: { uses: ['interactions'] } })
  const then = (more: Partial<Purpose>) =>
    find(
      after(
        before,
        version(2, { support: { uses: ['contact', 'interactions'], ...more }, orders: { uses: ['interactions'] } }),
      ),
      'support',
      'interactions',
    )

  it('is open from that version on, and closed before it until there is a record of why that fits', () => {
    const use = then({})
    expect(use).toMatchObject({ since: 2, bound: true })
    expect([1, 2].map(collected => isClosed(use, collected))).toEqual([true, false])
    expect(then({ compatibility: 'compatibility/support.md' }).bound).toBe(false)
  })

  it('waits for nothing where the law asks for it', () => {
    expect(then({ basis: 'legal-obligation' }).bound).toBe(false)
    expect(then({ basis: { consumer: 'legal-obligation', 'business-contact': 'contract' } }).bound).toBe(true)
  })

  it('waits for a new yes where it rests on one, also for what is collected from then on', () => {
    const use = then({ basis: 'consent' })
    expect(use).toMatchObject({ since: 2, bound: true })
    expect([1, 2, 3].map(collected => isClosed(use, collected))).toEqual([true, true, true])
    expect(then({ basis: 'consent', compatibility: 'compatibility/support.md' }).bound).toBe(true)
  })

  it('is open where nothing of the kind was ever held', () => {
    const first = usesOf([], before, { known: new Set(), askAgain: [] })
    const use = find(
      usesOf(first, version(2, { support: { uses: ['contact', 'identity'] } }), { known, askAgain: [] }),
      'support',
      'identity',
    )
    expect(use).toMatchObject({ since: 0, bound: false })
  })
})

describe('what a purpose stops to use and uses again', () => {
  it('is closed where it was collected meanwhile, and nowhere else', () => {
    const use = find(
      after(
        version(1, { support: { uses: ['contact', 'interactions'] } }),
        version(2, { support: { uses: ['contact'] } }),
        version(3, { support: { uses: ['contact'] } }),
        version(4, { support: { uses: ['contact', 'interactions'] } }),
      ),
      'support',
      'interactions',
    )
    expect([1, 2, 3, 4].map(collected => isClosed(use, collected))).toEqual([false, true, true, false])
  })
})

describe('what the row policies ask', () => {
  it('is said of each table that holds the category, for the login of the purpose alone', () => {
    const uses = after(
      version(1, { support: { uses: ['contact'] }, orders: { uses: ['interactions'] } }),
      version(2, { support: { uses: ['contact', 'interactions'] }, orders: { uses: ['interactions'] } }),
    )
    const slot = { kind: 'object', restricted: 'stop', bit: 0 } as const
    const slots = new Map([
      ['support', { ...slot, role: 'login_support', purpose: 'support' }],
      ['orders', { ...slot, role: 'login_orders', purpose: 'orders' }],
    ])
    const places = new Map([
      ['desk.call', new Set(['interactions'])],
      ['profile.contact', new Set(['contact'])],
    ])
    expect(boundPlaces(uses, places, slots)).toEqual([
      { role: 'login_support', purpose: 'support', place: 'desk.call', since: 2, closed: [[0, 2]] },
    ])
  })
})
