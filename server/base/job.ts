/** One thing that is done again and again. */
export interface Job {
  name: string
  /** Milliseconds between the end of one run and the begin of the next. */
  every: number
  run(): Promise<unknown>
}
