/** Lists of products from a file: what each line says, and what is wrong with it. Pure. */
import type { KeptFile } from '../../policy/activity.ts'
import type { Words } from '../../ui/index.ts'
import type { Family } from './products.ts'
import { isFault, readFacts, saySerialFault, serialFrom } from './reading.ts'
import { columnsOf, dayFrom, usualColumns, type Columns, type Heading, type Line } from './sheet/index.ts'
import type { Details } from './store.ts'

/** A good line. */
export interface ListRow {
  line: number
  serial: string
  boughtOn: string | null
  details: Details
  site?: string
}

/** What is wrong with a line. `what`: the serial number, or as much of the line as says which it is. */
export interface Finding {
  line: number
  what: string
  says: string
}

/** The lines of a file, judged one by one. */
export interface Judged {
  rows: ListRow[]
  /** Every wrong line, in words. */
  findings: Finding[]
}

/** Lines as a file: a copy of somebody's data has it as one, and a record says that it is there. */
export const kept = (name: string, lines: readonly (ListRow | Finding)[]): KeptFile => ({
  name: `${name}.json`,
  type: 'application/json',
  content: Buffer.from(JSON.stringify(lines)).toString('base64'),
})

/** The lines of such a file. */
export const linesOf = <Line extends ListRow | Finding>({ content }: KeptFile): Line[] =>
  JSON.parse(Buffer.from(content, 'base64').toString()) as Line[]

/** Most findings that are kept; the number of the others is. */
export const mostFindings = 1_000

/**
 * Judges the lines of a file. A serial number that stands there twice counts once.
 * @param words the language in which faults are said
 */
export function judgeLines(
  lines: readonly Line[],
  families: readonly Family[],
  now: Date,
  words: Pick<Words, 't'>,
): Judged {
  const heading = columnsOf(lines[0]?.cells ?? [])
  const columns = heading ?? usualColumns
  const judged: Judged = { rows: [], findings: [] }
  const seen = new Map<string, number>()
  for (const line of heading ? lines.slice(1) : lines) {
    const row = judgeLine(line, columns, families, now, words)
    const before = 'serial' in row ? seen.get(row.serial) : undefined
    if (!('serial' in row)) judged.findings.push(row)
    else if (before === undefined) {
      seen.set(row.serial, row.line)
      judged.rows.push(row)
    } else {
      const says = words.t('products.fault.twice', { line: String(before) })
      judged.findings.push({ line: row.line, what: row.serial, says })
    }
  }
  return judged
}

function judgeLine(
  { number: line, cells }: Line,
  columns: Columns,
  families: readonly Family[],
  now: Date,
  words: Pick<Words, 't'>,
): ListRow | Finding {
  const cell = (heading: Heading): string => {
    const at = columns[heading]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const typed = cell('serial')
  const what = (typed || cells.join(' ')).slice(0, 60)
  const serial = serialFrom(typed, families, now, familyOf(cell('family'), families))
  if (isFault(serial)) return { line, what, says: saySerialFault(serial, words) }
  const tooLong = (['seller', 'site', 'note'] as const).find(heading => cell(heading).length > longest[heading])
  if (tooLong) return { line, what, says: words.t('products.fault.long', { limit: longest[tooLong] }) }
  const facts = readFacts(
    { bought: dayFrom(cell('bought')), seller: cell('seller'), site: cell('site'), note: cell('note') },
    serial,
    now,
    words,
  )
  if (Array.isArray(facts)) return { line, what, says: facts.map(({ message }) => message).join(' ') }
  const { boughtOn, details, site } = facts
  return { line, serial: serial.text, boughtOn, details, ...(site ? { site } : {}) }
}

const longest = { seller: 120, site: 80, note: 500 }

/** The family that a line names, by its code or its name; undefined where it names none that there is. */
function familyOf(named: string, families: readonly Family[]): string | undefined {
  const wanted = named.toLowerCase()
  return families.find(({ code, name }) => code.toLowerCase() === wanted || name.toLowerCase() === wanted)?.code
}
