/**
 * Runs the statements of acts. Acts of the same login on known people share round trips, and writings of them a
 * transaction, while the database is busy; each is judged by itself, and one that fails takes nobody with it.
 */
import type { BatchResult, Query } from '../base/batch.ts'
import { type Connections, isConnectionFault, type Login } from '../base/connections.ts'
import { Groups } from '../base/groups.ts'
import type { EvidenceLine, EvidencePort } from './evidence-port.ts'
import { waitBriefly } from './gate-sql.ts'

/** The statements of one act, as queries. */
export interface Reading {
  login: Login
  queries: readonly Query[]
  /** The person whom it is about. Others never share anything: what is anonymous must not be found beside a person. */
  person: string | undefined
}

export interface Writing extends Reading {
  /** Undefined where the act leaves no evidence. */
  line: EvidenceLine | undefined
  /** Looks at the answers before they are committed. @throws to undo the act */
  judge(results: readonly BatchResult[]): void
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

/** After a lost connection nobody knows what was committed; every other error undid all. */
const undone = (error: unknown): boolean => !isConnectionFault(error)

/** The answers of a group, act by act. */
function apart(jobs: readonly Reading[], results: readonly BatchResult[], from: number): BatchResult[][] {
  let at = from
  return jobs.map(({ queries }) => results.slice(at, (at += queries.length)))
}

/** See the head of the file. */
export function createRunning(connections: Connections, evidence: EvidencePort): Running {
  async function readAll(jobs: readonly Reading[]): Promise<readonly (readonly BatchResult[])[]> {
    const { login, queries } = jobs[0]!
    if (jobs.length === 1) return [await connections.run(login, queries)]
    const all: Query[] = []
    for (const job of jobs) all.push(...job.queries)
    return apart(jobs, await connections.run(login, all), 0)
  }

  async function writeAll(given: readonly Writing[]): Promise<readonly BatchResult[][]> {
    // Everybody takes rows in the same order, so that two groups do not wait for each other.
    const jobs =
      given.length === 1
        ? given
        : given.toSorted((a, b) => (a.person! < b.person! ? -1 : a.person! > b.person! ? 1 : 0))
    const { login } = jobs[0]!
    const all: Query[] = jobs.length === 1 ? [] : [waitBriefly]
    const from = all.length
    const lines: EvidenceLine[] = []
    for (const { queries, line } of jobs) {
      all.push(...queries)
      if (line) lines.push(line)
    }
    if (lines.length > 0) all.push(await evidence.proof(login, lines))
    let answers: BatchResult[][] = []
    await connections.runJudged(login, all, results => {
      answers = apart(jobs, results, from)
      jobs.forEach((job, at) => job.judge(answers[at]!))
    })
    return jobs === given ? answers : given.map(job => answers[jobs.indexOf(job)]!)
  }

  const readings = new Groups<Reading, readonly BatchResult[]>({ width, most, run: (_, jobs) => readAll(jobs), undone })
  const writings = new Groups<Writing, readonly BatchResult[]>({
    width,
    most,
    run: (_, jobs) => writeAll(jobs),
    undone,
  })
  const keyOf = ({ role, region }: Login): string => (region ? `${role} ${region}` : role)

  return {
    read: reading =>
      reading.person ? readings.run(keyOf(reading.login), reading) : connections.run(reading.login, reading.queries),
    write: writing =>
      writing.person ? writings.run(keyOf(writing.login), writing) : writeAll([writing]).then(answers => answers[0]!),
  }
}
