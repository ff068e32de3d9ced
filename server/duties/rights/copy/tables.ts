/** The copy for a spreadsheet: one CSV file for each table. */
import { aboutColumns, currentColumn } from '../../../policy/record-sql.ts'
import { csvLine, csvMark } from '../../../base/csv.ts'
import { columnsOf, type TableRows } from './gather.ts'
import { fileKey, type Telling } from './saying.ts'

/**
 * The text of a table: a column for each thing that is held, those with parts one for each part, then those about the row.
 * Keys and fingerprints are left out: they say nothing.
 */
export function* tablePieces({ statement, rows }: TableRows, { files }: Telling): Generator<string> {
  const held = columnsOf(statement)
  const wide = held.flatMap(column => widthOf(column, rows))
  const about = aboutColumns(statement.holding).filter(column => rows.some(row => isReadable(row[column])))
  yield csvMark
  yield csvLine([...wide.map(({ head }) => head), ...about, 'current'])
  for (const row of rows) {
    const cells = wide.map(({ column, part }) => {
      if (statement.files[column] !== undefined)
        return files.get(fileKey({ place: `${statement.holding.table}.${column}`, row }))?.path ?? ''
      return part === undefined ? readable(row[column]) : partOf(row[column], part)
    })
    yield csvLine([...cells, ...about.map(column => readable(row[column])), row[currentColumn] === true])
  }
}

const isReadable = (value: unknown) => value !== null && value !== undefined && !(value instanceof Uint8Array)
const readable = (value: unknown) => (isReadable(value) ? value : '')

const isParts = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array)

const partOf = (value: unknown, part: string) =>
  isParts(value) ? (value[part] ?? '') : part === '' ? readable(value) : ''

/** A column of the table as columns of the file: `value` with a street and a city becomes `value.street`, `value.city`. */
function widthOf(column: string, rows: TableRows['rows']): { head: string; column: string; part?: string }[] {
  const values = rows.map(row => row[column])
  const parts = [...new Set(values.filter(isParts).flatMap(value => Object.keys(value)))]
  if (parts.length === 0) return [{ head: column, column }]
  const whole = values.some(value => isReadable(value) && !isParts(value)) ? [{ head: column, column, part: '' }] : []
  return [...whole, ...parts.map(part => ({ head: `${column}.${part}`, column, part }))]
}
