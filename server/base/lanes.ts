/**
 * Things that are dear to make (connections), kept in lanes of equal ones, under one budget. Whoever asks gets an idle
 * one of the lane, or a new one, or waits; knows nothing of PostgreSQL.
 */

/** The connections of one login. */
export interface Lane<T> {
  readonly idle: T[]
  /** Idle, in use or being made. */
  open: number
  readonly waiting: Waiting<T>[]
  make(): Promise<T>
  /** The fewest that were idle since the last sweep: so many were not needed. */
  spare: number
}

interface Waiting<T> {
  /** Rises with each one: who has the lowest has waited longest. */
  ticket: number
  use(one: T): void
  fail(error: Error): void
}

interface LanesOptions<T> {
  budget: number
  perLane: number
  /** Milliseconds between sweeps. */
  idle: number
  end(one: T): Promise<void>
}

const closedError = () => new Error('The database connections are closed.')

/** See the head of the file. */
export class Lanes<T> {
  readonly #options: LanesOptions<T>
  readonly #lanes = new Map<string, Lane<T>>()
  readonly #sweeper: NodeJS.Timeout
  #open = 0
  /** Of those open: places that will be free in a moment. */
  #ending = 0
  #tickets = 0
  #waiting = 0
  #closed = false
  #quiet: (() => void)[] = []

  constructor(options: LanesOptions<T>) {
    this.#options = options
    this.#sweeper = setInterval(() => this.#sweep(), options.idle)
    this.#sweeper.unref()
  }

  lane(key: string): Lane<T> | undefined {
    return this.#lanes.get(key)
  }

  add(key: string, make: (lane: Lane<T>) => Promise<T>): Lane<T> {
    const lane: Lane<T> = { idle: [], open: 0, waiting: [], make: () => make(lane), spare: 0 }
    this.#lanes.set(key, lane)
    return lane
  }

  /**
   * Asks for one.
   * @param use told as soon as there is one, at once if one is idle; must give it back
   * @param fail told if none can be made, or all is closed
   */
  take(lane: Lane<T>, use: (one: T) => void, fail: (error: Error) => void): void {
    if (this.#closed) return fail(closedError())
    const one = lane.waiting.length === 0 ? lane.idle.pop() : undefined
    if (one !== undefined) {
      if (lane.idle.length < lane.spare) lane.spare = lane.idle.length
      return use(one)
    }
    lane.waiting.push({ ticket: (this.#tickets += 1), use, fail })
    this.#waiting += 1
    this.#widen(lane)
  }

  /** @param broken whether it must not be used again */
  give(lane: Lane<T>, one: T, broken: boolean): void {
    if (broken || this.#closed || this.#isOwedElsewhere(lane)) {
      this.#end(lane, one)
      return
    }
    const next = lane.waiting.shift()
    if (!next) {
      lane.idle.push(one)
      return
    }
    this.#waiting -= 1
    next.use(one)
  }

  /** One broke by itself. @returns whether it was idle; one that is in use is given back as broken */
  lose(lane: Lane<T>, one: T): boolean {
    const at = lane.idle.indexOf(one)
    if (at < 0) return false
    lane.idle.splice(at, 1)
    this.#end(lane, one)
    return true
  }

  /** Ends all, after those in use have been given back. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#sweeper)
    for (const lane of this.#lanes.values()) {
      for (const { fail } of lane.waiting.splice(0)) fail(closedError())
      for (const one of lane.idle.splice(0)) this.#end(lane, one)
    }
    this.#waiting = 0
    if (this.#open > 0) await new Promise<void>(resolve => this.#quiet.push(resolve))
  }

  /** Makes one more for a lane that waits, where the budget allows. */
  #widen(lane: Lane<T>): void {
    if (this.#closed || lane.open >= this.#options.perLane) return
    if (this.#open >= this.#options.budget) return this.#makeRoom()
    this.#open += 1
    lane.open += 1
    lane.make().then(
      one => this.give(lane, one, false),
      (error: unknown) => {
        // Whoever has waited longest is told; the others may be luckier.
        const next = lane.waiting.shift()
        if (next) this.#waiting -= 1
        this.#forget(lane)
        next?.fail(error instanceof Error ? error : new Error(String(error)))
      },
    )
  }

  /** Ends one that nobody uses: its place goes to who needs it most, once it is gone. */
  #makeRoom(): void {
    for (const lane of this.#lanes.values()) {
      const one = lane.idle.shift()
      if (one !== undefined) return this.#end(lane, one)
    }
  }

  /** Whether another lane waits that may not be wider because of this one. */
  #isOwedElsewhere(lane: Lane<T>): boolean {
    if (this.#open - this.#ending < this.#options.budget || this.#waiting === lane.waiting.length) return false
    const inNeed = [...this.#lanes.values()].filter(other => other.waiting.length > 0)
    const share = Math.max(1, Math.floor(this.#options.budget / (inNeed.length + (inNeed.includes(lane) ? 0 : 1))))
    const since = lane.waiting[0]?.ticket ?? Infinity
    return inNeed.some(
      other =>
        other !== lane &&
        other.open < this.#options.perLane &&
        ((other.open === 0 && other.waiting[0]!.ticket < since) ||
          (other.open < share && (lane.open > share || since === Infinity))),
    )
  }

  #end(lane: Lane<T>, one: T): void {
    // Its place is free when it is gone and not before: for PostgreSQL it counts until then. That it may be gone already is
    // what was wanted.
    this.#ending += 1
    this.#options
      .end(one)
      .catch(() => undefined)
      .then(() => {
        this.#ending -= 1
        this.#forget(lane)
      })
  }

  #forget(lane: Lane<T>): void {
    lane.open -= 1
    this.#open -= 1
    if (this.#waiting > 0) this.#widenNext()
    if (this.#open === 0) for (const resolve of this.#quiet.splice(0)) resolve()
  }

  /** A place is free: for the lane with the fewest, and among those for whoever has waited longest. */
  #widenNext(): void {
    const inNeed = [...this.#lanes.values()].filter(
      lane => lane.waiting.length > 0 && lane.open < this.#options.perLane,
    )
    inNeed.sort((a, b) => a.open - b.open || a.waiting[0]!.ticket - b.waiting[0]!.ticket)
    if (inNeed[0]) this.#widen(inNeed[0])
  }

  /** Closes what was idle all the time since the last sweep. */
  #sweep(): void {
    for (const lane of this.#lanes.values()) {
      for (const one of lane.idle.splice(0, lane.spare)) this.#end(lane, one)
      lane.spare = lane.idle.length
    }
  }
}
