import { describe, expect, it } from 'vitest'
import { statesOf } from './versions.ts'

/** Versions by number and day on which they count, the newest first. */
const after = (inForce: number, ...days: readonly [number: number, day: string][]) =>
  statesOf(
    days.map(([number, day]) => ({
      number,
      hash: '',
      published_at: new Date('2026-01-01'),
      effective_at: new Date(day),
      in_force: number === inForce,
    })),
  ).map(({ number, state, until }) => [number, state, until?.toISOString().slice(0, 10)])

describe('what became of a version', () => {
  it('is that the next one took its place, or that its date has not come', () => {
    expect(after(2, [3, '2027-01-01'], [2, '2026-11-01'], [1, '2026-10-01'])).toEqual([
      [3, 'coming', undefined],
      [2, 'in-force', undefined],
      [1, 'past', '2026-11-01'],
    ])
  })

  it('is that it never took effect when a later one came before its date', () => {
    expect(after(7, [7, '2026-11-26'], [6, '2027-01-01'], [5, '2026-10-01'])).toEqual([
      [7, 'in-force', undefined],
      [6, 'never', undefined],
      [5, 'past', '2026-11-26'],
    ])
  })

  it('is the same before the later one counts', () => {
    expect(after(5, [7, '2026-12-01'], [6, '2027-01-01'], [5, '2026-10-01'])).toEqual([
      [7, 'coming', undefined],
      [6, 'never', undefined],
      [5, 'in-force', undefined],
    ])
  })
})
