import { describe, expect, it } from 'vitest'
import type { Holding } from './activity.ts'
import type { Privilege } from './privileges.ts'
import { regrantInWords } from './regrant-words.ts'

const holdings: Holding[] = [
  {
    table: 'orders.purchase',
    person: 'person_id',
    purpose: 'orders',
    columns: {
      ship_to: 'contact',
      phone: 'contact',
      item: { category: 'purchase', kept: 'plain' },
      // every login reads it, to judge standing
      wrapped: { category: 'credentials', kept: 'plain' },
    },
    bookkeeping: ['id', 'placed_at'],
    standing: ['wrapped'],
  },
]
const may = (role: string, verb: Privilege['verb'], ...columns: string[]): Privilege[] =>
  columns.map(column => ({ role, verb, table: 'orders.purchase', column }))
const nameOf = (role: string) => ({ slot_01: 'support', self: 'customers themselves' })[role] ?? role
const words = (gained: Privilege[], lost: Privilege[] = []) => regrantInWords(holdings, { gained, lost, nameOf })

describe('what a publication changed', () => {
  it('is said by purpose and category, each column once, whatever is about rows apart', () => {
    const gained = [
      ...may('slot_01', 'SELECT', 'item', 'ship_to', 'phone', 'id', 'placed_at', 'wrapped'),
      ...may('slot_01', 'INSERT', 'item', 'id'),
      ...may('slot_01', 'UPDATE', 'item'),
      ...may('slot_01', 'DELETE', ''),
    ]
    expect(words(gained)).toEqual([
      'support may now read contact (2 columns), purchase (1 column) and 3 columns about rows; write purchase (1 column) and 1 column about rows; delete rows of orders.purchase',
    ])
  })

  it('says what was lost before what was gained, purpose after purpose', () => {
    expect(
      words([...may('slot_01', 'SELECT', 'item'), ...may('self', 'SELECT', 'id')], may('slot_01', 'SELECT', 'phone')),
    ).toEqual([
      'customers themselves may now read 1 column about rows',
      'support may no longer read contact (1 column)',
      'support may now read purchase (1 column)',
    ])
  })

  it('names a table that nobody declares any more, and a login that nobody knows', () => {
    const lost = [{ role: 'slot_99', verb: 'SELECT', table: 'old.thing', column: 'x' }] as const
    expect(words([], [...lost])).toEqual([
      'slot_99 may no longer read old.thing, which nobody declares any more (1 column)',
    ])
  })

  it('is nothing where nothing differs', () => {
    expect(words([])).toEqual([])
  })
})
