/** The SQL that reads what moves from one person to another. Every name in it comes from the declarations and is quoted. */
import type { Holding } from './activity.ts'
import { aboutColumns, quoted } from './record-sql.ts'

/** What is told beside a sealed column: the fingerprint of how it is sealed now. */
export const sealedAs = (column: string): string => `#${column}`

/**
 * Reads the rows of a holding about the person $1, with a fingerprint (SHA-256, hex) of each sealed column, so that a row
 * that changes before it is moved is known.
 * @param sealed its sealed columns
 */
export function movingText(holding: Holding, sealed: readonly string[]): string {
  const columns = [
    ...aboutColumns(holding).map(quoted),
    ...sealed.flatMap(column => [
      quoted(column),
      `encode(sha256(${quoted(column)}), 'hex') as ${quoted(sealedAs(column))}`,
    ]),
  ]
  return `select ${columns.join(', ')} from ${quoted(holding.table)} where ${quoted(holding.person!)} = $1`
}
