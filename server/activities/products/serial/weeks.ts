/** Weeks of ISO 8601, and days as text. */

const day = 86_400_000
const textOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The day on which a week begins, ISO 8601. The first week of a year is the one with 4 January in it. */
export function mondayOf(year: number, week: number): string {
  const fourth = new Date(Date.UTC(year, 0, 4))
  const fromMonday = (fourth.getUTCDay() + 6) % 7
  return textOf(new Date(fourth.getTime() + (7 * (week - 1) - fromMonday) * day))
}

/** The day on which it ends. */
export const lastDayOf = (year: number, week: number): string =>
  textOf(new Date(Date.parse(mondayOf(year, week)) + 6 * day))

/** Whether a year has such a week: 53 only where the 53rd is not the first of the next. */
export const isWeek = (year: number, week: number): boolean =>
  week >= 1 && week <= 53 && mondayOf(year, week) < mondayOf(year + 1, 1)

/** A day some months later, ISO 8601; the last of the month where that month is shorter. */
export function monthsLater(from: string, months: number): string {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return textOf(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))))
}

/** The day so many days before. */
export const daysBefore = (from: string, days: number): string => textOf(new Date(Date.parse(from) - days * day))

/** The day before. */
export const dayBefore = (from: string): string => daysBefore(from, 1)

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && textOf(at) === text
}

/** The latest day that it is anywhere on earth at a moment. */
export const latestDay = (now: Date): string => textOf(new Date(now.getTime() + 14 * 3_600_000))
