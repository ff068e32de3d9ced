/** Tables in text (CSV): read whatever program wrote them, and written so that any program reads them. Pure. */
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'

/** A line of a table: its number in the file, and its cells. */
export interface Line {
  number: number
  cells: string[]
}

/** Why a file cannot be read at all, and at which line that was found. */
export interface Unreadable {
  unreadable: 'empty' | 'quotes' | 'binary' | 'too-many'
  line: number
}

/** Most lines that a file may have, the heading not counted. */
export const mostLines = 50_000

/** Text out of a file: UTF-8 with or without a mark, UTF-16 as spreadsheets write it, or else the old Windows letters. */
export function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** What parts the cells: whichever of the three stands in the first line most often, outside quotes. */
function delimiterOf(text: string): ',' | ';' | '\t' {
  const [first = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/, 1)
  const counts = ([';', '\t', ','] as const).map(mark => ({ mark, count: first.split(mark).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark
}

/** Reads every line that has something in it. */
export function readSheet(bytes: Buffer): Line[] | Unreadable {
  const text = decode(bytes).replace(/^\ufeff/, '')
  if (text.includes('\0')) return { unreadable: 'binary', line: text.slice(0, text.indexOf('\0')).split('\n').length }
  if (text.trim() === '') return { unreadable: 'empty', line: 1 }
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      to: mostLines + 2,
      max_record_size: 100_000,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    if (records.length > mostLines + 1) return { unreadable: 'too-many', line: mostLines + 2 }
    return records.map(({ record, info }) => ({ number: info.lines, cells: record.map(unguarded) }))
  } catch (error) {
    const { lines = 1 } = error as { lines?: number }
    return { unreadable: 'quotes', line: lines }
  }
}

/** A cell that we wrote ourselves may begin with an apostrophe; see `writeSheet`. */
const unguarded = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

/**
 * Writes a table. It begins with the mark by which spreadsheets know UTF-8, and a cell that one would take for a formula
 * begins with an apostrophe (OWASP, CSV injection).
 * @param delimiter what the spreadsheets of the reader's country expect
 */
export function writeSheet(rows: readonly (readonly string[])[], delimiter: ',' | ';'): string {
  return stringify(rows as string[][], { bom: true, delimiter, escape_formulas: true, record_delimiter: 'windows' })
}

/**
 * A day as people and programs write it: `2026-03-12`, or day, month and year.
 * @returns ISO 8601, or what was given where it is no such thing
 */
export function dayFrom(text: string): string {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  if (day === undefined || month === undefined) return text.replace(/[T ].*$/, '')
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
