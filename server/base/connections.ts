/**
 * Connections to PostgreSQL: one login per purpose, and one budget for all of them. Each login keeps the connections
 * that it uses; when the budget is spent, the one that has been idle longest makes room for whoever waits.
 */
import pg from 'pg'
import { Batch, type BatchResult, type Query } from './batch.ts'

/** Where a database is and as whom to reach it. */
export interface Address {
  /** Host name, or the directory of a Unix socket. */
  host: string
  port: number
  database: string
  user: string
  password: string
  ssl?: boolean | undefined
}

interface Idle {
  client: pg.Client
  role: string
  since: number
}

interface Waiting {
  role: string
  resolve(client: pg.Client): void
  reject(error: Error): void
}

export interface ConnectionsOptions {
  /** How many connections may be open at once, over all logins. */
  budget: number
  /** Where each login connects. */
  address(role: string): Address
  /** Milliseconds after which PostgreSQL ends a statement. */
  statementTimeout?: number
  /** Told when a connection breaks while nobody uses it. */
  onLost?(error: Error): void
}

/** The open connections of one process. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #idle: Idle[] = []
  readonly #waiting: Waiting[] = []
  #open = 0
  #order = 0
  #closed = false
  #quiet: (() => void)[] = []

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /**
   * Runs queries as one login in one round trip and one implicit transaction.
   * @param role the login
   * @param queries what to run, in order; if one fails, none has happened
   * @throws what PostgreSQL refused (pg.DatabaseError)
   */
  read(role: string, queries: readonly Query[]): Promise<BatchResult[]> {
    return this.#lend(role, batch => batch.run(queries, true))
  }

  /**
   * Runs queries as one login in one implicit transaction that `use` may look into before it commits.
   * @param use runs queries; what it throws undoes everything, what it returns is returned after the commit
   */
  write<T>(role: string, use: (batch: Batch) => Promise<T>): Promise<T> {
    return this.#lend(role, async batch => {
      try {
        const value = await use(batch)
        await batch.commit()
        return value
      } catch (error) {
        batch.undo()
        throw error
      }
    })
  }

  async #lend<T>(role: string, use: (batch: Batch) => Promise<T>): Promise<T> {
    const client = await this.#take(role)
    const batch = new Batch()
    client.query(batch)
    let broken = false
    try {
      return await use(batch)
    } catch (error) {
      broken = isConnectionFault(error)
      throw error
    } finally {
      if (!broken) await batch.ended
      this.#give(role, client, broken)
    }
  }

  /**
   * Lends one connection of a login for a longer conversation (an interactive transaction, LISTEN).
   * @returns what `use` returns
   */
  async session<T>(role: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await this.#take(role)
    let clean = false
    try {
      const value = await use(client)
      clean = true
      return value
    } finally {
      this.#give(role, client, !clean)
    }
  }

  /** Closes every connection, after those in use have been given back. */
  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new Error('The database connections are closed.'))
    await Promise.all(this.#idle.splice(0).map(idle => this.#end(idle.client)))
    if (this.#open > 0) await new Promise<void>(resolve => this.#quiet.push(resolve))
  }

  async #take(role: string): Promise<pg.Client> {
    if (this.#closed) throw new Error('The database connections are closed.')
    for (let at = this.#idle.length - 1; at >= 0; at -= 1) {
      if (this.#idle[at]?.role === role) return this.#idle.splice(at, 1)[0]!.client
    }
    if (this.#open >= this.#options.budget) {
      const oldest = this.#idle.shift()
      if (!oldest) return new Promise((resolve, reject) => this.#waiting.push({ role, resolve, reject }))
      await this.#end(oldest.client)
    }
    return this.#connect(role)
  }

  #give(role: string, client: pg.Client, broken: boolean): void {
    const next = this.#waiting.findIndex(waiting => waiting.role === role)
    if (broken || this.#closed) {
      void this.#end(client).then(() => this.#serveNext())
      return
    }
    if (next >= 0) {
      this.#waiting.splice(next, 1)[0]!.resolve(client)
      return
    }
    if (this.#waiting.length > 0) {
      void this.#end(client).then(() => this.#serveNext())
      return
    }
    this.#idle.push({ client, role, since: (this.#order += 1) })
  }

  #serveNext(): void {
    const waiting = this.#waiting.shift()
    if (waiting) this.#connect(waiting.role).then(waiting.resolve, waiting.reject)
  }

  async #connect(role: string): Promise<pg.Client> {
    this.#open += 1
    const client = new pg.Client({
      ...this.#options.address(role),
      application_name: 'abide',
      statement_timeout: this.#options.statementTimeout ?? 15_000,
      connectionTimeoutMillis: 5_000,
    })
    client.on('error', error => {
      const at = this.#idle.findIndex(idle => idle.client === client)
      if (at < 0) return
      this.#idle.splice(at, 1)
      void this.#end(client)
      this.#options.onLost?.(error)
    })
    try {
      await client.connect()
      return client
    } catch (error) {
      this.#open -= 1
      this.#settle()
      throw error
    }
  }

  async #end(client: pg.Client): Promise<void> {
    try {
      await client.end()
    } catch {
      // It is gone already, which is what was wanted.
    }
    this.#open -= 1
    this.#settle()
  }

  #settle(): void {
    if (this.#open === 0) for (const resolve of this.#quiet.splice(0)) resolve()
  }
}

/** Whether an error says that the connection itself is gone, rather than that a statement was refused. */
export function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string') return /^(E[A-Z]+|08\d{3}|57P0\d|53300)$/.test(code)
  return /Connection terminated|timeout expired|Client has encountered a connection error|not queryable/.test(
    error.message,
  )
}
