/**
 * Runs the statements of acts. Acts of the same login on known people share round trips, and writings of them a
 * transaction, while the database is busy; each is judged by itself, and one that fails takes nobody with it.
 */
import type { BatchResult, Query } from '../base/batch.ts'
import { type Connections, isConnectionFault, isLockFault, type Login } from '../base/connections.ts'
import { Groups } from '../base/groups.ts'
import type { EvidenceLine, EvidencePort } from './evidence-port.ts'
import { waitPatiently } from './gate-sql.ts'

/** The statements of one act, as queries. */
export interface Reading {
  login: Login
  queries: readonly Query[]
  /** The person whom it is about. */
  person: string | undefined
  /**
   * Shares round trips with others of this name alone. Without person or name an act shares nothing: what is anonymous must not
   * be found beside a person.
   */
  among?: string | undefined
}

export interface Writing extends Reading {
  /** Undefined where the act leaves no evidence. */
  line: EvidenceLine | undefined
  /** Looks at the answers before they are committed, for a second round trip; undefined where any answer will do. @throws to undo the act */
  judge: ((results: readonly BatchResult[]) => void) | undefined
}

export interface Running {
  /** @returns the answer to each query */
  read(reading: Reading): Promise<readonly BatchResult[]>
  /** All or nothing, with its line of evidence. @returns the answer to each query */
  write(writing: Writing): Promise<readonly BatchResult[]>
}

/** Four at a time keep a server with a few cores busy; more would only wait for each other. */
const width = 4
const most = 16

/**
 * Whether acts are tried again, each by itself. After a lost connection nobody knows what was committed; every other error
 * undid all. One act alone would only fail again, unless it waited for a lock.
 */
const triesApart = (error: unknown, acts: number): boolean =>
  !isConnectionFault(error) && (acts > 1 || isLockFault(error))

const byPerson = (a: Writing, b: Writing): number => (a.person! < b.person! ? -1 : a.person! > b.person! ? 1 : 0)

/** The answers of a group, act by act. */
function split(acts: readonly Reading[], results: readonly BatchResult[], from: number): BatchResult[][] {
  let at = from
  return acts.map(({ queries }) => results.slice(at, (at += queries.length)))
}

/** See the head of the file. */
export function createRunning(connections: Connections, evidence: EvidencePort): Running {
  async function readAll(acts: readonly Reading[], apart: boolean): Promise<readonly (readonly BatchResult[])[]> {
    const all: Query[] = apart ? [waitPatiently] : []
    for (const { queries } of acts) all.push(...queries)
    return split(acts, await connections.run(acts[0]!.login, all), apart ? 1 : 0)
  }

  async function writeAll(given: readonly Writing[], apart: boolean): Promise<readonly (readonly BatchResult[])[]> {
    // Everybody takes rows in the same order, so that two groups do not wait for each other.
    const acts = given.length === 1 ? given : given.toSorted(byPerson)
    const { login } = acts[0]!
    const all: Query[] = apart ? [waitPatiently] : []
    const from = all.length
    const lines: EvidenceLine[] = []
    for (const { queries, line } of acts) {
      all.push(...queries)
      if (line) lines.push(line)
    }
    if (lines.length > 0) all.push(await evidence.proof(login, lines))
    let answers: BatchResult[][] = []
    const judge = (results: readonly BatchResult[]): void => {
      answers = split(acts, results, from)
      acts.forEach((act, at) => act.judge?.(answers[at]!))
    }
    if (acts.some(act => act.judge)) await connections.runJudged(login, all, judge)
    else judge(await connections.run(login, all))
    return acts === given ? answers : given.map(act => answers[acts.indexOf(act)]!)
  }

  /** For acts that share nothing. */
  async function alone<Act>(
    act: Act,
    run: (acts: readonly Act[], apart: boolean) => Promise<readonly (readonly BatchResult[])[]>,
  ): Promise<readonly BatchResult[]> {
    try {
      return (await run([act], false))[0]!
    } catch (error) {
      if (!triesApart(error, 1)) throw error
      return (await run([act], true))[0]!
    }
  }

  const options = { width, most, triesApart }
  const readings = new Groups<Reading, readonly BatchResult[]>({
    ...options,
    run: (_, acts, apart) => readAll(acts, apart),
  })
  const writings = new Groups<Writing, readonly BatchResult[]>({
    ...options,
    run: (_, acts, apart) => writeAll(acts, apart),
  })
  const keyOf = ({ role, region }: Login): string => (region ? `${role} ${region}` : role)

  return {
    read: reading => {
      const { login, person, among } = reading
      if (person) return readings.run(keyOf(login), reading)
      return among ? readings.run(`${keyOf(login)} ${among}`, reading) : alone(reading, readAll)
    },
    write: writing => (writing.person ? writings.run(keyOf(writing.login), writing) : alone(writing, writeAll)),
  }
}
