import { describe, expect, it } from 'vitest'
import type { Holding } from '../../policy/activity.ts'
import type { Policy } from '../../policy/document.ts'
import { addDuration } from '../../policy/duration.ts'
import type { RecordItem, RecordRow } from '../../policy/record.ts'
import { figuresOf, sectionsOf } from './held.ts'
import { keptUntil } from './keep.ts'
import { beginOf } from './periods.ts'

const at = new Date('2026-11-02T09:00:00Z')
const holding: Holding = {
  table: 'profile.contact',
  person: 'person_id',
  purpose: 'account',
  since: 'recorded_at',
  columns: { value: 'contact' },
  bookkeeping: ['id', 'kind', 'recorded_at', 'replaced_at', 'replaces'],
}
const name: Holding = { ...holding, table: 'people.name', columns: { value: 'identity' }, bookkeeping: ['id'] }

function item(row: RecordRow, current: boolean, of: Holding = holding): RecordItem {
  return {
    holding: of,
    column: 'value',
    place: `${of.table}.value`,
    category: of === name ? 'identity' : 'contact',
    shown: 'shown',
    value: row['id'],
    row,
    organisation: undefined,
    current,
    at,
    source: 'web',
    version: 4,
  }
}

describe('history', () => {
  it('stands under what took its place, however often it was corrected', () => {
    const items = [
      item({ id: 'third', kind: 'phone', replaces: 'second' }, true),
      item({ id: 'second', kind: 'phone', replaces: 'first' }, false),
      item({ id: 'first', kind: 'phone', replaces: null }, false),
      item({ id: 'other', kind: 'phone', replaces: null }, true),
    ]
    const { data } = sectionsOf(items, ['contact'])[0]!
    expect(data.map(one => [one.value, one.earlier.map(earlier => earlier.value)])).toEqual([
      ['third', ['second', 'first']],
      ['other', []],
    ])
  })

  it('of what was removed and not replaced stands by itself, never under somebody else’s line', () => {
    const items = [
      item({ id: 'kept', kind: 'phone', replaces: null }, true),
      item({ id: 'removed', kind: 'phone', replaces: null, replaced_at: at }, false),
    ]
    expect(sectionsOf(items, [])[0]!.data.map(one => [one.value, one.current])).toEqual([
      ['kept', true],
      ['removed', false],
    ])
  })

  it('stands under the one current value of a table that keeps only one', () => {
    const items = [item({ id: 'now' }, true, name), item({ id: 'before' }, false, name)]
    expect(sectionsOf(items, [])[0]!.data).toMatchObject([{ value: 'now', earlier: [{ value: 'before' }] }])
  })

  it('is counted apart from what is held now', () => {
    const items = [item({ id: 'now' }, true, name), item({ id: 'before' }, false, name), item({ id: 'x' }, true)]
    expect(figuresOf(items)).toEqual({ items: 2, earlier: 1, purposes: 1, categories: 2 })
  })
})

describe('what is shown together', () => {
  it('is one line for all rows and columns of its table, the newest first, and counted as before', () => {
    const session: Holding = { ...holding, table: 'people.session', together: true }
    const signIn = (id: string, days: number) => {
      const seen = item({ id }, true, session)
      const moment = new Date(at.getTime() + days * 86_400_000)
      return [
        { ...seen, at: moment, column: 'token_hash', shown: 'fingerprint' as const },
        { ...seen, at: moment },
      ]
    }
    const items = [...signIn('first', 1), ...signIn('second', 2), item({ id: 'x', kind: 'phone' }, true)]
    const { data } = sectionsOf(items, [])[0]!
    expect(data.map(one => [one.value, one.together?.map(all => all.value)])).toEqual([
      ['second', ['second', 'second', 'first', 'first']],
      ['x', undefined],
    ])
    expect(figuresOf(items).items).toBe(5)
  })
})

describe('until when something is kept', () => {
  const policy = (after: string, period: string) =>
    ({ purposes: { account: { keep: { for: period, after } } } }) as unknown as Policy

  it('is a day, where the period began when it was recorded', () => {
    const recorded = item({ id: 'x', recorded_at: at }, true)
    expect(keptUntil(recorded, policy('recorded', 'P6M'))).toEqual({
      known: true,
      at: new Date('2027-05-02T09:00:00Z'),
    })
  })

  it('waits for the event, where that has not happened', () => {
    const recorded = item({ id: 'x', recorded_at: at }, true)
    expect(keptUntil(recorded, policy('case-closed', 'P3Y'))).toEqual({
      known: false,
      after: 'case-closed',
      period: 'P3Y',
    })
  })

  it('is a day, once the row itself has ended', () => {
    const membership: Holding = { ...holding, table: 'people.membership', since: 'left_at' }
    const left = item({ id: 'x', left_at: new Date('2026-01-31T00:00:00Z') }, false, membership)
    expect(keptUntil(left, policy('account-closed', 'P1M'))).toEqual({
      known: true,
      at: new Date('2026-02-28T00:00:00Z'),
    })
    expect(
      keptUntil(item({ id: 'x', left_at: null }, true, membership), policy('account-closed', 'P1M')),
    ).toMatchObject({
      known: false,
    })
  })

  it('is not made up for a purpose that the policy does not know', () => {
    expect(keptUntil(item({ id: 'x' }, true), { purposes: {} } as unknown as Policy)).toBeUndefined()
  })

  it('ends on the last day of a month that is too short', () => {
    expect(addDuration(new Date('2027-01-31T12:00:00Z'), 'P1M')).toEqual(new Date('2027-02-28T12:00:00Z'))
    expect(addDuration(new Date('2028-02-29T12:00:00Z'), 'P1Y')).toEqual(new Date('2029-02-28T12:00:00Z'))
    expect(addDuration(at, 'P1Y2M10DT1H')).toEqual(new Date('2028-01-12T10:00:00Z'))
  })
})

describe('a period to look back over', () => {
  it('begins 30 days or a year ago, or never', () => {
    expect(beginOf('month', at)).toEqual(new Date('2026-10-03T09:00:00Z'))
    expect(beginOf('year', at)).toEqual(new Date('2025-11-02T09:00:00Z'))
    expect(beginOf('all', at)).toBeNull()
  })
})
