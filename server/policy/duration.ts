/** An ISO 8601 duration, in the units in which it was written. */
export interface Duration {
  years: number
  months: number
  /** Weeks are counted as seven days. */
  days: number
  seconds: number
}

const pattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/**
 * Reads an ISO 8601 duration of whole numbers.
 * @throws RangeError when it is none; a policy that was loaded has none of those
 */
export function parseDuration(text: string): Duration {
  const found = pattern.exec(text)
  if (!found || !/\d/.test(text)) throw new RangeError(`Not an ISO 8601 duration: ${text}`)
  const [years, months, weeks, days, hours, minutes, seconds] = found
    .slice(1)
    .map(part => Number(part ?? 0)) as number[]
  return {
    years: years!,
    months: months!,
    days: weeks! * 7 + days!,
    seconds: hours! * 3600 + minutes! * 60 + seconds!,
  }
}

/** The moment at which a period that began ends; a day that a month does not have is its last (29 February, 31 April). */
export function addDuration(start: Date, text: string): Date {
  return moved(start, text, 1)
}

/** The moment at which a period began that ends now: what is older has been there for longer. */
export function subtractDuration(end: Date, text: string): Date {
  return moved(end, text, -1)
}

function moved(from: Date, text: string, direction: 1 | -1): Date {
  const { years, months, days, seconds } = parseDuration(text)
  const to = new Date(from)
  const day = to.getUTCDate()
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + direction * (years * 12 + months))
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(day, lastDay))
  return new Date(to.getTime() + direction * (days * 86_400 + seconds) * 1000)
}

/** Average length in days, to tell the longer of two durations; never to compute a date. */
export function averageDays(text: string): number {
  const { years, months, days, seconds } = parseDuration(text)
  return years * 365.2425 + months * 30.436875 + days + seconds / 86_400
}

/** Whether a period can end after the same date of the next month (GDPR 12(3)); February has 28 days. */
export function canExceedOneMonth(text: string): boolean {
  const { years, months, days, seconds } = parseDuration(text)
  const rest = days + seconds / 86_400
  return years > 0 || months > 1 || (months === 1 && rest > 0) || rest > 28
}

/** A duration in English, for a terminal: `3 years`, `1 month and 2 days`. */
export function durationInWords(text: string): string {
  const { years, months, days, seconds } = parseDuration(text)
  const parts = [
    [years, 'year'],
    [months, 'month'],
    [days, 'day'],
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor((seconds % 3600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ] as const
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
  return words.length === 0 ? 'no time' : [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ')
}
