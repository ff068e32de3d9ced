/**
 * Connections to PostgreSQL: one login per purpose, and one budget for all of them. Each login keeps the connections
 * that it uses; when the budget is spent, what is idle makes room, and then whoever has more than a fair share.
 */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { Batch, type BatchResult, type Query } from './batch.ts'
import { Lanes, type Lane } from './lanes.ts'
import { isRefusal, LoginRefused } from './login-refused.ts'

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

export interface ConnectionsOptions {
  /** How many connections may be open at once, over all logins. */
  budget: number
  /** How many of them one login may have; more would only wait for each other in PostgreSQL. Default 16. */
  perLogin?: number
  /** Where each login connects. */
  address(role: string): Address
  /** Milliseconds after which PostgreSQL ends a statement. */
  statementTimeout?: number
  /** Milliseconds after which connections that nobody needed are closed. Default 30 seconds. */
  idle?: number
  /** Told when a connection breaks while nobody uses it. */
  onLost?(error: Error): void
}

/** Milliseconds after which a connection that was told to end counts as gone: a network that is down says nothing. */
const endsWithin = 2_000

/** Milliseconds after which a statement that waits for somebody else's row or table fails with 55P03. */
const lockTimeout = 250

/**
 * Every statement is prepared and finds few rows by key: the plan is made once. (Planning anew each time, which
 * PostgreSQL would often choose here, cost more than the reading itself.) Who waits for a lock, waits briefly, because
 * others may share the transaction; whoever is alone may ask for more.
 */
const settingsOf = ({ region }: Login): string =>
  `-c plan_cache_mode=force_generic_plan -c lock_timeout=${lockTimeout}${region ? ` -c abide.region=${region}` : ''}`

/** The open connections of one process. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #lanes: Lanes<pg.Client>

  constructor(options: ConnectionsOptions) {
    this.#options = options
    this.#lanes = new Lanes({
      budget: options.budget,
      perLane: options.perLogin ?? 16,
      idle: options.idle ?? 30_000,
      end: client => Promise.race([client.end(), delay(endsWithin, undefined, { ref: false })]),
    })
  }

  /**
   * Runs queries as one login in one round trip and one implicit transaction.
   * @param login as whom
   * @param queries what to run, in order; if one fails, none has happened
   * @throws what PostgreSQL refused (pg.DatabaseError); LoginRefused if it does not let the login in at all
   */
  run(login: Login, queries: readonly Query[]): Promise<BatchResult[]> {
    return this.#submit(login, queries, undefined)
  }

  /**
   * The same, with a look at the answers before anything is committed; it costs a second round trip.
   * @param judge what it throws undoes everything
   */
  runJudged(
    login: Login,
    queries: readonly Query[],
    judge: (results: readonly BatchResult[]) => void,
  ): Promise<BatchResult[]> {
    return this.#submit(login, queries, judge)
  }

  #submit(
    login: Login,
    queries: readonly Query[],
    judge: ((results: readonly BatchResult[]) => void) | undefined,
  ): Promise<BatchResult[]> {
    const lane = this.#laneOf(login)
    return new Promise((resolve, reject) => {
      this.#lanes.take(
        lane,
        client => {
          const settle = (error: unknown, results: BatchResult[]): void => {
            this.#lanes.give(lane, client, error !== undefined && isConnectionFault(error))
            if (error === undefined) resolve(results)
            else reject(withCode(error))
          }
          client.query(new Batch(queries, judge, settle))
        },
        error => reject(withCode(error)),
      )
    })
  }

  /**
   * Lends one connection of a login for a longer conversation (an interactive transaction, LISTEN).
   * @returns what `use` returns; a connection whose use failed is closed, so that nothing of it stays behind
   */
  async session<T>(login: Login, use: (client: pg.Client) => Promise<T>): Promise<T> {
    const lane = this.#laneOf(login)
    const client = await new Promise<pg.Client>((resolve, reject) => this.#lanes.take(lane, resolve, reject))
    let clean = false
    try {
      const value = await use(client)
      clean = true
      return value
    } finally {
      this.#lanes.give(lane, client, !clean)
    }
  }

  /** Closes every connection, after those in use have been given back. */
  close(): Promise<void> {
    return this.#lanes.close()
  }

  #laneOf(login: Login): Lane<pg.Client> {
    const key = login.region ? `${login.role} ${login.region}` : login.role
    return this.#lanes.lane(key) ?? this.#lanes.add(key, lane => this.#connect(lane, login))
  }

  async #connect(lane: Lane<pg.Client>, login: Login): Promise<pg.Client> {
    const client = new pg.Client({
      ...this.#options.address(login.role),
      options: settingsOf(login),
      application_name: 'abide',
      statement_timeout: this.#options.statementTimeout ?? 15_000,
      // Generous: while this process is busy with something else, the answer of the server waits to be seen.
      connectionTimeoutMillis: 20_000,
    })
    client.on('error', error => {
      if (this.#lanes.lose(lane, client)) this.#options.onLost?.(error)
    })
    try {
      await client.connect()
    } catch (error) {
      throw isRefusal(error) ? new LoginRefused(login.role, error.code, { cause: error }) : error
    }
    return client
  }
}

/** Whether an error says that somebody else had the row or table for too long, or waited for ours; nothing has happened then. */
export function isLockFault(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === '55P03' || code === '40P01'
}

/** `pg` gives no code to a connection that broke or never came; whoever answers for the product asks for one. */
function withCode(error: unknown): unknown {
  if (!(error instanceof Error) || 'code' in error || !isConnectionFault(error)) return error
  return Object.assign(error, { code: '08006' })
}

/** Whether an error says that the connection itself is gone, rather than that a statement was refused. */
export function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string') return /^(E[A-Z_]+|08\d{3}|57P0\d|53300)$/.test(code)
  return /Connection terminated|timeout expired|Client has encountered a connection error|not queryable/.test(
    error.message,
  )
}
