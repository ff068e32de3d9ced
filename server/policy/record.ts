/**
 * What is held about a person, read from the declarations: one statement for each holding. The customer's own page, the
 * desk and the copy all read this; a table that is declared tomorrow is in each of them without another change.
 */
import { createHash } from 'node:crypto'
import type { ColumnHolding, Holding, KeptFile } from './activity.ts'
import type { Compiled } from './compile.ts'
import { oncePerPolicy } from './once.ts'
import { aboutColumns, currentColumn, fileText, momentOf, recordText, type Reading } from './record-sql.ts'
import { type Statement, statement } from './statement.ts'

/** A row of a holding: its readable columns, and those about the row (id, recorded_at, source …). */
export type RecordRow = Readonly<Record<string, unknown>>

/** Reads the rows of one holding about one person, and knows what it reads. */
export interface RecordStatement<Act extends string> extends Statement<Act, RecordRow> {
  readonly holding: Holding
  /** Column of a row → category, for what is shown. */
  readonly columns: Readonly<Record<string, string>>
  /** The same for keyed fingerprints: a row says `true` where there is one, and never which. */
  readonly fingerprints: Readonly<Record<string, string>>
  /** The same for files: a row says how many bytes are kept, and not what they are. */
  readonly files: Readonly<Record<string, string>>
  /** The same for columns of other categories: whoever reads this may not read them. */
  readonly withheld: Readonly<Record<string, string>>
  /** All of these in one list, so that a row becomes items without looking anything up. */
  readonly reads: readonly Pick<RecordItem, 'column' | 'place' | 'category' | 'shown'>[]
  /** The column that says when a row came to be. */
  readonly moment: string | undefined
}

const categoryOf = (column: Holding['columns'][string]): string =>
  typeof column === 'string' ? column : column.category
const keptAs = (column: Holding['columns'][string]): string => (typeof column === 'string' ? 'sealed' : column.kept)
/** How the values of a column are shown, if in another way than as they are. */
const shownAs = (column: Holding['columns'][string]): ColumnHolding['as'] =>
  typeof column === 'string' ? undefined : column.as
/** Whether a record speaks of a column at all. */
const speaksOf = (column: Holding['columns'][string]): boolean => shownAs(column) !== 'copy'

/**
 * The statements that read everything held about a person in some categories, by table (`profile.contact`). Run them with
 * an act that reads those categories, on the subject `{ person }`.
 * @param categories what the act reads; columns of others are not asked for
 * @param person id
 */
export function recordStatements<Act extends string>(
  compiled: Compiled,
  categories: readonly string[],
  person: string,
): Record<string, RecordStatement<Act>> {
  const values = [person]
  const statements: Record<string, RecordStatement<Act>> = {}
  for (const one of statementsAbout(compiled, categories)) statements[one.holding.table] = { ...one, values }
  return statements
}

/** The same about nobody yet. */
const statementsAbout = oncePerPolicy(({ declarations: { holdings } }, categories) =>
  holdings.flatMap(holding => {
    const through = holding.person ? undefined : throughOf(holding, holdings, categories)
    return holding.person || through ? (recordOf(holding, categories, through) ?? []) : []
  }),
)

/** Holdings about a person of which nothing can be read with these categories, not even how many rows there are. */
export function unreadable(compiled: Compiled, categories: readonly string[]): readonly Holding[] {
  return compiled.declarations.holdings.filter(
    holding => holding.person && readableColumns(holding, categories).length === 0,
  )
}

function readableColumns(holding: Holding, categories: readonly string[]): string[] {
  return Object.keys(holding.columns).filter(name => categories.includes(categoryOf(holding.columns[name]!)))
}

function recordOf(
  holding: Holding,
  categories: readonly string[],
  through: Reading['through'],
): RecordStatement<string> | undefined {
  const pick = (wanted: (readable: boolean, kept: string) => boolean) =>
    Object.fromEntries(
      Object.entries(holding.columns)
        .filter(([, column]) => speaksOf(column))
        .map(([name, column]) => [name, categoryOf(column), shownAs(column) ?? keptAs(column)] as const)
        .filter(([, category, kept]) => wanted(categories.includes(category), kept))
        .map(([name, category]) => [name, category]),
    )
  const columns = pick((readable, kept) => readable && kept !== 'keyed-hash' && kept !== 'file')
  const files = pick((readable, kept) => readable && kept === 'file')
  const fingerprints = pick((readable, kept) => readable && kept === 'keyed-hash')
  const withheld = pick(readable => !readable)
  const shown = Object.keys(columns)
  const noticed = Object.keys(fingerprints)
  const measured = Object.keys(files)
  if (shown.length + noticed.length + measured.length === 0) return undefined
  const text = recordText({ holding, shown: [...shown, ...aboutColumns(holding)], noticed, measured, through })
  // The same table read with other categories is another statement: its name says so.
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const place = (column: string) => `${holding.table}.${column}`
  const reads = (members: Readonly<Record<string, string>>, as: RecordItem['shown']) =>
    Object.entries(members).map(([column, category]) => ({ column, place: place(column), category, shown: as }))
  return {
    ...statement<string, RecordRow>({
      name: `record.${holding.table.slice(0, 40)}.${mark}`,
      text,
      fields: shown.map(place),
      opens: Object.fromEntries(
        shown.filter(name => keptAs(holding.columns[name]!) === 'sealed').map(name => [name, place(name)]),
      ),
    }),
    holding,
    columns,
    fingerprints,
    files,
    withheld,
    reads: [
      ...reads(columns, 'shown'),
      ...reads(files, 'file'),
      ...reads(fingerprints, 'fingerprint'),
      ...reads(withheld, 'withheld'),
    ],
    moment: momentOf(holding),
  }
}

/**
 * Reads one file that is held about a person, opened.
 * @param file an item that a record showed as a `file`, of a holding whose rows have an id
 */
export function fileStatement<Act extends string>({ holding, column, place, row }: RecordItem, person: string) {
  return statement<Act, RecordRow>({
    name: `record.file.${place.slice(0, 48)}`,
    text: fileText(holding, column),
    values: [person, row['id']],
    opens: { [column]: place },
  })
}

/** The file in a row that `fileStatement` read; undefined if what is kept there is none. */
export function fileOf({ column }: RecordItem, row: RecordRow | undefined): KeptFile | undefined {
  const { name, type, content } = (row?.[column] ?? {}) as Partial<KeptFile>
  const isFile = typeof name === 'string' && typeof type === 'string' && typeof content === 'string'
  return isFile ? { name, type, content } : undefined
}

/** A table without a person (organisations) is about somebody where a table of theirs in the same schema refers to it. */
function throughOf(holding: Holding, holdings: readonly Holding[], categories: readonly string[]): Reading['through'] {
  const [schema, table] = holding.table.split('.')
  const column = `${table}_id`
  if (!holding.bookkeeping.includes('id')) return undefined
  const found = holdings.find(
    one =>
      one.person &&
      one.table.startsWith(`${schema}.`) &&
      one.bookkeeping.includes(column) &&
      readableColumns(one, categories).length > 0,
  )
  return found && { holding: found, column }
}

/** One thing that is held: a column of a row that has something in it. */
export interface RecordItem {
  holding: Holding
  column: string
  /** schema.table.column */
  place: string
  category: string
  /**
   * `shown`: `value` is readable. `file`: there is one, and `value` says how many bytes are kept of it. `fingerprint`: a keyed
   * hash. `withheld`: of a category that the reader may not read.
   */
  shown: 'shown' | 'file' | 'fingerprint' | 'withheld'
  value: unknown
  row: RecordRow
  /** The company whose row it is, where it names the person and belongs to their company. */
  organisation: string | undefined
  /** False for what was replaced and stays as history. */
  current: boolean
  /** When it came to be, where the row says so. */
  at: Date | undefined
  /** web, phone, shop …, where the row says so. */
  source: string | undefined
  /** The version of the policy in force then, where the row says so. */
  version: number | undefined
}

/**
 * What the statements found, one item for each column that has something in it.
 * @param answers the rows by the names of the statements, as `gate.read` returns them
 */
export function recordItems<Act extends string>(
  statements: Readonly<Record<string, RecordStatement<Act>>>,
  answers: Readonly<Record<string, readonly RecordRow[]>>,
): RecordItem[] {
  const items: RecordItem[] = []
  for (const name of Object.keys(statements))
    for (const row of answers[name] ?? []) addItems(items, statements[name]!, row)
  return items
}

type Reads = Pick<RecordStatement<never>, 'holding' | 'reads' | 'moment'>

function addItems(items: RecordItem[], { holding, reads, moment }: Reads, row: RecordRow): void {
  const at = moment && row[moment]
  const { source, policy_version: version } = row
  const organisation = holding.organisation && row[holding.organisation]
  for (const { column, place, category, shown } of reads) {
    // A row has its columns of other categories, as far as can be told without reading them.
    const isThere = shown === 'withheld' || (shown === 'fingerprint' ? row[column] === true : row[column] !== null)
    if (isThere)
      items.push({
        holding,
        column,
        place,
        category,
        shown,
        value: shown === 'shown' || shown === 'file' ? row[column] : undefined,
        row,
        organisation: typeof organisation === 'string' ? organisation : undefined,
        current: row[currentColumn] === true,
        at: at instanceof Date ? at : undefined,
        source: typeof source === 'string' ? source : undefined,
        version: typeof version === 'number' ? version : undefined,
      })
  }
}
