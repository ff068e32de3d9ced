/** Whether PostgreSQL can still write, asked by any login and without leaving anything behind. */
import type { Query } from './batch.ts'

/**
 * Has PostgreSQL write about a megabyte into a temporary file beside the tables, and drop it. Needs new blocks of the disk
 * each time, where an update might find room in an old page; writes nothing into the write-ahead log. The answer of the
 * first query says whether this PostgreSQL takes writes at all.
 */
export const askForRoom: readonly Query[] = [
  {
    name: 'room-setting',
    text: `select current_setting('transaction_read_only') = 'on' as read_only,
                  set_config('work_mem', '64kB', true), set_config('temp_tablespaces', '', true)`,
    values: [],
  },
  {
    // What does not fit into work_mem is sorted in the file.
    name: 'room-file',
    text: `select count(filler) from (select repeat('x', 1000) || number as filler
             from generate_series(1, 1024) as series (number) order by number) as file`,
    values: [],
  },
]

/** Whether an error says that there is no room on the disk, or that the disk is broken (PostgreSQL manual, appendix A). */
export function meansNoRoom(error: unknown): boolean {
  return /^(53100|53400|58030|ENOSPC|EDQUOT|EIO)$/.test(String((error as { code?: unknown } | null)?.code))
}

/** What the log says beside the code of such an error, for an operator who knows no codes. */
export function roomInWords(error: unknown): { means?: string } {
  if (!meansNoRoom(error)) return {}
  const broken = /^(58030|EIO)$/.test(String((error as { code?: unknown }).code))
  return {
    means: broken
      ? 'The disk cannot be read or written: look at it. What was begun has not happened.'
      : 'The disk is full: make room. What was begun has not happened, and Abide goes on by itself.',
  }
}
