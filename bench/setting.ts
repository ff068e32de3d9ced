import type { BenchCluster } from './cluster.ts'

/** What a benchmark may measure on, and how often. */
export interface Setting {
  cluster: BenchCluster
  /** Sizes to measure at, in people. */
  people: readonly number[]
  rounds: number
  /** How many operations make a round. */
  operations: number
}
