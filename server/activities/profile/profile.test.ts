import { expect, describe, test } from 'vitest'
import { arrange, headOf, type Line } from './profile.ts'

describe('lines', () => {
  const line = (id: string, replaces: string | null, replaced: boolean): Line => ({
    id,
    contact: { kind: 'phone', value: { number: id } },
    at: new Date('2026-11-02T09:00:00Z'),
    source: 'web',
    version: 4,
    replacedAt: replaced ? new Date('2026-11-03T09:00:00Z') : null,
    replaces,
  })

  test('carry what they were before, newest first', () => {
    const lines = arrange([line('a', null, true), line('b', 'a', true), line('c', 'b', false)])
    expect(lines.phones.map(one => [one.id, one.earlier.map(({ id }) => id)])).toEqual([['c', ['b', 'a']]])
    expect(lines.removed).toEqual([])
    expect(headOf(lines, 'a')?.id).toBe('c')
  })

  test('that were removed stand apart with their own history', () => {
    const lines = arrange([line('a', null, true), line('b', 'a', true), line('c', null, false)])
    expect(lines.phones.map(({ id }) => id)).toEqual(['c'])
    expect(lines.removed.map(one => [one.id, one.earlier.length])).toEqual([['b', 1]])
  })
})
