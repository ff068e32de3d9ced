/**
 * What moves when two IDs of one person become one, read from the declarations: one statement for each holding. A table that
 * is declared tomorrow moves too, without another change.
 */
import { createHash } from 'node:crypto'
import type { SealingKey } from '../base/vault.ts'
import type { Holding } from './activity.ts'
import type { Compiled } from './compile.ts'
import { movingText, sealedAs } from './moving-sql.ts'
import { oncePerPolicy } from './once.ts'
import type { RecordRow } from './record.ts'
import { type Statement, statement } from './statement.ts'

/** Reads the rows of one holding that would move. */
export interface MovingStatement<Act extends string> extends Statement<Act, RecordRow> {
  readonly holding: Holding
  /** Columns that are sealed with their person's key. */
  readonly sealed: readonly string[]
}

/** A row on its way, as `rights.join_ids` takes it. */
export interface MovingRow {
  target: string
  person: string
  id: string
  /** Column → how it was sealed (fingerprint), and how it is sealed for whom it goes to. */
  sealed: Record<string, { was: string; goes: string }>
  /** The column that makes it history there. */
  history: string | null
}

const isSealed = (column: Holding['columns'][string]): boolean => typeof column === 'string' || column.kept === 'sealed'
const categoryOf = (column: Holding['columns'][string]): string =>
  typeof column === 'string' ? column : column.category

/**
 * Whether rows of a holding can move: they are somebody's, have an id, and whoever moves them may read what has to be sealed
 * anew. What was made for the person to take along is not worth it.
 */
function moves(holding: Holding, categories: readonly string[]): boolean {
  const columns = Object.values(holding.columns)
  return (
    holding.person !== null &&
    holding.joins !== 'stays' &&
    holding.bookkeeping.includes('id') &&
    columns.every(column => !isSealed(column) || categories.includes(categoryOf(column))) &&
    columns.some(column => categories.includes(categoryOf(column)))
  )
}

/**
 * The statements that read what would move from a person, by table. Run them with an act that reads these categories, on
 * the subject `{ person }`.
 * @param categories what the act reads
 * @param person id
 */
export function movingStatements<Act extends string>(
  compiled: Compiled,
  categories: readonly string[],
  person: string,
): Record<string, MovingStatement<Act>> {
  const statements: Record<string, MovingStatement<Act>> = {}
  for (const one of statementsAbout(compiled, categories)) statements[one.holding.table] = { ...one, values: [person] }
  return statements
}

/** The same about nobody yet. */
const statementsAbout = oncePerPolicy(({ declarations: { holdings } }, categories) =>
  holdings.filter(holding => moves(holding, categories)).map(movingOf),
)

function movingOf(holding: Holding): MovingStatement<string> {
  const sealed = Object.keys(holding.columns).filter(name => isSealed(holding.columns[name]!))
  const text = movingText(holding, sealed)
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return {
    ...statement<string, RecordRow>({
      name: `moving.${holding.table.slice(0, 40)}.${mark}`,
      text,
      fields: sealed.map(column => `${holding.table}.${column}`),
      opens: Object.fromEntries(sealed.map(column => [column, `${holding.table}.${column}`])),
    }),
    holding,
    sealed,
  }
}

/**
 * The rows that were read, sealed for whom they go to. What belongs to a company stays sealed with the company's key.
 * @param statements as they were run
 * @param answers their rows
 * @param goes the key of whom they go to
 */
export function movingRows<Act extends string>(
  statements: Readonly<Record<string, MovingStatement<Act>>>,
  answers: Readonly<Record<string, readonly RecordRow[]>>,
  goes: SealingKey,
): MovingRow[] {
  return Object.entries(statements).flatMap(([table, { holding, sealed }]) =>
    (answers[table] ?? []).map(row => ({
      target: table,
      person: holding.person!,
      id: String(row['id']),
      sealed: sealedFor(row, table, isOfCompany(holding, row) ? [] : sealed, goes),
      history: typeof holding.joins === 'object' ? holding.joins.historyBy : null,
    })),
  )
}

const isOfCompany = ({ organisation }: Holding, row: RecordRow): boolean =>
  organisation !== undefined && row[organisation] !== null

function sealedFor(row: RecordRow, table: string, columns: readonly string[], goes: SealingKey): MovingRow['sealed'] {
  const sealed: MovingRow['sealed'] = {}
  for (const column of columns) {
    const was = row[sealedAs(column)]
    if (typeof was === 'string')
      sealed[column] = { was, goes: goes.seal(`${table}.${column}`, row[column]).toString('base64') }
  }
  return sealed
}
