import { describe, expect, it } from 'vitest'
import { momentOf } from './io.ts'

describe('a moment that is typed', () => {
  it.each([
    ['2027-01-01', '2027-01-01T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2027-01-01T08:00:00Z', '2027-01-01T08:00:00.000Z'],
    ['2027-01-01T01:30+02:00', '2026-12-31T23:30:00.000Z'],
  ])('%s is %s', (typed, at) => {
    expect(momentOf(typed)?.toISOString()).toBe(at)
  })

  it.each([
    '2099-02-31',
    '2027-02-29',
    '2027-13-01',
    '2099-02-31T08:00Z',
    '2027-01-01T25:00Z',
    '2027-01-01T08:00',
    'soon',
    '',
  ])('%s is none', typed => {
    expect(momentOf(typed)).toBeUndefined()
  })
})
