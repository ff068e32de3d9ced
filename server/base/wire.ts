/**
 * Messages of PostgreSQL's extended query protocol, written one after the other into one buffer, so that a whole batch
 * leaves in one write. (`pg` allocates and writes each message by itself, which costs as much as the rest of a query.)
 */
import pgUtils from 'pg/lib/utils.js'

let buffer = Buffer.allocUnsafe(65_536)
let at = 0

/** Room for `bytes` more. */
function ensure(bytes: number): void {
  if (buffer.length - at >= bytes) return
  const larger = Buffer.allocUnsafe(buffer.length * 2 + bytes)
  buffer.copy(larger, 0, 0, at)
  buffer = larger
}

function int16(value: number): void {
  buffer[at] = value >>> 8
  buffer[at + 1] = value
  at += 2
}

function int32(value: number): void {
  buffer[at] = value >>> 24
  buffer[at + 1] = value >>> 16
  buffer[at + 2] = value >>> 8
  buffer[at + 3] = value
  at += 4
}

/** The kind of a message and four bytes for its length. @returns where the length goes */
function open(kind: number): number {
  buffer[at] = kind
  at += 5
  return at - 4
}

function close(head: number): void {
  const end = at
  at = head
  int32(end - head)
  at = end
}

function text(value: string): void {
  ensure(value.length * 3 + 16)
  at += buffer.write(value, at)
  buffer[at] = 0
  at += 1
}

/** A value as text, or as bytes where it is bytes. */
function prepared(value: unknown): string | Buffer | null {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  return pgUtils.prepareValue(value) as string | Buffer | null
}

function bound(value: string | Buffer | null): void {
  if (value === null) {
    ensure(16)
    int32(-1)
  } else if (typeof value === 'string') {
    ensure(value.length * 3 + 16)
    const head = at
    at += 4
    const length = buffer.write(value, at)
    at = head
    int32(length)
    at += length
  } else {
    ensure(value.length + 16)
    int32(value.length)
    value.copy(buffer, at)
    at += value.length
  }
}

/** Starts a new run of messages; what was written and not taken is forgotten. */
export function start(): void {
  at = 0
}

/** @returns the messages written since `start` */
export function take(): Buffer {
  return Buffer.from(buffer.subarray(0, at))
}

/** @param name of the prepared statement; empty for one that is used once */
export function parse(name: string, sql: string): void {
  ensure(16)
  const head = open(0x50)
  text(name)
  text(sql)
  ensure(16)
  int16(0)
  close(head)
}

/**
 * Binds values to a statement, asking for all columns as text.
 * @throws if a value cannot be written (an invalid date, a circular object)
 */
export function bind(name: string, values: readonly unknown[]): void {
  ensure(16)
  const head = open(0x42)
  buffer[at] = 0
  at += 1
  text(name)
  ensure(values.length * 2 + 16)
  int16(values.length)
  let format = at
  at += values.length * 2
  int16(values.length)
  for (const value of values) {
    const ready = prepared(value)
    const binary = ready !== null && typeof ready !== 'string'
    bound(ready)
    // Only now: `bound` may have replaced the buffer.
    buffer[format] = 0
    buffer[format + 1] = binary ? 1 : 0
    format += 2
  }
  ensure(16)
  int16(0)
  close(head)
}

const describeMessage = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0])
const executeMessage = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0])
const flushMessage = Buffer.from([0x48, 0, 0, 0, 4])
const syncMessage = Buffer.from([0x53, 0, 0, 0, 4])

/** Ends a COPY that asks for data, with an error. */
export const noCopy = Buffer.from([0x66, 0, 0, 0, 5, 0])

function constant(message: Buffer): void {
  ensure(message.length)
  message.copy(buffer, at)
  at += message.length
}

/** Asks which columns the bound statement returns. */
export const describe = (): void => constant(describeMessage)

/** Runs the bound statement. */
export const execute = (): void => constant(executeMessage)

/** Asks for the answers without ending the transaction. */
export const flush = (): void => constant(flushMessage)

/** Ends the implicit transaction. */
export const sync = (): void => constant(syncMessage)

/** Forgets a prepared statement. */
export function forget(name: string): void {
  ensure(16)
  const head = open(0x43)
  buffer[at] = 0x53
  at += 1
  text(name)
  close(head)
}
