/** The periods that somebody can look back over. Pure. */
import { Type } from 'typebox'

/** Where a day begins, as `formats` writes dates. */
export const timeZone = 'Europe/Brussels'

/** Entries on a page. */
export const pageSize = 25

/** What can be chosen. */
export const periods = ['month', 'year', 'all'] as const
export type Period = (typeof periods)[number]

/** One of them, as it stands in an address. */
export const periodText = Type.Union(
  periods.map(period => Type.Literal(period)),
  { default: 'year' },
)

/** When a period began; null for everything. */
export function beginOf(period: Period, now: Date): Date | null {
  if (period === 'all') return null
  const begin = new Date(now)
  if (period === 'month') begin.setUTCDate(begin.getUTCDate() - 30)
  else begin.setUTCFullYear(begin.getUTCFullYear() - 1)
  return begin
}
