/**
 * One implicit transaction on one connection: Parse, Bind and Execute for each statement, and a single Sync at the end.
 * A reading needs one round trip. A writing may look at the answers between Flush and Sync, while nothing is committed
 * yet. `pg` has no such thing; this is the query object that it lets one bring along (its `Submittable`).
 */
import pg from 'pg'
import pgUtils from 'pg/lib/utils.js'

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

interface Wire {
  stream: { cork(): void; uncork(): void }
  parse(message: { name: string; text: string; types: readonly number[] }): void
  bind(message: {
    portal: string
    statement: string
    values: unknown[]
    valueMapper: (value: unknown) => unknown
  }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: { portal: string; rows: number }): void
  close(message: { type: 'S'; name: string }): void
  flush(): void
  sync(): void
}

interface Prepared {
  fields?: Field[]
  /** A batch failed while this was being prepared: it may or may not exist. */
  doubtful?: boolean
}

interface Round {
  queries: readonly Query[]
  columns: (Field[] | undefined)[]
  results: BatchResult[]
  last: boolean
  resolve(results: BatchResult[]): void
  reject(error: unknown): void
}

/** What each connection has prepared, by name. */
const prepared = new WeakMap<object, Map<string, Prepared>>()

/** See the head of the file. `run` one or more times; the last one, or `commit` or `undo`, ends it. */
export class Batch implements pg.Submittable {
  /** Settles when the connection is free for the next one. */
  readonly ended: Promise<void>
  #wire: Wire | undefined
  #round: Round | undefined
  #rows: Row[] = []
  #synced = false
  #undoing = false
  #failure: { error: unknown } | undefined
  #started!: () => void
  readonly #ready: Promise<void>
  #settle!: () => void

  constructor() {
    this.ended = new Promise(resolve => (this.#settle = resolve))
    this.#ready = new Promise(resolve => (this.#started = resolve))
  }

  submit(connection: pg.Connection): void {
    this.#wire = connection as unknown as Wire
    if (!prepared.has(connection)) prepared.set(connection, new Map())
    this.#started()
  }

  /**
   * Sends queries and waits for all their answers.
   * @param queries what to run, in order
   * @param last whether the transaction commits with them (one round trip) or stays open for a look
   * @throws what PostgreSQL refused; nothing of the batch has happened then
   */
  async run(queries: readonly Query[], last = false): Promise<BatchResult[]> {
    await this.#ready
    if (this.#failure) throw this.#failure.error
    const wire = this.#wire!
    return new Promise((resolve, reject) => {
      const round: Round = { queries, columns: [], results: [], last, resolve, reject }
      this.#round = round
      wire.stream.cork()
      try {
        for (const query of queries) round.columns.push(this.#send(wire, query))
        if (last) this.#sync(wire)
        else wire.flush()
      } catch (error) {
        // A value that cannot be written down: nothing of this batch may happen.
        this.#fail(error)
        if (!this.#synced) this.undo()
      } finally {
        wire.stream.uncork()
      }
    })
  }

  /** Ends the transaction and keeps it. @throws if PostgreSQL refuses at the last moment (a deferred constraint) */
  async commit(): Promise<void> {
    this.#sync(this.#wire!)
    await this.ended
    if (this.#failure) throw this.#failure.error
  }

  /** Ends the transaction as if it had never been: ROLLBACK works inside an implicit transaction, Sync ends it. */
  undo(): void {
    if (this.#synced || !this.#wire) return
    this.#undoing = true
    this.#wire.parse({ name: '', text: 'ROLLBACK', types: [] })
    this.#wire.bind({ portal: '', statement: '', values: [], valueMapper: pgUtils.prepareValue })
    this.#wire.execute({ portal: '', rows: 0 })
    this.#sync(this.#wire)
  }

  #send(wire: Wire, query: Query): Field[] | undefined {
    const name = query.name ?? ''
    const known = prepared.get(wire)!
    let entry = known.get(name)
    if (!name || !entry || entry.doubtful) {
      if (entry?.doubtful) wire.close({ type: 'S', name })
      wire.parse({ name, text: query.text, types: [] })
      entry = {}
      if (name) known.set(name, entry)
    }
    wire.bind({ portal: '', statement: name, values: [...query.values], valueMapper: pgUtils.prepareValue })
    if (!entry.fields) wire.describe({ type: 'P', name: '' })
    wire.execute({ portal: '', rows: 0 })
    return entry.fields
  }

  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    const round = this.#round!
    const fields = message.fields.map(field => ({
      name: field.name,
      parse: pg.types.getTypeParser(field.dataTypeID, 'text') as (text: string) => unknown,
    }))
    round.columns[round.results.length] = fields
    this.#learn(round, fields)
  }

  /** The columns of a prepared statement are asked for once; one that returns nothing has none. */
  #learn(round: Round, fields: Field[]): void {
    const name = round.queries[round.results.length]?.name
    const entry = name ? prepared.get(this.#wire!)?.get(name) : undefined
    if (entry) entry.fields ??= fields
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const columns = this.#round!.columns[this.#round!.results.length] ?? []
    const row: Row = {}
    for (let at = 0; at < columns.length; at += 1) {
      const text = message.fields[at] ?? null
      row[columns[at]!.name] = text === null ? null : columns[at]!.parse(text)
    }
    this.#rows.push(row)
  }

  handleCommandComplete(message: { text: string }): void {
    const round = this.#round
    if (this.#undoing || !round) return
    this.#learn(round, round.columns[round.results.length] ?? [])
    round.results.push({ rows: this.#rows, count: Number(/(\d+)$/.exec(message.text)?.[1] ?? 0) })
    this.#rows = []
    if (round.results.length < round.queries.length || round.last) return
    this.#round = undefined
    round.resolve(round.results)
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(): void {}

  handleCopyData(): void {}

  handleError(error: Error): void {
    const known = prepared.get(this.#wire!)
    for (const query of this.#round?.queries ?? []) {
      const entry = query.name ? known?.get(query.name) : undefined
      if (entry && !entry.fields) entry.doubtful = true
    }
    this.#fail(error)
    if (!this.#synced && this.#wire) this.#sync(this.#wire)
    this.#settle()
  }

  handleReadyForQuery(): void {
    const round = this.#round
    this.#round = undefined
    if (this.#failure) round?.reject(this.#failure.error)
    else round?.resolve(round.results)
    this.#settle()
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    const round = this.#round
    this.#round = undefined
    round?.reject(error)
  }

  #sync(wire: Wire): void {
    this.#synced = true
    wire.sync()
  }
}
