/**
 * Ready-made attacks, run as a purpose's own login past the gate, as somebody would who has its password. Nothing of a
 * request ever becomes SQL: it names one of these. Each runs in a transaction that is rolled back, on a connection that is
 * closed afterwards.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '../base/client.ts'
import { projectDirectory } from '../base/config.ts'
import type { DemoParts } from './parts.ts'
import { endSoon } from './store.ts'

/** One of them. */
export interface Attempt {
  /** Its words stand under `demo.attempt.<id>`. */
  id: string
  /** One after the other; `{login}` and `{prefix}` are put in. */
  sql: readonly string[]
  /** What it reads, where it depends on the purpose whether that was promised: a category of the policy. */
  category?: string
  /** What PostgreSQL answers whichever purpose tries: its code, or `none`: no row. */
  answer?: string
}

/** PostgreSQL's own answer. */
export type Answered =
  | { refused: { code: string; message: string; hint: string | undefined }; sql: readonly string[]; login: string }
  | { columns: string[]; rows: unknown[][]; count: number; sql: readonly string[]; login: string }

/** All of them. */
export function readAttempts(): Attempt[] {
  return JSON.parse(readFileSync(join(projectDirectory, 'db/seed/attempts.json'), 'utf8')) as Attempt[]
}

/** How many are tried at once; more wait their turn. */
const atOnce = 4

type Parts = Pick<DemoParts, 'connections' | 'state' | 'vault' | 'prefix' | 'gate'>

/** Where a connection is closed because of what was tried on it, this carries the answer out. */
class Closing extends Error {
  constructor(readonly answer: Answered) {
    super('tried')
  }
}

/** Runs attempts. */
export function createTrying({ connections, state, vault, prefix, gate }: Parts) {
  let running = 0
  const waiting: (() => void)[] = []

  /**
   * @param purpose of the policy in force
   * @param sql of the product's own making
   * @returns undefined if the purpose has no login
   */
  async function tryAs(purpose: string, sql: readonly string[]): Promise<Answered | undefined> {
    const login = state.current().slots.get(purpose)?.role
    if (!login) return undefined
    const texts = sql.map(text => text.replaceAll('{login}', login).replaceAll('{prefix}', prefix))
    const { controllers } = gate.policy().compiled.loaded.policy
    const region = Object.entries(controllers).find(([, one]) => one.default)?.[0] ?? Object.keys(controllers)[0]!
    if (running >= atOnce) await new Promise<void>(resolve => waiting.push(resolve))
    running += 1
    try {
      return await connections.session({ role: login, region: vault.regionToken(region) }, async client => {
        throw new Closing(await inVain(client as unknown as Client, texts, login))
      })
    } catch (error) {
      if (error instanceof Closing) return error.answer
      throw error
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }

  return { tryAs }
}

async function inVain(client: Client, sql: readonly string[], login: string): Promise<Answered> {
  await client.query('begin')
  try {
    await client.query(endSoon)
    let rows: Record<string, unknown>[] = []
    for (const text of sql) rows = (await client.query<Record<string, unknown>>(text)).rows ?? []
    const columns = Object.keys(rows[0] ?? {})
    return { columns, rows: rows.map(row => columns.map(column => row[column])), count: rows.length, sql, login }
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message: string; hint?: string }
    if (code === undefined) throw error
    return { refused: { code, message, hint }, sql, login }
  } finally {
    await client.query('rollback')
  }
}
