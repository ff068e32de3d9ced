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

/** As whom to connect. The region is fixed for the life of a connection, so that no statement needs to set it. */
export interface Login {
  role: string
  /** The controller whose people the login is for; `*` for all. Nothing is seen without one. */
  region?: string
}

/** The connections of one login. */
interface Lane {
  idle: pg.Client[]
  /** Idle, in use or being opened. */
  open: number
}

interface Waiting {
  lane: Lane
  login: Login
  resolve(client: pg.Client): void
  reject(error: Error): void
}

export interface ConnectionsOptions {
  /** How many connections may be open at once, over all logins. */
  budget: number
  /** How many of them one login may have; more would only wait for each other in PostgreSQL. Default 16. */
  perLogin?: number
  /** Where each login connects. */
  address(role: string): Address
  /** Milliseconds after which PostgreSQL ends a statement. */
  statementTimeout?: number
  /** Told when a connection breaks while nobody uses it. */
  onLost?(error: Error): void
}

/**
 * Every statement is prepared and finds few rows by key: the plan is made once. (Planning anew each time, which
 * PostgreSQL would often choose here, cost more than the reading itself.)
 */
const settingsOf = ({ region }: Login): string =>
  `-c plan_cache_mode=force_generic_plan${region ? ` -c abide.region=${region}` : ''}`

const keyOf = ({ role, region = '' }: Login): string => `${role} ${region}`

/** The open connections of one process. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #lanes = new Map<string, Lane>()
  #waiting: Waiting[] = []
  #open = 0
  #closed = false
  #quiet: (() => void)[] = []

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /**
   * Runs queries as one login in one round trip and one implicit transaction.
   * @param login as whom
   * @param queries what to run, in order; if one fails, none has happened
   * @throws what PostgreSQL refused (pg.DatabaseError)
   */
  read(login: Login, queries: readonly Query[]): Promise<BatchResult[]> {
    return this.#lend(login, batch => batch.run(queries, true))
  }

  /**
   * Runs queries as one login in one implicit transaction that `use` may look into before it commits.
   * @param use runs queries; what it throws undoes everything, what it returns is returned after the commit
   */
  write<T>(login: Login, use: (batch: Batch) => Promise<T>): Promise<T> {
    return this.#lend(login, async batch => {
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

  async #lend<T>(login: Login, use: (batch: Batch) => Promise<T>): Promise<T> {
    const client = await this.#take(login)
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
      this.#give(login, client, broken)
    }
  }

  /**
   * Lends one connection of a login for a longer conversation (an interactive transaction, LISTEN).
   * @returns what `use` returns
   */
  async session<T>(login: Login, use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await this.#take(login)
    let clean = false
    try {
      const value = await use(client)
      clean = true
      return value
    } finally {
      this.#give(login, client, !clean)
    }
  }

  /** Closes every connection, after those in use have been given back. */
  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new Error('The database connections are closed.'))
    for (const lane of this.#lanes.values()) for (const client of lane.idle.splice(0)) this.#end(lane, client)
    if (this.#open > 0) await new Promise<void>(resolve => this.#quiet.push(resolve))
  }

  #take(login: Login): Promise<pg.Client> {
    if (this.#closed) return Promise.reject(new Error('The database connections are closed.'))
    const key = keyOf(login)
    const lane = this.#lanes.get(key) ?? { idle: [], open: 0 }
    this.#lanes.set(key, lane)
    const client = this.#waiting.length === 0 ? lane.idle.pop() : undefined
    if (client) return Promise.resolve(client)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lane, login, resolve, reject })
      this.#serve()
    })
  }

  #give(login: Login, client: pg.Client, broken: boolean): void {
    const lane = this.#lanes.get(keyOf(login))!
    if (broken || this.#closed) this.#end(lane, client)
    else lane.idle.push(client)
    if (this.#waiting.length > 0) this.#serve()
  }

  /** Gives those who wait what there is, the longest waiting first. */
  #serve(): void {
    const still: Waiting[] = []
    for (const waiting of this.#waiting) if (!this.#serveOne(waiting)) still.push(waiting)
    this.#waiting = still
  }

  #serveOne({ lane, login, resolve, reject }: Waiting): boolean {
    const client = lane.idle.pop()
    if (client) {
      resolve(client)
      return true
    }
    if (lane.open >= (this.#options.perLogin ?? 16)) return false
    if (this.#open >= this.#options.budget && !this.#makeRoom()) return false
    this.#connect(lane, login).then(resolve, reject)
    return true
  }

  /** Closes a connection that nobody uses. */
  #makeRoom(): boolean {
    for (const lane of this.#lanes.values()) {
      const client = lane.idle.shift()
      if (!client) continue
      this.#end(lane, client)
      return true
    }
    return false
  }

  async #connect(lane: Lane, login: Login): Promise<pg.Client> {
    this.#open += 1
    lane.open += 1
    const client = new pg.Client({
      ...this.#options.address(login.role),
      options: settingsOf(login),
      application_name: 'abide',
      statement_timeout: this.#options.statementTimeout ?? 15_000,
      connectionTimeoutMillis: 5_000,
    })
    client.on('error', error => {
      const at = lane.idle.indexOf(client)
      if (at < 0) return
      lane.idle.splice(at, 1)
      this.#end(lane, client)
      this.#options.onLost?.(error)
    })
    try {
      await client.connect()
      return client
    } catch (error) {
      this.#forget(lane)
      throw error
    }
  }

  #end(lane: Lane, client: pg.Client): void {
    // Its place is free at once; that it may be gone already is what was wanted.
    client.end().catch(() => undefined)
    this.#forget(lane)
  }

  #forget(lane: Lane): void {
    lane.open -= 1
    this.#open -= 1
    if (this.#waiting.length > 0) this.#serve()
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
