/** Tables as files that are read and sent piece by piece. */
import { Readable } from 'node:stream'
import { csvLine, csvMark } from '../../base/csv.ts'
import { refused } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'

/** Rows that are read at once. */
const together = 1_000

/**
 * A table as an answer, read and sent piece by piece.
 * @param name of the file, without its ending
 * @param read the cells of so many rows from a place on; fewer than asked for: those were the last
 * @returns a refusal, if the first reading was refused
 */
export async function csvFile(
  name: string,
  head: readonly string[],
  read: (limit: number, offset: number) => Promise<readonly (readonly unknown[])[] | Refusal>,
) {
  const first = await read(together, 0)
  if (first instanceof Refusal) return refused(first)
  async function* lines(): AsyncGenerator<string> {
    yield csvMark + csvLine(head)
    let rows: readonly (readonly unknown[])[] | Refusal = first
    for (let offset = 0; !(rows instanceof Refusal);) {
      yield rows.map(row => csvLine(row)).join('')
      if (rows.length < together) return
      offset += rows.length
      rows = await read(together, offset)
    }
    // The promise was changed in the meantime: half a table must not look like a whole one.
    throw new Error('A table was refused while it was read.')
  }
  return { content: Readable.from(lines(), { objectMode: false }), download: `${name}.csv` }
}
