/**
 * Group commit, and the same for readings: jobs that wait for the same login run together when it is free again. Where
 * it is free, they start when this turn of the event loop is over, together with whoever came in it: those whom one
 * group has just answered come back at the same moment, and would otherwise start one by one. Nobody waits for company.
 */

export interface GroupsOptions<Job, Answer> {
  /** How many groups of one login run at the same time. */
  width: number
  /** How many jobs make a group at most. */
  most: number
  /**
   * Runs jobs of one login: all or none of them happen.
   * @param apart whether it is one job that is tried again by itself
   * @returns the answer to each, in order
   */
  run(login: string, jobs: readonly Job[], apart: boolean): Promise<readonly Answer[]>
  /** Whether an error says that nothing of a group has happened, and its jobs shall be tried again, each by itself. */
  triesApart(error: unknown, jobs: number): boolean
}

interface Waiting<Job, Answer> {
  job: Job
  resolve(answer: Answer): void
  reject(error: unknown): void
}

interface Lane<Job, Answer> {
  waiting: Waiting<Job, Answer>[]
  running: number
  /** Whether a group starts at the end of this turn. */
  starting: boolean
}

/** See the head of the file. */
export class Groups<Job, Answer> {
  readonly #options: GroupsOptions<Job, Answer>
  readonly #lanes = new Map<string, Lane<Job, Answer>>()

  constructor(options: GroupsOptions<Job, Answer>) {
    this.#options = options
  }

  /**
   * Runs a job, alone or with others.
   * @param login jobs of different ones never meet
   * @throws what the job itself failed with; another's failure is never told
   */
  run(login: string, job: Job): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let lane = this.#lanes.get(login)
      if (!lane) this.#lanes.set(login, (lane = { waiting: [], running: 0, starting: false }))
      lane.waiting.push({ job, resolve, reject })
      this.#startSoon(login, lane)
    })
  }

  #startSoon(login: string, lane: Lane<Job, Answer>): void {
    if (lane.starting || lane.running >= this.#options.width) return
    lane.starting = true
    setImmediate(() => {
      lane.starting = false
      // Those who do not fit into one group have others beside it, as far as the width allows.
      while (lane.waiting.length > 0 && lane.running < this.#options.width) void this.#work(login, lane)
    })
  }

  async #work(login: string, lane: Lane<Job, Answer>): Promise<void> {
    lane.running += 1
    while (lane.waiting.length > 0) await this.#together(login, lane.waiting.splice(0, this.#options.most))
    lane.running -= 1
  }

  async #together(login: string, group: readonly Waiting<Job, Answer>[], apart = false): Promise<void> {
    try {
      const jobs = group.map(one => one.job)
      const answers = await this.#options.run(login, jobs, apart)
      for (let at = 0; at < group.length; at += 1) group[at]!.resolve(answers[at]!)
    } catch (error) {
      // Nobody waits for these: the next group may run beside them.
      if (!apart && this.#options.triesApart(error, group.length))
        for (const one of group) void this.#together(login, [one], true)
      else for (const one of group) one.reject(error)
    }
  }
}
