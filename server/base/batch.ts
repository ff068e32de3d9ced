/**
 * One implicit transaction on one connection: Parse, Bind and Execute for each statement, and a single Sync at the end:
 * one round trip. If a statement fails, those after it do not run and those before it are undone. `pg` has no such thing;
 * this is the query object that it lets one bring along (its `Submittable`).
 */
import pg from 'pg'
import * as wire from './wire.ts'

/** A statement with its values. `name` makes it a prepared statement of the connection. */
export interface Query {
  name?: string
  text: string
  values: readonly unknown[]
}

export type Row = Record<string, unknown>

export interface BatchResult {
  rows: Row[]
  /** Rows read or changed, as PostgreSQL counts them. */
  count: number
}

interface Field {
  name: string
  parse(text: string): unknown
}

interface Prepared {
  text: string
  /** Its columns; asked for the first time that it runs. */
  fields?: Field[] | undefined
  /** A batch failed while this was being prepared: it may or may not exist. */
  doubtful?: boolean
}

/** What a batch does with the connection of `pg` that it is given. */
interface Wire {
  stream: { write(bytes: Buffer): void }
}

/** What each connection has prepared, by name. */
const prepared = new WeakMap<object, Map<string, Prepared>>()

/**
 * Ends every batch that is committed: a setting that a statement changed to stay would stand for whoever has the
 * connection next. What belongs to the connection from its start (region, timeouts, plans) is what it goes back to.
 */
const tidy: Query = { name: 'tidy', text: 'reset all', values: [] }

/** A day is the same day everywhere: it stays text (`2026-03-12`) instead of becoming midnight somewhere. */
const dateType = 1082

const parserOf = (type: number): Field['parse'] =>
  type === dateType ? text => text : (pg.types.getTypeParser(type, 'text') as Field['parse'])

/** Text → number of rows: `INSERT 0 1`, `UPDATE 3`, `SELECT 12`, `GRANT`. */
function countOf(tag: string): number {
  const count = Number(tag.slice(tag.lastIndexOf(' ') + 1))
  return Number.isNaN(count) ? 0 : count
}

/** See the head of the file. */
export class Batch implements pg.Submittable {
  readonly #queries: readonly Query[]
  readonly #judge: ((results: readonly BatchResult[]) => void) | undefined
  readonly #settle: (error: unknown, results: BatchResult[]) => void
  #wire!: Wire
  #known!: Map<string, Prepared>
  #entries: (Prepared | undefined)[] = []
  #fields: Field[] | undefined
  #results: BatchResult[] = []
  #rows: Row[] = []
  #failure: { error: unknown } | undefined
  #tidy: Prepared | undefined
  /** What still comes belongs to the end of the transaction. */
  #over = false

  /**
   * @param queries what to run, in order
   * @param judge looks at the answers while nothing is committed yet; what it throws undoes everything. It costs a
   * second round trip.
   * @param settle told once, when all is committed or nothing has happened
   */
  constructor(
    queries: readonly Query[],
    judge: ((results: readonly BatchResult[]) => void) | undefined,
    settle: (error: unknown, results: BatchResult[]) => void,
  ) {
    this.#queries = queries
    this.#judge = judge
    this.#settle = settle
  }

  /** Called by `pg` when the connection is free. @returns what went wrong before anything was sent */
  submit(connection: pg.Connection): Error | undefined {
    this.#wire = connection as unknown as Wire
    let known = prepared.get(connection)
    if (!known) prepared.set(connection, (known = new Map()))
    this.#known = known
    try {
      wire.start()
      for (const query of this.#queries) this.#entries.push(this.#write(query))
      if (this.#judge) wire.flush()
      else this.#commit()
    } catch (error) {
      // Nothing was sent: what was to be prepared does not exist.
      this.#doubt(entry => !entry.fields)
      return error instanceof Error ? error : new Error(String(error))
    }
    this.#fields = this.#entries[0]?.fields
    this.#wire.stream.write(wire.take())
    return undefined
  }

  #write({ name = '', text, values }: Query): Prepared | undefined {
    let entry = name ? this.#known.get(name) : undefined
    if (entry && entry.text !== text) throw new Error(`Two statements are called "${name}".`)
    if (!entry || entry.doubtful) {
      if (entry) wire.forget(name)
      wire.parse(name, text)
      entry = { text }
      if (name) this.#known.set(name, entry)
    }
    wire.bind(name, values)
    if (!entry.fields) wire.describe()
    wire.execute()
    return entry
  }

  #commit(): void {
    this.#tidy = this.#write(tidy)
    wire.sync()
  }

  #doubt(which: (entry: Prepared) => boolean): void {
    for (const entry of [...this.#entries, this.#tidy]) if (entry && which(entry)) entry.doubtful = true
  }

  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#fields = message.fields.map(field => ({
      name: field.name,
      parse: parserOf(field.dataTypeID),
    }))
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const fields = this.#fields ?? []
    const texts = message.fields
    const row: Row = {}
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at]!
      const text = texts[at] ?? null
      row[field.name] = text === null ? null : field.parse(text)
    }
    this.#rows.push(row)
  }

  handleCommandComplete(message: { text: string }): void {
    if (this.#over) {
      if (this.#tidy) this.#tidy.fields ??= []
      return
    }
    const entry = this.#entries[this.#results.length]
    // One that returns nothing has no columns.
    if (entry && !entry.fields) entry.fields = this.#fields ?? []
    this.#results.push({ rows: this.#rows, count: countOf(message.text) })
    this.#rows = []
    this.#fields = this.#entries[this.#results.length]?.fields
    if (this.#results.length === this.#queries.length) this.#end()
  }

  /** All answers are there. */
  #end(): void {
    this.#over = true
    if (!this.#judge) return
    wire.start()
    try {
      this.#judge(this.#results)
      this.#commit()
    } catch (error) {
      this.#failure = { error }
      // ROLLBACK works inside an implicit transaction.
      wire.parse('', 'ROLLBACK')
      wire.bind('', [])
      wire.execute()
      wire.sync()
    }
    this.#wire.stream.write(wire.take())
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handlePortalSuspended(): void {}

  /** Nobody has anything to send: without this PostgreSQL and we would wait for each other. */
  handleCopyInResponse(): void {
    this.#wire.stream.write(wire.noCopy)
  }

  handleCopyData(): void {}

  /** Called by `pg` when PostgreSQL refuses something, or the connection is lost. */
  handleError(error: Error): void {
    // A plan that no longer fits a changed table (0A000), or that the server forgot (26000), is made anew next time.
    const stale = ['0A000', '26000'].includes((error as { code?: string }).code ?? '')
    this.#doubt(entry => stale || !entry.fields)
    if (this.#judge && !this.#over && this.#wire) {
      wire.start()
      wire.sync()
      this.#wire.stream.write(wire.take())
    }
    this.#settle(this.#failure?.error ?? error, [])
  }

  /** Called by `pg` when the transaction has ended. */
  handleReadyForQuery(): void {
    if (this.#failure) this.#settle(this.#failure.error, [])
    else this.#settle(undefined, this.#results)
  }
}
