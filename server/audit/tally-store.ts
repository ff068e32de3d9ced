/** How often each clause was relied on. Counts only; they say nothing about anybody. */
import type { Connections } from '../base/connections.ts'
import type { Query } from '../base/batch.ts'

const counts = (since: string): Query => ({
  name: 'tally-since',
  text: `select act, sum(lines) filter (where outcome = 'done')::float8 as done, sum(lines) filter (where outcome <> 'done')::float8 as refused,
                max(day)::text as last
           from audit.tally where day >= $1 group by act`,
  values: [since],
})

const refusals = (since: string): Query => ({
  name: 'tally-refusals',
  text: `select outcome, sum(lines)::float8 as lines from audit.tally where day >= $1 and outcome <> 'done' group by outcome`,
  values: [since],
})

const seals: Query = {
  name: 'tally-seals',
  text: `select position, at, encode(head, 'hex') as head, (select sum(lines)::float8 from audit.seal) as lines
           from audit.seal order by position desc limit 1`,
  values: [],
}

/** How often an act was done and refused. */
export interface ActUse {
  act: string
  done: number
  refused: number
  /** ISO date */
  last: string
}

/** What sealed evidence says about use. */
export interface Use {
  acts: readonly ActUse[]
  /** Code of a refusal → how often. */
  refusals: ReadonlyMap<string, number>
  /** The newest seal, and how many lines are sealed in all; undefined before the first. */
  seal: { position: number; at: Date; head: string; lines: number } | undefined
}

/**
 * Reads how often acts were done and refused.
 * @param role the gate's login
 * @param since ISO date
 */
export async function readUse(connections: Connections, role: string, since: string): Promise<Use> {
  const [acts, refused, seal] = await connections.run({ role }, [counts(since), refusals(since), seals])
  return {
    acts: acts!.rows.map(row => ({
      act: row['act'] as string,
      done: Number(row['done'] ?? 0),
      refused: Number(row['refused'] ?? 0),
      last: row['last'] as string,
    })),
    refusals: new Map(refused!.rows.map(row => [row['outcome'] as string, Number(row['lines'])])),
    seal: seal!.rows[0] as Use['seal'],
  }
}
