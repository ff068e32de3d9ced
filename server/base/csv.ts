/** Tables as text (RFC 4180): UTF-8 with a mark, so that a spreadsheet reads it as such; lines end with CR LF. */

/** What a file begins with. */
export const csvMark = '\uFEFF'

/** What a spreadsheet would run as a formula. A phone number that begins with + is none. */
const formula = /^(?:[=@\t\r]|[+-](?![\d\s().-]*$))/

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // The apostrophe is what spreadsheets themselves put before text that is no formula.
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
  return /[",\r\n;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line. Dates are written in ISO 8601, what has parts as JSON. */
export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cellOf).join(',')}\r\n`
