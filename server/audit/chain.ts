/**
 * The chain over the lines of evidence. Each seal closes some lines: its head is the SHA-256 over the head before it and
 * those lines in order, and it is signed. Whoever changes, adds, drops or moves a sealed line changes every head after it.
 */
import { createHash } from 'node:crypto'
import { textOf, type WrittenForm } from './form-text.ts'

/** A line as it is stored, with its form. */
export interface SealedLine {
  id: string
  /** ISO 8601, UTC, microseconds. */
  at: string
  actor: Buffer | null
  subject: Buffer | null
  reference: string | null
  form: WrittenForm
}

/** A row of audit.seal. */
export interface Seal {
  /** 1, 2, 3 … */
  position: number
  /** The id of the last line that it closes. */
  untilId: string
  /** How many lines it closes. */
  lines: number
  head: Buffer
  at: Date
}

/** The head before the first seal. */
export const firstHead = Buffer.alloc(32)

const textOfLine = ({ id, at, actor, subject, reference, form }: SealedLine): string =>
  JSON.stringify([id, at, textOf(form), actor?.toString('hex') ?? null, subject?.toString('hex') ?? null, reference])

/** The head after some lines. @param before the head before them */
export function headAfter(before: Buffer, lines: readonly SealedLine[]): Buffer {
  const hash = createHash('sha256').update(before)
  for (const line of lines) hash.update(textOfLine(line)).update('\n')
  return hash.digest()
}

/** What is signed of a seal. */
export function signedText({ position, untilId, lines, head, at }: Seal): Buffer {
  return Buffer.from(['abide seal', position, untilId, lines, head.toString('hex'), at.toISOString()].join('\n'))
}
