import { describe, expect, it } from 'vitest'
import type { Compiled } from '../../policy/compile.ts'
import type { RecordItem } from '../../policy/record.ts'
import { agreedIn, copyIn } from './home.ts'

const now = new Date('2026-11-02T09:00:00Z')
const said = (purpose: string, value: string, minutes: number) =>
  ({
    place: 'consent.event.said',
    value,
    row: { purpose },
    at: new Date(now.getTime() + minutes * 60_000),
  }) as unknown as RecordItem

const compiled = {
  loaded: {
    policy: {
      purposes: { news: { basis: 'consent' }, research: { basis: 'consent' }, support: { basis: 'contract' } },
    },
  },
} as unknown as Compiled

describe('what somebody agreed to', () => {
  it('is what they said last about each purpose that waits for a yes', () => {
    const items = [said('news', 'withdraw', 2), said('news', 'agree', 1), said('research', 'agree', 0)]
    expect(agreedIn(items, compiled)).toEqual({ agreed: 1, asked: 2 })
    expect(agreedIn([...items, said('support', 'object', 3)], compiled)).toEqual({ agreed: 1, asked: 2 })
    expect(agreedIn([said('news', 'agree', 3), ...items], compiled)).toEqual({ agreed: 2, asked: 2 })
    expect(agreedIn([], compiled)).toEqual({ agreed: 0, asked: 2 })
  })
})

describe('the copy on the first page', () => {
  const copy = (row: object) =>
    ({
      place: 'rights.copy.parts',
      row: { begun_at: null, tries: 0, ready_at: null, ends_at: null, ...row },
    }) as unknown as RecordItem
  const until = new Date(now.getTime() + 60_000)

  it('is the newest that can be fetched or is on its way, and none that is over', () => {
    expect(copyIn([copy({ id: 'over', ready_at: now, ends_at: now })], now)).toBeUndefined()
    const ready = copy({ id: 'ready', ready_at: now, ends_at: until })
    expect(copyIn([copy({ id: 'new' }), ready], now)).toEqual({ id: 'new', until: undefined })
    expect(copyIn([ready], now)).toEqual({ id: 'ready', until })
  })
})
