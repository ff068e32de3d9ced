/** The SQL that reads what a holding says about a person. Every name in it comes from the declarations and is quoted. */
import type { Holding } from './activity.ts'

/** The column of an answer that says whether its row is current, where the others are history. */
export const currentColumn = '#current'

/** A name as SQL reads it, whatever is in it; `schema.table` part by part. */
export const quoted = (name: string): string =>
  name
    .split('.')
    .map(part => `"${part.replaceAll('"', '""')}"`)
    .join('.')

/** Which columns of a holding are read, and how. */
export interface Reading {
  holding: Holding
  /** Columns that are read as they are. */
  shown: readonly string[]
  /** Columns of which it is only asked whether there is something in them. */
  noticed: readonly string[]
  /** Columns that hold a file, of which it is only asked how many bytes there are. */
  measured: readonly string[]
  /** Where no column of the table names a person: the table of theirs that refers to its rows, and with which column. */
  through: { holding: Holding; column: string } | undefined
}

/** Reads a holding's rows about the person $1, the newest first. */
export function recordText({ holding, shown, noticed, measured, through }: Reading): string {
  const columns = [
    ...shown.map(quoted),
    ...noticed.map(column => `${quoted(column)} is not null as ${quoted(column)}`),
    ...measured.map(column => `octet_length(${quoted(column)}) as ${quoted(column)}`),
    `coalesce(${holding.current ?? 'true'}, false) as ${quoted(currentColumn)}`,
  ]
  const moment = momentOf(holding)
  const whose = through
    ? `id in (select ${quoted(through.column)} from ${quoted(through.holding.table)} where ${quoted(through.holding.person!)} = $1)`
    : `${quoted(holding.person!)} = $1`
  const order = moment ? ` order by ${quoted(moment)} desc nulls last` : ''
  return `select ${columns.join(', ')} from ${quoted(holding.table)} where ${whose}${order}`
}

/** Reads one file: the column of the row $2 about the person $1. */
export function fileText(holding: Holding, column: string): string {
  const columns = [column, ...aboutColumns(holding)].map(quoted)
  return `select ${columns.join(', ')} from ${quoted(holding.table)} where ${quoted(holding.person!)} = $1 and id = $2`
}

/** The column with the moment at which a row came to be, if the holding has one. */
export function momentOf(holding: Holding): string | undefined {
  const about = aboutColumns(holding)
  return ['recorded_at', 'created_at', 'joined_at', holding.since].find(column => column && about.includes(column))
}

/** The columns about the row, which whoever may read any of its categories may read. */
export function aboutColumns(holding: Holding): readonly string[] {
  return [
    ...new Set([
      ...holding.bookkeeping,
      ...(holding.onceWritten ?? []),
      ...(holding.organisation ? [holding.organisation] : []),
    ]),
  ]
}
