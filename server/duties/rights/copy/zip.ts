/** A zip file that is written as it grows: whatever goes in comes out in pieces, and is held by nobody in between. */
import { createHash } from 'node:crypto'
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** What a file in the zip turned out to be. */
export interface ZipEntry {
  path: string
  /** Before it was compressed. */
  bytes: number
  /** In hex. */
  sha256: string
}

export type Content = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/** Compressing more would only make it larger. */
const packed = /^(?:image\/(?!svg|bmp)|video\/|audio\/|application\/(?:zip|pdf|gzip))/

/** See the head of the file. */
export class ZipFile {
  readonly #zip: Zip
  readonly #at: Date
  readonly #size: number
  readonly #sink: (piece: Buffer) => Promise<void>
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #failure: Error | undefined
  /** Of the whole file so far. */
  bytes = 0

  /**
   * @param at the date that all files in it have
   * @param size bytes of the pieces that go out; the last one is shorter
   * @param sink takes a piece; nothing more is compressed until it has
   */
  constructor(at: Date, size: number, sink: (piece: Buffer) => Promise<void>) {
    this.#at = at
    this.#size = size
    this.#sink = sink
    this.#zip = new Zip((error, piece) => {
      if (error) this.#failure = error
      else if (piece.length > 0) {
        this.#waiting.push(piece)
        this.#waitingBytes += piece.length
        this.bytes += piece.length
      }
    })
  }

  /**
   * Adds a file.
   * @param path in the zip, with / between folders
   * @param type of its content; decides whether it is compressed
   */
  async add(path: string, content: Content, type = 'text/plain'): Promise<ZipEntry> {
    const file = packed.test(type) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 })
    file.mtime = this.#at
    this.#zip.add(file)
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of content) {
      const raw = typeof piece === 'string' ? Buffer.from(piece) : piece
      hash.update(raw)
      bytes += raw.length
      // In steps, so that other work gets its turn between them.
      for (let at = 0; at < raw.length; at += step) {
        file.push(raw.subarray(at, at + step))
        await this.#flush(this.#size)
      }
    }
    file.push(new Uint8Array(0), true)
    await this.#flush(this.#size)
    return { path, bytes, sha256: hash.digest('hex') }
  }

  /** Writes the end. @returns the size of the whole file */
  async end(): Promise<number> {
    this.#zip.end()
    await this.#flush(1)
    return this.bytes
  }

  async #flush(atLeast: number): Promise<void> {
    if (this.#failure) throw this.#failure
    while (this.#waitingBytes >= atLeast && this.#waitingBytes > 0) {
      const all = Buffer.concat(this.#waiting)
      const piece = all.subarray(0, this.#size)
      this.#waiting = all.length > piece.length ? [all.subarray(piece.length)] : []
      this.#waitingBytes = all.length - piece.length
      await this.#sink(piece)
    }
  }
}

const step = 64 * 1024
