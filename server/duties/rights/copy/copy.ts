/** The rules of copies: how often, how long, in which state one is. Pure. */

/** A copy as it stands in its row. */
export interface CopyRow {
  id: string
  /** `everything`, or the chosen parts, one a line. */
  parts: string
  formats: string
  language: string
  recorded_at: Date
  begun_at: Date | null
  tries: number
  ready_at: Date | null
  ends_at: Date | null
  emptied_at: Date | null
  /** Of the file; PostgreSQL's bigint is text here. */
  bytes: string | null
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** What holds for every copy; moments in milliseconds, sizes in bytes. */
export const copyRules = {
  /** How many somebody may ask for in 24 hours; one that is being prepared is counted. */
  mostADay: 5,
  /** For so long a copy can be fetched. */
  kept: 14 * day,
  /** After so long an attempt counts as given up: its process died. */
  givenUp: 10 * minute,
  /** So long after an attempt that failed the next one begins. */
  pause: 30 * second,
  /** How often it is tried. The index of migration 0012 says the same. */
  mostTries: 5,
  /** For so long after the password was typed a copy can be fetched without typing it again. */
  confirmed: 10 * minute,
  /** A part of it, before it is sealed. */
  partBytes: 512 * 1024,
} as const

/** The kinds of files that a copy can be made of. */
export const formats = ['html', 'json', 'csv'] as const
export type Format = (typeof formats)[number]

/** Parts of a copy that are no category of the policy. */
export const evidenceParts = ['looked', 'received'] as const

/** `failed`: tried as often as makes sense. `deleted`: its time is over, or the person wanted it. */
export type CopyState = 'requested' | 'preparing' | 'ready' | 'deleted' | 'failed'

/** In which state a copy is at a moment. What has ended counts as deleted from that moment on, whenever the job comes by. */
export function stateOf(row: CopyRow, now: Date): CopyState {
  if (row.emptied_at || (row.ends_at && row.ends_at <= now)) return 'deleted'
  if (row.ready_at) return 'ready'
  const abandoned = !row.begun_at || now.getTime() - row.begun_at.getTime() >= copyRules.givenUp
  if (row.tries >= copyRules.mostTries && abandoned) return 'failed'
  return row.begun_at ? 'preparing' : 'requested'
}

/** Whether a copy is on its way. */
export const isRunning = (state: CopyState): boolean => state === 'requested' || state === 'preparing'

/** Whether it was the person who had it deleted, before its time was over. */
export function isDeletedByHand({ ready_at: ready, ends_at: ends }: CopyRow): boolean {
  return !ready || !ends || ends.getTime() < ready.getTime() + copyRules.kept
}

/** Whether one more may be asked for; if not, from when on. */
export function mayAsk(rows: readonly CopyRow[], now: Date): { yes: true } | { yes: false; from: Date } {
  const since = now.getTime() - day
  const lately = rows
    .map(row => row.recorded_at.getTime())
    .filter(at => at > since)
    .sort((a, b) => b - a)
  const oldest = lately[copyRules.mostADay - 1]
  return oldest === undefined ? { yes: true } : { yes: false, from: new Date(oldest + day) }
}

/** From when on requests count against the limit of a day. */
export const aDayBefore = (now: Date): Date => new Date(now.getTime() - day)

/** What was chosen: `everything`, or categories and `looked`, `received`. */
export type Parts = 'everything' | readonly string[]

/** As it stands in the row. */
export const writtenParts = (parts: Parts): string => (parts === 'everything' ? parts : parts.join('\n'))

/** From a row. */
export const readParts = (written: string): Parts => (written === 'everything' ? written : written.split('\n'))

/** Whether a part was chosen. */
export const hasPart = (parts: Parts, part: string): boolean => parts === 'everything' || parts.includes(part)

/** From a row: the kinds of files. */
export const readFormats = (written: string): Format[] => formats.filter(format => written.split(' ').includes(format))
